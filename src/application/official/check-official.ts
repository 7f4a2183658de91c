// What does this official file hold, does it add up, and what would change? A dry reading from its first line to its last;
// nothing is written (decision R18).
import { keptForPage, type LineProblem } from '../../domain/alumni/import.js';
import { noDifference, withFigure, type Difference } from '../../domain/official/difference.js';
import type { OfficialFigure } from '../../domain/official/figure.js';
import { formatId } from '../../domain/official/formats/catalogue.js';
import {
  checkIdentities,
  withOutcomes,
  type IdentityOutcome,
  type IdentityReport,
} from '../../domain/official/identities.js';
import type { OfficialMeasure } from '../../domain/official/measure.js';
import {
  noOfficialCounts,
  type BrokenIdentity,
  type FileSlice,
  type OfficialPreview,
} from '../../domain/official/official-import.js';
import { codesOfSchool } from '../../domain/official/place.js';
import { sameSlice, shownOf, type OfficialImportId, type OfficialVersions } from '../../domain/official/versions.js';
import type { Tools } from '../tools.js';
import { officialBatches, type OfficialReading } from './read-official.js';

/** The codes of the trust's schools, for telling their figures from all others. */
export async function ourCodes({ store }: Pick<Tools, 'store'>): Promise<ReadonlySet<string>> {
  return new Set((await store.schools.all()).flatMap(codesOfSchool));
}

/** Each slice with one more figure. */
function withSlice(slices: FileSlice[], { place, leavers, release }: OfficialFigure): void {
  const slice = { kind: place.kind, leavers };
  const at = slices.findIndex((one) => sameSlice(one, slice));
  const stands = slices[at];
  if (stands === undefined) slices.push({ ...slice, release, figures: 1 });
  else {
    slices[at] = {
      ...stands,
      release: stands.release === release ? release : 'not-said',
      figures: stands.figures + 1,
    };
  }
}

const brokenOf = (figure: OfficialFigure, outcomes: readonly IdentityOutcome[]): readonly BrokenIdentity[] =>
  outcomes.flatMap((one) =>
    one.outcome === 'broken'
      ? [{ line: figure.line, name: figure.place.name, identity: one.name, sum: one.sum, total: one.total }]
      : [],
  );

/** What is shown now under the keys of a batch, by key. */
async function shownUnder(
  store: Tools['store'],
  versions: OfficialVersions,
  figures: ReadonlyMap<string, OfficialFigure>,
): Promise<ReadonlyMap<string, OfficialFigure['values']>> {
  const byImport = new Map<OfficialImportId, string[]>();
  for (const [key, { place, leavers }] of figures) {
    const importId = shownOf(versions, { kind: place.kind, leavers });
    if (importId !== null) byImport.set(importId, [...(byImport.get(importId) ?? []), key]);
  }
  const found = await Promise.all([...byImport].map(([id, keys]) => store.officialFigures.underKeys(id, keys)));
  return new Map(found.flatMap((each) => [...each]));
}

/** How many figures the shown versions have of the file's slices. */
async function countShown(
  store: Tools['store'],
  versions: OfficialVersions,
  slices: readonly FileSlice[],
): Promise<number> {
  let count = 0;
  for (const slice of slices) {
    const importId = shownOf(versions, slice);
    const shown = importId === null ? null : await store.officialImports.find(importId);
    count += shown?.slices.find((one) => sameSlice(one, slice))?.figures ?? 0;
  }
  return count;
}

/** Reads the kept file. Throws FileRefused when it cannot be read whole. */
export async function checkOfficial(
  tools: Pick<Tools, 'store' | 'files'>,
  reading: OfficialReading,
): Promise<OfficialPreview> {
  const { format, ignored, notes, batches } = await officialBatches(tools, reading);
  const measure: OfficialMeasure = format.measure;
  const versions = await tools.store.officialImports.versions(measure);
  const ours = await ourCodes(tools);
  const slices: FileSlice[] = [];
  const problems: LineProblem[] = [];
  const broken: BrokenIdentity[] = [];
  const signs = new Map<string, number>();
  let found = noOfficialCounts;
  let identities: IdentityReport = {};
  let difference: Difference = noDifference;
  for await (const batch of batches) {
    const shown = await shownUnder(tools.store, versions, batch.figures);
    for (const [key, figure] of batch.figures) {
      withSlice(slices, figure);
      const outcomes = checkIdentities(measure, figure);
      identities = withOutcomes(identities, outcomes);
      broken.push(...brokenOf(figure, outcomes).slice(0, keptForPage - broken.length));
      for (const value of Object.values(figure.values)) {
        if (typeof value === 'string') signs.set(value, (signs.get(value) ?? 0) + 1);
      }
      const isOurs =
        ours.has(figure.place.code) || (figure.place.urn !== undefined && ours.has(`urn:${figure.place.urn}`));
      difference = withFigure(difference, figure, shown.get(key) ?? null, isOurs);
    }
    problems.push(...batch.problems.slice(0, keptForPage - problems.length));
    found = {
      lines: found.lines + batch.lines,
      figures: found.figures + batch.figures.size,
      problems: found.problems + batch.linesWithProblems,
    };
  }
  const before = await countShown(tools.store, versions, slices);
  const gone = Math.max(0, before - difference.same - difference.changed);
  return {
    measure,
    format: formatId(format),
    slices,
    found,
    identities,
    broken,
    signs: [...signs].map(([sign, times]) => ({ sign, times })).sort((a, b) => b.times - a.times),
    problems,
    ignoredHeadings: ignored.slice(0, keptForPage),
    notes: notes(),
    difference: before === 0 ? null : { ...difference, gone },
  };
}
