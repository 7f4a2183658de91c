// In which layout is this file, and which column is which?
// The table of layouts is versioned and a layout is known by its headings alone, in any order; nothing is ever read by
// position (domain reference, section 3.2). A heading known by another name is mapped and said; a needed heading that is
// missing refuses the file, with what was recognised and what was not. Two columns of one heading refuse it too.
import type { OfficialFigure } from './figure.js';
import type { OfficialMeasure } from './measure.js';

/** One line of the file, by heading. */
export interface OfficialRow {
  readonly line: number;
  /** The text under the heading; empty where the file has no such column. */
  readonly text: (heading: string) => string;
  readonly has: (heading: string) => boolean;
  /** Headings of the layout that the file has, in order of the file. */
  readonly headings: readonly string[];
}

/** What is wrong with a line; nothing of it is saved. */
export interface RowFault {
  readonly field: string;
  readonly why: string;
  readonly remedy: string;
}

export type ReadRow =
  | { readonly ok: true; readonly figures: readonly OfficialFigure[] }
  | { readonly ok: false; readonly faults: readonly RowFault[] };

/** One published layout in one version; a change by the publisher is a new version beside it. */
export interface OfficialFormat {
  readonly name: string;
  readonly version: number;
  readonly measure: OfficialMeasure;
  /** As staff read it. */
  readonly title: string;
  readonly source: string;
  /** What of the layout was not confirmed; empty when all was. */
  readonly unverified: string;
  /** Headings without which it is not this layout; of an inner list, any one. */
  readonly needs: readonly (string | readonly string[])[];
  /** Headings by which a sister layout is known. */
  readonly never: readonly string[];
  /** Other names under which a heading was published. */
  readonly otherNames: Readonly<Record<string, string>>;
  /** Whether the layout makes something of the heading. */
  readonly knows: (heading: string) => boolean;
  readonly read: (row: OfficialRow) => ReadRow;
}

/** A heading in plain letters: `School URN`, `school_urn` and `SCHOOL-URN` are one. */
export const plainHeading = (text: string): string =>
  text
    .replace(/\uFEFF/g, '')
    .trim()
    .toLowerCase()
    .replace(/[\s\-.]+/g, '_')
    .replace(/^_+|_+$/g, '');

export interface RecognisedFormat {
  readonly format: OfficialFormat;
  /** The heading of each column; null for one that is left aside. */
  readonly columns: readonly (string | null)[];
  /** Columns left aside, as printed. */
  readonly ignored: readonly string[];
  /** Headings that were read under another name, each in a sentence. */
  readonly mapped: readonly string[];
}

interface Bound {
  readonly columns: readonly (string | null)[];
  readonly mapped: readonly string[];
}

/** A known other name counts only where the usual heading is not in the file too. */
function bind(format: OfficialFormat, plain: readonly string[], cells: readonly string[]): Bound {
  const mapped: string[] = [];
  const columns = plain.map((name, place) => {
    const usual = Object.hasOwn(format.otherNames, name) ? format.otherNames[name] : undefined;
    const heading = usual === undefined || plain.includes(usual) ? name : usual;
    if (heading !== name) mapped.push(`“${(cells[place] ?? '').trim().slice(0, 60)}” was read as ${heading}.`);
    return heading !== '' && format.knows(heading) ? heading : null;
  });
  return { columns, mapped };
}

const missingOf = (format: OfficialFormat, columns: readonly (string | null)[]): readonly string[] =>
  format.needs.flatMap((need) => {
    const any = [need].flat();
    return any.some((heading) => columns.includes(heading)) ? [] : [any.join(' or ')];
  });

/** How much of a layout the headings have, for saying which one was probably meant. */
const share = (format: OfficialFormat, columns: readonly (string | null)[]): number =>
  1 - missingOf(format, columns).length / format.needs.length;

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.slice(0, 20).join(', '));

/** Finds the one layout that the headings belong to, or says why there is none. */
export function recognise(
  formats: readonly OfficialFormat[],
  cells: readonly string[],
): { readonly ok: true; readonly found: RecognisedFormat } | { readonly ok: false; readonly why: string } {
  const plain = cells.map(plainHeading);
  const tried = formats
    .filter(({ never }) => !never.some((heading) => plain.includes(heading)))
    .map((format) => ({ format, ...bind(format, plain, cells) }));
  const whole = tried.filter(({ format, columns }) => missingOf(format, columns).length === 0);
  const leftAside = (columns: readonly (string | null)[]): readonly string[] =>
    cells
      .filter((cell, place) => columns[place] === null && cell.trim() !== '')
      .map((cell) => cell.trim().slice(0, 60));
  const [found, second] = whole;
  if (found === undefined) {
    const nearest = [...tried].sort((a, b) => share(b.format, b.columns) - share(a.format, a.columns))[0];
    if (nearest === undefined || share(nearest.format, nearest.columns) < 0.4) {
      return {
        ok: false,
        why: `The headings belong to no official file that is known here. They begin: ${listed(cells.map((cell) => cell.trim().slice(0, 40)))}.`,
      };
    }
    const recognised = nearest.columns.filter((heading) => heading !== null);
    return {
      ok: false,
      why:
        `This looks like “${nearest.format.title}”, but these headings are missing: ${listed(missingOf(nearest.format, nearest.columns))}. ` +
        `Recognised: ${listed(recognised)}. Not recognised: ${listed(leftAside(nearest.columns))}. ` +
        'Bring the file as it was published.',
    };
  }
  if (second !== undefined) {
    return { ok: false, why: `The headings fit both “${found.format.title}” and “${second.format.title}”.` };
  }
  const { format, columns, mapped } = found;
  const twice = columns.find((heading, place) => heading !== null && columns.indexOf(heading) !== place);
  if (twice !== undefined && twice !== null) {
    return {
      ok: false,
      why: `Two columns are both read as ${twice}. Take one away, or bring the file as it was published.`,
    };
  }
  return { ok: true, found: { format, columns, ignored: leftAside(columns), mapped } };
}
