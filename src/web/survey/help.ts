// "May somebody from the trust get in touch?": the page on which somebody asks for it, with the real day of the reply and the
// trust's holidays (Y7). Where nobody would reply nothing is offered, and help that answers now stands in its place.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Asked, AskResult, HelpOffer, HelpPage } from '../../application/care/ask-for-help.js';
import type { KeptUnsent } from '../../application/care/unsent-help.js';
import type { Application } from '../../application/index.js';
import { longestHelpText } from '../../domain/survey/help-request.js';
import type { SurveyLanguage } from '../../domain/survey/languages/languages.js';
import type { Speech } from '../../domain/survey/languages/speech.js';
import type { WordKey } from '../../domain/survey/languages/words.en.js';
import type { Reading } from '../../domain/survey/reading.js';
import { readForm, type Typed } from '../form.js';
import type { SurveyCookies } from './cookie.js';
import { linkDoor, postedToken, type SurveyDoor } from './door.js';
import { speakTo } from './speak.js';

const helpForm = z.strictObject({
  way: z.string().max(10).default(''),
  about: z.string().max(20_000).default(''),
  /** Said by the script of a page that is left or closed. */
  action: z.literal('keep').optional(),
});

/** What is wrong, beside which field. */
const wrongs = {
  'no-way': { field: 'way', key: 'ask.wrong-way' },
  'too-long': { field: 'about', key: 'ask.wrong-about' },
  'too-often': { field: 'about', key: 'ask.wrong-often' },
} as const satisfies Readonly<Record<string, { readonly field: string; readonly key: WordKey }>>;

/** What the offer says: by which day, and when nobody is there until then. */
export const offerWords = ({ open, asked, replyBy, closed }: HelpOffer, { say, weekday, date }: Speech) => ({
  open,
  asked: asked === null ? null : say('ask.asked', { day: weekday(asked) }),
  by: [
    say('ask.by', { day: weekday(replyBy) }),
    ...closed.map(({ first, last }) =>
      first === last
        ? say('ask.closed-day', { day: date(first) })
        : say('ask.closed', { first: date(first), last: date(last) }),
    ),
  ].join(' '),
});

/** From where help is asked for: behind the link, or with the leaving form open. */
export interface HelpDoor {
  readonly path: string;
  readonly title: WordKey;
  /** Where somebody goes on. */
  readonly backTo: (cookie: string | undefined) => Promise<string>;
  readonly page: (cookie: string | undefined) => Promise<HelpPage>;
  readonly ask: (cookie: string | undefined, formToken: string, asked: Asked) => Promise<AskResult>;
  /** Keeps what was typed and not sent. */
  readonly keep: (cookie: string | undefined, formToken: string, typed: Asked) => Promise<KeptUnsent>;
  readonly readingOf: (cookie: string | undefined) => Promise<Reading>;
  readonly languages: readonly SurveyLanguage[];
  readonly turnAway: SurveyDoor['turnAway'];
}

/** The page and its form. */
export function helpRoutes(door: HelpDoor, cookies: SurveyCookies): Router {
  const router = Router();

  interface Given {
    readonly wrong?: (typeof wrongs)[keyof typeof wrongs];
    readonly typed?: Typed;
  }

  async function render(req: Request, res: Response, offer: HelpOffer | null, given: Given = {}): Promise<void> {
    const { wrong } = given;
    const unsent = given.typed === undefined ? (offer?.typed ?? null) : null;
    const typed: Typed = given.typed ?? (unsent === null ? {} : { way: unsent.way, about: unsent.about });
    const cookie = cookies.read(req);
    const speech = speakTo(res, offer?.reading ?? (await door.readingOf(cookie)), door.languages);
    const { say } = speech;
    res.status(wrong === undefined ? 200 : 422).render('survey/help', {
      title: say(offer === null ? 'help.title' : door.title),
      layout: 'survey',
      back: { href: await door.backTo(cookie), text: say('page.back') },
      offer: offer === null ? null : offerWords(offer, speech),
      ways: (offer?.ways ?? []).map((value) => ({ value, text: say(`ask.by-${value}`) })),
      errors: wrong === undefined ? {} : { [wrong.field]: say(wrong.key) },
      typed,
      notSent: unsent !== null,
      csrfToken: offer?.formToken ?? '',
    });
  }

  router.get(door.path, async (req, res) => {
    const page = await door.page(cookies.read(req));
    if (page.kind === 'no-session' || page.kind === 'closed') door.turnAway(req, res, page.kind);
    else if (page.kind === 'not-offered') await render(req, res, null);
    // Whoever has just pressed the button is told so, also where somebody else with the link had asked before.
    else
      await render(req, res, req.query['asked'] === undefined ? page : { ...page, asked: page.asked ?? page.replyBy });
  });

  router.post(door.path, async (req, res) => {
    const form = readForm(helpForm, req.body);
    const tooLong = { way: '', about: 'x'.repeat(longestHelpText + 1), action: undefined };
    const { way, about, action } = form.ok ? form.value : tooLong;
    const words = about.replaceAll('\r\n', '\n').trim();
    if (action === 'keep') {
      const kept = await door.keep(cookies.read(req), postedToken(req), { way, about: words });
      if (kept === 'kept') res.status(204).end();
      else door.turnAway(req, res, kept);
      return;
    }
    const asked = await door.ask(cookies.read(req), postedToken(req), { way, about: words });
    if (asked.kind === 'asked' && asked.over) await render(req, res, asked.offer);
    else if (asked.kind === 'asked') res.redirect(303, `${door.path}?asked=1`);
    else if (asked.kind === 'not-offered') res.redirect(303, door.path);
    else if (asked.kind === 'refused')
      await render(req, res, asked.offer, { wrong: wrongs[asked.why], typed: form.typed });
    else door.turnAway(req, res, asked.kind);
  });

  return router;
}

/** `/survey/help`. */
export const helpPages = ({ survey, care }: Pick<Application, 'survey' | 'care'>, cookies: SurveyCookies): Router =>
  helpRoutes(
    {
      ...{ path: '/survey/help', title: 'ask.title', backTo: () => Promise.resolve('/survey') },
      ...{
        page: care.helpPage,
        ask: care.askForHelp,
        keep: care.keepUnsentHelp,
        readingOf: survey.readingOf,
        languages: survey.languages,
      },
      turnAway: linkDoor(cookies).turnAway,
    },
    cookies,
  );
