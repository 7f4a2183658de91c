// How does a leavers file become rows that are read, matched and planned?
// The preview and the writing go through the same batches, so that the preview shows what the writing does (decision
// R18). A person who stands in the file twice is a problem of the later row. Nothing is written here.
import type { Alumnus, School, SchoolScope } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { rowIdOf, type ImportId, type LineProblem } from '../../domain/alumni/import.js';
import { planRow, type RowPlan } from '../../domain/alumni/import-plan.js';
import type { RowProblem } from '../../domain/alumni/leaver-fields.js';
import { readLeaverRow, type LeaverFacts } from '../../domain/alumni/leaver-row.js';
import { identityKeys, matchPerson, nameKey, touchedSchools } from '../../domain/alumni/matching.js';
import { covers } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { openLeavers, type CsvLimits } from '../../files/index.js';
import { usualProviderName } from '../../reference/index.js';
import type { KnownPeople } from '../../store/index.js';
import type { Tools } from '../tools.js';

/** One import being read: which file, whose schools, and the day that counts as today. */
export interface Reading {
  readonly importId: ImportId;
  readonly fileHash: string;
  readonly scope: SchoolScope;
  readonly today: LocalDate;
  readonly limits: CsvLimits;
  /** Domains of the schools' own mail. */
  readonly schoolDomains: readonly string[];
}

interface GoodRow {
  readonly line: number;
  /** Import and line; the id of the person whom the row adds. */
  readonly row: AlumnusId;
  readonly facts: LeaverFacts;
}

/** A row with what it would do. `again`: the same row wrote it before, as a new person or a change. */
export interface PlannedRow extends GoodRow {
  readonly plan: RowPlan;
  readonly again: 'new' | 'changed' | null;
}

/** Rows in order; `lastLine` is the last line read, whatever it held. */
export interface LeaverBatch {
  readonly good: readonly GoodRow[];
  readonly problems: readonly LineProblem[];
  /** How many rows had problems; a row may have several. */
  readonly rowsWithProblems: number;
  readonly lastLine: number;
}

/** A file whose headings were understood; its rows come as they are read. */
export interface LeaverRows {
  readonly ignoredHeadings: readonly string[];
  readonly batches: AsyncIterable<LeaverBatch>;
}

const batchRows = 500;

/** Opens the kept file and reads it in batches. Throws FileRefused, also half way. */
export async function leaverBatches(
  { store, files }: Pick<Tools, 'store' | 'files'>,
  { importId, fileHash, scope, today, limits, schoolDomains }: Reading,
): Promise<LeaverRows> {
  const schools = await store.schools.all();
  const { ignored, rows } = await openLeavers(() => files.open(fileHash), limits);
  const context = { schools, today, providerName: usualProviderName, schoolDomains };

  async function* batches(): AsyncGenerator<LeaverBatch> {
    const seen = new Map<string, number>();
    let good: GoodRow[] = [];
    let problems: LineProblem[] = [];
    let bad = 0;
    let taken = 0;
    let lastLine = 0;
    for await (const { line, texts, problems: formProblems } of rows) {
      const row =
        formProblems.length > 0 ? { ok: false as const, problems: formProblems } : readLeaverRow(texts, context);
      const found = row.ok ? problemsOfWhole(row.facts, seen, line, scope, schools) : row.problems;
      if (row.ok && found.length === 0) good.push({ line, row: rowIdOf(importId, line), facts: row.facts });
      else bad += 1;
      problems.push(...found.map((problem) => ({ line, ...problem })));
      taken += 1;
      lastLine = line;
      if (taken === batchRows) {
        yield { good, problems, rowsWithProblems: bad, lastLine };
        [good, problems, bad, taken] = [[], [], 0, 0];
      }
    }
    if (taken > 0) yield { good, problems, rowsWithProblems: bad, lastLine };
  }
  return { ignoredHeadings: ignored, batches: batches() };
}

