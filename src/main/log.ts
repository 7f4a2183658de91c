// Log lines as JSON, to the screen's error stream or to a file. Values are plain and never personal (requirement T9).
import { destination, pino } from 'pino';
import type { Log } from '../application/index.js';

/** A log at a level; `file` keeps the screen free, as in the demo. */
export function openLog(level: string, file?: string): Log {
  const logger = pino(
    { level, base: { process: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    file === undefined ? destination(2) : destination({ dest: file, mkdir: true, sync: true }),
  );
  return {
    info: (message, values = {}) => logger.info(values, message),
    warn: (message, values = {}) => logger.warn(values, message),
    error: (message, values = {}) => logger.error(values, message),
  };
}
