// What may another system of the trust read through the API, and for which schools?
// A key belongs to one system. It names what it may read, whose people, and until when; the secret in it is shown once and
// kept as a hash alone. A key never reads what is sealed, and never writes.
import type { SchoolScope } from './alumnus.js';
import type { StaffId } from './ids.js';
import type { LocalDate } from '../calendar/local-date.js';

/** What a key may read, each on its own. */
export const apiScopes = ['people', 'records', 'spells', 'verdicts', 'figures'] as const;
export type ApiScope = (typeof apiScopes)[number];

export type ApiKeyId = string & { readonly __apiKeyId: true };

/** A key as staff see it; its secret is not among this. */
export interface ApiKey {
  readonly id: ApiKeyId;
  /** Which system has it. */
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly schools: SchoolScope;
  readonly madeBy: StaffId;
  readonly madeAt: Date;
  /** The last day on which it opens anything. */
  readonly until: LocalDate;
  readonly revokedAt?: Date;
  readonly lastUsedOn?: LocalDate;
}

/** Whether the key opens anything on the day. */
export const isOpen = ({ until, revokedAt }: Pick<ApiKey, 'until' | 'revokedAt'>, on: LocalDate): boolean =>
  revokedAt === undefined && on <= until;

/** Keys are made for at most so many days, then made anew. */
export const longestKeyDays = 400;
