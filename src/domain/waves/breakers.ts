// When does sending stop by itself until somebody has looked?
// Requirement E11 with Q1: ten connections or sign-ins in a row that failed stop everything, and sending goes on by itself
// once the mail server answers; refusals because of us, unknown fates and addresses that do not exist pause the wave, and
// a person decides. Shares are of the last 200 messages: 2 % are four of them, however few there were before.

/** How much of the past counts. */
export const breakerWindow = 200;

/** Between two looks at a mail server that could not be reached, in milliseconds (Q1). */
export const probeEveryMs = 30_000;

/** When each breaker opens; settings of the trust. */
export interface BreakerThresholds {
  readonly failedConnections: number;
  readonly policyPercent: number;
  /** Messages of unknown fate that nobody has decided about. */
  readonly unknown: number;
  readonly hardPercent: number;
}

/** The numbers of requirement E11. */
export const usualThresholds: BreakerThresholds = {
  failedConnections: 10,
  policyPercent: 2,
  unknown: 10,
  hardPercent: 5,
};

/** Why a wave was paused by itself. `content`: what it says was refused (requirement D5). */
export const haltReasons = ['policy', 'unknown', 'hard-bounces', 'content', 'complaints'] as const;
export type HaltReason = (typeof haltReasons)[number];

/** What stands beside a wave that was paused by itself. */
export interface Halt {
  readonly why: HaltReason;
  /** How many of the last messages. */
  readonly count: number;
  readonly of: number;
  readonly at: Date;
}

/** How one message ended, as far as breakers care: taken, a fault of the address, of ours, of what it says, or else. */
export type BreakerMark = 'ok' | 'hard' | 'policy' | 'content' | 'other';

const share = (percent: number): number => Math.max(1, Math.ceil((percent * breakerWindow) / 100));

/**
 * Whether these last outcomes stop a wave, and why.
 *
 * @param recent at most the last 200, in any order
 * @param unknown messages of unknown fate that are new since somebody last looked
 * @example four refusals of our mail among 200 stop it at the usual 2 %, three do not
 */
export function haltBy(
  recent: readonly BreakerMark[],
  unknown: number,
  thresholds: BreakerThresholds,
): Omit<Halt, 'at'> | null {
  const last = recent.slice(-breakerWindow);
  const countOf = (mark: BreakerMark): number => last.filter((each) => each === mark).length;
  const of = last.length;
  if (countOf('content') > 0) return { why: 'content', count: countOf('content'), of };
  if (countOf('policy') >= share(thresholds.policyPercent)) return { why: 'policy', count: countOf('policy'), of };
  if (unknown >= thresholds.unknown) return { why: 'unknown', count: unknown, of: unknown };
  if (countOf('hard') >= share(thresholds.hardPercent)) return { why: 'hard-bounces', count: countOf('hard'), of };
  return null;
}
