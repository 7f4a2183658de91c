// A file that is turned away whole. The message is for the person who brought it: what is wrong and what to do.

/** Thrown while a file is read; nothing of the file is used. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
}
