// May this worker send from this database?
// Requirement E10, decision R10: a database that was restored from a copy does not know what was sent after it. So each
// machine that sends remembers outside the database how far it was; a database behind that, or another one, or a machine
// that remembers nothing, sends nothing until a person has looked.

/** How far a database is: which one it is, how often a worker began to send, and how many acts were recorded. */
export interface SendingMark {
  readonly epoch: string;
  readonly sent: number;
  readonly acts: number;
}

/** Why a worker does not send. */
export const guardReasons = ['no-memory', 'other-database', 'behind'] as const;
export type GuardReason = (typeof guardReasons)[number];

/**
 * Why not, or null when it may.
 *
 * @param memory what the machine remembers; null when nothing
 */
export function whyNotSend(database: SendingMark, memory: SendingMark | null): GuardReason | null {
  if (memory === null) return 'no-memory';
  if (memory.epoch !== database.epoch) return 'other-database';
  return database.sent < memory.sent || database.acts < memory.acts ? 'behind' : null;
}
