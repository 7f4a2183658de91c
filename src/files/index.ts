// The front door of src/files: reading and writing files, and keeping those that people brought.
export { csvLine, csvMark, readCsv, type CsvLimits } from './csv.js';
export { destinationsCsv, type DestinationRow } from './destinations-out.js';
export { filesFolder, type Files } from './folder.js';
export { openLeavers } from './leavers.js';
export { openOfficial } from './official.js';
export { readMonthPatterns, type PatternLine } from './month-patterns.js';
export { sendingMemory, type SendingMemory } from './sending-memory.js';
export { FileRefused } from './refused.js';
