// What a machine that sends remembers outside the database (decision R10): a small file in its data folder, put in place
// whole, shared by the workers of the machine.
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { SendingMark } from '../domain/waves/restore-guard.js';

export interface SendingMemory {
  /** Null when the machine remembers nothing. */
  readonly read: () => SendingMark | null;
  readonly write: (mark: SendingMark) => void;
  /** Writes it only where there is none yet: the first of several workers decides. */
  readonly begin: (mark: SendingMark) => void;
  /** The word under which this machine asks to be let; `fresh` where it does not ask yet. Kept until it was answered. */
  readonly question: (fresh: string) => string;
  readonly answered: () => void;
}

/** The memory in a data folder. */
export function sendingMemory(dataFolder: string): SendingMemory {
  const file = path.join(dataFolder, 'sending-memory.json');
  const asked = path.join(dataFolder, 'sending-question');
  const prepared = (text: string): string => {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    const fresh = `${file}.${process.pid}`;
    const handle = openSync(fresh, 'w', 0o600);
    writeSync(handle, text);
    fsyncSync(handle);
    closeSync(handle);
    return fresh;
  };
  return {
    read: () => {
      if (!existsSync(file)) return null;
      const { epoch, sent, acts } = JSON.parse(readFileSync(file, 'utf8')) as Partial<SendingMark>;
      // A damaged file is no memory: a person looks.
      return typeof epoch === 'string' && typeof sent === 'number' && typeof acts === 'number'
        ? { epoch, sent, acts }
        : null;
    },
    write: ({ epoch, sent, acts }) => renameSync(prepared(JSON.stringify({ epoch, sent, acts })), file),
    begin: (mark) => putOnce(prepared(JSON.stringify(mark)), file),
    question: (fresh) => {
      putOnce(prepared(fresh), asked);
      return readFileSync(asked, 'utf8');
    },
    answered: () => rmSync(asked, { force: true }),
  };
}

/** Puts a prepared file in place where there is none yet. */
function putOnce(fresh: string, file: string): void {
  try {
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
}
