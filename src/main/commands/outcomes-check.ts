// `onward outcomes check`: are the rows for counting and the tables of Insight what the records say, and do kept figures still come out?
import type { OutcomesChecked } from '../../application/insight/check-outcomes.js';
import type { KeptReportsChecked } from '../../application/insight/figures-then.js';
import { needData, withApplication, type DataOptions } from './open.js';

interface CheckOptions extends DataOptions {
  readonly mend: boolean;
  readonly json?: boolean;
}

const inWords = (
  { people, rowsWrong, rowsMissing, rowsLeftOver, rowsDue, tables, tablesWrong, tablesDue, examples }: OutcomesChecked,
  kept: KeptReportsChecked,
  mend: boolean,
): string => {
  const wrong = rowsWrong + rowsMissing + rowsLeftOver + tablesWrong;
  return [
    `${people} people: ${rowsWrong} rows wrong, ${rowsMissing} missing, ${rowsLeftOver} left over, ${rowsDue} still to be written.`,
    `${tables} tables: ${tablesWrong} wrong, ${tablesDue} still to be counted.`,
    ...examples.map((example) => `  ${example}`),
    `${kept.reports} kept reports: ${kept.same} come out the same, ${kept.explained} not, for a reason that their page tells, ${kept.wrong.length} wrong.`,
    ...kept.wrong.map((id) => `  kept report ${id}`),
    wrong === 0
      ? kept.wrong.length === 0
        ? 'Everything equals a recount.'
        : 'Rows and tables equal a recount; these kept reports do not.'
      : mend
        ? 'What was wrong is marked; a running Onward puts it right within a minute.'
        : 'Put it right with: onward outcomes check --mend',
    '',
  ].join('\n');
};

/** Prints what was found; exit code 1 when something was wrong. */
export async function runOutcomesCheck({ mend, json, ...options }: CheckOptions): Promise<void> {
  needData(options);
  const { checked, kept } = await withApplication(options, async ({ insight }) => ({
    checked: await insight.checkOutcomes({ mend }),
    kept: await insight.checkKeptReports(),
  }));
  const wrong = checked.rowsWrong + checked.rowsMissing + checked.rowsLeftOver + checked.tablesWrong;
  const ok = wrong === 0 && kept.wrong.length === 0;
  process.stdout.write(json === true ? `${JSON.stringify({ ok, ...checked, kept })}\n` : inWords(checked, kept, mend));
  if (!ok) process.exitCode = 1;
}
