// What was left undone when a process died between a decision and what follows from it?
// Waves and stops carry their follow-ups inside; each is repeatable and is taken out only once it is done (reliability,
// "The pattern that replaces a transaction").
import { isMessageStep } from '../../domain/waves/contact-plan.js';
import { dueMoment, windowEnd } from '../../domain/waves/due-messages.js';
import { ofMailAlone } from '../../domain/waves/eligibility.js';
import { invitationId } from '../../domain/waves/invitation.js';
import type { Wave } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';
import { judge } from './audience.js';
import { openingsFor } from './openings.js';
import { carryOutStop } from './stops.js';

const batch = 100;
const pageOfPeople = 500;
const longAgo = new Date(0);

/** Carries out open follow-ups. Safe to run twice and at once. */
export const completeFollowUps =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId' | 'signer' | 'settings' | 'texts'>) => async (): Promise<void> => {
    const { store, clock, settings } = tools;
    for (const { alumnusId, reason, at, followUps } of await store.suppressions.withFollowUps(batch)) {
      await carryOutStop(tools, { alumnusId, reason, at });
      for (const { id } of followUps) await store.suppressions.followUpDone(alumnusId, id);
    }
    for (const { wave, followUps } of await store.waves.withFollowUps(batch)) {
      for (const followUp of followUps) {
        if (followUp.kind !== 'stop-messages' && (followUp.notBefore ?? longAgo) > clock.now()) continue;
        if (followUp.kind === 'plan-grew') {
          await reachWhomMailCannot(tools, wave);
          await followPlan(tools, wave);
          await store.waves.followUpDone(wave.id, followUp.id);
          continue;
        }
        if (followUp.kind === 'move-due') {
          const step = wave.steps.find((each) => each.id === followUp.stepId);
          if (step !== undefined) {
            const dueAt = dueMoment(step, undefined, openingsFor(settings, wave));
            await store.invitations.moveDue(wave.id, step.id, dueAt);
          }
          await store.waves.followUpDone(wave.id, followUp.id);
          continue;
        }
        await store.messages.stopOfWave(wave.id, 'wave-ended', followUp.state);
        await store.invitations.endAll(wave.id);
        await store.calls.endOfWave(wave.id, 'wave-ended');
        if (followUp.state === 'cancelled') await store.messages.revokeOfWave(wave.id);
        // Repeated for a while: somebody may have been queueing when the wave ended.
        if (followUp.until <= clock.now()) await store.waves.followUpDone(wave.id, followUp.id);
      }
    }
  };

/**
 * A wave that has been given texts or calls reaches those too who were left out because of mail alone, as if it had had them
 * from the start.
 */
async function reachWhomMailCannot(
  tools: Pick<Tools, 'store' | 'signer' | 'settings' | 'texts'>,
  wave: Wave,
): Promise<void> {
  const { store } = tools;
  if (!wave.steps.some(({ kind }) => kind === 'phone' || kind === 'text')) return;
  for (const exclusion of ofMailAlone) {
    for (let after: string | undefined; ;) {
      const page = await store.invitations.page('every-school', wave.id, {
        ...{ state: 'excluded', exclusion, limit: pageOfPeople },
        ...(after === undefined ? {} : { after }),
      });
      const people = await store.alumni.findMany(page.map(({ alumnusId }) => alumnusId));
      const judged = await judge(tools, wave, [...people.values()]);
      await store.invitations.reachByTelephone(
        judged.flatMap(({ person, verdict }) =>
          verdict.kind === 'by-telephone' ? [invitationId(wave.id, person.id)] : [],
        ),
      );
      after = page.at(-1)?.id;
      if (after === undefined || page.length < pageOfPeople) break;
    }
  }
}

/** Invitations and messages follow a plan that has one more step or more time; a second time changes nothing. */
async function followPlan({ store, settings }: Pick<Tools, 'store' | 'settings'>, wave: Wave): Promise<void> {
  await store.messages.extendWave(wave.id, windowEnd(wave));
  const steps = wave.steps.filter(isMessageStep);
  for (const [place, step] of steps.entries()) {
    const dueAt = dueMoment(step, undefined, openingsFor(settings, wave));
    if (place === 0 || dueAt >= windowEnd(wave)) continue;
    if (step.kind === 'text') await store.invitations.attachByTelephone(wave.id, { step: step.id, dueAt });
    await store.invitations.attach(wave.id, {
      ...{ step: step.id, dueAt },
      earlier: steps.slice(0, place).map(({ id }) => id),
      later: steps.slice(place + 1).map(({ id }) => id),
    });
  }
}
