// Can the mail server be reached at all?
// What all workers see of it stands in one document: after ten failed connections or sign-ins in a row nobody tries any
// more, but one looks every 30 seconds with one connection, and the first that succeeds lets everybody go on (requirement
// E11, Q1). No message loses an attempt by it.
import { probeEveryMs } from '../../../domain/waves/breakers.js';
import type { RelayState } from '../../../store/index.js';
import type { Tools } from '../../tools.js';

/** One worker's view of the mail server. */
export interface RelayWatch {
  /** Whether mail may be tried. Where it may not, looks at the mail server itself when it is this worker's turn. */
  readonly mayTry: () => Promise<boolean>;
  /** A connection or sign-in failed; gives whether mail may still be tried. */
  readonly failed: (why: string) => Promise<boolean>;
  /** The mail server spoke to us. */
  readonly answered: () => Promise<void>;
}

const lookEveryMs = 1_000;

/** @param everyMs between two looks at a mail server that could not be reached */
export function relayWatch(
  { store, mailer, settings, log }: Pick<Tools, 'store' | 'mailer' | 'settings' | 'log'>,
  everyMs = probeEveryMs,
): RelayWatch {
  let known: RelayState = { failures: 0, why: '', openedAt: null };
  let lookedAt = -Infinity;
  const isOpen = (): boolean => known.openedAt !== null;

  const closed = async (): Promise<void> => {
    if (isOpen()) log.info('The mail server answers again; sending goes on.');
    known = { failures: 0, why: '', openedAt: null };
    await store.breakers.relayAnswered();
  };

  const probe = async (): Promise<void> => {
    if (!(await store.breakers.takeProbe(everyMs))) return;
    try {
      await mailer.verify();
    } catch (error) {
      log.warn('The mail server still cannot be reached.', { why: error instanceof Error ? error.message : '' });
      return;
    }
    await closed();
  };

  return {
    mayTry: async () => {
      if (performance.now() - lookedAt >= lookEveryMs) {
        known = await store.breakers.relayState();
        lookedAt = performance.now();
      }
      if (isOpen()) await probe();
      return !isOpen();
    },
    failed: async (why) => {
      const before = isOpen();
      known = await store.breakers.relayFailed(1, why, {
        most: settings.breakers.failedConnections,
        probeEveryMs: everyMs,
      });
      if (!before && isOpen()) {
        log.error('The mail server cannot be reached; nothing is sent until it answers.', {
          why,
          failures: known.failures,
        });
      }
      return !isOpen();
    },
    answered: async () => {
      if (known.failures > 0 || isOpen()) await closed();
    },
  };
}
