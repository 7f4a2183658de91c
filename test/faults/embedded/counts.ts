// How much each of these suites does: little in `npm test`, all of it under `npm run test:faults`.
export const isFull = Number(process.env['FAULT_ROUNDS'] ?? '0') > 0;

/** The full count when the fault tests run in full, else the reduced one. */
export const counted = (full: number, reduced: number): number => (isFull ? full : reduced);
