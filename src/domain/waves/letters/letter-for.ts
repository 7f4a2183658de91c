// Which letter does somebody get at a step?
// Decided by where the invitation stands and which address is written to (feature 25), when the message is queued and again
// when it is sent. "Opened" means that they pressed the button of the link's page: opens are not tracked (D8).
import type { ContactPoint } from '../../alumni/alumnus.js';
import type { Invitation } from '../invitation.js';
import { mailStepKinds, type Step, type Wave } from '../wave.js';
import type { LetterId } from './letter.js';

/** The questionnaire that asks how to reach somebody and little else. */
const contactUpdate = 'contact-update';

type Stands = Pick<Invitation, 'state' | 'openedAt' | 'moved'>;

/** Whether this message is the first to a new address because the one before it gave mail back. */
const movedAfterBounce = (step: Pick<Step, 'id'>, { moved }: Stands, points: readonly ContactPoint[]): boolean =>
  moved?.step === step.id && points.some(({ number, state }) => number === moved.from && state === 'bounced');

/**
 * The letter of a step for one person. The last message always says that it is the last (decision R7); a mail to the next
 * address says why it comes there; who began is asked to go on; everybody else gets the step's own letter.
 */
export function letterFor(
  step: Pick<Step, 'id' | 'kind'>,
  invitation: Stands,
  { wave, points }: { readonly wave: Pick<Wave, 'questionnaire'>; readonly points: readonly ContactPoint[] },
): LetterId {
  if (wave.questionnaire.name === contactUpdate) return 'keep-in-touch';
  if (step.kind === 'last') return 'last';
  if (movedAfterBounce(step, invitation, points)) return 'other-address';
  if (invitation.state === 'started' || invitation.openedAt !== undefined) return 'started';
  const own = mailStepKinds.find((kind) => kind === step.kind);
  if (own === undefined) throw new RangeError(`the step ${step.id} is no mail`);
  return own;
}

/** Every letter that somebody may get at the step. */
export function lettersOf(step: Pick<Step, 'kind'>, wave: Pick<Wave, 'questionnaire'>): readonly LetterId[] {
  if (wave.questionnaire.name === contactUpdate) return ['keep-in-touch'];
  if (step.kind === 'reminder') return ['reminder', 'started', 'other-address'];
  return mailStepKinds.filter((kind) => kind === step.kind);
}
