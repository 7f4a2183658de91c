// How does somebody want to read and answer?
// In which language, in the easy-read version or not, and whether somebody helps them, who is not a proxy: the answers stay
// their own (Y13). Kept with the invitation, so that it holds on every device.

/** What was chosen; what is absent was not. */
export interface Reading {
  /** BCP 47. */
  readonly language?: string;
  readonly easy?: boolean;
  readonly helped?: boolean;
}
