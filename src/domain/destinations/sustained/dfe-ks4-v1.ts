// Was the destination after Year 11 sustained by the Department for Education's key stage 4 measure? Version 1.
// The same windows as after 16 to 18, in the academic year after Year 11. Sources: DfE, "Longer term destinations"
// methodology 2019/20, which follows pupils from key stage 4 on (domain reference, sections 2.1 and 2.6).
import { dfeSettings, dfeWindows } from './dfe-1618-v1.js';
import { rulesetOf } from './month-rule.js';
import type { Ruleset } from './ruleset.js';
import { windowRule } from './window-rule.js';

/** The key stage 4 sustained destination measure, for who left after Year 11. */
export const dfeKs4v1: Ruleset = rulesetOf(
  {
    name: 'dfe-ks4',
    version: 1,
    title: 'DfE six-month rule after Year 11',
    source: 'Department for Education, Longer term destinations 2019/20, which measures from key stage 4 on',
    sections: [
      {
        document: 'DfE, Longer term destinations 2022/23 (Explore Education Statistics)',
        section: 'Methodology: year 1 destinations',
        says: 'destinations one, three and five years after key stage 4',
      },
      ...dfeWindows,
    ],
    unverified: [
      'That the yearly key stage 4 measure asks for the same months as the longer-term one, whose text was checked.',
      'How many of the six months a mix of education and work must cover: we ask for all six.',
      'Which category counts where more than one is met: we take apprenticeship, education, work, then a mix.',
      'That an apprenticeship that falls short of six months in a row counts as work month by month.',
      'That training counts as education, and that a month counts when somebody was there on any day of it.',
    ],
  },
  windowRule(dfeSettings),
);
