// How does a leavers file become rows that are read, matched and planned?
// The preview and the writing go through the same batches, so that the preview shows what the writing does (decision
// R18). A person who stands in the file twice is a problem of the later row. Nothing is written here.
import type { Alumnus, School, SchoolScope } from '../../domain/alumni/alumnus.js';
import { planRow } from '../../domain/alumni/import-plan.js';
import type { LineProblem } from '../../domain/alumni/import.js';
import type { RowProblem } from '../../domain/alumni/leaver-fields.js';
import { readLeaverRow, type LeaverFacts } from '../../domain/alumni/leaver-row.js';
import { identityKeys, matchPerson, nameKey, touchedSchools } from '../../domain/alumni/matching.js';
import { seenKeys, type SeenKeys } from '../../domain/alumni/seen-keys.js';
import { covers } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { openLeavers } from '../../files/index.js';
import { usualProviderName } from '../../reference/index.js';
import type { KnownPeople } from '../../store/index.js';
import type { Tools } from '../tools.js';
import {
  openRowBatches,
  type GoodRowOf,
  type PlannedRow,
  type PlannedRows,
  type Reading,
  type RowsOf,
} from './row-batches.js';

type GoodRow = GoodRowOf<LeaverFacts>;

/** Opens the kept file and reads it in batches. Throws FileRefused, also half way. */
export async function leaverBatches(
  { store, files }: Pick<Tools, 'store' | 'files'>,
  reading: Reading,
): Promise<RowsOf<LeaverFacts>> {
  const { scope, now, schoolDomains } = reading;
  const schools = await store.schools.all();
  const context = { schools, today: londonDate(now), providerName: usualProviderName, schoolDomains };
  const seen = seenKeys();
  return openRowBatches({ files }, reading, openLeavers, ({ line, texts }) => {
    const row = readLeaverRow(texts, context);
    if (!row.ok) return row;
    const problems = problemsOfWhole(row.facts, seen, line, scope, schools);
    return problems.length === 0 ? row : { ok: false, problems };
  });
}

/** What speaks against a row that is right in itself: the same person earlier in the file, or somebody else's school. */
function problemsOfWhole(
  facts: LeaverFacts,
  seen: SeenKeys,
  line: number,
  scope: SchoolScope,
  schools: readonly School[],
): readonly RowProblem[] {
  const earlier = identityKeys(facts)
    .map((key) => seen.note(key, line))
    .find((at) => at !== undefined);
  if (earlier !== undefined) {
    const why = `this person stands in the file already, on line ${earlier}`;
    return [{ field: '', why, remedy: 'keep the line that is right and take the other away' }];
  }
  if (covers(scope, facts.schoolId)) return [];
  const name = schools.find(({ id }) => id === facts.schoolId)?.name ?? facts.schoolId;
  return [{ field: 'school', why: `you do not look after ${name}`, remedy: 'ask an administrator to import this row' }];
}

/** Plans good rows against those who are known of them. Rows that match nobody for certain come back as problems. */
export function planRows(
  rows: readonly GoodRow[],
  { people, lastRows }: KnownPeople,
  { scope, now }: Pick<Reading, 'scope' | 'now'>,
): PlannedRows {
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
      const plan = planRow(good.facts, alumnus, good.row, now);
      planned.push({ line: good.line, row: good.row, writtenBy: good.row, cohortId: good.facts.cohortId, plan, again });
    }
  }
  return { planned, problems, toConfirm: [] };
}

/** The pupil numbers that a row names. */
export const numbersOf = ({ upn, formerUpn }: LeaverFacts): readonly string[] =>
  [upn, formerUpn].filter((number) => number !== undefined);

/** Everybody whom the rows might speak of: by number, and by name where no number is known. */
export async function knownPeople(store: Tools['store'], rows: readonly GoodRow[]): Promise<KnownPeople> {
  const upns = rows.flatMap(({ facts }) => numbersOf(facts));
  const ulns = rows.map(({ facts }) => facts.uln).filter((uln) => uln !== undefined);
  const numbered = await store.alumni.knownByNumber(upns, ulns);
  const found = new Set(
    numbered.people.flatMap(({ upn, formerUpn, uln }) => [
      ...[upn, formerUpn].flatMap((number) => (number === undefined ? [] : [`upn ${number}`])),
      `uln ${uln ?? ''}`,
    ]),
  );
  // Without a birth date nobody is found by name.
  const unknown = rows.filter(
    ({ facts }) =>
      facts.dateOfBirth !== undefined &&
      !found.has(`uln ${facts.uln ?? 'none'}`) &&
      !numbersOf(facts).some((number) => found.has(`upn ${number}`)),
  );
  const named = await store.alumni.knownByName(
    [...new Set(unknown.map(({ facts }) => nameKey(facts.name)))],
    [...new Set(unknown.flatMap(({ facts }) => facts.dateOfBirth ?? []))],
  );
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
