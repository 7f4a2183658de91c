// Why did former students of a school or the trust not go, or not stay, and does it change?
// The three openings are kept apart (Y9). Read from sealed tables of counts; what somebody may see is decided last.
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { openings, periods, type Opening } from '../../domain/destinations/telling.js';
import {
  leafRows,
  reasonPairs,
  reasonRows,
  reasonsAcross,
  reasonsBy,
  whoTold,
  type ReasonPair,
  type ReasonRow,
  type ReasonsAcross,
  type ReasonsOfPart,
  type ReasonsPart,
  type ReasonsTold,
} from '../../domain/insight/reasons.js';
import { noPlan, type Table } from '../../domain/insight/reports.js';
import { seeingOf } from '../../domain/insight/seeing.js';
import { readReasonLines, type ReasonLine } from '../../domain/insight/told-lines.js';
import { nameLists } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { askedFor, plansAsked } from './asked-for.js';
import { remembering } from './remembering.js';
import { seeingBeside } from './seeing-beside.js';
import { cohortsAsked, type AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

export interface AskedReasons extends AskedFigures {
  readonly opening?: string | undefined;
  /** What they planned: an activity, or `no-plan`. */
  readonly group?: string | undefined;
}

/** The groups of reasons over parts of time, as mentioned and as the main one. */
export interface OverTime<Part extends string> {
  readonly parts: readonly Part[];
  readonly rows: readonly ReasonsAcross[];
  readonly main: readonly ReasonsAcross[];
}

export interface ShownReasons extends WhoseFigures, AsOf {
  readonly over: readonly CohortId[];
  readonly opening: Opening;
  /** The plan asked for; null for all. */
  readonly group: string | null;
  readonly told: ReasonsTold;
  readonly rows: readonly ReasonRow[];
  /** Finer reasons, by group, of the groups that are shown. */
  readonly leaves: readonly { readonly code: string; readonly rows: readonly ReasonRow[] }[];
  /** Over the cohorts, oldest first. */
  readonly byCohort: OverTime<CohortId>;
  /** Over the time at which it was told. */
  readonly byPeriod: OverTime<(typeof periods)[number]>;
  /** Names are usual names of places; null for a place on no list. */
  readonly byProvider: readonly (Omit<ReasonsOfPart, 'name'> & { readonly name: string | null })[];
  readonly byGroup: readonly ReasonsOfPart[];
  readonly pairs: readonly ReasonPair[];
}

type WorkedOut = Omit<ShownReasons, keyof WhoseFigures | 'over' | 'opening' | 'group'>;

async function workOut(
  tools: Pick<Tools, 'store' | 'vault'>,
  whose: WhoseFigures,
  { over, opening, group }: Pick<ShownReasons, 'over' | 'opening' | 'group'>,
): Promise<WorkedOut> {
  const linesOf = (table: Table): readonly ReasonLine[] =>
    readReasonLines(table).filter(
      (line) => line.opening === opening && (group === null || (line.group ?? noPlan) === group),
    );
  const seen = async (among: readonly CohortId[]) => {
    const { seeing, ...asOf } = await seeingBeside(tools, 'reasons', whose, among, linesOf);
    // Plan by plan a sensitive reason would tell of the plan in which few name it; plans beside each other do not.
    return { ...asOf, seeing: { ...seeing, tellsSensitive: group === null } };
  };
  const { seeing, ...asOf } = await seen(over);
  const rows = reasonRows(seeing);
  const codes = rows.map(({ code }) => code);
  const byCohort: ReasonsPart[] = [];
  for (const cohort of whose.cohorts) byCohort.push({ name: cohort, seeing: (await seen([cohort])).seeing });
  const byPeriod = periods.map((period) => ({
    name: period,
    seeing: seeingOf(seeing, (lines) => lines.filter((line) => line.period === period)),
  }));
  const overTime = <Part extends string>(parts: readonly Part[], seen: readonly ReasonsPart[]): OverTime<Part> => ({
    parts,
    rows: reasonsAcross(codes, seen),
    main: reasonsAcross(codes, seen, 'main'),
  });
  return {
    ...{ ...asOf, rows },
    told: whoTold(seeing),
    leaves: codes.map((code) => ({ code, rows: leafRows(code, seeing) })),
    byCohort: overTime(whose.cohorts, byCohort),
    byPeriod: overTime(periods, byPeriod),
    byProvider: reasonsBy(seeing, ({ provider }) => provider).map(({ name, ...part }) => ({
      ...part,
      name: nameLists.provider.find(name)?.name ?? null,
    })),
    byGroup: reasonsBy(seeing, (line) => line.group ?? noPlan),
    pairs: reasonPairs(seeing),
  };
}

/** Reasons of one opening. Throws NotFound for a school outside the viewer's. */
export const showReasons = ({ store, vault }: Pick<Tools, 'store' | 'vault'>) => {
  const remember = remembering<WorkedOut>({ store }, 'reasons');
  return async (viewer: Viewer, asked: AskedReasons): Promise<ShownReasons> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const over = cohortsAsked(whose, asked.cohort);
    const opening = askedFor('opening', asked.opening, openings, 'started-and-left');
    const { audience, school, every, cohorts } = whose;
    // Leaders see plans beside each other alone: one by one they would tell of those that are hidden.
    const group = askedFor('group', asked.group, audience === 'leaders' ? [] : plansAsked, null);
    const key = [audience, school?.id ?? '', over.join(), opening, group ?? '', every.length].join('|');
    const worked = await remember(key, cohorts, () => workOut({ store, vault }, whose, { over, opening, group }));
    return { ...whose, ...worked, over, opening, group };
  };
};
