// Which import of an official measure is the one that pages show? One document of each measure points to it, slice by
// slice (a kind of place and a year of leavers), and moves in one write (decision R18); nothing is deleted, so any version can
// be shown again.
import type { StaffId } from '../alumni/ids.js';
import type { OfficialMeasure } from './measure.js';
import type { PlaceKind } from './place.js';

export type OfficialImportId = string & { readonly __officialImportId: true };

/** What moves together: every figure of one kind of place about leavers of one year. */
export interface Slice {
  readonly kind: PlaceKind;
  /** Null where the file does not say. */
  readonly leavers: number | null;
}

export interface ShownSlice extends Slice {
  readonly importId: OfficialImportId;
}

/** One movement of the pointer, with what it replaced. */
export interface VersionAct {
  readonly act: 'shown' | 'taken-back';
  readonly importId: OfficialImportId;
  readonly at: Date;
  readonly by: StaffId;
  /** What stood before, of the slices that moved; a slice that is absent had nothing. */
  readonly before: readonly ShownSlice[];
}

/** The pointer of one measure. */
export interface OfficialVersions {
  readonly measure: OfficialMeasure;
  readonly shown: readonly ShownSlice[];
  /** Oldest first. */
  readonly acts: readonly VersionAct[];
  readonly revision: number;
}

/** The pointer of a measure of which nothing was brought yet. */
export const noVersions = (measure: OfficialMeasure): OfficialVersions => ({
  measure,
  shown: [],
  acts: [],
  revision: 0,
});

export const sameSlice = (one: Slice, other: Slice): boolean =>
  one.kind === other.kind && one.leavers === other.leavers;

/** The import that is shown of a slice, or null. */
export const shownOf = (versions: OfficialVersions, slice: Slice): OfficialImportId | null =>
  versions.shown.find((one) => sameSlice(one, slice))?.importId ?? null;

/** Whether each of the slices shows this import. */
export const isShown = (versions: OfficialVersions, slices: readonly Slice[], importId: OfficialImportId): boolean =>
  slices.length > 0 && slices.every((slice) => shownOf(versions, slice) === importId);

/** The slices that this import is shown of. */
export const slicesShowing = (versions: OfficialVersions, importId: OfficialImportId): readonly ShownSlice[] =>
  versions.shown.filter((one) => one.importId === importId);

/** The pointer on this import for each of its slices; null when it stands there already. */
export function withShown(
  versions: OfficialVersions,
  slices: readonly Slice[],
  importId: OfficialImportId,
  who: { readonly at: Date; readonly by: StaffId },
): OfficialVersions | null {
  if (isShown(versions, slices, importId)) return null;
  const moves = (one: Slice): boolean => slices.some((slice) => sameSlice(slice, one));
  const before = versions.shown.filter((one) => moves(one) && one.importId !== importId);
  return {
    ...versions,
    shown: [
      ...versions.shown.filter((one) => !moves(one)),
      ...slices.map((slice) => ({ ...sliceOf(slice), importId })),
    ],
    acts: [...versions.acts, { act: 'shown', importId, ...who, before }],
  };
}

const sliceOf = ({ kind, leavers }: Slice): Slice => ({ kind, leavers });

/** The pointer back on what this import replaced, of the slices that still show it; null when none does. */
export function withTakenBack(
  versions: OfficialVersions,
  importId: OfficialImportId,
  who: { readonly at: Date; readonly by: StaffId },
): OfficialVersions | null {
  const standing = slicesShowing(versions, importId);
  if (standing.length === 0) return null;
  const replaced = versions.acts.filter((act) => act.act === 'shown' && act.importId === importId).at(-1)?.before ?? [];
  const back = standing.flatMap((slice) => replaced.filter((one) => sameSlice(one, slice)));
  return {
    ...versions,
    shown: [...versions.shown.filter((one) => one.importId !== importId), ...back],
    acts: [...versions.acts, { act: 'taken-back', importId, ...who, before: standing }],
  };
}
