// What do the counts of several schools come to, and do they add up?
// The cohort is invited + not invited by reason; every message stands in one named state (architecture, section 1, line 8;
// decision R8). Counts are people, except those by step, which are messages.
import { leastGroup } from '../statistics/disclosure.js';
import { openMessageStates } from './message.js';
import { mailStepIds, type Counts, type GroupProgress, type SchoolProgress, type WaveProgress } from './wave.js';

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
  /** Of the invited, those who are not written to but texted or rung. */
  readonly byTelephone: number;
  readonly accepted: number;
  /** Those who began, the ones who completed included. */
  readonly started: number;
  readonly completed: number;
  readonly stopped: number;
  /** All messages, by state. */
  readonly messages: Counts;
  readonly steps: Readonly<Record<string, Counts>>;
  /** Completed, by the latest step sent before. */
  readonly answered: Counts;
  readonly groups: Readonly<Record<string, GroupProgress>>;
  readonly held: number;
  readonly stuck: number;
}

/** The funnel of one or several schools. */
export function funnelOf(schools: readonly SchoolProgress[]): Funnel {
  const exclusions = schools.reduce<Counts>((sum, school) => add(sum, school.exclusions), {});
  const invitations = schools.reduce<Counts>((sum, school) => add(sum, school.invitations), {});
  const steps: Record<string, Counts> = {};
  for (const school of schools) {
    for (const [step, counts] of Object.entries(school.steps)) steps[step] = add(steps[step] ?? {}, counts);
  }
  const groups: Record<string, GroupProgress> = {};
  for (const [name, { invited, completed: done }] of schools.flatMap(({ groups: theirs = {} }) =>
    Object.entries(theirs),
  )) {
    const before = groups[name] ?? { invited: 0, completed: 0 };
    groups[name] = { invited: before.invited + invited, completed: before.completed + done };
  }
  const completed = invitations['completed'] ?? 0;
  return {
    candidates: schools.reduce((sum, school) => sum + school.candidates, 0),
    excluded: total(exclusions),
    exclusions,
    invited: total(invitations),
    byTelephone: schools.reduce((sum, { byTelephone = 0 }) => sum + byTelephone, 0),
    accepted: schools.reduce((sum, school) => sum + school.accepted, 0),
    started: (invitations['started'] ?? 0) + completed,
    completed,
    stopped: invitations['stopped'] ?? 0,
    messages: Object.values(steps).reduce<Counts>(add, {}),
    steps,
    answered: schools.reduce<Counts>((sum, { answered = {} }) => add(sum, answered), {}),
    groups,
    held: schools.reduce((sum, { held = 0 }) => sum + held, 0),
    stuck: schools.reduce((sum, { stuck = 0 }) => sum + stuck, 0),
  };
}

/** Mails of a wave that mail servers took, over all schools; texts are none. */
export function acceptedMails({ progress }: { readonly progress?: WaveProgress }): number {
  const { steps } = funnelOf(progress?.schools ?? []);
  return mailStepIds.reduce((sum, step) => sum + (steps[step]?.['accepted'] ?? 0), 0);
}

/** How many messages may still leave; a wave is finished when it is none (requirement E2). */
export const openMessages = (messages: Counts): number =>
  openMessageStates.reduce((sum, state) => sum + (messages[state] ?? 0), 0);

/**
 * The groups as somebody may see them who sees no names: those under six people together, with the next larger ones until
 * they are six, so that none can be worked out from the rest. Largest first; `small` is the sum, or absent.
 */
export function groupsWithoutSmall(groups: Readonly<Record<string, GroupProgress>>): {
  readonly shown: readonly (readonly [string, GroupProgress])[];
  readonly small: GroupProgress | null;
} {
  const shown = Object.entries(groups).sort(([, a], [, b]) => b.invited - a.invited);
  const folded: GroupProgress[] = [];
  const sumOf = (field: 'invited' | 'completed'): number => folded.reduce((sum, each) => sum + each[field], 0);
  for (let least = shown.at(-1); least !== undefined; least = shown.at(-1)) {
    const enough = folded.length === 0 || sumOf('invited') >= leastGroup;
    if (least[1].invited >= leastGroup && enough) break;
    folded.push(least[1]);
    shown.pop();
  }
  const small = folded.length === 0 ? null : { invited: sumOf('invited'), completed: sumOf('completed') };
  return { shown, small };
}
