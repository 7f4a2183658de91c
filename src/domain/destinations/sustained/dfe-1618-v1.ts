// Was the destination sustained by the Department for Education's 16-18 measure? Version 1 of our statement of it.
// Education in all of October to March of the destination year; or employment in five of those six months; or a
// combination of the two; or an apprenticeship for any six consecutive months from August to July.
// Sources: DfE, Explore Education Statistics, "16-18 destination measures 2023/24" (destination year; apprenticeships)
// and "Longer term destinations" methodology 2019/20 (the two windows and the combination), as held in the domain
// reference, sections 2.1 to 2.3. What could not be checked there is a named setting below and said beside every verdict.
import { rulesetOf } from './month-rule.js';
import type { Ruleset, RuleSource } from './ruleset.js';
import { windowRule, type WindowSettings } from './window-rule.js';

/** October to March, as the Department's measures ask for it. */
export const dfeSettings: WindowSettings = {
  /** The third to the eighth month. */
  window: { first: 2, last: 7 },
  educationMonths: 6,
  employmentMonths: 5,
  /** Unverified: how many of the six a mix of education and employment must cover. The stricter reading. */
  combinationMonths: 6,
  apprenticeshipMonthsInARow: 6,
  /** Unverified: that a month of an apprenticeship that falls short is counted as employment. */
  apprenticeshipIsEmployment: true,
  /** Unverified: which category counts where more than one is met. */
  ranking: ['apprenticeship', 'education', 'employment', 'combination'],
};

/** Where the windows of the Department's measures are written. */
export const dfeWindows: readonly RuleSource[] = [
  {
    document: 'DfE, Longer term destinations 2019/20 (Explore Education Statistics)',
    section: 'Methodology: sustained education',
    says: 'participation in all of the first two terms, October to March, at one or more providers',
  },
  {
    document: 'DfE, Longer term destinations 2019/20 (Explore Education Statistics)',
    section: 'Methodology: sustained employment',
    says: 'employment in five of the six months from October to March; education and employment together also count',
  },
  {
    document: 'DfE, Longer term destinations 2019/20 (Explore Education Statistics)',
    section: 'Methodology: sustained apprenticeships',
    says: 'any six consecutive months between August and July',
  },
];

/** The 16-18 sustained destination measure, as far as its published descriptions have been checked. */
export const dfe1618v1: Ruleset = rulesetOf(
  {
    name: 'dfe-1618',
    version: 1,
    title: 'DfE six-month rule',
    source: 'Department for Education, 16-18 destination measures 2023/24 and Longer term destinations 2019/20',
    sections: [
      {
        document: 'DfE, 16-18 destination measures 2023/24 (Explore Education Statistics)',
        section: 'Methodology: destination year',
        says: 'the academic year after the last recorded year of 16 to 18 study',
      },
      ...dfeWindows,
    ],
    unverified: [
      'How many of the six months a mix of education and work must cover: we ask for all six.',
      'Which category counts where more than one is met: we take apprenticeship, education, work, then a mix.',
      'That an apprenticeship that falls short of six months in a row counts as work month by month.',
      'That training counts as education, that a month counts when somebody was there on any day of it, and that a deferred place does not count.',
    ],
  },
  windowRule(dfeSettings),
);
