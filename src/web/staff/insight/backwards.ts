// Insight → Guess first → from a surprise backwards: the figure taken apart, part by part, down to a place's own page and the reasons
// (features.md, M6).
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { ShownBackwards } from '../../../application/insight/show-backwards.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import type { BrokenBy, SeenBreakdown, SeenPart } from '../../../domain/insight/backwards.js';
import { guessableFacts } from '../../../domain/insight/guessable.js';
import type { Difference } from '../../../domain/statistics/proportion.js';
import { mayOpen, viewerOf } from '../../access.js';
import { inFilter } from './opening.js';
import { format } from '../../format.js';
import { home as places } from './fit.js';
import { home } from './guess-tables.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { audienceNote, groupName, percentWords, rangeWords } from './words.js';

const query = z.object({ school: inFilter });

const captions: Readonly<Record<BrokenBy, string>> = {
  school: 'By school',
  year: 'By year of leaving',
  plan: 'By what they planned',
  provider: 'By place',
  subject: 'By subject',
};

const outstanding: { readonly tone: string; readonly text: string } = { tone: 'careful', text: 'Stands out' };

const unlisted: Readonly<Partial<Record<BrokenBy, string>>> = {
  provider: 'A place on no list',
  subject: 'A subject on no list',
};

function partName({ titles }: ShownBackwards, by: BrokenBy, name: string): string {
  if (by === 'year') return cohortName(name);
  if (by === 'plan') return groupName(name);
  return titles[`${by}:${name}`] ?? unlisted[by] ?? name;
}

const points = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}`;
const differenceWords = (difference: Difference | null): string | null =>
  difference === null
    ? null
    : `${points(difference.difference)} points (${points(difference.low)} to ${points(difference.high)})`;

const reasons = '/staff/insight/reasons';
const aboutOf = ({ school, stage }: ShownBackwards): string =>
  new URLSearchParams({ school: school?.id ?? '', stage }).toString();

/** Where the name leads: into a school, or to a place's own page. */
function partLink(shown: ShownBackwards, by: BrokenBy, { name }: SeenPart): string | null {
  if (by === 'school') {
    return `${home}/${shown.sheet.id}/back/${shown.key}?${new URLSearchParams({ school: name }).toString()}`;
  }
  if (by !== 'provider' || name === '') return null;
  return `${places}/${name}?${aboutOf(shown)}`;
}

const tableOf = (shown: ShownBackwards, { by, parts }: SeenBreakdown): ShownTable => ({
  caption: captions[by],
  columns: [
    { text: captions[by].slice(3).replace(/^./, (first) => first.toUpperCase()) },
    ...(shown.audience === 'team' ? [{ text: 'Known of', numeric: true }] : []),
    { text: 'Share, with 95 % interval', numeric: true },
    { text: 'Against the others, in points', numeric: true },
    { text: 'Beside chance' },
  ],
  rows: parts.map((part) => {
    const text = partName(shown, by, part.name);
    const href = partLink(shown, by, part);
    return [
      href === null ? text : { text, href },
      ...(shown.audience === 'team' ? [part.of] : []),
      `${percentWords(part.share)} (${rangeWords(part.interval)})`,
      differenceWords(part.difference),
      part.standsOut ? outstanding : null,
    ];
  }),
});

const tablesOf = (shown: ShownBackwards): readonly ShownTable[] =>
  shown.breakdowns.filter(({ parts }) => parts.length > 0).map((each) => tableOf(shown, each));

/** What is hidden or too small, in a sentence a kind. */
const hiddenWords = (shown: ShownBackwards): readonly string[] =>
  shown.breakdowns
    .filter(({ hidden }) => hidden.length > 0)
    .map(
      ({ by, hidden }) =>
        `${captions[by]}: ${hidden
          .map((name) => partName(shown, by, name))
          .sort()
          .join(', ')}`,
    );

/** `/staff/insight/guesses/:id/back/:figure` and the same as a file. */
export function backwardsPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get(`${home}/:id/back/:figure`, async (req, res) => {
    const { id, figure } = req.params;
    const asked = query.parse(req.query);
    const viewer = viewerOf(res);
    const shown = await insight.showBackwards(viewer, id, figure, asked);
    const facts = guessableFacts[shown.key];
    const whole = `${home}/${id}/back/${figure}`;
    const into = shown.school !== null && shown.sheet.schoolId === null;
    res.render('staff/insight/backwards', {
      ...{ title: `${facts.short}, taken apart`, layout: 'staff', place: 'insight' },
      back: into ? { href: whole, text: 'The whole trust' } : { href: `${home}/${id}`, text: shown.sheet.title },
      heading: facts.short,
      definition: facts.definition,
      whose: shown.school?.name ?? 'The whole trust',
      finding:
        shown.share === null || shown.interval === null
          ? 'Too few to tell, or hidden beside others'
          : `${percentWords(shown.share)} (${rangeWords(shown.interval)}) of ${shown.of === null ? 'those' : format.number(shown.of)} of whom we know`,
      countedAt: shown.countedAt,
      due: shown.due,
      note: audienceNote(shown),
      tables: tablesOf(shown),
      hidden: hiddenWords(shown),
      reasons: mayOpen(viewer.role, reasons) ? `${reasons}?${aboutOf(shown)}` : null,
      file: `${whole}/figures.csv?${new URLSearchParams({ school: asked.school ?? '' }).toString()}`,
    });
  });

  router.get(`${home}/:id/back/:figure/figures.csv`, async (req, res) => {
    const { id, figure } = req.params;
    const shown = await insight.showBackwards(viewerOf(res), id, figure, query.parse(req.query));
    sendFile(res, `${shown.key}-taken-apart`, insight.tablesCsv(linesOf(tablesOf(shown))));
  });
  return router;
}
