// Where was somebody so many years after leaving, as far as we have been told?
// One letter for each of the years of which official long-term figures speak (domain reference, sections 2.6 and 2.7): what they
// were doing in the last month of that academic year (August to July) of which anything is known. A point in time, not the
// six-month rule, since a wave of five or ten years on asks in one month alone.
import { firstDayOf } from '../calendar/local-date.js';
import type { DestinationRecord } from './record.js';
import { destinationYearOf, monthsOfDestinationYear } from './sustained/destination-year.js';
import { monthKnowledge } from './sustained/ruleset.js';

/** Years after leaving. */
export const milestones = [1, 3, 5, 10] as const;
export type Milestone = (typeof milestones)[number];

/** `neither`: known, and not in education, an apprenticeship or work. */
export const laterStates = ['apprenticeship', 'education', 'employment', 'neither'] as const;
export type LaterState = (typeof laterStates)[number];

const letters: Readonly<Record<LaterState, string>> = {
  apprenticeship: 'a',
  education: 'e',
  employment: 'w',
  neither: 'n',
};
const none = '-';

function stateAt({ spells, leftOn, asOf }: DestinationRecord, milestone: Milestone): LaterState | null {
  const months = monthsOfDestinationYear(destinationYearOf(leftOn) + milestone - 1);
  const [first] = months;
  if (first === undefined || firstDayOf(first) > asOf) return null;
  const last = monthKnowledge(spells, months, asOf).findLast(({ state }) => state === 'known');
  if (last === undefined) return null;
  // An apprenticeship before education before work, as in the official measure; that order is unverified.
  return laterStates.find((state) => state !== 'neither' && last.worth.includes(state)) ?? 'neither';
}

/** `ew--`: in education one year on, in work three years on, nothing known of later; undefined where nothing is known at all. */
export function laterText(record: DestinationRecord): string | undefined {
  const states = milestones.map((milestone) => stateAt(record, milestone));
  if (states.every((state) => state === null)) return undefined;
  return states.map((state) => (state === null ? none : letters[state])).join('');
}

/** What the letters say, by milestone; null where nothing is known. */
export function readLater(text: string | undefined): Readonly<Record<Milestone, LaterState | null>> {
  const at = (place: number): LaterState | null =>
    laterStates.find((state) => letters[state] === (text ?? '')[place]) ?? null;
  return { 1: at(0), 3: at(1), 5: at(2), 10: at(3) };
}
