// Reading mail that came back (requirement D4, rows 33 and 34 of the fault table): real mails of many systems, each also
// with other line ends and cut in two; broken and hostile ones. The real ones lie beside the project and may be absent.
import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { judgeReturnedMail, type Judgement } from '../../src/domain/waves/bounce.js';
import { maildirHolds, readReturnedMail } from '../../src/mail/index.js';
import { aBounce, aComplaint, aHolidayNote } from '../support/returned-mail.js';

const folder = path.join(process.cwd(), '../shared/data/bounces');
const there = existsSync(path.join(folder, 'labels.csv'));
const withRealMails = there ? describe : describe.skip; // needs the real mails

/** What the labels' reasons are in the words of requirement D5; several where D5 leaves it open. */
const classesOf: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['userunknown', 'hostunknown', 'hasmoved', 'notaccept'].map((reason) => [reason, ['hard']])),
  ...Object.fromEntries(
    ['expired', 'networkerror', 'systemerror', 'systemfull', 'mailererror', 'suspend'].map((reason) => [
      reason,
      ['soft'],
    ]),
  ),
  ...Object.fromEntries(
    ['rejected', 'requireptr', 'authfailure', 'policyviolation', 'securityerror', 'norelaying', 'notcompliantrfc'].map(
      (reason) => [reason, ['policy']],
    ),
  ),
  ...Object.fromEntries(['contenterror', 'mesgtoobig', 'exceedlimit'].map((reason) => [reason, ['content']])),
  blocked: ['policy', 'throttle'],
  badreputation: ['policy', 'throttle'],
  speeding: ['throttle'],
  mailboxfull: ['full'],
  feedback: ['complaint'],
  vacation: ['auto-reply'],
  filtered: ['soft', 'policy'],
  spamdetected: ['policy', 'content'],
  virusdetected: ['policy', 'content'],
  syntaxerror: ['content', 'policy', 'unclassified'],
  onhold: ['soft', 'unclassified'],
  undefined: ['unclassified'],
  delivered: ['unclassified'],
};

interface RealMail {
  readonly file: string;
  readonly bytes: Buffer;
  /** Of the first recipient; a message of ours has one. */
  readonly reason: string;
  readonly anyHard: boolean;
  /** A third was put aside by the hash of its name; a part of that was never looked at, only counted. */
  readonly part: 'learned' | 'aside' | 'unseen';
}

