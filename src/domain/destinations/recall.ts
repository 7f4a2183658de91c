// How well do people remember when they began and left, and do changes pile up between two answers?
// Seam: the step from the month of one answer to the next month, where two answers meet. Every other step between two months that
// we know of was told in one go (domain reference, section 7.5). Beside it: which months are named, how long after the event,
// and how sure they were. Counted from what people said themselves; reviews and files have no memory.
import { addMonths, monthOf, monthsFromTo, type LocalMonth } from '../calendar/local-date.js';
import { byTimeKnown, standingClaims, type Claim } from './claim.js';
import type { DestinationRecord } from './record.js';
import type { Spell } from './spell.js';

/** Steps from one month to the next in which a change could be seen, and those in which there was one. */
export interface Steps {
  readonly steps: number;
  readonly changes: number;
}

/** A beginning or an early end, as it was first told. */
export interface RememberedEvent {
  readonly kind: 'began' | 'left';
  /** The calendar month named, 1 to 12; null where none was. */
  readonly month: number | null;
  /** Whole months from then until it was told; null where no month was named. */
  readonly delay: number | null;
  /** Of a beginning how sure the month is; of an end whether a reason was told with it. */
  readonly how: 'stated' | 'about' | 'assumed' | 'reason' | 'no-reason';
}

/** What can be counted of one person's memory. */
export interface Recall {
  readonly seam: Steps;
  readonly within: Steps;
  readonly events: readonly RememberedEvent[];
}

const ownSources: readonly Claim['source'][] = ['survey', 'phone'];

/** Claims that the person made, the earliest first. */
const ownClaims = ({ claims }: Pick<DestinationRecord, 'claims'>): readonly Claim[] =>
  standingClaims(claims)
    .filter(({ source, standing }) => ownSources.includes(source) && standing !== 'planned')
    .sort(byTimeKnown);

const covers = ({ from, lastKnown }: Spell, month: LocalMonth): boolean => from <= month && lastKnown >= month;

/** Steps at seams and within answers, from the first month known to the last answer. */
export function stepsOf(record: Pick<DestinationRecord, 'claims' | 'spells'>): Pick<Recall, 'seam' | 'within'> {
  const answered = [...new Set(ownClaims(record).map(({ knownOn }) => monthOf(knownOn)))].sort();
  const spells = record.spells.filter(({ standing }) => standing === 'began');
  const [seam, within] = [
    { steps: 0, changes: 0 },
    { steps: 0, changes: 0 },
  ];
  const last = answered.at(-1);
  const first = spells.reduce<LocalMonth | null>((so, { from }) => (so === null || from < so ? from : so), null);
  if (last === undefined || first === null) return { seam, within };
  for (const month of monthsFromTo(first, addMonths(last, -1))) {
    const next = addMonths(month, 1);
    const ended = spells.some(({ to }) => to === month);
    const known = spells.some((spell) => covers(spell, month));
    if (!known || !(ended || spells.some((spell) => covers(spell, next)))) continue;
    const counted = answered.includes(month) ? seam : within;
    counted.steps += 1;
    if (ended || spells.some(({ from }) => from === next)) counted.changes += 1;
  }
  return { seam, within };
}

const monthsUntil = (month: LocalMonth, { knownOn }: Claim): number =>
  Math.max(0, monthsFromTo(month, monthOf(knownOn)).length - 1);

const eventOf = (
  kind: RememberedEvent['kind'],
  month: LocalMonth | null,
  claim: Claim,
  how: RememberedEvent['how'],
) => ({
  kind,
  month: month === null ? null : Number(month.slice(5)),
  delay: month === null ? null : monthsUntil(month, claim),
  how,
});

/** `gaveReasons` says whether reasons were told with the claim. */
export function recallOf(
  record: Pick<DestinationRecord, 'claims' | 'spells'>,
  gaveReasons: (claim: Claim) => boolean,
): Recall {
  const events: RememberedEvent[] = [];
  const seen = new Set<string>();
  const once = (key: string): boolean => !seen.has(key) && seen.add(key).size > 0;
  for (const claim of ownClaims(record)) {
    const { activity, standing, from, to, ended, fromCertainty } = claim;
    if (standing !== 'began') continue;
    // The same beginning is told again in later answers; it is remembered once.
    if (from !== null && once(`began ${activity} ${from}`)) events.push(eventOf('began', from, claim, fromCertainty));
    if (ended === 'left-early' && once(`left ${activity} ${to ?? from ?? ''}`)) {
      events.push(eventOf('left', to, claim, gaveReasons(claim) ? 'reason' : 'no-reason'));
    }
  }
  return { ...stepsOf(record), events };
}
