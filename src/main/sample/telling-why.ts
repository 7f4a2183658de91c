// What the invented leavers of earlier summers tell beside where they are: how they pay, how the place suits them, and why they left
// or did not start. Drawn for itself, so that nothing else of the sample changes with it; those who leave rate a few things lower,
// and nothing of what the pages say of it is written here.
import type { PlannedActivity } from '../../domain/alumni/alumnus.js';
import { groupOfPlainChoice, reasonGroups } from '../../domain/destinations/reason.js';
import { drawnBlock, type Answers } from '../../domain/survey/definition.js';
import { factorBlocks, factorIds } from '../../domain/survey/questionnaires/bank.js';
import type { Random } from './random.js';

/** Of whom, and what it is about. */
interface Telling {
  readonly plan: PlannedActivity;
  /** Left, or will leave, early. */
  readonly leaves: boolean;
  /** What they speak of: a place that they are at, one that they have left, one that they did not begin. */
  readonly about: 'place' | 'leaving' | 'not-starting';
  /** In spring and later autumns they are asked for three more answers. */
  readonly asksMore: boolean;
}

const works = [
  [1, 1],
  [2, 2],
  [3, 4],
  [4, 7],
  [5, 5],
] as const;
const worksLess = [
  [1, 4],
  [2, 5],
  [3, 4],
  [4, 3],
  [5, 1],
] as const;
/** What those who leave rate lower. */
const lower: readonly string[] = ['belong', 'taught-well', 'money-enough'];

/** Three questions fall to each who has a minute more; seven in ten have one. */
function threeMore(random: Random, leaves: boolean): Answers {
  if (!random.chance(0.7)) return { 'three-more': 'no' };
  const place = random.below(factorBlocks.length);
  const each = factorIds.length / factorBlocks.length;
  const ratings = factorIds
    .slice(place * each, (place + 1) * each)
    .map((id) => [id, String(random.weighted<number>(leaves && lower.includes(id) ? worksLess : works))] as const);
  return { 'three-more': 'yes', [drawnBlock]: factorBlocks[place] ?? '', ...Object.fromEntries(ratings) };
}

const whyLeft = [
  ['choice', 5],
  ['money', 5],
  ['belonging', 4],
  ['teaching', 4],
  ['place', 3],
  ['health', 2],
  ['caring', 1],
] as const;
const whyNotStarted = [
  ['choice', 5],
  ['money', 5],
  ['place', 3],
  ['caring', 1],
] as const;

/** One to three of the plain choices, a finer one under each, and which mattered most. */
function reasons(random: Random, from: typeof whyLeft | typeof whyNotStarted): Answers {
  const count = 1 + random.below(3);
  const chosen = [...new Set(Array.from({ length: count }, () => random.weighted<string>(from)))];
  const finer = chosen.map((choice) => {
    const leaves = reasonGroups.find(({ code }) => code === groupOfPlainChoice[choice])?.leaves ?? [];
    return [`reasons-${choice}`, [leaves[random.below(leaves.length)]?.code ?? 'UNK/U3']] as const;
  });
  return {
    ...{ reasons: chosen, ...Object.fromEntries(finer) },
    ...(chosen.length > 1 && { 'main-reason': chosen[random.below(chosen.length)] ?? '' }),
  };
}

const pays = [
  ['student-loan', 62],
  ['part-loan', 8],
  ['family', 10],
  ['work', 6],
  ['bursary', 8],
  ['rather-not-say', 6],
] as const;

/** Where and with whom those who study live: half stay where they grew up. */
function home(own: Random): Answers {
  const atHome = own.chance(0.5);
  return {
    'lives-in': atHome
      ? own.pick(['BD7', 'BD3', 'LS6'] as const)
      : own.pick(['M14', 'L7', 'NE6', 'S10', 'NG7'] as const),
    'lives-with': atHome
      ? 'family'
      : own.weighted<string>([
          ['students', 8],
          ['own', 1],
          ['alone', 1],
        ]),
    'looks-after': own.weighted<string>([
      ['no', 86],
      ['some-hours', 8],
      ['many-hours', 4],
      ['rather-not-say', 2],
    ]),
  };
}

/** What stands beside the answers about where they are. `own` draws what stays the same for the person, `random` this answer. */
export function toldBeside(own: Random, random: Random, { plan, leaves, about, asksMore }: Telling): Answers {
  const payment = own.weighted<string>(pays);
  return {
    ...(about === 'leaving' &&
      random.chance(0.85) && { 'plan-story': 'started-and-left', ...reasons(random, whyLeft) }),
    ...(about === 'not-starting' && reasons(random, whyNotStarted)),
    ...(about !== 'not-starting' && plan === 'university' && { payment, ...home(own) }),
    ...(about !== 'not-starting' && asksMore && threeMore(random, leaves)),
  };
}
