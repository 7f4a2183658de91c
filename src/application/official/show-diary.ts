// The diary of publications (Y17): every official file that is to be expected, whether it was brought, and what changed with it.
import { londonDate } from '../../domain/calendar/london-time.js';
import { monthOf } from '../../domain/calendar/local-date.js';
import { expectedFiles, type ExpectedFile } from '../../domain/official/diary.js';
import { differenceSentences } from '../../domain/official/difference.js';
import { officialMeasures } from '../../domain/official/measure.js';
import type { OfficialImport } from '../../domain/official/official-import.js';
import type { Tools } from '../tools.js';

/** `brought`: figures of these leavers were imported in this release or a later one. */
export interface DiaryEntry extends ExpectedFile {
  readonly stand:
    | {
        readonly kind: 'brought';
        readonly import: OfficialImport;
        readonly sentences: readonly [string, string] | null;
      }
    | { readonly kind: 'to-come' | 'not-brought' };
}

const filesRead = 200;

/** Whether the import holds the file: a revised one stands for the provisional too, which nobody needs any more. */
function holds(found: OfficialImport, { measure, kind, leavers, release }: ExpectedFile): boolean {
  return (
    found.state === 'done' &&
    found.measure === measure &&
    found.slices.some(
      (slice) =>
        slice.kind === kind &&
        slice.leavers === leavers &&
        (release === 'not-said' || slice.release === release || slice.release === 'final'),
    )
  );
}

/** The diary as of today, the latest month first. */
export const showDiary =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (): Promise<readonly DiaryEntry[]> => {
    const today = londonDate(clock.now());
    const imports = (
      await Promise.all(officialMeasures.map((measure) => store.officialImports.list(filesRead, measure)))
    ).flat();
    return expectedFiles(today).map((expected) => {
      const found = imports.find((one) => holds(one, expected));
      if (found === undefined) {
        return { ...expected, stand: { kind: expected.month > monthOf(today) ? 'to-come' : 'not-brought' } };
      }
      const sentences = found.difference === null ? null : differenceSentences(found.difference);
      return { ...expected, stand: { kind: 'brought', import: found, sentences } };
    });
  };
