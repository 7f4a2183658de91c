// What of the transition clock's definition is not settled (domain reference, section 7.11: a proposal).
import type { z } from 'zod';
import type { AppSettings } from '../application/index.js';
import { usualTransition } from '../domain/insight/transition.js';
import { whole } from './setting-shapes.js';

const { inARow, cohortsBefore, entryYears } = usualTransition;

/** As they stand in the environment. */
export const transitionShape = {
  TRANSITION_COHORTS_IN_A_ROW: whole(1, 5, inARow),
  TRANSITION_COHORTS_BEFORE: whole(1, 10, cohortsBefore),
  TRANSITION_ENTRY_YEARS_Y13: whole(0, 13, entryYears.y13),
  TRANSITION_ENTRY_YEARS_Y11: whole(0, 11, entryYears.y11),
};

type TransitionEnvironment = {
  readonly [Name in keyof typeof transitionShape]: z.output<(typeof transitionShape)[Name]>;
};

/** What use cases read of them. */
export const transitionSettings = (env: TransitionEnvironment): Pick<AppSettings, 'transition'> => ({
  transition: {
    inARow: env.TRANSITION_COHORTS_IN_A_ROW,
    cohortsBefore: env.TRANSITION_COHORTS_BEFORE,
    entryYears: { y13: env.TRANSITION_ENTRY_YEARS_Y13, y11: env.TRANSITION_ENTRY_YEARS_Y11 },
  },
});
