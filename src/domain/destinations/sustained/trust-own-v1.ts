// Did the destination last by the trust's own rule? Version 1.
// The trust sets these numbers itself (Y15: its measures are its own, visible and versioned): they are no official measure.
// A change is a new file of numbers beside this one, with the next version.
import { rulesetOf } from './month-rule.js';
import type { Ruleset } from './ruleset.js';
import { windowRule, type WindowSettings } from './window-rule.js';

/** Nine of the eleven months from September to July, so that the summer term counts too. */
const settings: WindowSettings = {
  window: { first: 1, last: 11 },
  educationMonths: 9,
  employmentMonths: 9,
  combinationMonths: 9,
  apprenticeshipMonthsInARow: 9,
  apprenticeshipIsEmployment: true,
  ranking: ['apprenticeship', 'education', 'employment', 'combination'],
};

/** The trust's own rule: still there in the summer term. */
export const trustOwnV1: Ruleset = rulesetOf(
  {
    name: 'trust-own',
    version: 1,
    title: 'Our own rule',
    source: 'The trust’s own settings; no official measure',
    sections: [
      {
        document: 'The trust’s own settings',
        section: 'Version 1',
        says: 'education, work, an apprenticeship or a mix in nine of the eleven months from September to July',
      },
    ],
    unverified: [],
  },
  windowRule(settings),
);
