// A mailbox read by IMAP as the job reads it: what came back is acted on once, from where the last tick ended.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createApplication } from '../../src/application/index.js';
import { imapInbox } from '../../src/mail/index.js';
import { aHolidayNote } from '../support/returned-mail.js';
import { startImapServer, type ImapServer } from '../support/imap-server.js';
import { openTestTools } from '../support/tools.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let server: ImapServer;
beforeAll(async () => {
  opened = await openTestTools({ now: new Date() });
  server = await startImapServer(() => true);
});
afterAll(async () => {
  await server.close();
  await opened.close();
});

it('takes in each mail once, over several ticks, a lost connection and a mailbox made anew', async () => {
  const inbox = imapInbox({
    ...{ host: '127.0.0.1', port: server.port, secure: false, user: 'alumni@trust.example' },
    ...{ secret: { password: 'any' }, folder: 'INBOX' },
  });
  const { waves } = createApplication({ ...opened.tools, inbox });
  const kept = () => opened.connection.collection('inboundmail').countDocuments({});
  for (const day of ['Monday', 'Tuesday', 'Wednesday']) {
    server.deliver(aHolidayNote({ to: 'alumni@trust.example' }).replace('Monday', day));
  }
  server.hangUpAt('UID FETCH 2');
  await expect(waves.readInbox()).rejects.toThrow('The mailbox could not be read');
  expect(await kept()).toBe(1);
  await waves.readInbox();
  await waves.readInbox();
  expect(await kept()).toBe(3);
  expect(server.log.filter((line) => line.startsWith('UID FETCH 1 '))).toHaveLength(1);
  server.makeAnew();
  await waves.readInbox();
  expect(await kept()).toBe(3);
});
