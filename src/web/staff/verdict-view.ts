// How does a verdict explain itself on a page? Month by month, in one sentence, with the rule's version and what of it is
// unverified, and while it is still possible the last day on which something can begin that counts.
import type { DestinationRecord } from '../../domain/destinations/record.js';
import { leadingRuleset, rulesetKey, rulesetsFor } from '../../domain/destinations/sustained/catalogue.js';
import { meterOf, type Meter } from '../../domain/destinations/sustained/meter.js';
import type { Ruleset } from '../../domain/destinations/sustained/ruleset.js';
import { format } from '../format.js';
import { findingRow, findingWords, routeWords, verdictTags } from './destination-words.js';

type Judged = Pick<DestinationRecord, 'spells' | 'leftOn' | 'asOf' | 'cohortId'>;

/** "At risk" beside a verdict that is still possible, in a colour of its own. */
const riskTag = { tone: 'careful', text: 'at risk' } as const;

/** "Education by 31 December 2026; Work by …". */
export const lastDaysInWords = ({ lastDays }: Pick<Meter, 'lastDays'>): string =>
  lastDays.map(({ route, day }) => `${routeWords[route]} by ${format.date(day)}`).join('; ');

/** What one ruleset says of the record. */
export function verdictOf(record: Judged, ruleset: Ruleset) {
  const meter = meterOf(ruleset, record);
  const { result, atRisk, lastDays } = meter;
  return {
    title: ruleset.title,
    rule: `${ruleset.name}, version ${ruleset.version}`,
    source: ruleset.source,
    sections: ruleset.sections.map(({ document, section, says }) => `${document}, ${section}: ${says}`),
    unverified: ruleset.unverified,
    tag: verdictTags[result.verdict],
    risk: atRisk ? riskTag : null,
    because: result.because,
    asOf: format.date(result.asOf),
    strip: [findingRow('Counts as', result.months)],
    months: result.months.map(({ month, finding, because }) => [format.month(month), findingWords(finding), because]),
    lastStarts: lastDays.map(({ route, day }) => [routeWords[route], format.date(day)]),
  };
}

/** The verdict that goes first for the person, for pages that show one. */
export const verdictsOf = (record: Judged) => [verdictOf(record, leadingRuleset(record.cohortId))];

/** For the person's page: the chosen ruleset, which others there are, and what each of them says in a line. */
export function verdictPage(record: Judged, chosen: Ruleset | undefined) {
  const leading = leadingRuleset(record.cohortId);
  const shown = chosen ?? leading;
  return {
    verdict: verdictOf(record, shown),
    rule: rulesetKey(shown),
    rules: rulesetsFor(record.leftOn).map((ruleset) => ({
      value: rulesetKey(ruleset),
      text: `${ruleset.title} (${ruleset.name}, version ${ruleset.version})`,
    })),
    everyRule: rulesetsFor(record.leftOn).map((ruleset) => {
      const meter = meterOf(ruleset, record);
      const { result, atRisk } = meter;
      return [
        ruleset.title,
        atRisk ? { tone: riskTag.tone, text: 'still possible, at risk' } : verdictTags[result.verdict],
        result.verdict === 'still-possible' ? lastDaysInWords(meter) : null,
      ];
    }),
  };
}
