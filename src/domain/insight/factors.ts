// What goes with staying, and in what do those who left differ from those who stayed?
// Curves by level of one factor (domain reference, section 7.6); and both groups on the same questions (section 5.2, rule 1), with
// differences, intervals and a list in which at most one in ten is expected to be chance. Questions that fall to people by
// lot are weighted by one over the chance of being asked (Y10). What goes together need not be cause and effect: who is about
// to leave may rate a place lower because of it.
import type { Stay } from '../destinations/stay.js';
import { ratedQuestions } from '../destinations/telling.js';
import { withComplement, type Audience, type Withheld } from '../statistics/disclosure.js';
import { adjustedForMany, chanceOfDifference, falseDiscoveryLevel } from '../statistics/false-discovery.js';
import { differenceOf, type Difference, type Proportion } from '../statistics/proportion.js';
import type { SeenPoint } from '../statistics/survival.js';
import { weighedProportion, type WeighedAnswer } from '../statistics/weighting.js';
import { stayingOf } from './retention.js';
import { onceForEach, seeingOf, whyHidden, type Seeing } from './seeing.js';
import type { FactorLine } from './told-lines.js';

/** A line with how far from school they live now: a band, empty where it is not known. */
export interface PlacedLine extends FactorLine {
  readonly distance: string;
}

/** Factors by which curves are told apart: from the record, from what was told of the life around it, and as it was rated. */
export const factors: readonly string[] = [
  ...['plan', 'course', 'payment', 'distance', 'lives-with', 'looks-after'],
  ...ratedQuestions,
];

/** Those that somebody may ask for: courses are told leaders beside places and subjects alone, on the page of each place. */
export const factorsFor = (audience: Audience): readonly string[] =>
  audience === 'team' ? factors : factors.filter((factor) => factor !== 'course');

/** The fewest on each side of a comparison, whoever is looking. */
const leastCompared = 10;

const ratingLevel = (rating: number | undefined): string =>
  rating === undefined ? '' : rating <= 2 ? 'low' : rating === 3 ? 'middle' : 'high';

/** The level at which somebody stands; empty where it is not known. */
export function levelOf(line: PlacedLine, factor: string): string {
  const { stay, intended, payment, distance, livesWith, looksAfter, ratings } = line;
  switch (factor) {
    case 'plan':
      return intended ?? '';
    case 'course':
      return stay.provider === '' || stay.subject === '' ? '' : `${stay.provider}/${stay.subject}`;
    case 'payment':
      return payment;
    case 'distance':
      return distance;
    case 'lives-with':
      return livesWith;
    case 'looks-after':
      return looksAfter;
    default:
      return ratingLevel(ratings[factor]);
  }
}

type Lines = readonly PlacedLine[];

const peopleIn = (lines: Lines): number => lines.reduce((sum, { count }) => sum + count, 0);
const leftIn = (lines: Lines): Proportion => ({
  yes: peopleIn(lines.filter(({ stay }) => stay.end === 'left')),
  of: peopleIn(lines),
});
const spent = (lines: Lines) =>
  lines.map(({ stay, count }) => ({ months: stay.months, left: stay.end === 'left', count }));

/** The people at one level. */
export interface FactorLevel {
  readonly level: string;
  /** Null to leaders. */
  readonly people: number | null;
  /** Empty where it is withheld. */
  readonly curve: readonly SeenPoint[];
  readonly why: Withheld | null;
}

/** One factor over those of whom it is known. */
export interface StayingByFactor {
  /** The largest first; those that are withheld come without a curve. */
  readonly levels: readonly FactorLevel[];
  /** Of whom it is known, of all; null where it may not be seen. */
  readonly known: number | null;
  readonly people: number | null;
}

/** The lines by the level at which they stand. */
function levelsIn(lines: Lines, factor: string): ReadonlyMap<string, Lines> {
  const levels = new Map<string, PlacedLine[]>();
  for (const line of lines) {
    const level = levelOf(line, factor);
    const there = levels.get(level);
    if (there === undefined) levels.set(level, [line]);
    else there.push(line);
  }
  return levels;
}

/** The curves by level of the factor. */
export function stayingByFactor(seeing: Seeing<PlacedLine>, factor: string): StayingByFactor {
  const { own, audience } = seeing;
  const byLevel = onceForEach((lines: Lines) => levelsIn(lines, factor));
  const at = (level: string) => (lines: Lines) => byLevel(lines).get(level) ?? [];
  const names = [...byLevel(own).keys()].filter((name) => name !== '');
  const levels = names.map((level) => {
    const people = peopleIn(at(level)(own));
    const { curve, why } = stayingOf(spent(at(level)(own)), audience);
    return { level, people, curve, why: why ?? whyHidden(seeingOf(seeing, at(level)), leftIn) };
  });
  const hidden = new Set(levels.filter(({ why }) => why !== null).map(({ level }) => level));
  const sizes = Object.fromEntries(
    [...levels, { level: '', people: peopleIn(at('')(own)) }].map((each) => [each.level, each.people]),
  );
  const all = audience === 'team' ? hidden : withComplement(hidden, sizes);
  return {
    levels: levels
      .sort((one, other) => other.people - one.people || (one.level < other.level ? -1 : 1))
      .map(({ level, people, curve, why }) => ({
        ...{ level, people: audience === 'leaders' ? null : people },
        ...(all.has(level)
          ? { curve: [], why: why ?? 'small-side' }
          : {
              curve: curve.map(({ month, from, hazard, staying, low, high }) => ({
                ...{ month, hazard, staying, low, high },
                ...(from !== undefined && { from }),
              })),
              why,
            }),
      })),
    known: seeing.count((lines) => peopleIn(lines) - peopleIn(at('')(lines))),
    people: seeing.count(peopleIn),
  };
}

