// Was the destination sustained by the stricter rule for young people in further education? Version 1.
// Learning or paid employment in each of the six months from October to March, with at most one switch between learning
// and work. Source: DfE, methodology of "Detailed destinations of 16 to 18 year olds in further education" (domain
// reference, section 2.1): two months of learning and four of work do; two of learning, two of work and two of learning
// do not.
import { countInWords } from '../words.js';
import { rulesetOf, type MonthRule } from './month-rule.js';
import type { Category, MonthWorth, Ruleset } from './ruleset.js';

const window = { first: 2, last: 7 };
const length = window.last - window.first + 1;

/** Unverified: an apprenticeship is both learning and work, so that it never makes a switch by itself. */
const isLearning = (worth: MonthWorth): boolean => worth.includes('education') || worth.includes('apprenticeship');
const isWork = (worth: MonthWorth): boolean => worth.includes('employment') || worth.includes('apprenticeship');

/** Whether the months fall into one kind, or into one kind and then the other: at most one switch. */
function withOneSwitch(months: readonly MonthWorth[]): boolean {
  const kinds = [isLearning, isWork] as const;
  return kinds.some((first, place) => {
    const second = kinds[1 - place] ?? first;
    return months.some((_, at) => months.slice(0, at).every(first) && months.slice(at).every(second));
  });
}

const rule: MonthRule = {
  monthCount: 12,
  window,
  counts: (worth) => isLearning(worth) || isWork(worth),
  categoryMet: (year) => {
    const months = year.slice(window.first, window.last + 1);
    if (!withOneSwitch(months)) return null;
    if (months.every((worth) => worth.includes('apprenticeship'))) return 'apprenticeship';
    if (months.every(isLearning)) return 'education';
    return months.every(isWork) ? 'employment' : 'combination';
  },
  met: {
    apprenticeship: (name) => `In an apprenticeship in all six months from ${name}.`,
    education: (name) => `Learning in all six months from ${name}.`,
    employment: (name) => `In paid work in all six months from ${name}.`,
    combination: (name) => `Learning or in paid work in all six months from ${name}, with one switch between the two.`,
  } satisfies Record<Category, (name: string) => string>,
  missed: (months, name) => {
    const empty = months.filter(({ state, worth }) => state === 'known' && !isLearning(worth) && !isWork(worth)).length;
    return empty > 0
      ? `Neither learning nor in paid work in ${countInWords(empty)} of the ${countInWords(length)} months from ${name}.`
      : `More than one switch between learning and work from ${name}.`;
  },
  elsewhere: '',
};

/** The variant of the further-education statistics: every month, and one switch at most. */
export const feObsmV1: Ruleset = rulesetOf(
  {
    name: 'fe-obsm',
    version: 1,
    title: 'Further-education rule',
    source: 'Department for Education, methodology of Detailed destinations of 16 to 18 year olds in further education',
    sections: [
      {
        document: 'DfE, Detailed destinations of 16 to 18 year olds in FE (Explore Education Statistics)',
        section: 'Methodology: sustained positive destination',
        says: 'learning or paid employment in each month from October to March, and at most one switch between the two',
      },
    ],
    unverified: [
      'That an apprenticeship is both learning and work, and so makes no switch.',
      'That a month counts when somebody was there on any day of it.',
    ],
  },
  rule,
);
