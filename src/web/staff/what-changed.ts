// Settings → What changed: the one true sentence that people read after sending, for all or for a kind of leaver, with the day from
// which on it is so and what it rests on (look.md, section 2).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { changedFor, type ChangedFor } from '../../domain/survey/what-changed.js';
import { linkIn, promotionIn } from '../../domain/waves/letters/promotion.js';
import { mayPost, viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { leaverWords } from './leaver-words.js';

const home = '/staff/settings/what-changed';
const whoWords: Readonly<Record<ChangedFor, string>> = { everyone: 'Everyone', ...leaverWords };

const longest = 240;
const fitting = (sentence: z.ZodString) =>
  sentence
    .trim()
    .max(longest, `Use at most ${longest} characters`)
    .refine((text) => promotionIn(text).length === 0, 'This reads like an advertisement: say plainly what changed')
    .refine((text) => linkIn(text) === null, 'Write it without links and addresses');

/** `/staff/settings/what-changed`. */
export function whatChangedPages({ care, survey }: Pick<Application, 'care' | 'survey'>, clock: Clock): Router {
  const router = Router();
  const languages = survey.languages.filter(({ language }) => language !== 'en');

  const forWhom = z.enum(changedFor, 'Choose for whom it is');
  const form = z.discriminatedUnion('act', [
    z.strictObject({
      ...{ act: z.literal('save'), for: forWhom },
      'text-en': fitting(z.string('Enter what changed')).refine((text) => text !== '', 'Enter what changed'),
      ...Object.fromEntries(languages.map(({ language }) => [`text-${language}`, fitting(z.string()).optional()])),
      since: z.string('Enter the day').transform((typed, context) => {
        const day = parseLocalDate(typed);
        if (day !== null && day <= londonDate(clock.now())) return day;
        context.addIssue({ code: 'custom', message: 'Enter a day that has come: only what is so already is said' });
        return z.NEVER;
      }),
      restsOn: z
        .string('Enter what it rests on')
        .trim()
        .min(1, 'Enter what it rests on')
        .max(longest, `Use at most ${longest} characters`),
    }),
    z.strictObject({ act: z.literal('remove'), for: forWhom }),
  ]);

  async function render(req: Request, res: Response, errors: FieldErrors = {}, typed?: Typed): Promise<void> {
    const said = await care.listChanges();
    const wanted = changedFor.find((who) => who === req.query['edit']);
    const stands = wanted === undefined ? undefined : said[wanted];
    const standing = stands && {
      ...{ for: wanted, since: stands.since, restsOn: stands.restsOn },
      ...Object.fromEntries(Object.entries(stands.texts).map(([language, text]) => [`text-${language}`, text])),
    };
    res.render('staff/settings/what-changed', {
      ...{ title: 'What changed', layout: 'staff', place: 'settings', errors },
      mayChange: mayPost(viewerOf(res), home),
      typed: typed ?? standing ?? {},
      who: changedFor.map((value) => ({ value, text: whoWords[value] })),
      languages: languages.map(({ language, name, direction }) => ({ language, name, direction })),
      said: changedFor.flatMap((value) => {
        const change = said[value];
        if (change === undefined) return [];
        const others = languages.filter(({ language }) => change.texts[language] !== undefined);
        return [
          {
            ...{ value, who: whoWords[value], text: change.texts.en, restsOn: change.restsOn },
            languages: ['English', ...others.map(({ name }) => name)].join(', '),
            since: format.date(change.since),
          },
        ];
      }),
    });
  }

  router.get(home, async (req, res) => render(req, res));

  router.post(home, async (req, res) => {
    const read = readForm(form, req.body);
    if (!read.ok) {
      if (read.errors['act'] !== undefined || read.typed['act'] !== 'save') throw new NotOurForm();
      res.status(422);
      await render(req, res, read.errors, read.typed);
      return;
    }
    const { value } = read;
    if (value.act === 'remove') await care.sayWhatChanged(viewerOf(res), value.for, null);
    else {
      const own = languages.flatMap(({ language }) => {
        const text = read.typed[`text-${language}`];
        return typeof text === 'string' && text.trim() !== '' ? [[language, text.trim()] as const] : [];
      });
      await care.sayWhatChanged(viewerOf(res), value.for, {
        texts: { ...Object.fromEntries(own), en: value['text-en'] },
        ...{ since: value.since, restsOn: value.restsOn },
      });
    }
    const done = value.act === 'remove' ? 'Taken away.' : 'Saved. It stands on the page after sending.';
    goWithNotice(req, res, home, done);
  });

  return router;
}