/** Leavers or stayers in one comparison. */
export interface ComparedSide {
  /** Who answered; null to leaders. */
  readonly people: number | null;
  /** Weighted by the chance of being asked. */
  readonly share: number;
}

/** One question, asked of both. */
export interface FactorDifference {
  /** A question that is rated, or `payment:student-loan`, `lives-with:family`, `looks-after`. */
  readonly id: string;
  readonly leavers: ComparedSide | null;
  readonly stayers: ComparedSide | null;
  /** Share of leavers less share of stayers, with its 95 per cent interval. */
  readonly difference: Difference | null;
  /** Whether it is listed: at most one in ten of those listed is expected to be chance. */
  readonly listed: boolean;
  readonly why: Withheld | null;
}

interface Question {
  readonly id: string;
  readonly asked: (line: PlacedLine) => boolean;
  readonly yes: (line: PlacedLine) => boolean;
  readonly byLot: boolean;
}

const asEach = (id: string, told: (line: PlacedLine) => string, codes: readonly string[]): readonly Question[] =>
  codes.map((code) => ({
    id: `${id}:${code}`,
    asked: (line) => told(line) !== '',
    yes: (line) => told(line) === code,
    byLot: false,
  }));

const codesOf = (lines: readonly PlacedLine[], told: (line: PlacedLine) => string): readonly string[] =>
  [...new Set(lines.map(told))].filter((code) => code !== '' && code !== 'rather-not-say').sort();

const paidBy = ({ payment }: PlacedLine): string => (payment === 'rather-not-say' ? '' : payment);
const livesWith = (line: PlacedLine): string => (line.livesWith === 'rather-not-say' ? '' : line.livesWith);
const looksAfter = (line: PlacedLine): string => (line.looksAfter === 'rather-not-say' ? '' : line.looksAfter);

/** What both were asked: whether it does not go well (1 or 2 of 5), how they pay, with whom they live, whether they look after somebody. */
const questionsOf = (lines: readonly PlacedLine[]): readonly Question[] => [
  ...ratedQuestions.map((id): Question => ({
    id,
    asked: ({ ratings }) => ratings[id] !== undefined,
    yes: ({ ratings }) => (ratings[id] ?? 5) <= 2,
    byLot: id !== 'right-place',
  })),
  ...asEach('payment', paidBy, codesOf(lines, paidBy)),
  ...asEach('lives-with', livesWith, codesOf(lines, livesWith)),
  {
    id: 'looks-after',
    asked: (line) => looksAfter(line) !== '',
    yes: (line) => looksAfter(line) !== 'no',
    byLot: false,
  },
];

const stayedEnds: readonly Stay['end'][] = ['there', 'moved', 'finished'];

interface Answered {
  /** As they are counted. */
  readonly plain: Proportion;
  readonly weighed: Proportion;
}

function plainOf(lines: Lines, { asked, yes }: Question): Proportion {
  const answers = { yes: 0, of: 0 };
  for (const line of lines) {
    if (!asked(line)) continue;
    answers.of += line.count;
    if (yes(line)) answers.yes += line.count;
  }
  return answers;
}

function answersOf(lines: Lines, question: Question): Answered {
  const { asked, yes, byLot } = question;
  const answers = lines.filter(asked).map((line): WeighedAnswer => ({
    ...{ of: line.count, yes: yes(line) ? line.count : 0 },
    weight: byLot && line.asked !== null && line.asked > 0 ? 1 / line.asked : 1,
  }));
  return { plain: plainOf(lines, question), weighed: weighedProportion(answers) };
}

/** Both groups on the same questions, the largest difference of those listed first. */
export function leaversBesideStayers(seeing: Seeing<PlacedLine>): readonly FactorDifference[] {
  const left = onceForEach((lines: Lines) => lines.filter(({ stay }) => stay.end === 'left'));
  const stayed = onceForEach((lines: Lines) => lines.filter(({ stay }) => stayedEnds.includes(stay.end)));
  const compared = questionsOf(seeing.own).map((question) => ({
    question,
    leavers: answersOf(left(seeing.own), question),
    stayers: answersOf(stayed(seeing.own), question),
  }));
  const tested = compared.filter(
    ({ leavers, stayers }) => leavers.plain.of >= leastCompared && stayers.plain.of >= leastCompared,
  );
  const chances = adjustedForMany(
    tested.map(({ leavers, stayers }) => chanceOfDifference(leavers.weighed, stayers.weighed)),
  );
  const listed = new Set(tested.filter((_, place) => (chances[place] ?? 1) <= falseDiscoveryLevel));
  const sideOf = ({ plain, weighed }: Answered): ComparedSide => ({
    people: seeing.audience === 'leaders' ? null : plain.of,
    share: weighed.yes / weighed.of,
  });
  return compared
    .filter(({ leavers, stayers }) => leavers.plain.of + stayers.plain.of > 0)
    .map((each): FactorDifference => {
      const { question, leavers, stayers } = each;
      const { id } = question;
      const hidden = [left, stayed].map((side) => whyHidden(seeing, (lines) => plainOf(side(lines), question)));
      const why = tested.includes(each) ? (hidden.find((one) => one !== null) ?? null) : 'too-few';
      if (why !== null) return { id, leavers: null, stayers: null, difference: null, listed: false, why };
      return {
        ...{ id, why, leavers: sideOf(leavers), stayers: sideOf(stayers), listed: listed.has(each) },
        difference: differenceOf(leavers.weighed, stayers.weighed),
      };
    })
    .sort((one, other) => {
      const size = ({ listed: first, difference }: FactorDifference): number =>
        (first ? 2 : 0) + Math.abs(difference?.difference ?? -1);
      return size(other) - size(one) || (one.id < other.id ? -1 : 1);
    });
}
