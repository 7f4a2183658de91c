// A mail server that puts a Message-ID of its own in place of ours, as Microsoft 365 does: what comes back is matched by that
// one (Y22). And the page that lists messages of unknown fate names the server that was spoken to.
import { afterEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import { messageId, type MessageId } from '../../src/domain/waves/message.js';
import { messageIdHeader } from '../../src/domain/waves/return-address.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { aBounce, asMail } from '../support/returned-mail.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;
afterEach(async () => {
  await opened.tools.mailer.close();
  await sink.close();
  await opened.close();
});

const theirs = '<LO2P265MB0001.ABC@LO2P265MB0001.GBRP265.PROD.OUTLOOK.COM>';
const host = 'LO2P265MB0001.GBRP265.PROD.OUTLOOK.COM';

async function open(
  takes?: string | ((messageId: string) => string),
): Promise<{ readonly wave: WaveId; readonly id: MessageId }> {
  const says = typeof takes === 'string' ? () => takes : takes;
  sink = await startSmtpSink(says === undefined ? {} : { takes: says });
  opened = await openTestTools({ mailer: mailerTo(sink.port) });
  application = createApplication(opened.tools);
  await keepTrust(opened.tools, [aLeaver(0)]);
  const wave = await confirmedWave(application);
  await application.waves.advanceWaves();
  await application.waves.queueDueMessages();
  return { wave, id: messageId(wave, aLeaver(0).id, 'i', 1) };
}
const stateOf = async (id: MessageId): Promise<string | undefined> =>
  (await opened.tools.store.messages.findReturned(id))?.state;
async function sendUntil(id: MessageId, state: string): Promise<void> {
  const stopping = new AbortController();
  const sender = application.waves.runSender({ signal: stopping.signal, times: { ...senderTimes, idleMs: 20 } });
  await eventually(
    () => stateOf(id),
    (found) => found === state,
  ).finally(() => stopping.abort());
  await sender;
}
const kept = (id: MessageId) =>
  opened.connection
    .collection<{ _id: string; serverMessageId?: string; relay?: string }>('messages')
    .findOne({ _id: id });
const addressState = async (): Promise<string | undefined> =>
  (await opened.tools.store.alumni.find('every-school', aLeaver(0).id))?.contactPoints[0]?.state;
const take = (text: string) => application.waves.takeInMail(asMail(text), 'test');
const aReply = (headers: string): string =>
  `From: Avery <elsewhere@example.net>\nTo: alumni@trust.example\nSubject: Re: How are things going?\n${headers}\n\nI left in November.\n`;

describe('a mail server that names mail anew', () => {
  it.each([
    [`250 2.0.0 OK ${theirs} [Hostname=${host}]`],
    [
      `250 2.6.0 ${theirs} [InternalId=1234567890, Hostname=${host}] 9000 bytes in 0.1, 80 KB/sec Queued mail for delivery`,
    ],
  ])('is believed when it says so, and a report that names nothing else is about our message: %s', async (takes) => {
    const { id } = await open(takes);
    await sendUntil(id, 'accepted');
    expect((await kept(id))?.serverMessageId).toBe(theirs.toLowerCase());
    const bounce = aBounce({ to: 'alumni@trust.example', messageId: theirs });
    const [first, second] = [await take(bounce), await take(bounce)];
    expect([first.matched, first.known, second.known]).toEqual([id, false, true]);
    expect(await addressState()).toBe('bounced');
  });

  it('an answer to the mail is the person’s, whatever address they write from', async () => {
    const { id } = await open(`250 2.0.0 OK ${theirs} [Hostname=${host}]`);
    await sendUntil(id, 'accepted');
    await take(aReply(`In-Reply-To: ${theirs.toLowerCase()}\nReferences: <other@example.net>\n ${theirs}`));
    const [row] = await application.replies.listReplies(scheduler, 'open');
    expect([row?.person?.id, row?.mail.matchedBy]).toEqual([aLeaver(0).id, 'name']);
  });

  it('changes nothing where the name is another, or one of ours was forged beside it', async () => {
    const { id } = await open(`250 2.0.0 OK ${theirs} [Hostname=${host}]`);
    await sendUntil(id, 'accepted');
    expect(
      (await take(aBounce({ to: 'alumni@trust.example', messageId: '<LO2P265MB0001.ABC@evil.example>' }))).matched,
    ).toBeNull();
    const forged = messageIdHeader(id, 'A'.repeat(20), 'trust.example');
    const both = aBounce({ to: 'alumni@trust.example', messageId: theirs }).replace(
      'Subject: Undelivered',
      `References: ${forged}\nSubject: Undelivered`,
    );
    expect(await take(both)).toMatchObject({ matched: null, forged: true });
    expect(await addressState()).toBe('usable');
  });

  it.each([['250 2.0.0 Ok: queued as 4F1'], ['250 2.1.5 <avery0@example.org> saved'], [`250 ${theirs}`]])(
    'has named nothing where it says “%s”',
    async (takes) => {
      const { id } = await open(takes);
      await sendUntil(id, 'accepted');
      expect(await kept(id)).not.toHaveProperty('serverMessageId');
    },
  );

  it('that says our own name back has changed nothing', async () => {
    const { id } = await open((ours) => `250 2.6.0 ${ours} [InternalId=1, Hostname=${host}] Queued mail for delivery`);
    await sendUntil(id, 'accepted');
    expect(sink.accepted[0]?.messageId).toContain('@trust.example>');
    expect(await kept(id)).not.toHaveProperty('serverMessageId');
  });
});

describe('a message of unknown fate', () => {
  it('is listed with the mail server that was spoken to, until its fate is known', async () => {
    const { wave, id } = await open();
    await sink.misbehave({ at: 'before-250', how: 'fin' });
    await sendUntil(id, 'unknown');
    const [listed] = (await application.waves.showWave(scheduler, wave)).unknown;
    expect(listed?.message.relay).toBe(`127.0.0.1:${sink.port}`);
    await sink.misbehave(null);
    await application.waves.resolveUnknown(scheduler, {
      ...{ waveId: wave, messageId: id, choice: 'send-again', reason: 'the server lost it' },
    });
    await sendUntil(id, 'accepted');
    expect(await kept(id)).not.toHaveProperty('relay');
  });
});
