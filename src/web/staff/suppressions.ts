// Settings → Addresses not to be mailed: what stands there and why, looking one up, adding, lifting, and the list as a file.
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { isTheirWish, suppressionScopes, type SuppressionReason } from '../../domain/waves/suppression.js';
import { mayPost, viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { uploadOf } from '../upload.js';
import { home, reasons, reasonWords, row, scopeWords } from './suppression-words.js';

const filter = z.object({
  reason: z
    .enum(reasons as [SuppressionReason, ...SuppressionReason[]])
    .optional()
    .catch(undefined),
  after: z.string().max(120).optional().catch(undefined),
});
const reasonText = z
  .string('Say why')
  .trim()
  .min(3, 'Say why, in a few words')
  .max(200, 'Say it in at most 200 characters');
const lookForm = z.strictObject({ look: z.string('Enter an address').max(254) });
const addForm = z.strictObject({
  address: z.string('Enter an address').max(254),
  scope: z.enum(suppressionScopes, 'Choose what it stops'),
  why: reasonText,
});
const liftForm = z.strictObject({
  entry: z.string().min(1).max(120),
  reason: reasonText,
  asked: z.literal('yes').optional(),
});
const liftedNotices = {
  lifted: 'Lifted. They can be written to again where the other rules allow it.',
  'objection-stands': 'Lifted. They asked us to stop before, and that stands: they are not written to.',
} as const;

/** `/staff/settings/suppressions`. */
export function suppressionPages({ waves }: Pick<Application, 'waves'>, clock: Clock): Router {
  const router = Router();

  interface State {
    readonly errors?: FieldErrors;
    readonly typed?: Typed;
    readonly found?: { readonly title: string; readonly text: string; readonly lift: string | null };
    readonly outcome?: string;
  }

  async function render(
    req: Request,
    res: Response,
    { errors = {}, typed = {}, found, outcome }: State,
  ): Promise<void> {
    const viewer = viewerOf(res);
    const { reason, after } = filter.parse(req.query);
    const lift = z
      .string()
      .max(120)
      .optional()
      .catch(undefined)
      .parse(req.query['lift'] ?? typed['entry']);
    const { entries, next } = await waves.listSuppressions(viewer, {
      ...(reason === undefined ? {} : { reason }),
      ...(after === undefined ? {} : { after }),
    });
    const mayChange = mayPost(viewer, `${home}/lift`);
    const wanted = lift === undefined ? null : await waves.suppressionToLift(viewer, lift);
    res.render('staff/settings/suppressions', {
      title: 'Addresses not to be mailed',
      layout: 'staff',
      place: 'settings',
      errors,
      typed,
      found: found ?? null,
      outcome: outcome ?? null,
      mayAdd: mayPost(viewer, `${home}/add`),
      mayChange,
      lifting:
        wanted === null
          ? null
          : {
              id: wanted.id,
              words: reasonWords[wanted.reason] ?? wanted.reason,
              theirWish: isTheirWish(wanted.reason),
            },
      chips: [
        { text: 'All', href: home, current: reason === undefined },
        ...reasons.map((each) => ({
          text: reasonWords[each] ?? each,
          href: `${home}?reason=${each}`,
          current: reason === each,
        })),
      ],
      rows: entries.map((entry) => (mayChange ? row(entry) : row(entry).slice(0, -1))),
      next:
        next === null
          ? null
          : `${home}?${new URLSearchParams({ ...(reason === undefined ? {} : { reason }), after: next }).toString()}`,
      scopes: suppressionScopes.map((value) => ({
        value,
        text: scopeWords[value],
        hint: value === 'survey' ? 'Codes and links that they ask for still go there.' : 'Nothing at all goes there.',
      })),
    });
  }

  router.get(home, async (req, res) => render(req, res, {}));

  router.post(`${home}/look`, async (req, res) => {
    const form = readForm(lookForm, req.body);
    const entry = form.ok ? await waves.findSuppression(form.value.look) : 'not-an-address';
    if (entry === 'not-an-address') {
      res.status(422);
      await render(req, res, {
        errors: { look: 'Enter one email address, for example avery@example.org' },
        typed: form.typed,
      });
      return;
    }
    const stands = entry !== null && entry.liftedAt === undefined;
    const text = stands
      ? `It is not mailed: ${(reasonWords[entry.reason] ?? entry.reason).toLowerCase()}, since ${format.date(londonDate(entry.at))}. ${scopeWords[entry.scope]} stops.`
      : entry?.liftedAt === undefined
        ? 'It is not on the list, so it may be mailed.'
        : `It was on the list and was lifted on ${format.date(londonDate(entry.liftedAt))}, so it may be mailed.`;
    await render(req, res, {
      typed: form.typed,
      found: {
        title: 'The address that you looked up',
        text,
        lift: stands ? `${home}?lift=${encodeURIComponent(entry.id)}` : null,
      },
    });
  });

  router.post(`${home}/add`, async (req, res) => {
    const form = readForm(addForm, req.body);
    if (!form.ok) {
      res.status(422);
      await render(req, res, form);
      return;
    }
    const { address, scope, why } = form.value;
    const added = await waves.addSuppression(viewerOf(res), { address, scope, reason: why });
    if (added === 'not-an-address') {
      res.status(422);
      await render(req, res, {
        errors: { address: 'Enter one email address, for example avery@example.org' },
        typed: form.typed,
      });
      return;
    }
    goWithNotice(req, res, home, added === 'added' ? 'Added. Nothing more goes there.' : 'It was on the list already.');
  });

  router.post(`${home}/lift`, async (req, res) => {
    const form = readForm(liftForm, req.body);
    if (!form.ok) {
      res.status(422);
      await render(req, res, form);
      return;
    }
    const { entry, reason, asked } = form.value;
    const lifted = await waves.liftSuppression(viewerOf(res), { id: entry, reason, theyAsked: asked === 'yes' });
    if (lifted === 'only-if-they-ask') {
      res.status(422);
      const errors = { asked: 'This was their own wish. Only lift it when they asked us to write again' };
      await render(req, res, { errors, typed: form.typed });
      return;
    }
    goWithNotice(req, res, home, liftedNotices[lifted]);
  });

  router.post(`${home}/import`, async (req, res) => {
    const upload = uploadOf(res);
    const { bytes = null } = upload ?? {};
    const refuse = async (file: string): Promise<void> => {
      res.status(422);
      await render(req, res, { errors: { file } });
    };
    if (upload === null) return refuse('Choose a CSV file');
    if (bytes === null) return refuse('The file is larger than 10 MB. Bring it in parts');
    const result = await waves.importSuppressions(viewerOf(res), () => Readable.from(bytes));
    if (result.kind === 'refused') return refuse(result.why);
    const { added, already, unread, problems } = result;
    const more = unread > problems.length ? ' and more' : '';
    const others =
      unread === 0
        ? ''
        : ` Rows with neither an address nor a key: ${format.number(unread)}, line ${problems.join(', ')}${more}.`;
    const outcome = `Added: ${format.number(added)}. There already: ${format.number(already)}.${others}`;
    return render(req, res, { outcome });
  });

  router.get(`${home}.csv`, async (_req, res) => {
    res.type('text/csv; charset=utf-8');
    res.set('Content-Disposition', `attachment; filename="not-to-be-mailed-${londonDate(clock.now())}.csv"`);
    await pipeline(Readable.from(waves.exportSuppressions(viewerOf(res))), res);
  });

  return router;
}
