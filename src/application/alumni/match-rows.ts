// Whom do rows speak of that name people on record by number, or by name and birth date for a person to confirm?
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { LineMatch, LineProblem } from '../../domain/alumni/import.js';
import { nameKey } from '../../domain/alumni/matching.js';
import { matchPlan } from '../../domain/alumni/plan-file-plan.js';
import type { WhoInFile } from '../../domain/alumni/plan-file-row.js';
import { covers } from '../../domain/alumni/viewer.js';
import type { KnownPeople } from '../../store/index.js';
import type { Tools } from '../tools.js';
import type { GoodRowOf, Reading } from './row-batches.js';

interface Facts {
  readonly who: WhoInFile;
}

/** A row that speaks of somebody for certain. */
export interface MatchedRow<Row extends Facts> extends GoodRowOf<Row> {
  readonly alumnus: Alumnus;
}

/** Rows with their people, and those that stay out or wait for a person's word. */
export interface MatchedRows<Row extends Facts> {
  readonly matched: readonly MatchedRow<Row>[];
  readonly problems: readonly LineProblem[];
  readonly toConfirm: readonly LineMatch[];
  readonly lastRows: KnownPeople['lastRows'];
}

const some = <T>(values: readonly (T | undefined)[]): readonly T[] => values.filter((value) => value !== undefined);

/** Everybody whom the rows might speak of. */
async function knownPeople({ store }: Pick<Tools, 'store'>, rows: readonly GoodRowOf<Facts>[]): Promise<KnownPeople> {
  const who = rows.map(({ facts }) => facts.who);
  const numbered = await store.alumni.knownByNumber(
    some(who.map(({ upn }) => upn)),
    some(who.map(({ uln }) => uln)),
    some(who.map(({ ucasId }) => ucasId)),
  );
  const names = some(who.map(({ name }) => (name === undefined ? undefined : nameKey(name))));
  const named = await store.alumni.knownByName(
    [...new Set(names)],
    [...new Set(some(who.map(({ dateOfBirth }) => dateOfBirth)))],
  );
  const people = new Map([...numbered.people, ...named.people].map((person) => [person.id, person]));
  return { people: [...people.values()], lastRows: new Map([...numbered.lastRows, ...named.lastRows]) };
}

/** Finds the people of the rows. */
export async function matchRows<Row extends Facts>(
  { store }: Pick<Tools, 'store'>,
  rows: readonly GoodRowOf<Row>[],
  { scope, confirmed }: Pick<Reading, 'scope' | 'confirmed'>,
): Promise<MatchedRows<Row>> {
  const { people, lastRows } = await knownPeople({ store }, rows);
  const candidatesOf = indexed(people);
  const matched: MatchedRow<Row>[] = [];
  const problems: LineProblem[] = [];
  const toConfirm: LineMatch[] = [];
  for (const good of rows) {
    const { line, facts } = good;
    const match = matchPlan(facts.who, candidatesOf(facts.who));
    if (match.kind === 'nobody') problems.push({ line, ...match.problem });
    else if (!covers(scope, match.alumnus.schoolId)) {
      const why = 'this person is on record at a school that you do not look after';
      problems.push({ line, field: '', why, remedy: 'ask an administrator to import this row' });
    } else if (match.kind === 'confirm' && !confirmed.includes(line)) {
      const { name, dateOfBirth } = match.alumnus;
      const why = 'only name and birth date say who this is, and nobody has confirmed it';
      problems.push({ line, field: '', why, remedy: 'confirm it before importing, or add a number' });
      if (dateOfBirth !== undefined) {
        toConfirm.push({ line, alumnusId: match.alumnus.id, name: `${name.given} ${name.family}`, dateOfBirth });
      }
    } else matched.push({ ...good, alumnus: match.alumnus });
  }
  return { matched, problems, toConfirm, lastRows };
}

/** The known people who share a number or the name with a row. */
function indexed(people: readonly Alumnus[]): (who: WhoInFile) => readonly Alumnus[] {
  const keysOf = ({ ucasId, upn, formerUpn, uln, name }: Partial<Alumnus>): readonly string[] =>
    some([
      ucasId === undefined ? undefined : `ucas ${ucasId}`,
      upn === undefined ? undefined : `upn ${upn}`,
      formerUpn === undefined ? undefined : `upn ${formerUpn}`,
      uln === undefined ? undefined : `uln ${uln}`,
      name === undefined ? undefined : `name ${nameKey(name)}`,
    ]);
  const byKey = new Map<string, Alumnus[]>();
  for (const person of people) {
    for (const key of keysOf(person)) byKey.set(key, [...(byKey.get(key) ?? []), person]);
  }
  return (who) => [...new Set(keysOf(who).flatMap((key) => byKey.get(key) ?? []))];
}
