// What became of a file that lay in a watched folder (Y22)?
// Its content is its identity within the folder, so that it is taken once however often it is put there.
import type { LocalDate } from '../calendar/local-date.js';
import type { ImportId } from './import.js';
import { placeKey, type FilePlace } from './own-headings.js';

export type DroppedId = string & { readonly __droppedId: true };

/**
 * `taken`: to be read; `headings`: waits until somebody says what its headings are; `read`: its import waits for a person;
 * `written`: its import was confirmed; `refused`: it cannot be used.
 */
export type DroppedState = 'taken' | 'headings' | 'read' | 'written' | 'refused';

/** One file. */
export interface Dropped {
  readonly id: DroppedId;
  readonly place: FilePlace;
  readonly fileName: string;
  /** Under which it lies on a shelf of its folder. */
  readonly shelved: string;
  readonly takenAt: Date;
  /** The day as of which a file of plans speaks: that of its last change. */
  readonly asOf: LocalDate;
  readonly importId: ImportId;
  readonly state: DroppedState;
  /** Why it was refused, or why nobody may write it unseen. */
  readonly why?: string;
  /** While it waits for headings: which are needed, which are not known, and the revision of what was remembered then. */
  readonly missing?: readonly string[];
  readonly unknown?: readonly string[];
  readonly tried?: number;
  /** Whether something is still to be done with it. */
  readonly open: boolean;
}

/** The identity of a content within a folder. */
export const droppedId = (place: FilePlace, hash: string): DroppedId => `${placeKey(place)}:${hash}` as DroppedId;

/** A name under which nothing else lies: the day, the beginning of the fingerprint, and the name that it came with. */
export const shelvedName = (on: LocalDate, hash: string, fileName: string): string =>
  `${on}-${hash.slice(0, 8)}-${fileName.slice(-120)}`;
