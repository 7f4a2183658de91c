// A mailer to a server of this machine, with patience for tests.
import { createMailer, type Mailer } from '../../src/mail/index.js';

/** Sends to the port; waits longer for anything than a busy machine takes. */
export const mailerTo = (port: number, connections = 1, auth?: { user: string; pass: string }): Mailer =>
  createMailer({
    ...{ host: '127.0.0.1', port, secure: false, name: 'onward.example', connections },
    ...(auth === undefined ? {} : { auth }),
    timeouts: { setUp: 20_000, envelope: 20_000, reply: 20_000 },
  });
