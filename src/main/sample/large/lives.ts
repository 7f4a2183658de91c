// What becomes of each invented leaver of the large demonstration, and what do they answer when they are asked?
// Chances come from the planted truths and from nothing else; answers go by the questions' names, as in any wave. Nothing here knows
// what a page says of them.
import type { Alumnus, PlannedDestination } from '../../../domain/alumni/alumnus.js';
import { addMonths, localDate, localMonth, type LocalMonth } from '../../../domain/calendar/local-date.js';
import { groupOfPlainChoice, reasonGroups } from '../../../domain/destinations/reason.js';
import { drawnBlock, type Answers } from '../../../domain/survey/definition.js';
import { factorBlocks } from '../../../domain/survey/questionnaires/bank.js';
import {
  canBeTold,
  inThePlace,
  leftIn,
  notStarted,
  plannedPlace,
  ratingOf,
  said,
  working,
  type Life,
} from '../life.js';
import { apprenticeships, employers } from '../names.js';
import { samplePerson } from '../people.js';
import { samplePlanning } from '../planning.js';
import type { Random } from '../random.js';
import { beforeBetter, usuallyLeave, usuallyNeverStart, type BarrierKind, type PlantedTruths } from './truths.js';

/** One leaver with what is to come, and why. */
export interface ExplainedLife extends Life {
  /** What who left does afterwards. */
  readonly afterwards: 'work' | 'looking';
  /** Of a plan that changed, a place not taken up or left; null where there is nothing to explain. */
  readonly reason: string | null;
  readonly payment: string | null;
  /** Ratings from 1 to 5 of one block, by question. */
  readonly rated: Readonly<Record<string, string>>;
}

interface BarrierEffect {
  readonly reasons: readonly [string, ...string[]];
  /** Of those with a university place: begin an apprenticeship or work instead; put it off. */
  readonly otherRoute: number;
  readonly delayed: number;
  readonly leave: number;
  readonly noLoan: number;
  readonly lowRatings: readonly string[];
}

const none = { otherRoute: 0, delayed: 0, leave: 0.09, noLoan: 0.12, lowRatings: [] } as const;
const effects: Readonly<Record<BarrierKind, BarrierEffect>> = {
  'loan-with-interest': { ...none, reasons: ['FIN/M4', 'FIN/M3'], otherRoute: 0.3, delayed: 0.2, noLoan: 0.6 },
  'living-cost': {
    ...{ ...none, reasons: ['FIN/M1', 'FIN/M2', 'FIN/M6'], otherRoute: 0.2, leave: 0.38 },
    lowRatings: ['money-enough', 'paid-work-fits'],
  },
  caring: { ...none, reasons: ['CAR/C1', 'CAR/C3'], delayed: 0.22, leave: 0.38, lowRatings: ['hours-work'] },
  journey: { ...none, reasons: ['GEO/G1', 'GEO/G3'], leave: 0.42, lowRatings: ['travel-works', 'home-works'] },
  belonging: { ...none, reasons: ['BEL/B1', 'BEL/B2'], leave: 0.42, lowRatings: ['belong', 'help-there'] },
};

// prettier-ignore
const usualReasons = [
  'GEO/G2', 'GEO/G1', 'TEA/T1', 'TEA/T5', 'FIT/F1', 'FIT/F2', 'FIT/F4', 'BEL/B1', 'CAR/C1', 'FIN/M1', 'FIN/M7', 'HEA/H1', 'ACA/A1',
  'ACA/A2', 'EMP/E3', 'EMP/E5', 'FIT/F3',
] as const;

const blocks: Readonly<Record<string, readonly string[]>> = {
  living: ['travel-works', 'home-works', 'belong'],
  learning: ['taught-well', 'hours-work', 'help-there'],
  means: ['money-enough', 'paid-work-fits', 'know-where-to-ask'],
};

const isAt = (truths: PlantedTruths, place: number, { schoolId }: Pick<Alumnus, 'schoolId'>): boolean =>
  truths.schools[place]?.school.id === schoolId;

/** The barrier's effect where somebody's school has it. */
const barrierOf = (truths: PlantedTruths, person: Pick<Alumnus, 'schoolId'>): BarrierEffect | null =>
  isAt(truths, truths.barrier.place, person) ? effects[truths.barrier.kind] : null;

/** Who had a place at university and does something else, where a barrier stands in the way. */
function turnedAway(
  random: Random,
  planned: PlannedDestination,
  effect: BarrierEffect,
  year: number,
): PlannedDestination {
  const told = { recordedOn: localDate(`${year}-08-24`), source: 'school' } as const;
  const drawn = random.next();
  if (drawn < effect.delayed) return { activity: 'gap-year', ...told };
  if (drawn > effect.delayed + effect.otherRoute) return planned;
  const startsIn = localMonth(`${year}-09`);
  return random.chance(0.6)
    ? {
        activity: 'apprenticeship',
        employer: random.pick(employers),
        course: random.pick(apprenticeships),
        startsIn,
        ...told,
      }
    : { activity: 'employment', employer: random.pick(employers), startsIn, ...told };
}

