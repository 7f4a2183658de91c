// Who has not answered any mail of a wave and is to be rung?
// From the day of the wave's phone step on, once a day, its invitations without an answer are looked through in order; each
// person with a number of their own and a basis for calls is put on the list (decision R7: only after the last mail). So are
// those whom no mail could reach from the start: they wait for no step, and are told apart in the counts alone.
// Ids are repeatable, so a look that was broken off is begun again and adds nobody twice.
import { zonesOf } from '../../domain/alumni/number-places.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { quietReason } from '../../domain/calendar/contact-days.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { callId, type Call } from '../../domain/waves/call.js';
import { movedIntoCallHours } from '../../domain/waves/call-times.js';
import { stepMoment, windowEnd } from '../../domain/waves/due-messages.js';
import { invitedAs, type Invitation } from '../../domain/waves/invitation.js';
import type { Wave } from '../../domain/waves/wave.js';
import { knownDays } from '../../reference/index.js';
import { readNumberStops } from '../waves/number-stops.js';
import { callPlace, type CallTools } from './check-call.js';

const batch = 500;
const dayMs = 86_400_000;
const waiting = ['invited', 'started'] as const;
/** They have not answered; nobody asked for the call. */
const priority = 2;

/** Puts everybody on the list whom it is time to ring; gives how many were looked at. */
export const openCalls = (tools: CallTools) => async (): Promise<number> => {
  const { store, clock } = tools;
  let seen = 0;
  for (const wave of await store.waves.inStates(['running'])) {
    const now = clock.now();
    const step = wave.steps.find(({ kind }) => kind === 'phone');
    if (step === undefined || stepMoment(step) > now || windowEnd(wave) <= now) continue;
    const today = londonDate(now);
    // On a quiet day nobody is put on the list: the next good day looks through the wave (Y23).
    if (wave.callsOpenedOn === today || quietReason(today, knownDays) !== null) continue;
    for (const state of waiting) {
      for (let after: string | undefined; ;) {
        const page = await store.invitations.page('every-school', wave.id, {
          state,
          limit: batch,
          ...(after === undefined ? {} : { after }),
        });
        await openBatch(tools, wave, page, now);
        seen += page.length;
        after = page.at(-1)?.id;
        if (after === undefined || page.length < batch) break;
      }
    }
    await store.waves.markCallsOpened(wave.id, today);
  }
  return seen;
};

/** No mail of the wave is to be queued any more, and the last of it was due at least a day ago. */
const mailIsOver = ({ nextStep, lastDueAt }: Invitation, now: Date): boolean =>
  nextStep === undefined && (lastDueAt === undefined || now.getTime() - lastDueAt.getTime() >= dayMs);

async function openBatch(tools: CallTools, wave: Wave, page: readonly Invitation[], now: Date): Promise<void> {
  const { store } = tools;
  const due = page.filter((invitation) => mailIsOver(invitation, now));
  const people = due.map(({ alumnusId }) => alumnusId);
  // What was queued may wait still: for its turn, its address, the mail server. The next day looks again.
  const waits = new Set((await store.messages.stillToLeave(wave.id, people)).map(({ invitationId }) => invitationId));
  const over = due.filter(({ id }) => !waits.has(id));
  const known = await store.calls.findMany(over.map((each) => callId(wave.id, invitedAs(each))));
  const fresh = over.filter((each) => !known.has(callId(wave.id, invitedAs(each))));
  const found = await store.alumni.findMany(fresh.map(({ alumnusId }) => alumnusId));
  const reach = await readNumberStops(tools, [...found.values()]);
  const calls = fresh.flatMap((invitation): Call[] => {
    const person = found.get(invitation.alumnusId);
    const verdict = person === undefined ? null : reach(person, 'phone', londonDate(now));
    if (person === undefined || verdict?.kind !== 'may') return [];
    const nextAt = movedIntoCallHours(now, callPlace(tools, zonesOf(person, verdict.number.value), { priority }));
    return nextAt === null ? [] : [newCall(person, invitation, { nextAt, priority })];
  });
  await store.calls.insertNew(calls, now);
}

/** A call that nobody has tried yet. */
export const newCall = (
  { id, schoolId, cohortId }: Pick<Alumnus, 'id' | 'schoolId' | 'cohortId'>,
  invitation: Pick<Invitation, 'id' | 'waveId'> | null,
  next: { readonly nextAt: Date; readonly priority: Call['priority'] },
): Call => ({
  id: callId(invitation?.waveId ?? null, invitation === null ? id : invitedAs(invitation)),
  ...(invitation === null ? {} : { waveId: invitation.waveId, invitationId: invitation.id }),
  alumnusId: id,
  schoolId,
  cohortId,
  state: 'waiting',
  ...next,
  attempts: [],
  fence: 0,
});
