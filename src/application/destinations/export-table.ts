// Destinations in whole tables, wide and long, for people and programs outside: everything but what is sealed.
// Read batch by batch and written as it is read, so that a trust needs the memory of one batch; rows go in order of cohort,
// school and person. Whose record is restricted is in no table but those that go along with a school that leaves (Y21).
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { activityFacts } from '../../domain/destinations/activity.js';
import { leadingRuleset } from '../../domain/destinations/sustained/catalogue.js';
import {
  dictionaryRows,
  exportTables,
  tableCsv,
  tableXlsx,
  type ExportRow,
  type ExportTable,
  type ExportTableName,
} from '../../files/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import {
  destinationRow,
  exportedPeople,
  type Exported,
  type ExportFilter,
  type ExportTools,
} from './export-destinations.js';

const who = ({ id, schoolId, cohortId }: Alumnus): ExportRow => [id, schoolId, cohortId];

type RowsOf = (exported: Exported) => readonly ExportRow[];

const wide: RowsOf = ({ person, schoolName, record, today }) => {
  const row = destinationRow(person, schoolName, record, today);
  return [
    [
      ...[...who(person), row.school],
      ...[row.upn, person.formerUpn ?? '', row.uln, row.givenName, row.familyName],
      ...[person.dateOfBirth ?? '', person.leftOn, row.intended, row.final, row.now, row.activity],
      ...[row.from, row.to, row.lastKnown, row.source, row.ruleset, row.verdict, row.because, row.asOf],
      ...[row.conflictsOpen, person.state === 'restricted' ? 'yes' : ''],
    ],
  ];
};

const timeAt: RowsOf = ({ person, record }) =>
  (record?.spells ?? []).map((spell) => [
    ...who(person),
    ...[activityFacts[spell.activity].words, spell.provider ?? '', spell.course ?? '', spell.employer ?? ''],
    ...[spell.from, spell.to ?? '', spell.lastKnown, spell.standing, spell.ended ?? '', spell.claimIds.join(' ')],
  ]);

const statements: RowsOf = ({ person, record }) =>
  (record?.claims ?? []).map((claim) => [
    ...who(person),
    ...[claim.id, claim.source, claim.knownOn, claim.recordedOn ?? '', claim.saidIn, claim.revision],
    ...[activityFacts[claim.activity].words, claim.standing],
    ...[claim.provider ?? '', claim.course ?? '', claim.employer ?? '', claim.ukprn ?? '', claim.subject ?? ''],
    ...[claim.job ?? '', claim.from ?? '', claim.to ?? '', claim.fromCertainty, claim.ended ?? ''],
  ]);

const ruleMonths: RowsOf = ({ person, record, today }) => {
  const { spells = [] } = record ?? {};
  const { ruleset, verdict, months, asOf } = leadingRuleset(person.cohortId).judge({
    ...{ spells, leftOn: person.leftOn, asOf: today },
  });
  return months.map(({ month, finding, because }) => [
    ...who(person),
    ...[`${ruleset.name} version ${ruleset.version}`, verdict, month, finding, because, asOf],
  ]);
};

const rowsOf: Readonly<Record<ExportTableName, RowsOf>> = {
  destinations: wide,
  'time-at': timeAt,
  statements,
  'rule-months': ruleMonths,
};

/** What is to be taken out. */
interface ExportOrder {
  readonly table: string;
  readonly format: 'csv' | 'xlsx';
  readonly filter: ExportFilter;
  /** Those whose record is restricted too; for whoever takes the records over, before they are erased here. */
  readonly withRestricted?: boolean;
  /** Told how many people have been read, batch after batch. */
  readonly onProgress?: (people: number) => Promise<void>;
}

/** The file, as it is written. Throws NotFound for a table that there is not. */
export const exportTable =
  (tools: ExportTools) =>
  (viewer: Viewer, { table: name, format, filter, ...more }: ExportOrder): AsyncIterable<string | Uint8Array> => {
    const table = exportTables.find((each) => each.name === name);
    if (table === undefined) throw new NotFound();
    async function* rows(asked: ExportTable): AsyncGenerator<ExportRow> {
      for await (const exported of exportedPeople(tools)(viewer, filter, { what: asked.name, ...more })) {
        yield* rowsOf[asked.name](exported);
      }
    }
    const headings = table.columns.map(({ heading }) => heading);
    return format === 'csv' ? tableCsv(headings, rows(table)) : tableXlsx(table.title, headings, rows(table));
  };

/** What each column of every table means, as a CSV file. */
export const exportDictionary = (): AsyncIterable<string> => {
  const [headings = [], ...rows] = dictionaryRows;
  async function* each(): AsyncGenerator<ExportRow> {
    await Promise.resolve();
    yield* rows;
  }
  return tableCsv(headings, each());
};

/** The tables, and how many people of which cohorts and schools could be in them. */
export const showExports =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer) => ({
    tables: exportTables,
    cohorts: await store.alumni.countByCohort(viewer.schools),
    schools: (await store.schools.all()).filter(({ id }) => covers(viewer.schools, id)),
  });
