// What came of ringing, and what follows?
// One write keeps the attempt, when to ring next or why never again, and what must follow (E13's pattern): a wrong number
// marks the number and never the person; a refusal stops calls or everything; a death stops every channel at once (Y4). The
// write is refused when the call was ended or taken over meanwhile, so nothing is overwritten.
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { ownNumbers } from '../../domain/alumni/contact-point.js';
import { zonesOf } from '../../domain/alumni/number-places.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { endAfter, type Call, type CallAttempt, type CallId, type CallOutcome } from '../../domain/waves/call.js';
import { movedIntoCallHours, nextCallAt } from '../../domain/waves/call-times.js';
import type { StopReason } from '../../domain/waves/invitation.js';
import type { CallFollowUp } from '../../store/index.js';
import { changePerson, withPointState } from '../alumni/change-person.js';
import type { Tools } from '../tools.js';
import { callPlace, checkCall, type CallTools } from './check-call.js';

/** Outcomes that a caller presses; the others are kept when the answers are sent. */
export type PressedOutcome = Exclude<CallOutcome, 'answered' | 'proxy'>;

export interface CallNeighbours {
  readonly stopPerson: (stop: {
    alumnusId: AlumnusId;
    reason: StopReason;
    actor: AuditIntent['actor'];
  }) => Promise<unknown>;
}

type OutcomeTools = CallTools & Pick<Tools, 'newId' | 'vault'>;

export type OutcomeRecorded =
  | { readonly kind: 'recorded'; readonly nextAt: Date | null }
  /** It was ended or taken over meanwhile, or nobody is in hand. */
  | { readonly kind: 'refused'; readonly why: 'not-in-hand' | 'time-past' };

/** Where the note of an attempt is sealed for. */
export const notePlace = (id: CallId, number: number): string => `calls/${id}/notes/${number}`;

const withConsequence: readonly CallOutcome[] = [
  'wrong-number',
  'refused-calls',
  'refused-all',
  'has-died',
  'cannot-answer',
];

/** Keeps what came of the call in hand. */
export const recordOutcome =
  (tools: OutcomeTools, neighbours: CallNeighbours) =>
  async (
    viewer: Viewer,
    given: {
      readonly fence: number;
      readonly outcome: PressedOutcome;
      readonly note: string;
      readonly callBackAt?: Date;
    },
  ): Promise<OutcomeRecorded> => {
    const { store, clock, vault, newId } = tools;
    const { outcome, note } = given;
    const now = clock.now();
    const call = await store.calls.heldBy(viewer.staffId);
    const check = call?.state === 'waiting' && call.fence === given.fence ? await checkCall(tools, call) : null;
    const person = call === null ? null : await store.alumni.find(viewer.schools, call.alumnusId);
    if (call === null || check === null || check.kind === 'never' || person === null) {
      if (call !== null && check?.kind === 'never') await store.calls.end(call.id, check.end);
      return { kind: 'refused', why: 'not-in-hand' };
    }
    const contactNumber =
      check.kind === 'ring' ? check.number.number : (ownNumbers(person.contactPoints, londonDate(now))[0]?.number ?? 0);
    const number = call.attempts.length + 1;
    const attempt: CallAttempt = {
      number,
      at: now,
      by: viewer.staffId,
      contactNumber,
      outcome,
      ...(note === '' ? {} : { note: vault.seal(note, notePlace(call.id, number)) }),
    };
    const next = nextOf(tools, person, call, attempt, given.callBackAt);
    if (next === null) return { kind: 'refused', why: 'time-past' };
    const followUp: CallFollowUp | null = withConsequence.includes(outcome)
      ? { id: newId(), outcome, contactNumber, by: viewer.staffId }
      : null;
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const audit = { id: newId(), at: now, actor, act: `call.${outcome}`, subject: `alumnus:${call.alumnusId}` };
    if (!(await store.calls.record(call, attempt, next, { followUp, audit }))) {
      return { kind: 'refused', why: 'not-in-hand' };
    }
    if (followUp !== null) {
      await carryOut(tools, neighbours, call, followUp);
      await store.calls.followUpDone(call.id, followUp.id);
    }
    return { kind: 'recorded', nextAt: 'end' in next ? null : next.nextAt };
  };

/** What the call becomes; null when the agreed time is past. */
function nextOf(tools: CallTools, person: Alumnus, call: Call, attempt: CallAttempt, callBackAt: Date | undefined) {
  const { settings } = tools;
  const attempts = [...call.attempts, attempt];
  const others = ownNumbers(person.contactPoints, londonDate(attempt.at)).filter(
    ({ number }) => number !== attempt.contactNumber,
  );
  const end = endAfter(attempt.outcome, attempts, settings.calls.attempts, others.length > 0);
  if (end !== null) return { end };
  const rung = person.contactPoints.find(({ number }) => number === attempt.contactNumber);
  const another = attempt.outcome === 'wrong-number' ? others[0] : rung;
  const zones = zonesOf(person, another?.value ?? '');
  if (attempt.outcome === 'call-back') {
    if (callBackAt === undefined || callBackAt <= attempt.at) return null;
    const nextAt = movedIntoCallHours(callBackAt, callPlace(tools, zones, { priority: 0 }));
    return nextAt === null ? ({ end: 'no-number' } as const) : ({ nextAt, priority: 0 } as const);
  }
  const priority = call.priority === 0 ? 1 : call.priority;
  const nextAt = nextCallAt(attempts, attempt.at, callPlace(tools, zones, { priority }));
  return nextAt === null ? ({ end: 'no-number' } as const) : ({ nextAt, priority } as const);
}

/** Does what follows from an outcome; each may be repeated. */
async function carryOut(
  tools: OutcomeTools,
  { stopPerson }: CallNeighbours,
  { alumnusId }: Pick<Call, 'alumnusId'>,
  { outcome, contactNumber, by }: CallFollowUp,
): Promise<void> {
  const actor = { kind: 'staff', id: by } as const;
  if (outcome === 'wrong-number') {
    await changePerson(tools, alumnusId, { actor, act: 'contact.wrong-number' }, (person) =>
      withPointState(person, contactNumber, 'stopped'),
    );
  } else if (outcome === 'refused-calls') {
    await changePerson(tools, alumnusId, { actor, act: 'contact.no-calls' }, (person) => {
      const notBy = person.contactRules?.notBy ?? [];
      return notBy.includes('phone')
        ? null
        : { ...person, contactRules: { ...person.contactRules, notBy: [...notBy, 'phone'] } };
    });
  } else if (outcome === 'refused-all' || outcome === 'has-died' || outcome === 'cannot-answer') {
    const reason = outcome === 'refused-all' ? 'objected' : outcome;
    await stopPerson({ alumnusId, reason, actor });
  }
}

const batch = 100;

/** Finishes what a process left undone after an outcome. Safe to run twice and at once. */
export const completeCalls = (tools: OutcomeTools, neighbours: CallNeighbours) => async (): Promise<void> => {
  for (const { call, followUps } of await tools.store.calls.withFollowUps(batch)) {
    for (const followUp of followUps) {
      await carryOut(tools, neighbours, call, followUp);
      await tools.store.calls.followUpDone(call.id, followUp.id);
    }
  }
};
