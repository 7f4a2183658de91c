// What `onward doctor` says of one thing that it looked at; never an address of a person, and no secret.

/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  readonly outcome: 'ok' | 'no' | 'not-applicable';
  /** What is there, and where it is wrong what to do about it. */
  readonly says: string;
}

export const ok = (name: string, says: string): Finding => ({ name, outcome: 'ok', says });
export const no = (name: string, says: string): Finding => ({ name, outcome: 'no', says });
export const notApplicable = (name: string, says: string): Finding => ({ name, outcome: 'not-applicable', says });

/** Relays and servers repeat addresses in what they say; a connection string has a password where an address has its name. */
export const withoutAddresses = (text: string): string =>
  text.replace(/[^\s<>()"';,]+@[^\s<>()"':;,]+/g, '(an address)').replace(/\s+/g, ' ');

/** What an error says, without a full stop of its own. */
export const wordsOf = (error: unknown): string =>
  withoutAddresses(error instanceof Error ? error.message : String(error)).replace(/[.\s]+$/, '');
