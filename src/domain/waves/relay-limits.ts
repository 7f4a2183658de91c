// How much mail does the relay take in a day?
// Microsoft 365 and Google limit each mailbox (Y22). Their numbers change and depend on the contract, so they are only the
// defaults of a setting, and labelled unverified where they are shown. A day is a calendar day in Europe/London.

/** What the relay takes. */
export interface RelayLimits {
  /** Messages a day; null where no limit is known. */
  readonly perDay: number | null;
  /** Where the number is from; `provider` is unverified. */
  readonly from: 'setting' | 'provider' | null;
}

/** Recipients a day of one mailbox, as the providers state them (unverified). */
const providers = { microsoft: 10_000, google: 2_000 } as const;

/** The limit that counts: the one that was set, else the provider's. */
export function relayLimits(set: number, provider: keyof typeof providers | null): RelayLimits {
  if (set > 0) return { perDay: set, from: 'setting' };
  return provider === null ? { perDay: null, from: null } : { perDay: providers[provider], from: 'provider' };
}
