// Which official files were brought, what does each hold, and which of them is shown?
import type { OfficialImport } from '../../domain/official/official-import.js';
import { officialMeasures, type OfficialMeasure } from '../../domain/official/measure.js';
import {
  isShown,
  slicesShowing,
  type OfficialImportId,
  type OfficialVersions,
} from '../../domain/official/versions.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

const listedAtMost = 50;

/** A file and how much of it is shown: all of its slices, some, or none. */
export interface ListedOfficial {
  readonly import: OfficialImport;
  readonly shown: 'whole' | 'part' | 'no';
}

const shownOf = (found: OfficialImport, versions: OfficialVersions): ListedOfficial['shown'] => {
  if (isShown(versions, found.slices, found.id)) return 'whole';
  return slicesShowing(versions, found.id).length > 0 ? 'part' : 'no';
};

/** The latest files. */
export const listOfficial =
  ({ store }: Pick<Tools, 'store'>) =>
  async (): Promise<readonly ListedOfficial[]> => {
    const all = await Promise.all(officialMeasures.map((measure) => store.officialImports.versions(measure)));
    const byMeasure = new Map<OfficialMeasure, OfficialVersions>(all.map((versions) => [versions.measure, versions]));
    return (await store.officialImports.list(listedAtMost)).flatMap((found) => {
      const versions = byMeasure.get(found.measure);
      return versions === undefined ? [] : [{ import: found, shown: shownOf(found, versions) }];
    });
  };

/** One file with its preview or result, and where its measure's pointer stands. */
export interface OfficialView extends ListedOfficial {
  readonly versions: OfficialVersions;
}

/** Throws NotFound where there is none. */
export const showOfficial =
  ({ store }: Pick<Tools, 'store'>) =>
  async (id: OfficialImportId): Promise<OfficialView> => {
    const found = await store.officialImports.find(id);
    if (found === null) throw new NotFound();
    const versions = await store.officialImports.versions(found.measure);
    return { import: found, shown: shownOf(found, versions), versions };
  };
