// How does the end of one message reach the disk together with the intent of the next on the same connection?
// One write for both costs one flush a message where there would be two. A connection never has more than one message of
// unknown fate (requirement E8): the next intent is written with this end or after it, and a connection that does not go
// on soon writes its end alone.
import type { Settlement } from '../../../store/index.js';

/** The end of a connection's last message, while it is not on disk. */
export interface LastEnd {
  /** Keeps it for the next intent, or writes it alone after `waitMs`. */
  readonly keep: (end: Settlement) => void;
  /** Gives what the next intent must take along, once what was written alone is on disk. Rejects when that failed. */
  readonly take: () => Promise<readonly Settlement[]>;
  /** Resolves when nothing is left to write. Rejects when it could not be written. */
  readonly written: () => Promise<void>;
}

/** @param write writes an end alone, and tries until the database takes it */
export function lastEnd(waitMs: number, write: (end: Settlement) => Promise<void>): LastEnd {
  let kept: { readonly end: Settlement; readonly timer: NodeJS.Timeout } | null = null;
  let writing: Promise<void> = Promise.resolve();
  const release = (): readonly Settlement[] => {
    if (kept === null) return [];
    const { end, timer } = kept;
    clearTimeout(timer);
    kept = null;
    return [end];
  };
  const writeAlone = (): void => {
    for (const end of release()) {
      writing = write(end);
      writing.catch(() => undefined); // told to whoever waits for it
    }
  };
  return {
    keep: (end) => {
      kept = { end, timer: setTimeout(writeAlone, waitMs) };
    },
    take: async () => {
      await writing;
      return release();
    },
    written: async () => {
      writeAlone();
      await writing;
    },
  };
}
