// How does a school's own system name the columns that we know, and whose file is it that lies in a watched folder (Y22)?
// What a person said of a heading is remembered for the school and kind of file and goes before the usual names; nothing is ever
// read by its position. A file in a school's folder need not name the school.
import type { SchoolId, StaffId } from './ids.js';
import { leaverFields } from './leaver-fields.js';
import { plain } from './leaver-cells.js';
import { planFileFields } from './plan-file-fields.js';

/** What files in a folder may be about. */
export const folderKinds = ['leavers', 'plans'] as const;
export type FolderKind = (typeof folderKinds)[number];

/** One folder: of a school, or of the whole trust, for one kind of file. */
export interface FilePlace {
  readonly school: SchoolId | 'trust';
  readonly of: FolderKind;
}

/** The path of the folder below the watched one, which is also the key of what is remembered: `north/leavers`. */
export const placeKey = ({ school, of }: FilePlace): string => `${school}/${of}`;

/** One heading of a file and the column that it is; empty: it is left aside. */
export interface OwnHeading {
  readonly heading: string;
  readonly field: string;
}

/** How a file is read beside the usual names of headings, as it was remembered when the file came. */
export interface OwnReading {
  /** Whose rows they are where no column says so. */
  readonly school?: SchoolId;
  readonly headings: readonly OwnHeading[];
}

/** What is remembered for one folder. */
export interface RememberedHeadings {
  readonly headings: readonly OwnHeading[];
  /** 0 while nothing is. */
  readonly revision: number;
}

/** The columns of each kind, by their names on screen. */
export const folderFields: Readonly<Record<FolderKind, Readonly<Record<string, string>>>> = {
  leavers: leaverFields,
  plans: planFileFields,
};

const folderPrefix = 'folder-';

/** In whose name a folder's files are imported. */
export const folderStaff = (school: FilePlace['school']): StaffId => `${folderPrefix}${school}` as StaffId;

/** Whether it is a watched folder and nobody of the staff. */
export const isFolder = (id: StaffId): boolean => id.startsWith(folderPrefix);

const most = 60;

/**
 * What somebody said of headings, one field each ('' leaves it aside); the later word on a heading counts. Refused: a field that
 * there is not, or two headings for one column.
 */
export function readOwnHeadings(
  of: FolderKind,
  said: readonly OwnHeading[],
):
  | { readonly ok: true; readonly headings: readonly OwnHeading[] }
  | { readonly ok: false; readonly heading: string; readonly why: string } {
  const fields = folderFields[of];
  const byHeading = new Map<string, OwnHeading>();
  for (const { heading, field } of said.slice(0, most)) {
    if (plain(heading) === '') continue;
    if (field !== '' && !Object.hasOwn(fields, field)) {
      return { ok: false, heading, why: 'Choose a column from the list' };
    }
    byHeading.set(plain(heading), { heading: heading.slice(0, 100), field });
  }
  const headings = [...byHeading.values()];
  const twice = headings.find(
    ({ field }, place) => field !== '' && headings.findIndex((one) => one.field === field) !== place,
  );
  return twice === undefined
    ? { ok: true, headings }
    : { ok: false, heading: twice.heading, why: `Two headings cannot both be ${fields[twice.field] ?? ''}` };
}
