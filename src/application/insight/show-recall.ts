// How well do people remember, and do changes pile up where two answers meet (feature 49)?
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import {
  monthsNamed,
  recallAfter,
  seamFigures,
  wholeHalfYears,
  type MonthNamed,
  type RecallAfter,
  type RecallShare,
  type SeamFigures,
} from '../../domain/insight/recall-figures.js';
import { readRecall } from '../../domain/insight/told-lines.js';
import type { Tools } from '../tools.js';
import { seeingBeside } from './seeing-beside.js';
import { cohortsAsked, type AsOf } from './tables-of.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

export interface ShownRecall extends WhoseFigures, AsOf {
  readonly over: readonly CohortId[];
  readonly seams: SeamFigures;
  readonly months: readonly MonthNamed[];
  readonly halfYears: RecallShare;
  readonly after: readonly RecallAfter[];
}

/** The memory of the school's or the trust's people. Throws NotFound for a school outside the viewer's. */
export const showRecall =
  ({ store, vault }: Pick<Tools, 'store' | 'vault'>) =>
  async (viewer: Viewer, asked: AskedFigures): Promise<ShownRecall> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const over = cohortsAsked(whose, asked.cohort);
    const { seeing, ...asOf } = await seeingBeside({ store, vault }, 'recall', whose, over, readRecall);
    return {
      ...{ ...whose, ...asOf, over },
      seams: seamFigures(seeing),
      months: monthsNamed(seeing),
      halfYears: wholeHalfYears(seeing),
      after: recallAfter(seeing),
    };
  };
