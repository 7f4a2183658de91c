// What sending one message looks like to those who decide about messages, whatever carries it.
// The outcomes keep apart what requirement E5 needs apart: an answer with a code, proof that nothing was sent,
// and the state in between, when bytes may have left and no answer was read.

/** A name to show and the bare address behind it. */
export interface MailPerson {
  readonly name: string;
  readonly address: string;
}

/** One message, complete: two attempts with the same value send the same bytes (requirements E9, Q3). */
export interface OutgoingMail {
  /** The Message-ID with its angle brackets; the same on every attempt (requirement E9). */
  readonly messageIdHeader: string;
  /** The signed return address (requirement D3). */
  readonly envelopeFrom: string;
  readonly from: MailPerson;
  readonly replyTo: string;
  readonly to: MailPerson;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Further headers, of the kinds that src/mail/headers.ts allows; anything else is refused (requirement W8). */
  readonly headers: Readonly<Record<string, string>>;
  /** What stands in Date. A stored instant, never "now", or a second attempt would differ from the first. */
  readonly date: Date;
  /** Where one click stops the mail (RFC 8058): an https address and a mailto one. */
  readonly listUnsubscribe?: { readonly url: string; readonly mailto: string };
}

/** How one attempt ended. */
export type SendOutcome =
  /**
   * The relay took the message over; `queueId` is its name there, where its reply tells one, and `serverMessageId` the
   * Message-ID that it put in place of ours, where it says that it did.
   */
  | {
      readonly kind: 'accepted';
      readonly code: number;
      readonly text: string;
      readonly queueId: string | null;
      readonly serverMessageId?: string;
    }
  /** A reply of 4xx (deferred) or 5xx (rejected) at the named step of the conversation. */
  | { readonly kind: 'deferred' | 'rejected'; readonly code: number; readonly text: string; readonly step: string }
  /** Proof that no byte of the message left. */
  | { readonly kind: 'not-sent'; readonly why: string }
  /** `beforeFirstByte` said no; the connection was closed and nothing was sent. */
  | { readonly kind: 'withheld' }
  /** Bytes may have left and no answer was read. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface Mailer {
  /** What is spoken to, as host and port: named where the fate of a message is not known. */
  readonly relay: string;
  /** How many messages may be under way at once; also the bound on unknown ones when the process dies (Q16). */
  readonly connections: number;
  /**
   * Sends one message and says how it ended; waits while every connection is busy. Never throws for what the network
   * or the relay does.
   *
   * @param beforeFirstByte called once, after the relay's 354 and before the first byte of the message (requirement
   *   E4). False, or a throw, closes the connection with nothing sent.
   */
  readonly send: (mail: OutgoingMail, beforeFirstByte: () => Promise<boolean>) => Promise<SendOutcome>;
  /** Connects, greets and signs in, or throws saying what failed; sends nothing. */
  readonly verify: () => Promise<void>;
  /** Lets messages under way end, then closes every connection; later sends are `not-sent`. */
  readonly close: () => Promise<void>;
}
