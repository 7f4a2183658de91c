// Which figures can people guess before they see them (Y14), and what are they of a school's or the trust's leavers?
// Each is a share of people, asked as "of 100". A figure is counted from the same tables as the pages of Insight, whole and without
// names; what somebody may be told of it is decided where it is shown.
import type { Proportion } from '../statistics/proportion.js';
import { stillThere } from './still-there.js';
import { byPlan, meltIn, type MeltPart } from './flow.js';
import { groupsIn, qualityCounts, qualityFacts } from './quality.js';
import type { QualityMeasure, ReportName, Table } from './reports.js';
import { stayingOf, staysIn } from './retention.js';

/** The figures that can be asked for; a key never changes its meaning. */
export const guessables = [
  'kept',
  'sustained',
  'level',
  'fit',
  'second',
  'did-not-start',
  'left-early',
  'stays-university',
  'stays-apprenticeship',
] as const;
export type Guessable = (typeof guessables)[number];

/** What is known of a figure: of whom, how many of them, and how many people there are in all. */
export interface GuessedFigure extends Proportion {
  readonly people: number;
}

/** By what a figure can be taken apart beside school and year. */
export type PartBy = 'plan' | 'provider' | 'subject';

interface GuessableFacts {
  /** Ends the sentence "Of 100 …". */
  readonly question: string;
  readonly short: string;
  readonly definition: string;
  readonly report: Extract<ReportName, 'quality' | 'flow' | 'stays'>;
  readonly parts: readonly PartBy[];
  readonly count: (table: Table) => GuessedFigure;
  /** The same of each part. */
  readonly partsOf: (table: Table, by: PartBy) => readonly { readonly name: string; readonly figure: GuessedFigure }[];
}

const measureFacts = (measure: QualityMeasure, question: string): GuessableFacts => {
  const figureOf = (table: Table, group?: string): GuessedFigure => {
    const { people, yes, no } = qualityCounts(table, measure, group);
    return { people, yes, of: yes + no };
  };
  return {
    question,
    short: qualityFacts[measure].title,
    definition: qualityFacts[measure].definition,
    report: 'quality',
    parts: ['plan'],
    count: (table) => figureOf(table),
    partsOf: (table) => groupsIn(table).map((name) => ({ name, figure: figureOf(table, name) })),
  };
};

const meltFacts = (words: Pick<GuessableFacts, 'question' | 'short' | 'definition'>, of: MeltPart): GuessableFacts => ({
  ...words,
  report: 'flow',
  parts: ['plan'],
  count: (table) => meltIn(table)[of],
  partsOf: (table) => [...byPlan(table)].map(([name, part]) => ({ name, figure: meltIn(part)[of] })),
});

const stayMonths = 12;

/** Those still there after a year, of as many people as the estimate rests on. */
function stayFigure(stays: ReturnType<typeof staysIn>): GuessedFigure {
  const { people, curve } = stayingOf(stays, 'team');
  const still = stillThere(curve, stayMonths);
  return { people, yes: still?.yes ?? 0, of: Math.round(still?.of ?? 0) };
}

const stayFacts = (
  kind: 'university' | 'apprenticeship',
  parts: readonly ('provider' | 'subject')[],
  words: Pick<GuessableFacts, 'question' | 'short' | 'definition'>,
): GuessableFacts => ({
  ...words,
  report: 'stays',
  parts,
  count: (table) => stayFigure(staysIn(table, kind)),
  partsOf: (table, by) => {
    if (by === 'plan') return [];
    const stays = staysIn(table, kind);
    const names = [...new Set(stays.map((stay) => stay[by]))].sort();
    return names.map((name) => ({ name, figure: stayFigure(stays.filter((stay) => stay[by] === name)) }));
  },
});

const stayDefinition =
  'Of those known to have begun: had not left early after 12 months; whoever was lost sight of counts for as long as they were seen.';

export const guessableFacts: Readonly<Record<Guessable, GuessableFacts>> = {
  kept: measureFacts(
    'kept',
    'who said how the present compares with their plan, how many are where they planned to be?',
  ),
  sustained: measureFacts('sustained', 'of whom we know enough, how many stayed for six months in education or work?'),
  level: measureFacts('level', 'whose level we know, how many went on to level 4 or above?'),
  fit: measureFacts('fit', 'who rated their place from 1 to 5, how many gave it a 4 or 5?'),
  second: measureFacts('second', 'of whom we know enough, how many are on track in their second year?'),
  'did-not-start': meltFacts(
    {
      question: 'who had a place or job after results, how many did not start?',
      short: 'Had a place and did not start',
      definition:
        'Of those with a place or job after results of whom we know the autumn: told us that they did not take it up.',
    },
    'didNotStart',
  ),
  'left-early': meltFacts(
    {
      question: 'who had begun by the autumn, how many left early?',
      short: 'Started and left early',
      definition:
        'Of those known to have begun in the autumn, and heard of since: left early, and not for another place of the same kind.',
    },
    'leftEarly',
  ),
  'stays-university': stayFacts('university', ['provider', 'subject'], {
    question: 'who began at university, how many are still there after a year?',
    short: 'Still at university after a year',
    definition: stayDefinition,
  }),
  'stays-apprenticeship': stayFacts('apprenticeship', [], {
    question: 'who began an apprenticeship, how many are still in it after a year?',
    short: 'Still in the apprenticeship after a year',
    definition: stayDefinition,
  }),
};