/** What speaks against a row that is right in itself: the same person earlier in the file, or somebody else's school. */
function problemsOfWhole(
  facts: LeaverFacts,
  seen: Map<string, number>,
  line: number,
  scope: SchoolScope,
  schools: readonly School[],
): readonly RowProblem[] {
  const keys = identityKeys(facts);
  const earlier = keys.map((key) => seen.get(key)).find((at) => at !== undefined);
  for (const key of keys) if (!seen.has(key)) seen.set(key, line);
  if (earlier !== undefined) {
    const why = `this person stands in the file already, on line ${earlier}`;
    return [{ field: '', why, remedy: 'keep the line that is right and take the other away' }];
  }
  if (covers(scope, facts.schoolId)) return [];
  const name = schools.find(({ id }) => id === facts.schoolId)?.name ?? facts.schoolId;
  return [{ field: 'school', why: `you do not look after ${name}`, remedy: 'ask an administrator to import this row' }];
}

/** Plans good rows against what is known now. Rows that match nobody for certain come back as problems. */
export async function planRows(
  { store }: Pick<Tools, 'store'>,
  rows: readonly GoodRow[],
  { scope, today }: Pick<Reading, 'scope' | 'today'>,
): Promise<{ readonly planned: readonly PlannedRow[]; readonly problems: readonly LineProblem[] }> {
  const { people, lastRows } = await knownPeople(store, rows);
  const candidatesOf = indexed(people);

  const planned: PlannedRow[] = [];
  const problems: LineProblem[] = [];
  for (const good of rows) {
    const match = matchPerson(good.facts, candidatesOf(good.facts));
    if (match.kind === 'unsure') {
      problems.push({ line: good.line, ...match.problem });
    } else if (touchedSchools(good.facts, match).some((school) => !covers(scope, school))) {
      const why = 'this person is on record at a school that you do not look after';
      problems.push({ line: good.line, field: 'school', why, remedy: 'ask an administrator to import this row' });
    } else {
      const alumnus = match.kind === 'found' ? match.alumnus : null;
      const wroteIt = alumnus !== null && lastRows.get(alumnus.id) === good.row;
      const again = !wroteIt ? null : alumnus.id === good.row ? 'new' : 'changed';
      planned.push({ ...good, plan: planRow(good.facts, alumnus, good.row, today), again });
    }
  }
  return { planned, problems };
}

/** Everybody whom the rows might speak of: by number, and by name where no number is known. */
async function knownPeople(store: Tools['store'], rows: readonly GoodRow[]): Promise<KnownPeople> {
  const numbersOf = ({ upn, formerUpn }: LeaverFacts) => [upn, formerUpn].filter((number) => number !== undefined);
  const upns = rows.flatMap(({ facts }) => numbersOf(facts));
  const ulns = rows.map(({ facts }) => facts.uln).filter((uln) => uln !== undefined);
  const numbered = await store.alumni.knownByNumber(upns, ulns);
  const found = new Set(
    numbered.people.flatMap(({ upn, formerUpn, uln }) => [
      ...[upn, formerUpn].flatMap((number) => (number === undefined ? [] : [`upn ${number}`])),
      `uln ${uln ?? ''}`,
    ]),
  );
  const unknown = rows.filter(
    ({ facts }) =>
      !found.has(`uln ${facts.uln ?? 'none'}`) && !numbersOf(facts).some((number) => found.has(`upn ${number}`)),
  );
  const named = await store.alumni.knownByName([...new Set(unknown.map(({ facts }) => nameKey(facts.name)))]);
  const people = new Map([...numbered.people, ...named.people].map((person) => [person.id, person]));
  return { people: [...people.values()], lastRows: new Map([...numbered.lastRows, ...named.lastRows]) };
}

/** The known people who share a number or the name with a row, without going through all of them for each row. */
function indexed(people: readonly Alumnus[]): (facts: LeaverFacts) => readonly Alumnus[] {
  const byKey = new Map<string, Alumnus[]>();
  for (const person of people) {
    for (const key of [
      `upn ${person.upn ?? ''}`,
      `upn ${person.formerUpn ?? ''}`,
      `uln ${person.uln ?? ''}`,
      `name ${nameKey(person.name)}`,
    ]) {
      byKey.set(key, [...(byKey.get(key) ?? []), person]);
    }
  }
  return (facts) => {
    const keys = [facts.upn, facts.formerUpn].filter((upn) => upn !== undefined).map((upn) => `upn ${upn}`);
    if (facts.uln !== undefined) keys.push(`uln ${facts.uln}`);
    keys.push(`name ${nameKey(facts.name)}`);
    return [...new Set(keys.flatMap((key) => byKey.get(key) ?? []))];
  };
}
