// Which months of the measuring window did somebody spend in what?
// The sustained check asks whether the present lasted from October to March, and month by month where it did not. Each
// unbroken stretch of months becomes a claim, both ends included; months that the present claim covers with the same activity
// are left to it. "In all six" vouches for all months up to the end that they named, also where no beginning was remembered.
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

/** The claims of the months named, with ids that end in `study-1`, `work-1`, of "in all six" in `window-1`, and so on. */
export function claimsFromWindow(answers: Answers, present: Claim, idOf: (end: string) => ClaimId): readonly Claim[] {
  const october = windowStart(present.knownOn);
  const months = windowMonths
    .map((code, at) => ({ code, month: addMonths(october, at) }))
    .filter(({ month }) => month <= monthOf(present.knownOn));
  const { source, saidIn, revision, knownOn } = present;
  const claimsOf = (chosen: readonly string[], activity: Activity | undefined, word: string): readonly Claim[] => {
    if (activity === undefined) return [];
    const untold = months
      .filter(({ code, month }) => chosen.includes(code) && !covers(present, activity, month))
      .map(({ month }) => month);
    return stretchesOf(untold).map(({ from, to }, at) => ({
      ...{ id: idOf(`${word}-${at + 1}`), source, saidIn, revision, knownOn, activity },
      ...{ standing: 'began', from, to, fromCertainty: 'stated' },
    }));
  };
  const studied = codesIn(answers['studied-at'])[0];
  // Studying of a kind that nobody named is what they study now, else training: education, and no more is said of it.
  const kind = studied === undefined ? undefined : situations[studied]?.activity;
  return [
    ...claimsOf(
      codesIn(answers['months-studying']),
      kind ?? (studying.includes(present.activity) ? present.activity : 'training'),
      'study',
    ),
    ...claimsOf(codesIn(answers['months-working']), 'employment', 'work'),
    ...wholeWindow(),
  ];

  function wholeWindow(): readonly Claim[] {
    if (answers['whole-window'] !== 'yes' || present.standing !== 'began') return [];
    const { provider, ukprn, course, subject, employer, job } = present;
    const place = { provider, ukprn, course, subject, employer, job };
    const there = months.filter(({ month }) => present.to === null || month <= present.to).map(({ code }) => code);
    const goesOn = present.to === null && present.ended === undefined;
    return claimsOf(there, present.activity, 'window').map((claim) => ({
      ...claim,
      ...Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined)),
      // They were there by then; since when nobody said. It lasts as long as the present does, with which it is one stay.
      fromCertainty: 'assumed',
      to: goesOn ? null : (present.to ?? claim.to),
    }));
  }
}
