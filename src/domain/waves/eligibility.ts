// May this person be written to in this wave, at which address, and if not, why not?
// Named rules in a fixed order; the first that holds is the reason that is shown (architecture, section 1, line 8).
// Nobody is written to without a basis on the day (requirement P1), nor at an address that is not their own (Y2).
// Asked three times: in the dry run, at freezing, and again at the moment of sending (requirement E13, feature 27).
// Where the wave has texts or calls, who has no way to be written to but may be texted or rung is not left out: they are
// reached by telephone only.
import { contactChannels, type Alumnus, type ContactChannel, type ContactPoint } from '../alumni/alumnus.js';
import { ownAddresses } from '../alumni/contact-point.js';
import { keptUntil, type KeepingPeriods } from '../alumni/keeping-period.js';
import { basisOn, isRecorded } from '../alumni/permission.js';
import { daysBetween, monthOf, type LocalDate } from '../calendar/local-date.js';
import type { ExclusionReason } from './invitation.js';
import { reachByNumber } from './reach-by-number.js';

/** Somebody who answered within this many days is not asked again at once. */
export const answeredRecentlyDays = 14;
/** Who asked for one survey a year is left alone this long after a message: two months less than a year, as a yearly wave
 * begins on the same day again while its reminders came some weeks after. */
export const onceAYearDays = 300;
/** How far back the waves are counted in which somebody was written to. */
export const askedOftenDays = 365;

/** What a person's other waves have to do with this one. */
export interface Elsewhere {
  readonly inAnotherWave: boolean;
  readonly answeredRecently: boolean;
  /** Other waves in which they were written to within `askedOftenDays`. */
  readonly wavesLastYear: number;
  /** The latest message of another wave. */
  readonly lastWrittenOn?: LocalDate;
}

/** The person was in no other wave; also what is asked at sending, when the wave has begun and its place is taken. */
export const nothingElsewhere: Elsewhere = { inAnotherWave: false, answeredRecently: false, wavesLastYear: 0 };

/** What the trust decided. */
export interface ContactLimits {
  readonly publicTaskMonths: number;
  readonly keeping: KeepingPeriods;
  /** Who was written to in this many waves of the last twelve months is not written to in another. */
  readonly mostWavesAYear: number;
}

export interface Circumstances extends Elsewhere, ContactLimits {
  /** The day of the message. */
  readonly on: LocalDate;
  /** When the person's school became part of the trust; absent where that is not known. */
  readonly joinedTrustOn?: LocalDate;
  /** From when on that school is no school of the trust any more; absent while it is one (Y21). */
  readonly leftTrustOn?: LocalDate;
  /** Whether the address must not be mailed (requirement D6). */
  readonly isSuppressed: (address: string) => boolean;
  /** The person asked us to stop, as recorded beside their own record (requirement E13). */
  readonly stopRecorded: boolean;
  /** There where the wave has a step that reaches people at their number. */
  readonly byNumber?: NumberSteps;
}

/** What decides whether somebody who cannot be written to is texted or rung instead. */
export interface NumberSteps {
  /** How the wave's steps reach people at their number. */
  readonly ways: readonly ('text' | 'phone')[];
  /** Whether the number must not be used (requirement D6). */
  readonly isSuppressed: (number: string) => boolean;
  /** The address was given up because mail to it came back. On any other ground it is a stop, and nobody is rung past one. */
  readonly isDead: (address: string) => boolean;
}

/** Whether somebody is invited, by mail or by telephone only, or the reason why not. `byText`: the wave's text reaches them. */
export type Eligibility =
  | { readonly kind: 'eligible'; readonly address: ContactPoint; readonly byText?: true }
  | { readonly kind: 'by-telephone'; readonly byText?: true }
  | { readonly kind: 'excluded'; readonly reason: ExclusionReason };

type Rule = readonly [ExclusionReason, (person: Alumnus, circumstances: Circumstances) => boolean];

const basisOf = (person: Alumnus, { on, publicTaskMonths }: Circumstances, channel?: ContactChannel) =>
  basisOn(person, 'destination-survey', on, publicTaskMonths, channel);

/** Whether a consent of theirs holds, to whatever way of reaching them. */
const consents = (person: Alumnus, circumstances: Circumstances): boolean =>
  contactChannels.some((channel) => {
    const basis = basisOf(person, circumstances, channel);
    return basis.kind === 'has' && basis.basis === 'consent';
  });

