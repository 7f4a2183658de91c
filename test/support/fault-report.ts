// What a row of the fault table measured, kept for the table that `npm run test:faults` prints at its end.
import { appendFileSync } from 'node:fs';

/** Keeps "row, goal, measured" in the file that the run named; without one, only the test's own checks speak. */
export function report(row: string, goal: string, measured: string): void {
  const file = process.env['FAULT_REPORT'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ row, goal, measured })}\n`);
}

/** Whether full counts were asked for. */
export const full = process.env['FAULT_ROUNDS'] !== undefined;
