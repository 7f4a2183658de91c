// Settings → Useful now: the entries of the page that everyone sees who has answered, each looked at twice a year (Y13).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { UsefulChange } from '../../application/care/useful-now.js';
import type { Application, Clock } from '../../application/index.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import {
  isDue,
  isShown,
  parseLink,
  shownUntil,
  usefulSections,
  type UsefulEntry,
  type UsefulSection,
} from '../../domain/survey/useful-now.js';
import { promotionIn } from '../../domain/waves/letters/promotion.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { mayPost, viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';

const home = '/staff/settings/useful-now';
const sectionWords: Readonly<Record<UsefulSection, string>> = {
  money: 'Money and coming back to study',
  caring: 'Caring for somebody',
  changing: 'Changing course',
  apprenticeships: 'Apprenticeships',
  health: 'Health',
};

const words = (most: number, message: string) =>
  z
    .string(message)
    .trim()
    .min(1, message)
    .max(most, `Use at most ${most} characters`)
    .refine(
      (text) => promotionIn(text).length === 0,
      'This reads like an advertisement: say plainly what it helps with',
    );
const id = z.string().max(60);
const usefulForm = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('save'),
    id: id.optional(),
    section: z.enum(usefulSections, 'Choose a section'),
    title: words(80, 'Enter what the link is called'),
    text: words(300, 'Enter in a sentence whom it helps'),
    link: z.string('Enter the address').transform((typed, context) => {
      const link = parseLink(typed);
      if (link !== null) return link;
      context.addIssue({ code: 'custom', message: 'Enter an address that begins with https://' });
      return z.NEVER;
    }),
    source: words(80, 'Enter who publishes it'),
  }),
  z.strictObject({ act: z.enum(['checked', 'remove']), id }),
]);

function changeOf(form: z.output<typeof usefulForm>): UsefulChange {
  if (form.act !== 'save') return { kind: form.act, id: form.id };
  const { act: _act, id: given, ...entry } = form;
  return { kind: 'save', id: given ?? null, entry };
}

const notices = {
  save: 'Saved, and noted as looked at today.',
  checked: 'Noted as looked at today.',
  remove: 'Taken away.',
} as const;

/** How the entry stands. */
function tagOf(entry: UsefulEntry, today: LocalDate): { readonly tone: string; readonly text: string } {
  const until = shownUntil(entry);
  if (until === null) return { tone: 'careful', text: 'Hidden: nobody has looked at it yet' };
  if (!isShown(entry, today)) return { tone: 'wrong', text: `Hidden since ${format.date(until)}` };
  return { tone: isDue(entry, today) ? 'careful' : 'good', text: `Shown until ${format.date(until)}` };
}

/** `/staff/settings/useful-now`. */
export function usefulNowPages({ care }: Pick<Application, 'care'>, clock: Clock): Router {
  const router = Router();

  async function render(req: Request, res: Response, errors: FieldErrors = {}, typed?: Typed): Promise<void> {
    const entries = await care.listUseful();
    const today = londonDate(clock.now());
    const wanted = entries.find((entry) => entry.id === (typed?.['id'] ?? req.query['edit']));
    res.render('staff/settings/useful-now', {
      ...{ title: 'Useful now', layout: 'staff', place: 'settings', errors },
      mayChange: mayPost(viewerOf(res), home),
      editing: wanted?.id ?? null,
      typed: typed ?? wanted ?? {},
      sections: usefulSections.map((value) => ({ value, text: sectionWords[value] })),
      entries: usefulSections
        .flatMap((section) => entries.filter((entry) => entry.section === section))
        .map((entry) => ({
          ...{ id: entry.id, title: entry.title, link: entry.link, source: entry.source },
          section: sectionWords[entry.section],
          tag: tagOf(entry, today),
          edit: `${home}?edit=${entry.id}#entry`,
        })),
    });
  }

  router.get(home, async (req, res) => render(req, res));

  router.post(home, async (req, res) => {
    const form = readForm(usefulForm, req.body);
    if (!form.ok) {
      if (form.errors['act'] !== undefined || form.errors['id'] !== undefined) throw new NotOurForm();
      res.status(422);
      await render(req, res, form.errors, form.typed);
      return;
    }
    const changed = await care.changeUseful(viewerOf(res), changeOf(form.value));
    if (changed === 'changed') {
      goWithNotice(req, res, home, notices[form.value.act]);
      return;
    }
    const message =
      changed === 'full' ? 'There are forty entries already. Take one away first' : 'Somebody took this entry away';
    res.status(changed === 'full' ? 422 : 409);
    await render(req, res, { '': message }, form.typed);
  });

  return router;
}
