// What has to be done after a returned mail, and when is an address given up?
// Requirements E7 (whatever came back proves that the message left), D5 (three refusals in at least two waves, the first
// and the last at least 72 hours apart; refused for what it says: the wave pauses), D10 (complaints are counted, and too
// many pause the wave) and E11 (so do too many addresses that are not there, or refusals because of us, of which one is enough
// to stop what goes to that receiving domain, D5). Nothing follows for a mail that names no message of ours (D3).
import type { Judgement } from './bounce.js';
import type { WaveId } from './wave.js';

/** Each is done once a mail; together with the mail it names one piece of work. */
export const mailFollowUps = [
  'note-on-message',
  'suppress-address',
  'next-address',
  'weigh-bounces',
  'weigh-refusals',
  'stop-lane',
  'count',
  'suppress-person',
  'weigh-complaints',
  'pause-wave',
  'honour-stop',
  'look-for-worry',
] as const;
export type MailFollowUpKind = (typeof mailFollowUps)[number];

/** The work that follows from a mail about a message of ours. */
export function followUpsOf({ class: found, reason, code, consequence }: Judgement): readonly MailFollowUpKind[] {
  switch (consequence) {
    case 'suppress-address':
      return ['note-on-message', consequence, 'next-address', 'weigh-bounces'];
    case 'count':
      return ['note-on-message', consequence];
    case 'suppress-person':
      return ['note-on-message', consequence, ...(reason === 'opt-out' ? [] : (['weigh-complaints'] as const))];
    case 'tell-operators':
      // Only a code settles that it was us or the mail's content; words alone are one server's opinion.
      if (found === 'policy' && becauseOfUs.test(code ?? '')) return ['note-on-message', 'stop-lane', 'weigh-refusals'];
      return found === 'content' && telling.test(code ?? '') ? ['note-on-message', 'pause-wave'] : ['note-on-message'];
    case 'note':
    case 'ask-a-person':
      return ['note-on-message'];
  }
}

/** Codes for mail that was refused by a rule about whom it comes from (requirements D5, E11). */
const becauseOfUs = /^5\.7\.\d+$/;

/** Codes for mail that was refused for its size or its content (requirement D5). */
const telling = /^5\.(?:2\.3|3\.4|6\.\d+)$/;

/** One counted refusal of an address. */
export interface Refusal {
  /** Null for service mail, which counts for the number but is no wave. */
  readonly waveId: WaveId | null;
  readonly at: Date;
}

const hour = 3_600_000;

/** Whether the address is taken as bounced: a new one is needed. */
export function needsNewAddress(refusals: readonly Refusal[]): boolean {
  const moments = refusals.map(({ at }) => at.getTime());
  const waves = new Set(refusals.flatMap(({ waveId }) => (waveId === null ? [] : [waveId])));
  return moments.length >= 3 && waves.size >= 2 && Math.max(...moments) - Math.min(...moments) >= 72 * hour;
}
