// How is a table of counts kept?
// As it is, or sealed for its place where it tells of reasons, money and the like: of a small school's cohort a count of one in
// clear would be a person's answer (requirement P5). Pages open what they add up; what somebody may see is decided last.
import { isSealedReport, type CountedPlace, type ReportName, type Table } from '../../domain/insight/reports.js';
import type { Tools } from '../tools.js';

interface WhichTable extends CountedPlace {
  readonly report: ReportName;
}

/** A table as it is kept; empty where it is sealed. */
export interface KeptTable extends WhichTable {
  readonly table: Table;
  readonly sealed?: string;
}

const placeOfTable = ({ schoolId, cohortId, report }: WhichTable): string =>
  `rollups/${schoolId}~${cohortId}~${report}`;

/** The table as it is kept. */
export const tableToKeep = (
  { vault }: Pick<Tools, 'vault'>,
  which: WhichTable,
  table: Table,
): { readonly table: Table } | { readonly sealed: string } =>
  isSealedReport(which.report) ? { sealed: vault.seal(table, placeOfTable(which)) } : { table };

/** The table that is kept. */
export const tableKept = ({ vault }: Pick<Tools, 'vault'>, kept: KeptTable): Table =>
  kept.sealed === undefined ? kept.table : (vault.open(kept.sealed, placeOfTable(kept)) as Table);
