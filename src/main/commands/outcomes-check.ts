// `onward outcomes check`: are the rows for counting and the tables of Insight what the records say?
import type { OutcomesChecked } from '../../application/insight/check-outcomes.js';
import { needData, withApplication, type DataOptions } from './open.js';

interface CheckOptions extends DataOptions {
  readonly mend: boolean;
  readonly json?: boolean;
}

const inWords = (
  { people, rowsWrong, rowsMissing, rowsLeftOver, rowsDue, tables, tablesWrong, tablesDue, examples }: OutcomesChecked,
  mend: boolean,
): string => {
  const wrong = rowsWrong + rowsMissing + rowsLeftOver + tablesWrong;
  return [
    `${people} people: ${rowsWrong} rows wrong, ${rowsMissing} missing, ${rowsLeftOver} left over, ${rowsDue} still to be written.`,
    `${tables} tables: ${tablesWrong} wrong, ${tablesDue} still to be counted.`,
    ...examples.map((example) => `  ${example}`),
    wrong === 0
      ? 'Everything equals a recount.'
      : mend
        ? 'What was wrong is marked; a running Onward puts it right within a minute.'
        : 'Put it right with: onward outcomes check --mend',
    '',
  ].join('\n');
};

/** Prints what was found; exit code 1 when something was wrong. */
export async function runOutcomesCheck({ mend, json, ...options }: CheckOptions): Promise<void> {
  needData(options);
  const checked = await withApplication(options, ({ insight }) => insight.checkOutcomes({ mend }));
  const wrong = checked.rowsWrong + checked.rowsMissing + checked.rowsLeftOver + checked.tablesWrong;
  process.stdout.write(json === true ? `${JSON.stringify({ ok: wrong === 0, ...checked })}\n` : inWords(checked, mend));
  if (wrong > 0) process.exitCode = 1;
}