const rules: readonly Rule[] = [
  ['has-died', (person) => person.state === 'has-died'],
  ['cannot-answer', (person) => person.state === 'cannot-answer'],
  ['restricted', (person) => person.state === 'restricted'],
  ['objected', (person, { stopRecorded }) => stopRecorded || person.objectedOn !== undefined],
  ['asked-not-to', (person) => person.contactRules?.notBy?.includes('mail') === true],
  ['stayed-with-us', (person) => person.state === 'stayed-with-us'],
  ['repeating-year', (person) => person.state === 'repeating-year'],
  ['deferred', (person, { on }) => person.state === 'deferred' && (person.deferredUntil ?? '9999-12') >= monthOf(on)],
  // Public task by default is the trust's own, and began with the school's joining: history until a basis is recorded (Y21).
  [
    'before-joining',
    (person, { on, joinedTrustOn }) =>
      joinedTrustOn !== undefined && person.leftOn < joinedTrustOn && !isRecorded(person, 'destination-survey', on),
  ],
  // Another trust looks after the school's leavers from that day on.
  ['school-left', (_person, { on, leftTrustOn }) => leftTrustOn !== undefined && on >= leftTrustOn],
  [
    'keeping-period-over',
    (person, circumstances) => {
      const { on, keeping } = circumstances;
      // The usual period first: a consent only makes it longer.
      return (
        on > keptUntil(person.leftOn, false, keeping) &&
        on > keptUntil(person.leftOn, consents(person, circumstances), keeping)
      );
    },
  ],
  ['no-basis', (person, circumstances) => basisOf(person, circumstances).kind === 'none'],
  ['no-own-address', (person, { on }) => ownAddresses(person.contactPoints, on).length === 0],
  ['suppressed', (person, { on, isSuppressed }) => addressFor(person, on, isSuppressed) === undefined],
  [
    'once-a-year',
    ({ onceAYearSince }, { on, lastWrittenOn }) =>
      onceAYearSince !== undefined && lastWrittenOn !== undefined && daysBetween(lastWrittenOn, on) < onceAYearDays,
  ],
  ['in-another-wave', (_person, { inAnotherWave }) => inAnotherWave],
  ['answered-recently', (_person, { answeredRecently }) => answeredRecently],
  ['asked-often', (_person, { wavesLastYear, mostWavesAYear }) => wavesLastYear >= mostWavesAYear],
];

const addressFor = (
  person: Alumnus,
  on: LocalDate,
  isSuppressed: (address: string) => boolean,
): ContactPoint | undefined => ownAddresses(person.contactPoints, on).find(({ value }) => !isSuppressed(value));

/** Reasons that speak of mail alone; somebody who may be texted or rung is not left out for them. */
export const ofMailAlone = ['no-basis', 'no-own-address', 'suppressed'] as const satisfies readonly ExclusionReason[];
const speaksOfMailAlone: ReadonlySet<ExclusionReason> = new Set(ofMailAlone);

/** Whether the reason keeps a text or a call from them too, and not mail alone. */
export const holdsForEveryWay = (reason: ExclusionReason): boolean =>
  reason !== 'asked-not-to' && !speaksOfMailAlone.has(reason);

/** The address to write to; or that their number is the only way to reach them; or the first reason for neither. */
export function eligibility(person: Alumnus, circumstances: Circumstances): Eligibility {
  const broken = rules.find(([, holds]) => holds(person, circumstances))?.[0];
  const address = addressFor(person, circumstances.on, circumstances.isSuppressed);
  const reaches = (way: 'text' | 'phone'): boolean => reachesByNumber(person, way, circumstances);
  if (broken === undefined && address !== undefined) {
    return { kind: 'eligible', address, ...(reaches('text') && { byText: true }) };
  }
  const reason = broken ?? 'suppressed';
  const excluded = { kind: 'excluded', reason } as const;
  if (!speaksOfMailAlone.has(reason) || askedToStop(person, circumstances)) return excluded;
  const byText = reaches('text');
  if (!byText && !reaches('phone')) return excluded;
  const other = rules.find(([name, holds]) => !speaksOfMailAlone.has(name) && holds(person, circumstances));
  return other === undefined
    ? { kind: 'by-telephone', ...(byText && { byText }) }
    : { kind: 'excluded', reason: other[0] };
}

/** Whether a step of the wave reaches them at a number of their own. */
function reachesByNumber(person: Alumnus, way: 'text' | 'phone', circumstances: Circumstances): boolean {
  const { byNumber } = circumstances;
  if (byNumber === undefined || !byNumber.ways.includes(way)) return false;
  return reachByNumber(person, way, { ...circumstances, isSuppressed: byNumber.isSuppressed }).kind === 'may';
}

/** An address of their own is stopped on another ground than that it is dead. */
const askedToStop = (person: Alumnus, { on, isSuppressed, byNumber }: Circumstances): boolean =>
  ownAddresses(person.contactPoints, on).some(({ value }) => isSuppressed(value) && byNumber?.isDead(value) !== true);
