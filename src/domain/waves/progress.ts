// What do the counts of several schools come to, and do they add up?
// The cohort is invited + not invited by reason; every message stands in one named state (architecture, section 1, line 8;
// decision R8). Counts are people, except those by step, which are messages.
import { openMessageStates } from './message.js';
import type { Counts, SchoolProgress } from './wave.js';

const add = (a: Counts, b: Counts): Counts => {
  const sum: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
};

/** The sum of the counts. */
export const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

export interface Funnel {
  readonly candidates: number;
  readonly excluded: number;
  readonly exclusions: Counts;
  readonly invited: number;
  readonly accepted: number;
  /** Those who began, the ones who completed included. */
  readonly started: number;
  readonly completed: number;
  readonly stopped: number;
  /** All messages, by state. */
  readonly messages: Counts;
  readonly steps: Readonly<Record<string, Counts>>;
}

/** The funnel of one or several schools. */
export function funnelOf(schools: readonly SchoolProgress[]): Funnel {
  const exclusions = schools.reduce<Counts>((sum, school) => add(sum, school.exclusions), {});
  const invitations = schools.reduce<Counts>((sum, school) => add(sum, school.invitations), {});
  const steps: Record<string, Counts> = {};
  for (const school of schools) {
    for (const [step, counts] of Object.entries(school.steps)) steps[step] = add(steps[step] ?? {}, counts);
  }
  const completed = invitations['completed'] ?? 0;
  return {
    candidates: schools.reduce((sum, school) => sum + school.candidates, 0),
    excluded: total(exclusions),
    exclusions,
    invited: total(invitations),
    accepted: schools.reduce((sum, school) => sum + school.accepted, 0),
    started: (invitations['started'] ?? 0) + completed,
    completed,
    stopped: invitations['stopped'] ?? 0,
    messages: Object.values(steps).reduce<Counts>(add, {}),
    steps,
  };
}

/** How many messages may still leave; a wave is finished when it is none (requirement E2). */
export const openMessages = (messages: Counts): number =>
  openMessageStates.reduce((sum, state) => sum + (messages[state] ?? 0), 0);