function realMails(): readonly RealMail[] {
  const rows = readFileSync(path.join(folder, 'labels.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
  const files = readdirSync(folder).filter((name) => name.endsWith('.eml'));
  return files.map((file) => {
    const labels = rows.filter(([name]) => name === file);
    const [a = 0, b = 0, c = 0] = createHash('sha256').update(file).digest();
    return {
      file,
      bytes: readFileSync(path.join(folder, file)),
      reason: labels[0]?.[4] ?? '',
      anyHard: labels.some((label) => label[5] === 'true'),
      part: a % 3 !== 0 ? 'learned' : b % 2 === 1 && c % 2 === 1 ? 'unseen' : 'aside',
    };
  });
}

const judge = (bytes: Buffer): Judgement => judgeReturnedMail(readReturnedMail(bytes));
const isRight = ({ reason }: RealMail, found: Judgement): boolean =>
  (classesOf[reason] ?? []).includes(found.class) || (reason === 'feedback' && found.reason === 'authentication');

withRealMails('real mails beside the project (shared/data/bounces)', () => {
  const mails = there ? realMails() : [];

  it.each([
    ['learned', 162, 0.97],
    ['aside', 62, 0.93],
    ['unseen', 24, 0.9],
  ] as const)('are told apart, those of the part "%s"', (part, count, least) => {
    const of = mails.filter((mail) => mail.part === part);
    const right = of.filter((mail) => isRight(mail, judge(mail.bytes)));
    expect(of).toHaveLength(count);
    expect(right.length / of.length).toBeGreaterThanOrEqual(least);
  });

  it('never suppress anybody who is there, nor take an automatic answer for a bounce', () => {
    const wrong = mails.filter((mail) => judge(mail.bytes).class === 'hard' && !mail.anyHard);
    expect(wrong.map(({ file }) => file)).toEqual([]);
    const answers = mails.filter(({ reason }) => reason === 'vacation').map(({ bytes }) => judge(bytes).class);
    expect(answers).toEqual(['auto-reply', 'auto-reply', 'auto-reply']);
  });

  it('mean the same with every kind of line end', () => {
    for (const { file, bytes } of mails) {
      const text = bytes.toString('latin1').replace(/\r\n?/g, '\n');
      const plain = { file, ...judge(Buffer.from(text, 'latin1')) };
      for (const end of ['\r', '\r\n']) {
        expect({ file, ...judge(Buffer.from(text.replaceAll('\n', end), 'latin1')) }).toEqual(plain);
      }
    }
  });

  it('cut in two never suppress more than they do whole', () => {
    const worse: string[] = [];
    for (const { file, bytes, anyHard } of mails) {
      const middle = Math.floor(bytes.length / 2);
      for (const half of [bytes.subarray(0, middle), bytes.subarray(middle)]) {
        if (judge(half).class === 'hard' && !anyHard) worse.push(file);
      }
    }
    expect(worse).toEqual([]);
  });

  it('tell how long each takes, the slowest of them by name', () => {
    const times = mails.map(({ file, bytes }) => {
      const begun = performance.now();
      judge(bytes);
      return { file, ms: performance.now() - begun };
    });
    const [slowest] = times.sort((a, b) => b.ms - a.ms);
    expect(times).toHaveLength(mails.length);
    console.info(`The slowest of ${times.length} returned mails: ${slowest?.ms.toFixed(1)} ms (${slowest?.file})`);
  });
});

describe('a returned mail', () => {
  const to = 'b+w1_a1-0001_i_1.agyj2epruerdfjjso@bounce.trust.example';

  it('gives its recipient, fields, the original Message-ID and the names in it', () => {
    const read = readReturnedMail(
      Buffer.from(aBounce({ to, messageId: '<w1_a1-0001_i_1.agyj2epruerdfjjso@trust.example>' })),
    );
    expect(read.address).toBe('avery1@example.org');
    expect(read.report).toEqual({
      action: 'failed',
      status: '5.1.1',
      diagnostic: '550 5.1.1 <avery1@example.org>: recipient',
      reporter: 'dns; mx.example',
    });
    expect(read.originalMessageId).toBe('<w1_a1-0001_i_1.agyj2epruerdfjjso@trust.example>');
    expect(read.names).toEqual([to, 'w1_a1-0001_i_1.agyj2epruerdfjjso@trust.example']);
    expect(read.notice.trim()).toBe('It could not be delivered.');
  });

  it('is told from a complaint and a holiday note', () => {
    expect(judge(Buffer.from(aBounce({ to }))).class).toBe('hard');
    expect(judge(Buffer.from(aComplaint({ to }))).class).toBe('complaint');
    expect(judge(Buffer.from(aHolidayNote({ to }))).class).toBe('auto-reply');
  });

  it('that a machine sent as a report is no automatic answer', () => {
    const mail = aBounce({ to }).replace('MIME-Version', 'Auto-Submitted: auto-replied\nMIME-Version');
    expect(judge(Buffer.from(mail)).class).toBe('hard');
  });

  it('is read from base64, quoted-printable and other charsets', () => {
    const notice = Buffer.from('<avery1@example.org>: 550 5.1.1 Benutzer unbekannt').toString('base64');
    const mail = `From: MAILER-DAEMON@mx.example\nSubject: failure notice\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${notice}\n`;
    expect(judge(Buffer.from(mail))).toMatchObject({ class: 'hard', code: '5.1.1' });
    const quoted = `From: MAILER-DAEMON@mx.example\nContent-Type: text/plain; charset=no-such-set\nContent-Transfer-Encoding: quoted-printable\n\n550 5.=\n7.1 =42locked =FF\n`;
    expect(judge(Buffer.from(quoted))).toMatchObject({ class: 'policy', code: '5.7.1' });
  });
});

describe('a maildir', () => {
  it('holds a mail by its own Message-ID, taken in or not, and not by one that it only quotes', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'onward-holds-'));
    try {
      await expect(maildirHolds(folder, '<one@trust.example>')).rejects.toThrow('ENOENT');
      mkdirSync(path.join(folder, 'new'));
      writeFileSync(path.join(folder, 'new', '1'), 'Subject: back\r\n\r\nMessage-ID: <one@trust.example>\r\n');
      expect(await maildirHolds(folder, '<one@trust.example>')).toBe(false);
      mkdirSync(path.join(folder, 'cur'));
      writeFileSync(path.join(folder, 'cur', '2:2,S'), 'Subject: a\nmessage-id:\n <one@trust.example>\n\nwords\n');
      expect(await maildirHolds(folder, '<one@trust.example>')).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('hostile mail', () => {
  const repeated = (text: string, bytes: number): Buffer => Buffer.alloc(bytes, text);
  const nested = Array.from({ length: 10_000 }, (_, level) =>
    [`Content-Type: multipart/mixed; boundary="b${level}"`, '', `--b${level}`, ''].join('\n'),
  ).join('');
  const parts = `From: MAILER-DAEMON\nContent-Type: multipart/report; boundary=b\n\n${'--b\nContent-Type: message/rfc822\n\nA: b\n\nx\n'.repeat(10_000)}`;

  it.each([
    [
      'a bomb of 50 MB',
      () => Buffer.concat([Buffer.from(aBounce({ to: 'a@b.example' })), repeated('<style', 50 * 2 ** 20)]),
    ],
    ['10,000 nested parts', () => Buffer.from(nested)],
    ['10,000 returned mails', () => Buffer.from(parts)],
    ['one line of half a megabyte', () => repeated('a', 2 ** 19)],
    ['one header of half a megabyte', () => Buffer.concat([Buffer.from('Subject: '), repeated('=?utf-8?Q?', 2 ** 19)])],
    [
      'half a megabyte of spaces',
      () =>
        Buffer.concat([
          Buffer.from('From: MAILER-DAEMON\nContent-Transfer-Encoding: quoted-printable\n\n'),
          repeated(' ', 2 ** 19),
        ]),
    ],
    [
      'half a megabyte of dots and digits',
      () => Buffer.concat([Buffer.from('From: MAILER-DAEMON\n\n'), repeated('5.1.', 2 ** 19)]),
    ],
    [
      'half a megabyte of angle brackets',
      () => Buffer.concat([Buffer.from('From: MAILER-DAEMON\nContent-Type: text/html\n\n'), repeated('<a@', 2 ** 19)]),
    ],
    ['half a megabyte of names', () => repeated('b+a.aaaaaaaaaaaaaaaaa@b ', 2 ** 19)],
    ['nothing', () => Buffer.alloc(0)],
    ['zeros', () => Buffer.alloc(2 ** 19)],
  ])('of %s is judged and costs little memory', (_, make) => {
    const bytes = make();
    const before = process.memoryUsage();
    judge(bytes); // one that took time without end would meet the test's own limit
    const { heapUsed, external } = process.memoryUsage();
    expect(heapUsed + external - before.heapUsed - before.external).toBeLessThan(100 * 2 ** 20);
  });
});
