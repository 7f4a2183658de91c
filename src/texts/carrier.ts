// What sending one text looks like to those who decide about messages, whatever carries it.
// The ends are those of mail (requirement E5): an answer with a code, proof that nothing was sent, and the state in
// between, when bytes may have left and no answer was read.

/** One text, complete: two attempts with the same value ask for the same thing. */
export interface OutgoingText {
  /** The message's id: the provider takes each once (its idempotency key), and names it in its reports. */
  readonly id: string;
  /** In E.164, such as `+447700900123`. */
  readonly to: string;
  readonly body: string;
}

/** How one attempt ended. */
export type TextOutcome =
  /** The provider took it over; `queueId` is its name there. */
  | { readonly kind: 'accepted'; readonly code: number; readonly text: string; readonly queueId: string | null }
  | { readonly kind: 'deferred' | 'rejected'; readonly code: number; readonly text: string; readonly step: string }
  /** Proof that no byte of it left. */
  | { readonly kind: 'not-sent'; readonly why: string }
  /** `beforeFirstByte` said no; nothing was sent. */
  | { readonly kind: 'withheld' }
  | { readonly kind: 'unknown'; readonly why: string };

/** Sends texts. */
export interface TextCarrier {
  /** What is spoken to, as host and port: named where the fate of a text is not known. */
  readonly relay: string;
  /** How many may be under way at once; also the most whose fate a kill leaves unknown (requirement E8). */
  readonly connections: number;
  /**
   * Sends one and says how it ended. Never throws for what the network or the provider does.
   *
   * @param beforeFirstByte called once a connection stands and before the first byte of the request (requirement E4).
   *   False, or a throw, closes it with nothing sent.
   */
  readonly send: (text: OutgoingText, beforeFirstByte: () => Promise<boolean>) => Promise<TextOutcome>;
}
