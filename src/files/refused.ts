// A file that is turned away whole. The message is for the person who brought it: what is wrong and what to do.

/** Thrown while a file is read; nothing of the file is used. */
export class FileRefused extends Error {
  override readonly name: string = 'FileRefused';
}

/** What is needed and was not found, by its name on screen, and the headings that are not known. */
export interface UnknownHeadings {
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
}

/** The file has headings, and not all that are needed: a person may say which are which. */
export class HeadingsRefused extends FileRefused {
  override readonly name = 'HeadingsRefused';
  constructor(
    message: string,
    readonly headings: UnknownHeadings,
  ) {
    super(message);
  }
}
