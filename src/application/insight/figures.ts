// The figures of Insight by name: the one table from which `onward insight`, the API, its files and the list of pages come.
// A figure is one line here. It is read by the use case of its page, and leaves through one gate (src/domain/insight/published.ts),
// so that page, file and API say the same and nobody is told more by one of them.
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { cellsOf, published, type Json } from '../../domain/insight/published.js';
import type { Audience } from '../../domain/statistics/disclosure.js';
import type { Tools } from '../tools.js';
import { figuresCsv } from '../waves/figures-csv.js';
import { showBarriers } from './board-of-barriers.js';
import { showInterventions } from './interventions.js';
import { showProvision } from './provision-log.js';
import { fitFigure, guessesFigure } from './one-of-figures.js';
import { showClock } from './show-clock.js';
import { showEarlyWarning } from './show-early-warning.js';
import { showFactors } from './show-factors.js';
import { showFlow } from './show-flow.js';
import { showGatsby } from './show-gatsby.js';
import { showLongTerm } from './show-long-term.js';
import { showQuality } from './show-quality.js';
import { showReasons } from './show-reasons.js';
import { showRecall } from './show-recall.js';
import { showResponse } from './show-response.js';
import { showStaying } from './show-staying.js';
import { audienceOf } from './whose-figures.js';

/** What a figure may be narrowed down to. An empty school is the trust; a cohort is such as `y13-2025`. */
export const figureFilters = [
  'school',
  'stage',
  'cohort',
  'group',
  'kind',
  'factor',
  'opening',
  'outcome',
  'from',
  'beside',
  'chosen',
  'place',
  'pack',
  'sheet',
] as const;
export type FigureFilter = (typeof figureFilters)[number];
export type AskedFigure = { readonly [Filter in FigureFilter]?: string };

interface Figure {
  /** As its page is called. */
  readonly title: string;
  readonly filters: readonly FigureFilter[];
  /** Names of counts that leaders see as they are, since they stand so beside official figures (requirement P10: never both). */
  readonly exact?: readonly string[];
  /** Reads what the viewer may see. Throws CannotAsk for what there is not. */
  readonly show: (tools: Tools) => (viewer: Viewer, asked: AskedFigure) => Promise<object>;
}

const dropSteps = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(dropSteps);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const kept = Object.entries(value).filter(([name]) => name !== 'steps');
  return Object.fromEntries(kept.map(([name, each]) => [name, dropSteps(each)]));
};
/** Who did what, by name and in their own words, stays on the page. */
const withoutSteps =
  (show: Figure['show']): Figure['show'] =>
  (tools) => {
    const read = show(tools);
    return async (viewer, asked) => dropSteps(await read(viewer, asked)) as object;
  };

/** In the order of the pages; a figure's page is `/staff/insight/NAME`, the first one's `/staff/insight`. */
export const figures = {
  quality: { title: 'Quality over time', filters: ['school', 'stage'], exact: ['people'], show: showQuality },
  response: { title: 'Who has answered', filters: ['school'], show: showResponse },
  flow: { title: 'From plan to what lasted', filters: ['school', 'stage', 'cohort', 'group'], show: showFlow },
  staying: { title: 'Who stays', filters: ['school', 'stage', 'cohort', 'kind'], show: showStaying },
  // Counts alone; names are no figure.
  'early-warning': {
    title: 'Early warning',
    filters: ['school', 'stage'],
    show: (tools: Tools) => (viewer: Viewer, asked: AskedFigure) =>
      showEarlyWarning(tools)(viewer, { ...asked, names: false }),
  },
  fit: { title: 'Places', filters: ['school', 'stage', 'cohort', 'kind', 'place', 'pack'], show: fitFigure },
  guesses: { title: 'Guess first', filters: ['sheet'], show: guessesFigure },
  'long-term': { title: 'Long term', filters: ['school', 'stage'], show: showLongTerm },
  clock: {
    title: 'Since joining',
    filters: ['school', 'stage', 'group', 'outcome', 'from', 'beside', 'chosen'],
    show: showClock,
  },
  factors: {
    title: 'What goes with staying',
    filters: ['school', 'stage', 'cohort', 'kind', 'factor'],
    show: showFactors,
  },
  reasons: { title: 'Why they left', filters: ['school', 'stage', 'cohort', 'group', 'opening'], show: showReasons },
  recall: { title: 'How well they remember', filters: ['school', 'stage', 'cohort'], show: showRecall },
  barriers: { title: 'Barriers', filters: ['school'], show: withoutSteps(showBarriers) },
  interventions: { title: 'What we did, and did it help', filters: ['school'], show: withoutSteps(showInterventions) },
  provision: { title: 'Careers provision', filters: ['school', 'stage'], show: withoutSteps(showProvision) },
  gatsby: { title: 'Gatsby benchmark 3', filters: ['school', 'stage'], show: showGatsby },
} as const satisfies Readonly<Record<string, Figure>>;

export type FigureName = keyof typeof figures;
export const figureNames = Object.keys(figures) as readonly FigureName[];
export const isFigureName = (name: string): name is FigureName => Object.hasOwn(figures, name);

/** The filters that were asked for and that the figure does not know. */
export const unknownFilters = (name: FigureName, asked: AskedFigure): readonly string[] =>
  Object.keys(asked).filter((filter) => !(figures[name].filters as readonly string[]).includes(filter));

/** A figure as it leaves the house. */
export interface PublishedFigure {
  readonly figure: FigureName;
  readonly title: string;
  /** `team`: every number as it is. `leaders`: small ones hidden, others to the nearest five, shares in whole per cents. */
  readonly audience: Audience;
  readonly asked: AskedFigure;
  readonly readOn: LocalDate;
  readonly figures: Json;
}

/** Lists that a page needs to offer its filters; they are no figures. */
const leftAside = new Set(['every', 'schools', 'stages', 'allCohorts']);

/** The figure for the viewer. Throws CannotAsk for what there is not within the viewer's, and NotFound. */
export const readFigure = (tools: Tools) => {
  const shows = new Map(figureNames.map((name) => [name, (figures[name] as Figure).show(tools)]));
  return async (viewer: Viewer, name: FigureName, asked: AskedFigure): Promise<PublishedFigure> => {
    const { title, exact, show }: Figure = figures[name];
    const shown = await (shows.get(name) ?? show(tools))(viewer, asked);
    const audience = audienceOf(viewer);
    const kept = Object.fromEntries(
      Object.entries(shown as Readonly<Record<string, unknown>>).filter(([key]) => !leftAside.has(key)),
    );
    const readOn = londonDate(tools.clock.now());
    return { figure: name, title, audience, asked, readOn, figures: published(kept, audience, exact) };
  };
};

/** The same as a file: a line a cell, so that figures of any shape stand in one form. */
export const figureCsv = ({ figure, readOn, figures: form }: PublishedFigure): string =>
  figuresCsv([
    ['Figure', 'Read on', 'What', 'Value'],
    ...cellsOf(form).map(({ at, value }) => [
      ...[figure, readOn, at],
      value === null ? '' : typeof value === 'boolean' ? String(value) : value,
    ]),
  ]);
