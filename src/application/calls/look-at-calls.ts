// What does the list of calls show, and what the call in somebody's hands?
// The list has names, never numbers; the number is shown to whoever took the call. Nothing of the record is on either page:
// a caller who knows no more than the name cannot give anything away (Y2).
import type { Alumnus, School } from '../../domain/alumni/alumnus.js';
import { mayAnswerForThem } from '../../domain/waves/reach-by-number.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { quietReason } from '../../domain/calendar/contact-days.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { callLeaseMs, type Call } from '../../domain/waves/call.js';
import { daysForCall, wallTime } from '../../domain/waves/call-times.js';
import { knownDays } from '../../reference/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { checkCall, type CallCheck, type CallTools } from './check-call.js';

const shown = 25;

export interface ListedCall {
  readonly call: Call;
  readonly name: Alumnus['name'] | null;
  readonly school: string;
  /** Somebody has it in hand. */
  readonly taken: boolean;
}

export interface CallList {
  readonly due: readonly ListedCall[];
  /** All that are due, those not shown among them. */
  readonly count: number;
  readonly coming: readonly ListedCall[];
  /** The viewer has one in hand. */
  readonly inHand: boolean;
  readonly asOf: Date;
  /** Why not everybody is rung today, as it follows “it is”: nobody at all, or only those who asked for it; null on other days. */
  readonly quiet: { readonly reason: string; readonly askedAreRung: boolean } | null;
}

/** The calls of the viewer's schools. */
export const listCalls =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (viewer: Viewer): Promise<CallList> => {
    const asOf = clock.now();
    const [due, count, coming, held, schools] = await Promise.all([
      store.calls.due(viewer.schools, asOf, shown),
      store.calls.countDue(viewer.schools, asOf),
      store.calls.coming(viewer.schools, asOf, shown),
      store.calls.heldBy(viewer.staffId),
      store.schools.all(),
    ]);
    const people = await store.alumni.findMany([...due, ...coming].map(({ alumnusId }) => alumnusId));
    const taken = await store.calls.taken(due.map(({ id }) => id));
    const names = new Map(schools.map(({ id, name }) => [id, name]));
    const listed = (call: Call): ListedCall => ({
      call,
      name: people.get(call.alumnusId)?.name ?? null,
      school: names.get(call.schoolId) ?? call.schoolId,
      taken: taken.has(call.id),
    });
    const today = londonDate(asOf);
    const reason = quietReason(today, knownDays);
    const askedAreRung = quietReason(today, daysForCall(knownDays, true)) === null;
    return {
      ...{ due: due.map(listed), count, coming: coming.map(listed), inHand: held?.state === 'waiting', asOf },
      quiet: reason === null ? null : { reason, askedAreRung },
    };
  };

/** How many calls are due within the viewer's schools. */
export const countCalls =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  (viewer: Viewer): Promise<number> =>
    store.calls.countDue(viewer.schools, clock.now());

/** How the calls of a wave stand: `waiting`, and the others by how they ended. */
export const countCallsOfWave =
  ({ store }: Pick<Tools, 'store'>) =>
  (viewer: Viewer, waveId: NonNullable<Call['waveId']>): Promise<Readonly<Record<string, number>>> =>
    store.calls.countsOfWave(viewer.schools, waveId);

/** The call in hand. */
export interface CallInHand {
  readonly call: Call;
  readonly person: Pick<Alumnus, 'id' | 'name'>;
  readonly school: School | null;
  /** `ring` with the number; otherwise it was ended, or it is no good time any more, and nobody is to be rung. */
  readonly check: CallCheck | { readonly kind: 'ended' };
  /** Wall time where the telephone rings, where that is not England's. */
  readonly timeThere: string | null;
  /** Whether somebody else may answer for them (Y2), and nothing of their own stands there yet. */
  readonly proxy: boolean;
  /** They began to answer by themselves: the questions go on where they stopped. */
  readonly begun: boolean;
}

/** The call that the viewer has in hand, whose lease is now longer; null when there is none. Throws NotFound. */
export const showCallInHand =
  (tools: CallTools) =>
  async (viewer: Viewer): Promise<CallInHand | null> => {
    const { store, clock } = tools;
    const call = await store.calls.heldBy(viewer.staffId);
    if (call === null) return null;
    const person = await store.alumni.find(viewer.schools, call.alumnusId);
    if (person === null) throw new NotFound();
    await store.calls.renew(call, viewer.staffId, callLeaseMs);
    const now = clock.now();
    const check = call.state === 'ended' ? ({ kind: 'ended' } as const) : await checkCall(tools, call);
    const response = call.invitationId === undefined ? null : await store.responses.find(call.invitationId);
    const zone = check.kind === 'ring' ? check.zones[0] : undefined;
    const there = zone === undefined ? null : wallTime(now, zone).time;
    return {
      call,
      person,
      school: (await store.schools.all()).find(({ id }) => id === person.schoolId) ?? null,
      check,
      timeThere: there === wallTime(now, 'Europe/London').time ? null : there,
      proxy: mayAnswerForThem(person, londonDate(now)) && response === null,
      begun: response !== null,
    };
  };
