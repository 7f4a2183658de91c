// Where do the answers of one invitation stand?
// One document per invitation: the draft, a revision counter and the submitted revisions inside (decision R14).
// Answers are sealed whole, so that nothing sensitive stands in clear (requirement P5); what is in clear says only how
// far someone came. The states are those that response rates count (domain reference, section 7.1).

export const responseStates = ['not-started', 'started', 'completed'] as const;
export type ResponseState = (typeof responseStates)[number];

/** Who entered an answer: the survey session that did (decision R13), or a member of staff by phone. */
export interface AnswerOrigin {
  /** SHA-256 of the session's id, base64url: tells the sessions apart without keeping the id. */
  readonly session: string;
}
