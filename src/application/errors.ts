// Which failures may a use case end with that its caller could not prevent?
// The pages for them are in src/web/error-pages.ts, the only map from failure to page (architecture, section 7).

/** There is no such thing within the viewer's schools; also for things that exist elsewhere (requirement W5). */
export class NotFound extends Error {
  override readonly name: string = 'NotFound';
}

/** A figure was asked for by something that it does not have; nothing else is shown in its place. The message says what there is. */
export class CannotAsk extends NotFound {
  override readonly name = 'CannotAsk';

  /** `by`: what it was narrowed down by, such as `cohort`. `possible`: what can be asked within what the viewer sees. */
  constructor(
    readonly by: string,
    private readonly asked: string,
    private readonly possible: readonly string[],
  ) {
    super();
    this.message = this.words();
  }

  /** What there is, under names for who reads it; as it is asked for where none are given. */
  words(nameOf: (value: string) => string = (value) => value): string {
    const { by, asked, possible } = this;
    const given = nameOf(asked.length > 60 ? `${asked.slice(0, 60)}…` : asked);
    const there = possible.length === 0 ? `Leave the ${by} out.` : `There are: ${possible.map(nameOf).join(', ')}.`;
    return `There is no ${by} “${given}” here. ${there}`;
  }
}

/** Somebody else changed it meanwhile; nothing was overwritten (requirement F7). */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

/** The viewer's role does not allow it. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}
