// What goes with staying: curves by one factor, and leavers beside stayers on the same questions.
// Read from sealed tables of counts; what somebody may see is decided last.
import type { CohortId } from '../../domain/alumni/ids.js';
import { bandOfMiles, milesBetween, type DistanceBand } from '../../domain/alumni/outcode.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { stayKinds, type StayKind } from '../../domain/destinations/stay.js';
import {
  factorsFor,
  leaversBesideStayers,
  stayingByFactor,
  type FactorDifference,
  type PlacedLine,
  type StayingByFactor,
} from '../../domain/insight/factors.js';
import type { Table } from '../../domain/insight/reports.js';
import { readFactorLines } from '../../domain/insight/told-lines.js';
import { nameLists, pointOfOutcode, subjectGroupName } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { askedFor } from './asked-for.js';
import { remembering } from './remembering.js';
import { seeingBeside } from './seeing-beside.js';
import { cohortsAsked, type AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

export interface AskedFactors extends AskedFigures {
  readonly kind?: string | undefined;
  readonly factor?: string | undefined;
}

export interface ShownFactors extends WhoseFigures, AsOf {
  readonly over: readonly CohortId[];
  readonly kind: StayKind;
  readonly factor: string;
  /** Levels of the factor course are named by place and subject; of the others by their codes. */
  readonly byFactor: StayingByFactor;
  readonly differences: readonly FactorDifference[];
}

/** `University of Leeds, Computing` for a course's level. */
const courseName = (level: string): string => {
  const [provider = '', subject = ''] = level.split('/');
  return [nameLists.provider.find(provider)?.name ?? provider, subjectGroupName(subject) ?? subject].join(', ');
};

/** How far from their school somebody lives; empty where one of the two is not known. */
function bandFrom(school: string | undefined, livesIn: string): DistanceBand | '' {
  const [from, to] = [school ?? '', livesIn].map(pointOfOutcode);
  return from === null || from === undefined || to === null || to === undefined
    ? ''
    : bandOfMiles(milesBetween(from, to));
}

type WorkedOut = Pick<ShownFactors, 'byFactor' | 'differences' | 'countedAt' | 'due'>;

async function workOut(
  tools: Pick<Tools, 'store' | 'vault'>,
  whose: WhoseFigures,
  { over, kind, factor }: Pick<ShownFactors, 'over' | 'kind' | 'factor'>,
): Promise<WorkedOut> {
  const outcodes = new Map<string, string | undefined>(whose.every.map(({ id, outcode }) => [id, outcode]));
  const linesOf = (table: Table): readonly PlacedLine[] =>
    readFactorLines(table)
      .filter(({ stay }) => stay.kind === kind)
      .map((line) => ({ ...line, distance: bandFrom(outcodes.get(line.school), line.livesIn) }));
  const { seeing, ...asOf } = await seeingBeside(tools, 'factors', whose, over, linesOf);
  const byFactor = stayingByFactor(seeing, factor);
  const named =
    factor === 'course' ? byFactor.levels.map((each) => ({ ...each, level: courseName(each.level) })) : byFactor.levels;
  return { ...asOf, byFactor: { ...byFactor, levels: named }, differences: leaversBesideStayers(seeing) };
}

/** The figures of a kind of place. Throws NotFound for a school outside the viewer's. */
export const showFactors = ({ store, vault }: Pick<Tools, 'store' | 'vault'>) => {
  const remember = remembering<WorkedOut>({ store }, 'factors');
  return async (viewer: Viewer, asked: AskedFactors): Promise<ShownFactors> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const over = cohortsAsked(whose, asked.cohort);
    const { audience, school, every, cohorts } = whose;
    const kind = askedFor('kind', asked.kind, stayKinds, 'university');
    const factor = askedFor('factor', asked.factor, factorsFor(audience), 'plan');
    const places = every.map(({ id, outcode }) => `${id} ${outcode ?? ''}`).join();
    const key = [audience, school?.id ?? '', over.join(), kind, factor, places].join('|');
    const worked = await remember(key, cohorts, () => workOut({ store, vault }, whose, { over, kind, factor }));
    return { ...whose, ...worked, over, kind, factor };
  };
};
