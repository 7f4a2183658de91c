// What is true of the large demonstration, drawn from its seed before anybody in it is made. The software is told none of it: it reads
// answers and plans as it reads any trust's, and finds it there or not (docs/large-demo.md).
import type { PlannedActivity } from '../../../domain/alumni/alumnus.js';
import { reasonWords } from '../../../domain/destinations/reason.js';
import { universities } from '../names.js';
import { randomFrom, type Random } from '../random.js';
import { largeSchools, mostSchools, type LargeSchool } from './schools.js';

/** What stops the leavers of a school. */
const barrierKinds = ['loan-with-interest', 'living-cost', 'caring', 'journey', 'belonging'] as const;
export type BarrierKind = (typeof barrierKinds)[number];

export interface PlantedTruths {
  readonly schools: readonly LargeSchool[];
  /** Of the first summer and the last. */
  readonly summers: { readonly first: number; readonly last: number };
  /** So many in a hundred leave this university in their first year, most of them for one reason. */
  readonly poorFit: { readonly provider: string; readonly reason: string; readonly leave: number };
  readonly barrier: { readonly place: number; readonly kind: BarrierKind };
  /** What is widely believed of apprenticeships and not so in this trust, or is. */
  readonly belief: { readonly words: string; readonly holds: boolean; readonly apprenticesLeave: number };
  /** It joined in the September of `joined`; leavers from the summer of `betterFrom` stay more often. */
  readonly improving: { readonly place: number; readonly joined: number; readonly betterFrom: number };
  /** Many of its leavers have a place and do not start. */
  readonly notStarting: { readonly place: number; readonly share: number };
}

/** How many in a hundred leave in their first year where nothing is planted. */
export const usuallyLeave: Readonly<Partial<Record<PlannedActivity, number>>> = {
  university: 0.09,
  'further-education': 0.14,
  employment: 0.22,
};
/** What is widely believed of apprentices, whether it is so or not. */
export const believedToLeave = 0.26;
export const usuallyNeverStart = 0.05;
/** Beside a school that has not become better yet. */
export const beforeBetter = 0.5;

const reasons = ['TEA/T2', 'TEA/T8', 'BEL/B1', 'GEO/G3', 'FIT/F6', 'TEA/T6'] as const;

/** Different places of the list, so that one school carries one truth. */
function differentPlaces(random: Random, many: number, of: number): readonly number[] {
  const chosen: number[] = [];
  while (chosen.length < many) {
    const place = random.below(of);
    if (!chosen.includes(place)) chosen.push(place);
  }
  return chosen;
}

/** Draws what is to be true. `last` is the latest summer of leaving. */
export function drawTruths(seed: number, last: number, count: number = mostSchools): PlantedTruths {
  const random = randomFrom(seed);
  const [barrierAt = 0, improvingAt = 1, notStartingAt = 2] = differentPlaces(random, 3, count);
  const holds = random.chance(0.5);
  const first = last - 4;
  const joined = first - 1 - random.below(3);
  return {
    summers: { first, last },
    schools: largeSchools(seed, {
      ...{ count, joinedLate: improvingAt, joined, before: first - 3 },
      crowded: [barrierAt, improvingAt, notStartingAt],
    }),
    poorFit: { provider: random.pick(universities), reason: random.pick(reasons), leave: 0.36 + random.below(8) / 100 },
    barrier: { place: barrierAt, kind: random.pick(barrierKinds) },
    belief: {
      words: 'Apprentices leave in their first year more often than students at university do.',
      holds,
      apprenticesLeave: holds ? believedToLeave : 0.02,
    },
    improving: { place: improvingAt, joined, betterFrom: first + 1 },
    notStarting: { place: notStartingAt, share: 0.28 },
  };
}

const nameAt = ({ schools }: PlantedTruths, place: number): string =>
  schools[place]?.school.name.replace(' (invented)', '') ?? '';

const barrierWords: Readonly<Record<BarrierKind, string>> = {
  'loan-with-interest': 'a loan with interest stops leavers of',
  'living-cost': 'the cost of living stops leavers of',
  caring: 'looking after somebody stops leavers of',
  journey: 'the journey and housing stop leavers of',
  belonging: 'not feeling that they belong stops leavers of',
};

/** The truths in words, one a line, for the screen and for docs/large-demo.md. */
export const truthLines = (truths: PlantedTruths): readonly string[] => [
  `Poor fit: ${Math.round(truths.poorFit.leave * 100)} in a hundred leave ${truths.poorFit.provider} in their first year, most of them because: ${reasonWords(truths.poorFit.reason).toLowerCase()}.`,
  `Barrier: ${barrierWords[truths.barrier.kind]} ${nameAt(truths, truths.barrier.place)}.`,
  `Belief: “${truths.belief.words}” ${truths.belief.holds ? 'It is so here' : 'It is not so here'}.`,
  `Better since joining: ${nameAt(truths, truths.improving.place)} joined in September ${truths.improving.joined}; its leavers stay more often from the summer of ${truths.improving.betterFrom}.`,
  `Places not taken up: at ${nameAt(truths, truths.notStarting.place)} ${Math.round(truths.notStarting.share * 100)} in a hundred with a place do not start.`,
  `Guessed first: its staff, like those of any school, that ${Math.round(usuallyNeverStart * 100)} in a hundred do not start; staff of all schools that ${Math.round(believedToLeave * 100)} in a hundred apprentices leave in their first year.`,
];
