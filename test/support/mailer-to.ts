// A mailer to a server of this machine, with patience for tests.
import { createMailer, type Mailer } from '../../src/mail/index.js';

/** Sends to the port; waits two seconds at most for anything. */
export const mailerTo = (port: number, connections = 1, auth?: { user: string; pass: string }): Mailer =>
  createMailer({
    ...{ host: '127.0.0.1', port, secure: false, name: 'onward.example', connections },
    ...(auth === undefined ? {} : { auth }),
    timeouts: { setUp: 2_000, envelope: 2_000, reply: 2_000 },
  });
