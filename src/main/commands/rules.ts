// `onward rules`: which rules there are, and what each says of month patterns from a file, so that anybody can try them.
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { addDays, lastDayOf, parseLocalDate, type LocalDate } from '../../domain/calendar/local-date.js';
import type { RowProblem } from '../../domain/alumni/leaver-fields.js';
import { findRuleset, publishOwnRules, rulesetKey, rulesets } from '../../domain/destinations/sustained/catalogue.js';
import { meterOfMonths, type Meter } from '../../domain/destinations/sustained/meter.js';
import { readMonthPattern } from '../../domain/destinations/sustained/month-pattern.js';
import type { Ruleset } from '../../domain/destinations/sustained/ruleset.js';
import { FileRefused, readMonthPatterns, type PatternLine } from '../../files/index.js';
import { callersFolder } from '../package-root.js';
import { InputProblem } from '../problem.js';
import { settingsFor } from './open.js';

const limits = { rows: 1_000_000, columns: 60, field: 400 };

interface CheckOptions {
  readonly ruleset: string;
  readonly leftOn?: string;
  readonly asOf?: string;
  readonly json?: boolean;
}

function named(text: string): Ruleset {
  const found = findRuleset(text);
  if (found !== undefined) return found;
  throw new InputProblem(`No such ruleset: ${text}. Known: ${rulesets.map(rulesetKey).join(', ')}.`);
}

function dayOf(option: string, text: string | undefined): LocalDate | null {
  if (text === undefined) return null;
  const day = parseLocalDate(text);
  if (day === null) throw new InputProblem(`${option} must be a day such as 2026-07-17; it is "${text}".`);
  return day;
}

const print = (lines: AsyncIterable<string> | Iterable<string>): Promise<void> =>
  pipeline(lines, process.stdout, { end: false }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  });

/** `onward rules list`: name, version, title and source of each. */
export async function listRules({ json }: { readonly json?: boolean }): Promise<void> {
  publishOwnRules(settingsFor({}).ownRules);
  const rows = rulesets.map(({ name, version, title, source, sections, unverified }) => ({
    ...{ name, version, title, source, sections, unverified },
  }));
  await print(
    json === true
      ? [`${JSON.stringify(rows)}\n`]
      : rows.map(({ title, source, sections, unverified, ...rest }) =>
          [
            `${rulesetKey(rest)}  ${title}`,
            `  Source: ${source}`,
            ...sections.map(({ document, section, says }) => `    ${document}, ${section}: ${says}`),
            ...unverified.map((part) => `  Unverified: ${part}`),
            '',
            '',
          ].join('\n'),
        ),
  );
}

interface Judged {
  readonly row: number;
  readonly id: string;
  readonly meter: Meter;
}

interface Wrong {
  readonly row: number;
  readonly id: string;
  readonly problems: readonly RowProblem[];
}

function judge(
  ruleset: Ruleset,
  line: PatternLine,
  given: { leftOn: LocalDate | null; asOf: LocalDate | null },
): Judged | Wrong {
  const leftOn = line.leftOn ?? given.leftOn;
  const { line: row, id } = line;
  if (leftOn === null || line.problems.length > 0) {
    const missing: RowProblem = {
      field: 'left on',
      why: 'it is not said when they left',
      remedy: 'fill in the column "left on", or give --left-on for the whole file',
    };
    const said = line.problems.some(({ field }) => field === 'left on');
    return { row, id, problems: leftOn === null && !said ? [...line.problems, missing] : line.problems };
  }
  const last = ruleset.months(leftOn).at(-1);
  const over = last === undefined ? leftOn : addDays(lastDayOf(last), 1);
  const asOf = line.asOf ?? given.asOf ?? over;
  const { year, problems } = readMonthPattern(ruleset, { leftOn, asOf, months: line.months });
  return problems.length > 0 ? { row, id, problems } : { row, id, meter: meterOfMonths(ruleset, year, asOf) };
}

const asJson = ({ row, id, meter: { result, atRisk, lastDays, until } }: Judged): string =>
  JSON.stringify({
    ...{ row, id, verdict: result.verdict, category: result.category ?? null, reason: result.because },
    meter: { asOf: result.asOf, atRisk, lastDays, until },
    months: result.months,
  });

function inWords({ row, id, meter: { result, atRisk, lastDays } }: Judged): string {
  const who = id === '' ? `Row ${row}` : `Row ${row} (${id})`;
  const risk = atRisk ? ' At risk if nothing changes.' : '';
  const days = lastDays.map(({ route, day }) => `${route} by ${day}`).join(', ');
  return `${who}: ${result.verdict.replaceAll('-', ' ')}. ${result.because}${risk}${days === '' ? '' : ` Can still begin: ${days}.`}\n`;
}

/**
 * `onward rules check`: verdict, reason and meter of each row. With rows that cannot be read the others are judged all the
 * same, the problems are named by row, field and remedy, and the command ends with exit code 2.
 */
export async function checkRules(file: string, options: CheckOptions): Promise<void> {
  publishOwnRules(settingsFor({}).ownRules);
  const ruleset = named(options.ruleset);
  const given = { leftOn: dayOf('--left-on', options.leftOn), asOf: dayOf('--as-of', options.asOf) };
  const source = path.resolve(callersFolder, file);
  if (!existsSync(source)) throw new InputProblem(`There is no file ${source}.`);
  const wrong: Wrong[] = [];
  async function* judged(): AsyncGenerator<Judged> {
    for await (const line of readMonthPatterns(() => createReadStream(source), limits)) {
      const one = judge(ruleset, line, given);
      if ('meter' in one) yield one;
      else wrong.push(one);
    }
  }
  async function* json(): AsyncGenerator<string> {
    const { name, version, title, source: from, unverified } = ruleset;
    yield `{"ruleset":${JSON.stringify({ name, version, title, source: from, unverified })},"rows":[`;
    let between = '';
    for await (const one of judged()) {
      yield between + asJson(one);
      between = ',';
    }
    yield `],"problems":${JSON.stringify(wrong.flatMap(({ problems, ...row }) => problems.map((one) => ({ ...row, ...one }))))}}\n`;
  }
  async function* words(): AsyncGenerator<string> {
    yield `${rulesetKey(ruleset)}  ${ruleset.title}. ${ruleset.source}.\n`;
    for await (const one of judged()) yield inWords(one);
  }
  try {
    await print(options.json === true ? json() : words());
  } catch (error) {
    if (error instanceof FileRefused) throw new InputProblem(`${path.basename(source)} was not read. ${error.message}`);
    throw error;
  }
  if (wrong.length === 0) return;
  throw new InputProblem(
    wrong
      .flatMap(({ row, problems }) =>
        problems.map(({ field, why, remedy }) => `Row ${row}${field === '' ? '' : `, ${field}`}: ${why}; ${remedy}.`),
      )
      .join('\n'),
  );
}
