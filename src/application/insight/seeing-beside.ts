// What may the viewer see of figures that are made of lines, with every school and every year in view (requirement P11)?
import type { CohortId } from '../../domain/alumni/ids.js';
import { merged, type ReportName, type Table } from '../../domain/insight/reports.js';
import { seeingAlone, type Seeing } from '../../domain/insight/seeing.js';
import { disclosed, leastShown } from '../../domain/statistics/disclosure.js';
import type { Proportion } from '../../domain/statistics/proportion.js';
import type { Tools } from '../tools.js';
import { countGivenAway, eachBeside, partsBeside, shareGivenAway, summed } from './beside.js';
import { tableKept } from './kept-tables.js';
import { keptTablesOf, type AsOf } from './tables-of.js';
import type { WhoseFigures } from './whose-figures.js';

interface Seen<Line> extends AsOf {
  readonly seeing: Seeing<Line>;
}

const sumOf = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0);
const allOf = (all: readonly Proportion[]): Proportion => ({
  yes: sumOf(all.map(({ yes }) => yes)),
  of: sumOf(all.map(({ of }) => of)),
});

/** Over these cohorts together; `linesOf` reads the lines of a table, of a school where it is one's alone. */
export async function seeingBeside<Line>(
  { store, vault }: Pick<Tools, 'store' | 'vault'>,
  report: ReportName,
  whose: WhoseFigures,
  over: readonly CohortId[],
  linesOf: (table: Table) => readonly Line[],
): Promise<Seen<Line>> {
  const { tables, ...asOf } = await keptTablesOf({ store, vault }, report, whose, over);
  const own = linesOf(merged(tables.map(({ table }) => table)));
  const { audience } = whose;
  // Sensitive reasons alone are hidden from the team too.
  if (audience === 'team' && report !== 'reasons') return { ...asOf, seeing: seeingAlone(own, audience) };
  const grid = await partsBeside({ store }, report, whose, over, (kept) => tableKept({ vault }, kept));
  // Each school's year is counted by itself, and the sums are added up: whatever is asked of lines is a count of their people.
  const lines = eachBeside(grid, linesOf);
  const itself = (size: number): number => size;
  const small = (size: number): boolean => size > 0 && size < leastShown;
  return {
    ...asOf,
    seeing: {
      ...{ audience, own, tellsSensitive: true },
      count: (of) => {
        if (audience === 'team') return of(own);
        return countGivenAway(summed(eachBeside(lines, of), sumOf), itself, small) ? null : disclosed(of(own));
      },
      hides: (of, byItself, least) =>
        byItself(of(own)) || shareGivenAway(summed(eachBeside(lines, of), allOf), (share) => share, byItself, least),
    },
  };
}
