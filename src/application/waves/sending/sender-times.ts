// How long does a worker hold messages, and how often does it look?
import { probeEveryMs } from '../../../domain/waves/breakers.js';

export interface SenderTimes {
  /** A lease lasts this long by the database's clock, and is renewed this often (requirement E3). */
  readonly leaseMs: number;
  readonly renewMs: number;
  /** Connections that wait for their intent are grouped for this long (decision R5). */
  readonly intentWaitMs: number;
  readonly settleWaitMs: number;
  /** A message's end waits this long for the intent of the next on its connection, to be written with it. */
  readonly endWaitMs: number;
  /** Between two looks when nothing is due (decision R1). */
  readonly idleMs: number;
  /** A message waits this long after the relay could not be reached; it is no attempt of its plan. */
  readonly unreachableMs: number;
  /** Between two looks at a relay that could not be reached (Q1). */
  readonly probeMs: number;
  readonly batch: number;
}

/** The times of a real worker. */
export const senderTimes: SenderTimes = {
  leaseMs: 60_000,
  renewMs: 20_000,
  intentWaitMs: 2,
  settleWaitMs: 3,
  endWaitMs: 20,
  idleMs: 1_000,
  unreachableMs: 30_000,
  probeMs: probeEveryMs,
  batch: 100,
};

/** Requirement E6: ten minutes for the final reply, and one more. */
export const unknownAfterMs = 11 * 60_000;
