// The front door of src/files: reading and writing files, and keeping those that people brought.
export { openAuthority } from './authority.js';
export { csvLine, csvMark, readCsv, type CsvLimits } from './csv.js';
export {
  dictionaryRows,
  exportTables,
  type ExportRow,
  type ExportTable,
  type ExportTableName,
} from './export-tables.js';
export { filesFolder, type Files } from './folder.js';
export { openLeavers } from './leavers.js';
export { openPlans } from './plans.js';
export type { FileLine, OpenRows } from './people-rows.js';
export { openOfficial } from './official.js';
export { readMonthPatterns, type PatternLine } from './month-patterns.js';
export { sendingMemory, type SendingMemory } from './sending-memory.js';
export { tableCsv, tableXlsx } from './table-out.js';
export { FileRefused, HeadingsRefused, type UnknownHeadings } from './refused.js';
export { watchedFolder, type WatchedFolder } from './watched-folder.js';
