// How much mail does the relay take in a day?
// Microsoft 365 and Google limit each mailbox (Y22). Their numbers change and depend on the contract, so they are only the
// defaults of a setting, and labelled unverified where they are shown. A day is a calendar day in Europe/London.

/**
 * How mail servers say that the day's limit is used up, in the conversation: by code, or in words. All unverified. A
 * mailbox that is full has a quota too, so that word counts only beside what is limited.
 */
const dayIsOver: readonly RegExp[] = [
  /(?<![\d.])[45]\.1\.90(?![\d.])/, // Microsoft 365
  /(?<![\d.])5\.4\.5(?![\d.])/, // Google
  /\bdaily\b.{0,40}\b(?:limit|quota)\b/i,
  /\bsending (?:limit|quota)\b/i,
  /\bsubmission ?quota/i,
];

/** Whether a refusal says that the mail server takes no more today; it says nothing about the message then. */
export const saysDayIsOver = (text: string): boolean => dayIsOver.some((words) => words.test(text));

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
