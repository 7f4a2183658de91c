// How do the plans of a school or the trust become what lasted, and what is lost on the way (Y9)?
// What leaders see is settled with every other school and year in view, so that none of them tells what another hides.
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import {
  byPlan,
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
import type { Table } from '../../domain/insight/reports.js';
import { leastShown, withheld } from '../../domain/statistics/disclosure.js';
import { hiddenBeside, hiddenSharesBeside, type Line } from '../../domain/statistics/hidden-beside.js';
import type { Tools } from '../tools.js';
import { askedFor, plansAsked } from './asked-for.js';
import { countGivenAway, eachBeside, shareGivenAway, tablesBeside } from './beside.js';
import { remembering } from './remembering.js';
import { cohortsAsked, tableOf, type AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

export interface ShownFlow extends WhoseFigures, AsOf {
  /** The one cohort asked for, or the last three together. */
  readonly over: readonly CohortId[];
  /** What they planned after results; null for everybody. */
  readonly group: string | null;
  /** Whether one plan can be asked for: leaders may of the whole trust over the last years, where plans stand beside each other alone. */
  readonly byPlan: boolean;
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

type Given = Awaited<ReturnType<typeof besideIn>>;

/** The same of those of one plan: what would tell of another plan, beside everybody's. */
function besidePlans(table: Table, group: string, { links, parts }: Given): Given {
  const everybody = '*';
  const all = new Map([[everybody, table], ...byPlan(table)]);
  const line: Line = [everybody, ...byPlan(table).keys()];
  const counts = new Map(
    [...all].map(([name, one]) => [name, new Map(linksIn(one).map((link) => [linkName(link), link.count]))]),
  );
  const own: Given = { links: new Set(), parts: new Set() };
  for (const name of counts.get(group)?.keys() ?? []) {
    const sizes = new Map([...counts].map(([plan, one]) => [plan, one.get(name) ?? 0]));
    const hidden = new Set([...sizes].flatMap(([plan, size]) => (size < leastShown ? [plan] : [])));
    if (links.has(name)) hidden.add(everybody);
    if (hiddenBeside(hidden, sizes, [line], true).has(group)) own.links.add(name);
  }
  for (const part of meltParts) {
    const shares = new Map([...all].map(([plan, one]) => [plan, meltIn(one)[part]]));
    const isHidden = (share: Melt[MeltPart]): boolean => share.of > 0 && withheld(share, 'leaders') !== null;
    const hidden = new Set([...shares].flatMap(([plan, share]) => (isHidden(share) ? [plan] : [])));
    if (parts.has(part)) hidden.add(everybody);
    if (hiddenSharesBeside(hidden, shares, [line]).has(group)) own.parts.add(part);
  }
  return own;
}

type WorkedOut = Pick<ShownFlow, 'flow' | 'melt' | 'countedAt' | 'due'>;

async function workOut(
  tools: Pick<Tools, 'store'>,
  whose: WhoseFigures,
  over: readonly CohortId[],
  group: string | null,
): Promise<WorkedOut> {
  const { table: all, ...asOf } = await tableOf(tools, 'flow', whose, over);
  const table = group === null ? all : (byPlan(all).get(group) ?? {});
  const given = await besideIn(tools, whose, over);
  const beside = group === null || whose.audience === 'team' ? given : besidePlans(all, group, given);
  return {
    ...asOf,
    flow: flowSeen(linksIn(table), whose.audience, beside.links),
    melt: meltSeen(meltIn(table), whose.audience, beside.parts),
  };
}

export interface AskedFlow extends AskedFigures {
  /** What they planned after results: an activity, or `no-plan`. */
  readonly group?: string | undefined;
}

/** The ways of these people, each counted once. Throws CannotAsk. */
export const showFlow = ({ store }: Pick<Tools, 'store'>) => {
  const remember = remembering<WorkedOut>({ store }, 'flow');
  return async (viewer: Viewer, asked: AskedFlow): Promise<ShownFlow> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const over = cohortsAsked(whose, asked.cohort);
    const together = over.join() === cohortsAsked(whose, undefined).join();
    const plans = whose.audience === 'team' || (whose.school === null && together);
    const group = askedFor('group', asked.group, plans ? plansAsked : [], null);
    const key = [whose.audience, whose.school?.id ?? '', over.join(), whose.every.length, group ?? ''].join('|');
    const worked = await remember(key, whose.cohorts, () => workOut({ store }, whose, over, group));
    return { ...whose, ...worked, over, group, byPlan: plans };
  };
};
