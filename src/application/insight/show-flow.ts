// How do the plans of a school or the trust become what lasted, and what is lost on the way (Y9)?
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { flowSeen, linksIn, meltIn, type Melt, type SeenFlow } from '../../domain/insight/flow.js';
import type { Tools } from '../tools.js';
import { cohortsAsked, tableOf, type AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

export interface ShownFlow extends WhoseFigures, AsOf {
  /** The one cohort asked for, or the last three together. */
  readonly over: readonly CohortId[];
  readonly flow: SeenFlow;
  readonly melt: Melt;
}

/** The ways of these people, each counted once. Throws NotFound for a school outside the viewer's. */
export const showFlow =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, asked: AskedFigures & { readonly cohort?: string | undefined }): Promise<ShownFlow> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const over = cohortsAsked(whose, asked.cohort);
    const { table, ...asOf } = await tableOf({ store }, 'flow', whose, over);
    return { ...whose, ...asOf, over, flow: flowSeen(linksIn(table), whose.audience), melt: meltIn(table) };
  };
