// How does a verdict explain itself on a page? Month by month, in one sentence, with the rule's version and what of it is
// unverified, and while it is still possible the last month in which something can begin that counts.
import type { DestinationRecord } from '../../domain/destinations/record.js';
import { rulesetNamed } from '../../domain/destinations/sustained/catalogue.js';
import { format } from '../format.js';
import { findingRow, findingWords, routeWords, verdictTags } from './destination-words.js';

/** One a ruleset, the first of the catalogue first. */
export const verdictsOf = ({ results }: Pick<DestinationRecord, 'results'>) =>
  results.map((result) => {
    const ruleset = rulesetNamed(result.ruleset);
    return {
      title: ruleset?.title ?? result.ruleset.name,
      rule: `${result.ruleset.name}, version ${result.ruleset.version}`,
      source: ruleset?.source ?? '',
      unverified: ruleset?.unverified ?? [],
      tag: verdictTags[result.verdict],
      because: result.because,
      asOf: format.date(result.asOf),
      strip: [findingRow('Counts as', result.months)],
      months: result.months.map(({ month, finding, because }) => [format.month(month), findingWords(finding), because]),
      lastStarts: result.lastStarts.map(({ route, month }) => [routeWords[route], format.month(month)]),
    };
  });
