// What does the regulator say of continuation at these providers, of all their students or of those of a subject?
// The latest year of the version that is shown; of full-time students where the file tells them apart, never of a part of them.
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { isNumber } from '../../domain/official/cell.js';
import type { Facet } from '../../domain/official/figure.js';
import { subjectGroupOf } from '../../reference/index.js';
import { figuresByCode, type DatedFigure, type FiguresByCode } from '../official/figures-by-code.js';
import type { Tools } from '../tools.js';

/** One provider's official continuation; shares from 0 to 1. */
export interface OfficialContinuation {
  readonly share: number;
  /** The sector for the same mix of students; null where it is a sign. */
  readonly benchmark: number | null;
  /** The year of the file, by the year in which it ends; null where it does not say. */
  readonly year: number | null;
  readonly publishedOn: LocalDate | null;
}

const share = (value: number | string | undefined): number | null =>
  value !== undefined && isNumber(value) ? value / 100 : null;

/** Of these figures the latest year of full-time students; null where none says a share. */
function latestOf(figures: readonly DatedFigure[]): OfficialContinuation | null {
  for (const { about, values, leavers, publishedOn } of figures) {
    const said = share(values['indicator']);
    if (said === null || (about.route !== undefined && !/full/i.test(about.route))) continue;
    return { share: said, benchmark: share(values['benchmark']), year: leavers, publishedOn };
  }
  return null;
}

const codeOf = (ukprn: string): string => `ukprn:${ukprn}`;

async function figuresOf(
  { store }: Pick<Tools, 'store'>,
  ukprns: readonly string[],
  without: readonly Facet[],
): Promise<FiguresByCode> {
  const versions = await store.officialImports.versions('ofs-continuation');
  return figuresByCode(store, versions, ukprns.map(codeOf), without);
}

/** By UKPRN; absent where nothing is imported or shown of it. */
export async function continuationOf(
  tools: Pick<Tools, 'store'>,
  ukprns: readonly string[],
): Promise<ReadonlyMap<string, OfficialContinuation>> {
  const byCode = await figuresOf(tools, ukprns, ['students', 'subject']);
  return new Map(
    ukprns.flatMap((ukprn) => {
      const latest = latestOf(byCode.get(codeOf(ukprn)) ?? []);
      return latest === null ? [] : [[ukprn, latest] as const];
    }),
  );
}

/** Of one provider by the two digits of a group of subjects; absent where the file does not have the group by its name or code. */
export async function continuationBySubject(
  tools: Pick<Tools, 'store'>,
  ukprn: string,
): Promise<ReadonlyMap<string, OfficialContinuation>> {
  const figures = (await figuresOf(tools, [ukprn], ['students'])).get(codeOf(ukprn)) ?? [];
  const groups = new Map<string, DatedFigure[]>();
  for (const figure of figures) {
    const group = subjectGroupOf(figure.about.subject ?? '');
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), figure]);
  }
  return new Map(
    [...groups].flatMap(([group, of]) => {
      const latest = latestOf(of);
      return latest === null ? [] : [[group, latest] as const];
    }),
  );
}
