// What sends mail when no relay has been named?
// Nothing does: a start without settings runs for one machine and must never write to real people (issue 3, item 10).
import type { Mailer } from './mailer.js';

/** A mailer that sends nothing and says why; every message stays where it is and is tried again later. */
export const refusingMailer = (why: string): Mailer => ({
  relay: '',
  connections: 1,
  send: () => Promise.resolve({ kind: 'not-sent', why }),
  verify: () => Promise.reject(new Error(why)),
  close: () => Promise.resolve(),
});
