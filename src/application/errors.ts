// Which failures may a use case end with that its caller could not prevent?
// The pages for them are in src/web/error-pages.ts, the only map from failure to page (architecture, section 7).

/** There is no such thing within the viewer's schools; also for things that exist elsewhere (requirement W5). */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** Somebody else changed it meanwhile; nothing was overwritten (requirement F7). */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

/** The viewer's role does not allow it. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}
