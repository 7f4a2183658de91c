// Where does a surprise come from (features.md, M6)?
// The figure of an unsealed sheet, taken apart by school, year, plan, place and subject as it is counted now; a school of the trust's
// sheet can be looked into, and its parts again. Beside a figure that somebody may not see its parts are hidden too.
import type { School } from '../../domain/alumni/alumnus.js';
import { parseCohortId } from '../../domain/alumni/cohort.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { workedBackwards, type Breakdown, type SeenBreakdown } from '../../domain/insight/backwards.js';
import { guessableFacts, guessables, type Guessable, type PartBy } from '../../domain/insight/guessable.js';
import { isSealedSheet, type GuessSheetId } from '../../domain/insight/guess-sheet.js';
import { hiddenInGrid, type GridCell, type IsHidden } from '../../domain/insight/hidden-grid.js';
import { merged, type Table } from '../../domain/insight/reports.js';
import { withheld } from '../../domain/statistics/disclosure.js';
import { wilson, type Interval } from '../../domain/statistics/proportion.js';
import { nameLists, subjectGroupName } from '../../reference/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { sheetInView } from './guess-sheets.js';
import { asOfTables, type AsOf } from './tables-of.js';
import { whoseFigures, type WhoseFigures } from './whose-figures.js';

export interface ShownBackwards extends WhoseFigures, AsOf {
  readonly sheet: { readonly id: GuessSheetId; readonly title: string; readonly schoolId: SchoolId | null };
  readonly key: Guessable;
  /** Null where it is withheld, and then there are no breakdowns. */
  readonly share: number | null;
  readonly interval: Interval | null;
  /** Of how many, for who sees every number. */
  readonly of: number | null;
  readonly breakdowns: readonly SeenBreakdown[];
  /** What parts are called; those on no list are absent. */
  readonly titles: Readonly<Record<string, string>>;
}

const titlesOf = (breakdowns: readonly SeenBreakdown[], schools: readonly School[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    breakdowns.flatMap(({ by, parts, hidden }) =>
      [...parts.map(({ name }) => name), ...hidden].flatMap((name) => {
        const title =
          by === 'school'
            ? schools.find(({ id }) => id === name)?.name
            : by === 'provider'
              ? nameLists.provider.find(name)?.name
              : by === 'subject'
                ? subjectGroupName(name)
                : null;
        return title === undefined || title === null ? [] : [[`${by}:${name}`, title] as const];
      }),
    ),
  );

const onlyOf = (breakdown: SeenBreakdown, schools: readonly School[]): SeenBreakdown => {
  const own = (name: string): boolean => schools.some(({ id }) => id === name);
  return { ...breakdown, parts: breakdown.parts.filter(({ name }) => own(name)), hidden: breakdown.hidden.filter(own) };
};

/** The figure taken apart. Throws NotFound for a sealed sheet, a figure that it does not ask, and a school outside the viewer's. */
export const showBackwards =
  ({ store }: Pick<Tools, 'store'>) =>
  async (
    viewer: Viewer,
    id: string,
    figure: string,
    asked: { readonly school?: string | undefined },
  ): Promise<ShownBackwards> => {
    const sheet = await sheetInView({ store }, viewer, id as GuessSheetId);
    const key = guessables.find((one) => one === figure);
    if (key === undefined || !sheet.figures.includes(key) || isSealedSheet(sheet)) throw new NotFound();
    const stage = parseCohortId(sheet.cohortId)?.stage;
    const whose = await whoseFigures({ store }, viewer, { school: sheet.schoolId ?? asked.school ?? '', stage });
    const { audience, school, cohorts, every } = whose;
    const { report, count, parts, partsOf } = guessableFacts[key];
    const rollups = await store.rollups.ofCohorts(report, [...new Set([...cohorts, sheet.cohortId])]);
    const ofYear = rollups.filter(({ cohortId }) => cohortId === sheet.cohortId);
    const within = <T extends { readonly schoolId: SchoolId }>(all: readonly T[]): readonly T[] =>
      all.filter(({ schoolId }) => school === null || schoolId === school.id);
    const together = (all: readonly { readonly table: Table }[]): Table => merged(all.map(({ table }) => table));
    const hiddenIn = (cells: readonly GridCell[]): IsHidden =>
      audience === 'team' ? () => false : hiddenInGrid(cells, (counted) => withheld(counted, audience) !== null);
    const years = hiddenIn(rollups.map((one) => ({ school: one.schoolId, part: one.cohortId, ...count(one.table) })));
    const table = together(within(ofYear));
    const own = count(table);
    const here = school?.id ?? null;
    const why = withheld(own, audience) ?? (years(here, sheet.cohortId) ? 'small-side' : null);
    const partsBy = (by: PartBy): Breakdown => {
      const isHidden = hiddenIn(
        ofYear.flatMap((one) =>
          partsOf(one.table, by).map(({ name, figure }) => ({ school: one.schoolId, part: name, ...figure })),
        ),
      );
      return { by, parts: partsOf(table, by).map((part) => ({ ...part, hidden: isHidden(here, part.name) })) };
    };
    const bySchool: Breakdown = {
      by: 'school',
      parts: ofYear.map(({ schoolId, table: one }) => ({
        ...{ name: schoolId, figure: count(one), hidden: years(schoolId, sheet.cohortId) },
      })),
    };
    const byYear: Breakdown = {
      by: 'year',
      parts: cohorts.map((cohortId) => ({
        figure: count(together(within(rollups.filter((one) => one.cohortId === cohortId)))),
        ...{ name: cohortId, hidden: years(here, cohortId) },
      })),
    };
    const breakdowns = [...(school === null ? [bySchool] : []), byYear, ...parts.map(partsBy)];
    // Other schools than the viewer's are held against each other too, and not named.
    const seen = (why === null ? workedBackwards(breakdowns) : []).map((each) =>
      each.by === 'school' ? onlyOf(each, whose.schools) : each,
    );
    const { title, schoolId } = sheet;
    return {
      ...whose,
      ...asOfTables(within(rollups)),
      ...{ sheet: { id: sheet.id, title, schoolId }, key, breakdowns: seen, titles: titlesOf(seen, every) },
      share: why === null ? own.yes / own.of : null,
      interval: why === null ? wilson(own) : null,
      of: why === null && audience === 'team' ? own.of : null,
    };
  };
