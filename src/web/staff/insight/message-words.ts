// What each rule of the linter of messages is called on screen (Y24).
import type { LintRule } from '../../../domain/insight/messages/lint.js';

export const ruleWords: Readonly<Record<LintRule, string>> = {
  'number-without-figure': 'A number that is no figure’s',
  'not-borne-by-bounds': 'More than the figure’s range bears',
  'no-range': 'A share without its range',
  'of-whom': 'A share without of whom',
  'comparison-needs-two': 'A comparison without two figures',
  'comparison-unlike': 'A comparison of unlike figures',
  'comparison-overlaps': 'A comparison that the ranges do not bear',
  'comparison-wrong-way': 'A comparison the wrong way round',
  'claim-without-figure': 'A claim without a figure',
  'unknown-letter': 'A letter of no figure',
  'figure-changed': 'A figure that has changed',
  'figure-too-small': 'A figure of too few people',
  ranking: 'A ranking or superlative',
  cause: 'A cause',
  promise: 'A promise',
  promotion: 'Promotion',
  'route-ranked': 'One route put under another',
  everybody: 'Everybody or nobody',
  multiple: 'How many times as many',
  equal: 'That two are equal',
  'small-number': 'A small number of people',
};