/** Somebody of the large trust; more of its leavers go to the university that fits poorly, so that it can be told of. */
export function largePerson(
  random: Random,
  truths: PlantedTruths,
  { place, year, serial }: { readonly place: number; readonly year: number; readonly serial: number },
): Alumnus | null {
  const found = truths.schools[place];
  if (found === undefined) return null;
  const person = samplePerson(random, { school: found.school, year, serial });
  const moved = random.chance(0.1);
  const there = (plan: PlannedDestination | undefined): PlannedDestination | undefined =>
    moved && plan?.activity === 'university' ? { ...plan, provider: truths.poorFit.provider } : plan;
  const [intended, placed] = [there(person.intended), there(person.final)];
  const effect = barrierOf(truths, person);
  const final =
    effect !== null && placed?.activity === 'university' && person.state === 'usual'
      ? turnedAway(random, placed, effect, year)
      : placed;
  const { intended: _i, final: _f, planning: _p, ...rest } = person;
  return {
    ...rest,
    ...(intended !== undefined && { intended }),
    ...(final !== undefined && { final }),
    planning: samplePlanning({
      ...{ serial, year },
      state: person.state,
      intended: intended ?? null,
      final: final ?? null,
    }),
  };
}

/** The chance of leaving in the first year, and the reason that most then have. */
function leaving(truths: PlantedTruths, person: Alumnus, plan: PlannedDestination, summer: number) {
  const usual =
    plan.activity === 'apprenticeship' ? truths.belief.apprenticesLeave : (usuallyLeave[plan.activity] ?? 0);
  const effect = barrierOf(truths, person);
  if (plan.activity === 'university' && plan.provider === truths.poorFit.provider) {
    return { chance: truths.poorFit.leave, reason: truths.poorFit.reason };
  }
  if (isAt(truths, truths.improving.place, person) && summer < truths.improving.betterFrom && usual > 0) {
    return { chance: beforeBetter, reason: null };
  }
  if (effect !== null && plan.activity === 'university') return { chance: effect.leave, reason: null };
  return { chance: usual, reason: null };
}

const wasTurnedAway = ({ intended, final }: Alumnus): boolean =>
  intended?.activity === 'university' && final !== undefined && final.activity !== 'university';

function ratingsOf(random: Random, effect: BarrierEffect | null): Readonly<Record<string, string>> {
  if (random.chance(0.4)) return {};
  const block = factorBlocks[random.below(factorBlocks.length)] ?? 'living';
  const steps = (blocks[block] ?? []).map((question) => {
    const low = effect?.lowRatings.includes(question) === true && random.chance(0.75);
    return [
      question,
      String(
        low
          ? 1 + random.below(2)
          : random.weighted([
              [2, 1],
              [3, 3],
              [4, 5],
              [5, 3],
            ]),
      ),
    ] as const;
  });
  return { [drawnBlock]: block, ...Object.fromEntries(steps) };
}

/** What becomes of somebody; null where nothing is planned of which anything can be said. */
export function lifeOf(random: Random, truths: PlantedTruths, person: Alumnus, summer: number): ExplainedLife | null {
  const plan = person.final ?? person.intended;
  if (plan === undefined || !canBeTold(plan.activity)) return null;
  const effect = barrierOf(truths, person);
  const notStarting = isAt(truths, truths.notStarting.place, person);
  const started =
    plan.activity === 'gap-year' || !random.chance(notStarting ? truths.notStarting.share : usuallyNeverStart);
  const { chance, reason } = leaving(truths, person, plan, summer);
  const getsBetter = isAt(truths, truths.improving.place, person) && summer < truths.improving.betterFrom;
  const leaves = started && random.chance(chance);
  const months = random.weighted<number>([
    [2, 3],
    [3, 4],
    [4, 3],
    [6, 2],
    [8, 1],
  ]);
  const usual = effect !== null && random.chance(0.8) ? random.pick(effect.reasons) : random.pick(usualReasons);
  const explained = leaves || !started || wasTurnedAway(person);
  const loan = random.chance(effect?.noLoan ?? none.noLoan)
    ? random.pick(['family', 'work', 'bursary'])
    : 'student-loan';
  return {
    ...{ person, summer, plan: plan.activity, started },
    monthsThere: leaves ? months : null,
    afterwards: random.chance(getsBetter ? 0.95 : 0.4) ? 'looking' : 'work',
    reason: explained ? (reason !== null && random.chance(0.8) ? reason : usual) : null,
    payment: plan.activity === 'university' && started ? loan : null,
    rating: ratingOf(random, leaves),
    rated: started ? ratingsOf(random, effect) : {},
  };
}

function reasonAnswers(reason: string | null): Answers {
  if (reason === null) return {};
  const group = reasonGroups.find(({ code }) => reason.startsWith(`${code}/`))?.code;
  const plain = Object.entries(groupOfPlainChoice).find(([, code]) => code === group)?.[0];
  // Results stand under teaching in the questionnaire.
  const choice = plain ?? 'teaching';
  return { reasons: [choice], [`reasons-${choice}`]: [reason], 'main-reason': choice };
}

/** What somebody answers in a month. */
export function answersIn(life: ExplainedLife, now: LocalMonth): Answers {
  const { person, started, afterwards, reason, payment, rated } = life;
  if (!started) return { ...notStarted(life), ...reasonAnswers(reason) };
  const left = leftIn(life);
  // Half a year after they left they speak of what they do now.
  if (left !== null && addMonths(left, 6) < now) {
    return {
      ...(afterwards === 'work' ? { ...working(life), 'still-there': 'yes' } : { situation: 'looking' }),
      ...{ ...plannedPlace(life), ...reasonAnswers(reason), 'as-planned': 'no', 'plan-story': 'started-and-left' },
      since: said(addMonths(left, afterwards === 'work' ? 2 : 1)),
    };
  }
  const gone = left !== null && left < now;
  const changed = wasTurnedAway(person);
  return {
    ...{ ...inThePlace(life, now), ...rated },
    ...(changed && { 'as-planned': 'no' }),
    ...(payment !== null && { payment }),
    ...(gone || changed ? reasonAnswers(reason) : {}),
    ...(gone ? { 'plan-story': 'started-and-left' } : changed && { 'plan-story': 'never-applied' }),
  };
}
