// A brought file is kept by its hash and read dry; nothing of it is written before somebody confirms (decision R18). One that
// cannot be read whole is refused with what to do about it, and nothing of it stays (requirement W7). The same for files about
// people and for official files.
import type { Readable } from 'node:stream';
import { FileRefused, HeadingsRefused, type CsvLimits, type UnknownHeadings } from '../../files/index.js';
import type { Tools } from '../tools.js';
import { forgetUnlessNeeded } from './forget-file.js';

/** A file as it arrives. */
export interface ArrivingFile {
  readonly stream: Readable;
  readonly fileName: string;
  readonly from: 'browser' | 'command-line' | 'folder';
}

/** Bytes and rows of a file, and the form of its rows. */
export interface FileLimits extends CsvLimits {
  readonly bytes: number;
}

/** What may be brought with so many columns: in the browser, and by the command line or a folder (requirement W7; Q6). */
export const limitsFor = (columns: number): Readonly<Record<'inTheBrowser' | 'anyLength', FileLimits>> => ({
  inTheBrowser: { bytes: 10 * 1_048_576, rows: 50_000, columns, field: 4_096 },
  anyLength: { bytes: Number.MAX_SAFE_INTEGER, rows: Number.MAX_SAFE_INTEGER, columns, field: 4_096 },
});

/** The kept file’s import, waiting for its confirmation, or why the file was refused. */
export type Staged<Id extends string> =
  | { readonly kind: 'kept'; readonly importId: Id }
  | { readonly kind: 'refused'; readonly why: string; readonly headings?: UnknownHeadings };

/** Keeps the file; `read` reads it dry and writes down its import. */
export async function stageFile<Id extends string>(
  { store, files }: Pick<Tools, 'store' | 'files'>,
  { stream, from }: ArrivingFile,
  { importId, columns }: { readonly importId: Id; readonly columns: number },
  read: (kept: { readonly fileHash: string; readonly bytes: number }, limits: FileLimits) => Promise<void>,
): Promise<Staged<Id>> {
  const { inTheBrowser, anyLength } = limitsFor(columns);
  const limits = from === 'browser' ? inTheBrowser : anyLength;
  let fileHash: string | null = null;
  try {
    const { hash, bytes } = await files.keep(stream, limits.bytes);
    fileHash = hash;
    await read({ fileHash, bytes }, limits);
    return { kind: 'kept', importId };
  } catch (error) {
    if (fileHash !== null) await forgetUnlessNeeded({ store, files }, fileHash, importId);
    if (error instanceof HeadingsRefused) return { kind: 'refused', why: error.message, headings: error.headings };
    if (error instanceof FileRefused) return { kind: 'refused', why: error.message };
    throw error;
  }
}

/** What of the file’s name is kept. */
export const keptName = (fileName: string): string => fileName.slice(0, 200);
