// How fast may mail go to one receiving domain?
// Requirement D7: a lane per receiving domain, shared by every worker; the big providers' domains share one lane each.
// Numbers are messages a second and a day (a calendar day in Europe/London). Requirement D5: a lane that is told to slow
// down rests for 5, 15, 30, then 60 minutes. The providers' domains are from common knowledge (unverified).

/** The lanes of the big providers, and `other` for every further domain, each of which has a lane of its own. */
export const providerLanes = ['gmail', 'microsoft', 'yahoo', 'icloud', 'other'] as const;
export type ProviderLane = (typeof providerLanes)[number];

/** How fast each kind of lane may go. */
export interface PacingRules {
  readonly perSecond: Readonly<Record<ProviderLane, number>>;
  /** Messages a day to personal Gmail addresses, over all waves. */
  readonly gmailPerDay: number;
}

/** The numbers of requirement D7. */
export const usualPacing: PacingRules = {
  perSecond: { gmail: 10, microsoft: 2, yahoo: 2, icloud: 2, other: 5 },
  gmailPerDay: 2_000,
};

/** Conversations at most with one receiving domain at a time (requirement D7). */
export const connectionsPerDomain = 2;

const providers: readonly { readonly lane: Exclude<ProviderLane, 'other'>; readonly domains: RegExp }[] = [
  { lane: 'gmail', domains: /^(?:gmail|googlemail)\.com$/ },
  { lane: 'microsoft', domains: /^(?:(?:outlook|hotmail|live|windowslive)\.[a-z]{2,3}(?:\.[a-z]{2})?|msn\.com)$/ },
  { lane: 'yahoo', domains: /^(?:(?:yahoo|aol)\.[a-z]{2,3}(?:\.[a-z]{2})?|ymail\.com|rocketmail\.com)$/ },
  { lane: 'icloud', domains: /^(?:icloud|me|mac)\.com$/ },
];

/**
 * The lane of an address: the provider's, or the domain itself.
 *
 * @example laneOf('Avery@Hotmail.co.uk') is `microsoft`; laneOf('avery@school.example') is `school.example`
 */
export function laneOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return providers.find(({ domains }) => domains.test(domain))?.lane ?? domain;
}

/** What kind of lane it is. */
const kindOf = (lane: string): ProviderLane => providerLanes.find((provider) => provider === lane) ?? 'other';

/** Messages a second, and a day where there is a limit. */
export const limitsOf = (
  lane: string,
  rules: PacingRules,
): { readonly perSecond: number; readonly perDay: number | null } => ({
  perSecond: rules.perSecond[kindOf(lane)],
  perDay: lane === 'gmail' ? rules.gmailPerDay : null,
});

const rests = [5, 15, 30, 60].map((minutes) => minutes * 60_000);

/**
 * How long a lane rests after it was told to slow down, in milliseconds.
 *
 * @param before how many times in a row it was told so before
 */
export const restAfter = (before: number): number => rests[Math.min(before, rests.length - 1)] ?? 0;
