// How many people of a wave are written to, how many not and why, and at which receivers?
// Goes through the cohort with the rules that freezing uses, by cursor, and keeps counts alone: by school, by reason, by
// lane. Addresses that got enough of late, or that several on the list share, are told apart (requirement E12).
import type { SchoolId } from '../../domain/alumni/ids.js';
import { takeSlot, type ContactCaps, type ContactSlot } from '../../domain/waves/contact-cap.js';
import { stepMoment } from '../../domain/waves/due-messages.js';
import type { Eligibility } from '../../domain/waves/eligibility.js';
import { messageId, type MessageId } from '../../domain/waves/message.js';
import { laneOf } from '../../domain/waves/pacing.js';
import type { Counts, Wave } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';
import { judgedBatches } from './audience.js';
import { contactKey } from './sending/contact-slots.js';

/** `eligible`, `byTelephone` and the exclusions come to `candidates`; texts go to people among the first two. */
export interface AudienceSums {
  readonly candidates: number;
  /** Those who are written to. */
  readonly eligible: number;
  /** Those who cannot be written to and are texted, or rung once the wave's calls begin; none where it has neither step. */
  readonly byTelephone: number;
  /** Of those, the ones who are texted. */
  readonly byTextAlone: number;
  /** All who are texted, unless they answer before. */
  readonly byText: number;
  readonly exclusions: Counts;
}

/** How many people a wave goes to, as a person types it: those written to, or where no mail can reach any, those by telephone. */
export const peopleReached = ({ eligible, byTelephone }: Pick<AudienceSums, 'eligible' | 'byTelephone'>): number =>
  eligible === 0 ? byTelephone : eligible;

export interface AudienceCount extends AudienceSums {
  readonly bySchool: ReadonlyMap<SchoolId, AudienceSums>;
  /** Those who are written to, by the lane of their address. */
  readonly byLane: ReadonlyMap<string, number>;
  /** Of those, the ones whose address has to wait, and until when the last of them. */
  readonly held: { readonly people: number; readonly until: Date } | null;
}

interface Sums {
  candidates: number;
  eligible: number;
  byTelephone: number;
  byTextAlone: number;
  byText: number;
  readonly exclusions: Record<string, number>;
}
const noSums = (): Sums => ({ candidates: 0, eligible: 0, byTelephone: 0, byTextAlone: 0, byText: 0, exclusions: {} });

/** One person more. */
function note(sums: Sums, verdict: Eligibility): void {
  sums.candidates += 1;
  if (verdict.kind === 'excluded') {
    sums.exclusions[verdict.reason] = (sums.exclusions[verdict.reason] ?? 0) + 1;
    return;
  }
  const text = verdict.byText === true ? 1 : 0;
  sums.byText += text;
  if (verdict.kind === 'eligible') {
    sums.eligible += 1;
    return;
  }
  sums.byTelephone += 1;
  sums.byTextAlone += text;
}

/** Counts everybody of the wave's cohort and schools as things stand now; changes nothing. */
export async function countAudience(
  tools: Pick<Tools, 'store' | 'signer' | 'settings' | 'texts'>,
  wave: Wave,
): Promise<AudienceCount> {
  const first = wave.steps[0];
  if (first === undefined) throw new RangeError(`The wave ${wave.id} has no steps.`);
  const all = noSums();
  const bySchool = new Map<SchoolId, Sums>();
  const byLane = new Map<string, number>();
  const caps = capWatch(stepMoment(first), tools.settings.contactCaps);
  for await (const batch of judgedBatches(tools, wave)) {
    const written: { readonly id: MessageId; readonly key: string }[] = [];
    for (const { person, verdict } of batch) {
      const school = bySchool.get(person.schoolId) ?? noSums();
      bySchool.set(person.schoolId, school);
      note(all, verdict);
      note(school, verdict);
      if (verdict.kind !== 'eligible') continue;
      const { number, value } = verdict.address;
      const lane = laneOf(value);
      byLane.set(lane, (byLane.get(lane) ?? 0) + 1);
      written.push({ id: messageId(wave.id, person.id, first.id, number), key: contactKey(tools.signer, value) });
    }
    const stored = await tools.store.contactSlots.find(written.map(({ key }) => key));
    for (const { id, key } of written) caps.note(id, key, stored.get(key)?.slots ?? []);
  }
  return { ...all, bySchool, byLane, held: caps.held() };
}

/** Plays through which mails of the first step have to wait for their address. */
function capWatch(at: Date, limits: ContactCaps) {
  const once = new Map<string, MessageId>();
  const taken = new Map<string, readonly ContactSlot[]>();
  let people = 0;
  let until = at;
  return {
    note: (message: MessageId, key: string, stored: readonly ContactSlot[]): void => {
      const earlier = once.get(key);
      once.set(key, message);
      if (earlier === undefined && stored.length === 0) return; // by far the most
      const slots = taken.get(key) ?? [...stored, ...(earlier === undefined ? [] : [{ message: earlier, at }])];
      let moment = at;
      let decision = takeSlot(slots, message, moment, limits);
      while (decision.kind === 'held') {
        moment = decision.until;
        decision = takeSlot(slots, message, moment, limits);
      }
      taken.set(key, decision.slots);
      if (moment <= at) return;
      people += 1;
      if (moment > until) until = moment;
    },
    held: (): AudienceCount['held'] => (people === 0 ? null : { people, until }),
  };
}
