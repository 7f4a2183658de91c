// What stands above and within every mail of a wave (requirement D2), as a mail server gets it: each header once and whole, both
// parts, no picture and no link elsewhere, and the same bytes at every attempt (E9).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplication } from '../../src/application/index.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import { messageId } from '../../src/domain/waves/message.js';
import { namedMessage } from '../../src/domain/waves/return-address.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, confirmedWave, eventually, keepTrust } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';

const baseUrl = 'https://survey.trust.example';
let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let wave: WaveId;
/** The mail as it arrived, and as it arrived when it was sent again. */
let first: string;
let again: string;
let lines: readonly string[];

beforeAll(async () => {
  sink = await startSmtpSink();
  opened = await openTestTools({ mailer: mailerTo(sink.port), settings: { baseUrl } });
  const { tools, connection } = opened;
  const application = createApplication(tools);
  await keepTrust(tools, [aLeaver(0, { name: { given: 'Zoë', family: 'Test-Person' } })]);
  wave = await confirmedWave(application);
  await application.waves.advanceWaves();
  await application.waves.queueDueMessages();
  const send = async (state: string): Promise<void> => {
    const stopping = new AbortController();
    const sender = application.waves.runSender({ signal: stopping.signal, times: { ...senderTimes, idleMs: 20 } });
    await eventually(
      async () => (await tools.store.messages.findReturned(messageId(wave, aLeaver(0).id, 'i', 1)))?.state,
      (found) => found === state,
    ).finally(() => stopping.abort());
    await sender;
  };
  await sink.misbehave({ at: 'before-250', how: 'fin' }); // taken, and nobody hears of it
  await send('unknown');
  await sink.misbehave(null);
  await connection
    .collection('messages')
    .updateOne({ waveId: wave }, { $set: { state: 'planned', readyAt: tools.clock.now() } });
  await send('accepted');
  [first = '', again = ''] = sink.accepted.map(({ raw }) => raw);
  lines = first.slice(0, first.indexOf('\r\n\r\n')).split('\r\n');
}, 60_000);
afterAll(async () => {
  await opened.tools.mailer.close();
  await sink.close();
  await opened.close();
});

/** The values of a header, unfolded. */
const valuesOf = (name: string): readonly string[] =>
  lines
    .join('\n')
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    .map((line) => line.slice(line.indexOf(':') + 1).trim());

describe('the headers of a mail of a wave', () => {
  it('are these, each once', () => {
    const names = lines.filter((line) => /^\S/.test(line)).map((line) => line.slice(0, line.indexOf(':')));
    expect([...names].sort()).toEqual(
      [
        ...['From', 'To', 'Reply-To', 'Subject', 'Message-ID', 'Date', 'MIME-Version', 'Content-Type'],
        ...['Auto-Submitted', 'X-Auto-Response-Suppress', 'List-Id', 'Feedback-ID'],
        ...['List-Unsubscribe', 'List-Unsubscribe-Post'],
      ].sort(),
    );
  });

  it.each([
    ['From', /^Sample Trust alumni team <alumni@trust\.example>$/],
    ['To', /^=\?UTF-8\?Q\?\S+\?= <avery0@example\.org>$/],
    ['Reply-To', /^alumni@trust\.example$/],
    ['Subject', /^\S.{3,}$/],
    ['Date', /^Tue, 03 Nov 2026 10:00:00 \+0000$/],
    ['Auto-Submitted', /^auto-generated$/],
    ['X-Auto-Response-Suppress', /^All$/],
    ['List-Id', /^<y13-2026\.surveys\.trust\.example>$/],
    ['List-Unsubscribe-Post', /^List-Unsubscribe=One-Click$/],
    ['MIME-Version', /^1\.0$/],
    ['Content-Type', /^multipart\/alternative; boundary="\S+"$/],
  ])('%s', (name, expected) => {
    expect(valuesOf(name)).toEqual([expect.stringMatching(expected)]);
  });

  it('Feedback-ID names wave, school, kind and sender', () => {
    expect(valuesOf('Feedback-ID')).toEqual([`${wave}:northgate:invitation:onward`]);
  });

  it('Message-ID and the return address name the message by our signature', () => {
    const id = messageId(wave, aLeaver(0).id, 'i', 1);
    for (const name of [valuesOf('Message-ID')[0] ?? '', sink.accepted[0]?.from ?? '']) {
      const named = namedMessage(name);
      expect(named?.id).toBe(id);
      expect(opened.tools.signer.verify('return-path', id, named?.mac ?? '')).toBe(true);
    }
    expect(sink.accepted[0]?.from).toMatch(/^b\+\S+@bounce\.trust\.example$/);
  });

  it('List-Unsubscribe stands on one line, by https and by mail, and each names this message alone', () => {
    const line = lines.filter((each) => each.startsWith('List-Unsubscribe:'));
    const own = valuesOf('Message-ID')[0]?.slice(1, -1) ?? '';
    expect(line).toHaveLength(1);
    expect(line[0]).toMatch(/^List-Unsubscribe: <https:\/\/survey\.trust\.example\/u\/\S+>, <mailto:\S+>$/);
    expect(line[0]).toContain(`<mailto:alumni@trust.example?subject=stop%20${own}>`);
  });

  it('are no longer than a line of mail may be, and plain ASCII', () => {
    expect(lines.filter((line) => line.length > 998 || /[^\x20-\x7e\t]/.test(line))).toEqual([]);
  });
});

describe('the parts of a mail of a wave', () => {
  const decoded = (): string => first.replace(/=\r\n/g, '').replace(/=3D/g, '=');

  it('are text and HTML, and both have the link', () => {
    expect(first.match(/^Content-Type: text\/(?:plain|html); charset=utf-8\r$/gm)).toHaveLength(2);
    const links = new Set(decoded().match(/https:\/\/survey\.trust\.example\/s\/[\w.-]+/g));
    expect([...links]).toHaveLength(1);
    expect(decoded().split([...links][0] ?? '-').length).toBeGreaterThan(2);
  });

  it('hold no picture, and no link but ours and that of the privacy notice', () => {
    expect(decoded()).not.toMatch(/<img|<script|background=|url\(/i);
    const hosts = new Set([...decoded().matchAll(/https?:\/\/([^\s/"'<>)]+)/g)].map(([, host]) => host));
    expect([...hosts].sort()).toEqual(['survey.trust.example', 'trust.example']);
  });
});

describe('a second attempt', () => {
  it('sends the same bytes', () => {
    expect(first.length).toBeGreaterThan(1_000);
    expect(again).toBe(first);
  });
});
