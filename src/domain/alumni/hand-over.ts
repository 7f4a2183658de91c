// What is handed over when a school leaves the trust, to whom, and what becomes of its records afterwards (Y21)?
// First its tables are written once, each with the fingerprint of its bytes, which the receipt names; only then, and not before
// the school has left, may its people be erased, by somebody who types how many they are. Nothing of a person is in the receipt.
import type { LocalDate } from '../calendar/local-date.js';
import type { School } from './alumnus.js';
import type { SchoolId, StaffId } from './ids.js';

/** `writing`: its tables are written; `written`: they can be fetched; `erasing`; `erased`: nobody of it is on record. */
export type HandOverState = 'writing' | 'written' | 'erasing' | 'erased';

/** One table as it was handed over. */
export interface HandedTable {
  readonly name: string;
  readonly title: string;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256. */
  readonly hash: string;
}

/** The hand-over of one school; there is one. */
export interface HandOver {
  readonly schoolId: SchoolId;
  readonly state: HandOverState;
  /** Who takes the records over, and under which agreement. */
  readonly to: string;
  readonly agreement: string;
  readonly by: StaffId;
  readonly at: Date;
  /** How many people were on record. */
  readonly people: number;
  readonly tables: readonly HandedTable[];
  readonly eraseBy?: StaffId;
  /** How many people were erased, and when the last of them was. */
  readonly erased: number;
  readonly erasedAt?: Date;
  readonly revision: number;
}

export type HandOverField = 'to' | 'agreement' | 'count';

/** Whether the school has left by the day: before that nothing is handed over for good. */
export const hasLeft = ({ leftTrustOn }: Pick<School, 'leftTrustOn'>, today: LocalDate): boolean =>
  leftTrustOn !== undefined && leftTrustOn <= today;

/** To whom, under what; or what to put right. */
export function readHandOver(
  texts: Readonly<Record<'to' | 'agreement', string>>,
):
  | { readonly ok: true; readonly to: string; readonly agreement: string }
  | { readonly ok: false; readonly errors: Partial<Record<HandOverField, string>> } {
  const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();
  const [to, agreement] = [tidy(texts.to), tidy(texts.agreement)];
  const errors = {
    ...(to === '' || to.length > 200 ? { to: 'Enter who takes the records over, for example another trust' } : {}),
    ...(agreement === '' || agreement.length > 200
      ? { agreement: 'Enter the agreement, for example data sharing agreement of 1 July 2026' }
      : {}),
  };
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, to, agreement };
}
