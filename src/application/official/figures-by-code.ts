// What do the shown official files say of these places, however many are asked for at once?
// One query of each import that is shown. What narrows a figure to some of the students can be left aside there, so that a country of
// thousands of lines is read as quickly as a school.
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { figureKey, type Facet } from '../../domain/official/figure.js';
import { sameSlice, type OfficialImportId, type OfficialVersions } from '../../domain/official/versions.js';
import type { StoredFigure } from '../../store/index.js';
import type { Tools } from '../tools.js';

/** A figure with the file that it comes from. */
export interface DatedFigure extends StoredFigure {
  readonly importId: OfficialImportId;
  readonly publishedOn: LocalDate | null;
  readonly importedAt: Date;
}

/** Figures by the code under which they were found, the latest leavers first. */
export type FiguresByCode = ReadonlyMap<string, readonly DatedFigure[]>;

const latestFirst = (one: DatedFigure, other: DatedFigure): number =>
  (other.leavers ?? 0) - (one.leavers ?? 0) || (figureKey(one) < figureKey(other) ? -1 : 1);

/** What the shown versions say under each of the codes; figures that one of the facets of `without` narrows are left aside. */
export async function figuresByCode(
  store: Tools['store'],
  { shown }: Pick<OfficialVersions, 'shown'>,
  codes: readonly string[],
  without: readonly Facet[] = [],
): Promise<FiguresByCode> {
  const found = new Map<string, readonly DatedFigure[]>();
  if (shown.length === 0) return found;
  for (const { id, publishedOn = null, uploadedAt } of await store.officialImports.filesOf(shown)) {
    const slices = shown.filter(({ importId }) => importId === id);
    for (const [code, figures] of await store.officialFigures.ofCodes(id, codes, without)) {
      const seen = figures.filter(({ place: { kind }, leavers }) =>
        slices.some((slice) => sameSlice(slice, { kind, leavers })),
      );
      const dated = seen.map((figure) => ({ ...figure, importId: id, publishedOn, importedAt: uploadedAt }));
      found.set(code, [...(found.get(code) ?? []), ...dated]);
    }
  }
  return new Map([...found].map(([code, figures]) => [code, [...figures].sort(latestFirst)]));
}

/** Of one place, from each file what stands under the first of its codes that the file knows; the latest leavers first. */
export function underFirst(figures: FiguresByCode, codes: readonly string[]): readonly DatedFigure[] {
  const under = new Map<OfficialImportId, string>();
  const found = codes.flatMap((code) =>
    (figures.get(code) ?? []).filter(({ importId }) => {
      const first = under.get(importId) ?? code;
      under.set(importId, first);
      return first === code;
    }),
  );
  return found.sort(latestFirst);
}

/** What the shown versions say of one place. */
export const figuresOf = async (
  store: Tools['store'],
  versions: OfficialVersions,
  codes: readonly string[],
): Promise<readonly DatedFigure[]> => underFirst(await figuresByCode(store, versions, codes), codes);
