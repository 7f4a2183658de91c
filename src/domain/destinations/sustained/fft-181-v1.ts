// Did somebody stay in one kind of activity for 181 days? Version 1, a variant from research.
// A stretch of 181 days or more, which need not lie inside the destination year. Source: FFT Education Datalab,
// Youth-Transitions metrics script (domain reference, section 2.1). Months here are whole calendar months: any six in a row
// have 181 days or more, and no five have more than 153, so that 181 days are six months in a row.
import { longestRun, rulesetOf, type MonthRule } from './month-rule.js';
import type { Ruleset } from './ruleset.js';

const monthsInARow = 6;
const ranking = ['apprenticeship', 'education', 'employment'] as const;

const rule: MonthRule = {
  /** August to July, and the five months after in which a stretch that began by July is completed. */
  monthCount: 12 + monthsInARow - 1,
  window: { first: 0, last: 12 + monthsInARow - 2 },
  counts: (worth) => ranking.some((kind) => worth.includes(kind)),
  categoryMet: (year) =>
    ranking.find((kind) => longestRun(year.map((worth) => worth.includes(kind))) >= monthsInARow) ?? null,
  met: {
    apprenticeship: (name) => `In an apprenticeship for at least 181 days without a break, within ${name}.`,
    education: (name) => `In education for at least 181 days without a break, within ${name}.`,
    employment: (name) => `In work for at least 181 days without a break, within ${name}.`,
    combination: () => '',
  },
  missed: (_, name) =>
    `Nowhere 181 days in a row in education, in work or in an apprenticeship from ${name}, and no time left for it.`,
  elsewhere: '',
};

/** The variant that asks for 181 days without a break. */
export const fft181v1: Ruleset = rulesetOf(
  {
    name: 'fft-181',
    version: 1,
    title: '181-day rule',
    source: 'FFT Education Datalab, Youth-Transitions metrics script',
    sections: [
      {
        document: 'FFT Education Datalab, Youth-Transitions',
        section: 'Metrics script: continuous activity',
        says: 'a stretch of 181 days or more, not necessarily inside the year',
      },
    ],
    unverified: [
      'When the stretch may begin: we ask that it begins from August to July of the year after leaving.',
      'That the stretch is spent in one kind of activity, and that a change of place within it is no break.',
      'That a month counts whole when somebody was there on any day of it.',
    ],
  },
  rule,
);
