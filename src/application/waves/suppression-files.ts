// How does the list of addresses that must not be mailed leave and enter as a file?
// Out go keys only: whoever holds the file learns nobody's address, and only a database with the same keys can use it.
// In come addresses or keys, one a row, with the reason and the scope where the file says ours; nothing is ever taken off by a
// file. Running it again adds nothing.
import type { Readable } from 'node:stream';
import { parseEmailAddress } from '../../domain/alumni/contact-point.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import {
  isSuppressionKey,
  stoppedPerson,
  suppressionReasons,
  suppressionScopes,
} from '../../domain/waves/suppression.js';
import { csvLine, FileRefused, readCsv } from '../../files/index.js';
import type { Tools } from '../tools.js';
import { suppressionKey } from './audience.js';

type FileTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'signer'>;

const limits = { rows: 50_000, columns: 60, field: 4_096 } as const;
const mostProblems = 20;
const names = ['address', 'email', 'key'];

/** The whole list of addresses as lines of a CSV file, newest first; people's stops are in their records. */
export const exportSuppressions = ({ store, clock, newId }: FileTools) =>
  async function* (viewer: Viewer): AsyncGenerator<string> {
    const at = clock.now();
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await store.auditEvents.append([
      { id: newId(), at, actor, act: 'suppressions.exported', subject: 'suppressions:all' },
    ]);
    yield csvLine(['key', 'scope', 'reason', 'since']);
    for await (const { id, scope, reason, at: since, liftedAt } of store.suppressions.each()) {
      if (stoppedPerson(id) === null && liftedAt === undefined) yield csvLine([id, scope, reason, since.toISOString()]);
    }
  };

/** What came of a file. */
export type SuppressionsImported =
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'imported';
      readonly added: number;
      readonly already: number;
      /** Lines that hold neither an address nor a key; the first twenty. */
      readonly problems: readonly number[];
      readonly unread: number;
    };

/** The word of ours that stands in the cell, if it is one. */
const among = <Word extends string>(words: readonly Word[], cell = ''): Word | undefined =>
  words.find((word) => word === cell.trim().toLowerCase());

/** Adds every address and key of the file. Safe to run again; a row that cannot be read holds up no other. */
export const importSuppressions =
  ({ store, clock, newId, signer }: FileTools) =>
  async (viewer: Viewer, open: () => Readable): Promise<SuppressionsImported> => {
    const at = clock.now();
    const result = { added: 0, already: 0, unread: 0 };
    const problems: number[] = [];
    let columns: { readonly who: number; readonly reason: number; readonly scope: number } | null = null;
    try {
      for await (const { line, cells } of readCsv(open, limits)) {
        if (columns === null) {
          const headings = cells.map((cell) => cell.trim().toLowerCase());
          const who = headings.findIndex((heading) => names.includes(heading));
          columns = { who, reason: headings.indexOf('reason'), scope: headings.indexOf('scope') };
          if (who < 0) {
            return {
              kind: 'refused',
              why: 'The first row must name a column "address" or "key". Add it and bring the file again.',
            };
          }
          continue;
        }
        const text = (cells[columns.who] ?? '').trim().replace(/^'/, '');
        const address = parseEmailAddress(text);
        const key = address === null ? (isSuppressionKey(text) ? text : null) : suppressionKey(signer, address);
        if (key === null) {
          result.unread += 1;
          if (problems.length < mostProblems) problems.push(line);
          continue;
        }
        const reason = among(suppressionReasons, cells[columns.reason]) ?? 'imported';
        const scope = among(suppressionScopes, cells[columns.scope]);
        const added = await store.suppressions.addAddress(key, reason, at, {
          evidence: `staff:${viewer.staffId}`,
          ...(scope === undefined ? {} : { scope }),
        });
        result[added ? 'added' : 'already'] += 1;
      }
    } catch (error) {
      if (error instanceof FileRefused) return { kind: 'refused', why: error.message };
      throw error;
    }
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const act = 'suppressions.imported';
    await store.auditEvents.append([
      { id: newId(), at, actor, act, subject: 'suppressions:all', reason: `${result.added} added` },
    ]);
    return { kind: 'imported', ...result, problems };
  };
