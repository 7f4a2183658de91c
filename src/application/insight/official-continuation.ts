// What does the regulator say of continuation at these providers, of all their students?
// The latest year of the version that is shown; of full-time students where the file tells them apart, never of a part of them.
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { isNumber } from '../../domain/official/cell.js';
import { figuresByCode } from '../official/figures-by-code.js';
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

/** By UKPRN; absent where nothing is imported or shown of it. */
export async function continuationOf(
  { store }: Pick<Tools, 'store'>,
  ukprns: readonly string[],
): Promise<ReadonlyMap<string, OfficialContinuation>> {
  const found = new Map<string, OfficialContinuation>();
  const versions = await store.officialImports.versions('ofs-continuation');
  const codeOf = (ukprn: string): string => `ukprn:${ukprn}`;
  const byCode = await figuresByCode(store, versions, ukprns.map(codeOf), ['students', 'subject']);
  for (const ukprn of ukprns) {
    const figures = (byCode.get(codeOf(ukprn)) ?? [])
      .filter(({ about }) => about.route === undefined || /full/i.test(about.route))
      .filter(({ values }) => share(values['indicator']) !== null);
    const [latest] = figures; // the latest year stands first
    const said = share(latest?.values['indicator']);
    if (latest === undefined || said === null) continue;
    const { values, leavers, publishedOn } = latest;
    found.set(ukprn, { share: said, benchmark: share(values['benchmark']), year: leavers, publishedOn });
  }
  return found;
}
