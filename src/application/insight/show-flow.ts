// How do the plans of a school or the trust become what lasted, and what is lost on the way (Y9)?
// What leaders see is settled with every other school and year in view, so that none of them tells what another hides.
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import {
  flowSeen,
  linkName,
  linksIn,
  meltIn,
  meltParts,
  meltSeen,
  type Melt,
  type MeltPart,
  type SeenFlow,
  type SeenMelt,
} from '../../domain/insight/flow.js';
import { leastShown, withheld } from '../../domain/statistics/disclosure.js';
import type { Tools } from '../tools.js';
import { countGivenAway, eachBeside, shareGivenAway, tablesBeside } from './beside.js';
import { remembering } from './remembering.js';
import { cohortsAsked, tableOf, type AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

export interface ShownFlow extends WhoseFigures, AsOf {
  /** The one cohort asked for, or the last three together. */
  readonly over: readonly CohortId[];
  readonly flow: SeenFlow;
  readonly melt: SeenMelt;
}

/** Which links and shares leaders may not see because of those beside them. */
async function besideIn({ store }: Pick<Tools, 'store'>, whose: WhoseFigures, over: readonly CohortId[]) {
  const [links, parts] = [new Set<string>(), new Set<MeltPart>()];
  if (whose.audience === 'team') return { links, parts };
  const beside = await tablesBeside({ store }, 'flow', whose, over);
  const counts = eachBeside(beside, (table) => new Map(linksIn(table).map((link) => [linkName(link), link.count])));
  for (const name of counts.cells.get(counts.here)?.keys() ?? []) {
    const size = (cell: ReadonlyMap<string, number>): number => cell.get(name) ?? 0;
    // A way that nobody took is not drawn either, and looks like a hidden one.
    if (countGivenAway(counts, size, (cell) => size(cell) < leastShown)) links.add(name);
  }
  const melts = eachBeside(beside, meltIn);
  for (const part of meltParts) {
    const isHidden = ({ [part]: counted }: Melt): boolean =>
      counted.of > 0 && withheld(counted, whose.audience) !== null;
    if (shareGivenAway(melts, (melt) => melt[part], isHidden)) parts.add(part);
  }
  return { links, parts };
}

type WorkedOut = Pick<ShownFlow, 'flow' | 'melt' | 'countedAt' | 'due'>;

async function workOut(
  tools: Pick<Tools, 'store'>,
  whose: WhoseFigures,
  over: readonly CohortId[],
): Promise<WorkedOut> {
  const { table, ...asOf } = await tableOf(tools, 'flow', whose, over);
  const beside = await besideIn(tools, whose, over);
  return {
    ...asOf,
    flow: flowSeen(linksIn(table), whose.audience, beside.links),
    melt: meltSeen(meltIn(table), whose.audience, beside.parts),
  };
}

/** The ways of these people, each counted once. Throws NotFound for a school outside the viewer's. */
export const showFlow = ({ store }: Pick<Tools, 'store'>) => {
  const remember = remembering<WorkedOut>({ store }, 'flow');
  return async (viewer: Viewer, asked: AskedFigures): Promise<ShownFlow> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const over = cohortsAsked(whose, asked.cohort);
    const key = [whose.audience, whose.school?.id ?? '', over.join(), whose.every.length].join('|');
    const worked = await remember(key, whose.cohorts, () => workOut({ store }, whose, over));
    return { ...whose, ...worked, over };
  };
};
