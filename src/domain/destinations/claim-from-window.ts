// Which months of the measuring window did somebody spend in what?
// The sustained check asks October to March month by month where the present did not last through it. Each unbroken stretch
// of months becomes a claim, both ends included; months that the present claim covers with the same activity are left to it.
import { addMonths, localMonth, monthOf, type LocalDate, type LocalMonth } from '../calendar/local-date.js';
import { codesIn, type Answers } from '../survey/definition.js';
import { windowMonths } from '../survey/questionnaires/bank.js';
import { situations, type Activity } from './activity.js';
import type { Claim, ClaimId } from './claim.js';

/**
 * The October of the window that somebody speaks of on that day: the latest that has begun.
 * @example windowStart(localDate('2027-04-20')) is '2026-10'
 */
export function windowStart(knownOn: LocalDate): LocalMonth {
  const year = Number(knownOn.slice(0, 4));
  return localMonth(`${knownOn.slice(5, 7) >= '10' ? year : year - 1}-10`);
}

const studying: readonly Activity[] = ['university', 'further-education', 'apprenticeship', 'training'];

interface Stretch {
  readonly from: LocalMonth;
  readonly to: LocalMonth;
}

/** Unbroken stretches of months, in order. */
function stretchesOf(months: readonly LocalMonth[]): readonly Stretch[] {
  return months.reduce<readonly Stretch[]>((stretches, month) => {
    const last = stretches.at(-1);
    return last !== undefined && addMonths(last.to, 1) === month
      ? [...stretches.slice(0, -1), { ...last, to: month }]
      : [...stretches, { from: month, to: month }];
  }, []);
}

const covers = (present: Claim, activity: Activity, month: LocalMonth): boolean =>
  present.activity === activity &&
  present.from !== null &&
  present.from <= month &&
  (present.to === null ? present.ended === undefined : month <= present.to);

/** The claims of the months named, with ids that end in `study-1`, `work-1` and so on. */
export function claimsFromWindow(answers: Answers, present: Claim, idOf: (end: string) => ClaimId): readonly Claim[] {
  const october = windowStart(present.knownOn);
  const claimsOf = (question: string, activity: Activity | undefined, word: string): readonly Claim[] => {
    if (activity === undefined) return [];
    const chosen = codesIn(answers[question]);
    const months = windowMonths
      .map((code, at) => ({ code, month: addMonths(october, at) }))
      .filter(({ code, month }) => chosen.includes(code) && month <= monthOf(present.knownOn))
      .map(({ month }) => month)
      .filter((month) => !covers(present, activity, month));
    const { source, saidIn, revision, knownOn } = present;
    return stretchesOf(months).map(({ from, to }, at) => ({
      ...{ id: idOf(`${word}-${at + 1}`), source, saidIn, revision, knownOn, activity },
      ...{ standing: 'began', from, to, fromCertainty: 'stated' },
    }));
  };
  const studied = codesIn(answers['studied-at'])[0];
  // Studying of a kind that nobody named is what they study now, else training: education, and no more is said of it.
  const kind = studied === undefined ? undefined : situations[studied]?.activity;
  return [
    ...claimsOf(
      'months-studying',
      kind ?? (studying.includes(present.activity) ? present.activity : 'training'),
      'study',
    ),
    ...claimsOf('months-working', 'employment', 'work'),
  ];
}
