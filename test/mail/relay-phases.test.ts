// The relay misbehaves at every point of the conversation in every way: the outcome is the one that requirement E5
// calls for, the caller is asked exactly when it should be, and the next message goes through as if nothing had been.
import { afterAll, describe, expect, it } from '@jest/globals';
import { outcomeState } from '../../src/domain/waves/reply-class.js';
import { createMailer } from '../../src/mail/index.js';
import { aMail } from '../support/a-mail.js';
import { full, report } from '../support/fault-report.js';
import type { SinkFault, SinkPhase } from '../support/smtp-sink-faults.js';
import { startSmtpSink } from '../support/smtp-sink.js';

const wordless: readonly SinkFault[] = ['rst', 'fin', 'silence', 'garbage', 'endless-line'];
const coded = { '4xx': 'deferred', '421': 'deferred', '5xx': 'rejected' } as const;
const unusual: readonly SinkFault[] = ['split', 'multiline', 'not-utf8'];

interface Cell {
  readonly at: SinkPhase;
  readonly how: SinkFault;
  readonly outcome: 'accepted' | 'deferred' | 'rejected' | 'not-sent' | 'unknown';
  readonly asked: boolean;
}

const before: readonly SinkPhase[] = ['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA'];
const after: readonly SinkPhase[] = ['mid-data', 'after-dot', 'before-250'];
const codes = Object.entries(coded) as (readonly [keyof typeof coded, 'deferred' | 'rejected'])[];

const cells: readonly Cell[] = [
  ...(['refuse', 'rst', 'fin', 'silence'] as const).map((how): Cell => ({
    at: 'connect',
    how,
    outcome: 'not-sent',
    asked: false,
  })),
  ...before.flatMap((at): Cell[] => [
    ...wordless.map((how): Cell => ({ at, how, outcome: 'not-sent', asked: false })),
    ...codes.map(([how, outcome]): Cell => ({ at, how, outcome, asked: false })),
    ...unusual.map((how): Cell => ({ at, how, outcome: 'accepted', asked: true })),
  ]),
  ...after.flatMap((at): Cell[] => [
    ...wordless.map((how): Cell => ({ at, how, outcome: 'unknown', asked: true })),
    ...codes.map(([how, outcome]): Cell => ({ at, how, outcome, asked: true })),
  ]),
  ...unusual.map((how): Cell => ({ at: 'after-dot', how, outcome: 'accepted', asked: true })),
];

const times = full ? 20 : 1;
const repeated = cells.flatMap((cell) => Array.from({ length: times }, () => cell));
const isSilent = ({ how }: Cell): boolean => how === 'silence';

describe.each([{ pipelining: true }, { pipelining: false }])('a relay, pipelining: $pipelining', ({ pipelining }) => {
  let held = 0;
  afterAll(() => {
    report('11', '100 % of the cells end as E5 says', `${held} of ${repeated.length}, pipelining: ${pipelining}`);
  });

  /** One message into the trouble and one after it, to a relay of its own; no step may take longer than the patience. */
  async function holds({ at, how, outcome, asked }: Cell, patience: number): Promise<void> {
    const sink = await startSmtpSink({ pipelining });
    const mailer = createMailer({
      ...{ host: '127.0.0.1', port: sink.port, secure: false, name: 'onward.example', connections: 1 },
      timeouts: { setUp: patience, envelope: patience, reply: patience },
    });
    let questions = 0;
    const ask = (): Promise<boolean> => {
      questions += 1;
      return Promise.resolve(true);
    };

    await sink.misbehave({ at, how });
    const first = await mailer.send(aMail(1), ask);
    const questionsOfFirst = questions;
    const logOfFirst = [...sink.log];
    const takenOfFirst = sink.accepted.length;
    await sink.misbehave(null);
    const next = await mailer.send(aMail(2), ask);
    await mailer.close();
    await sink.close();

    expect([at, first.kind]).toEqual([at, outcome]);
    expect([at, questionsOfFirst]).toEqual([at, asked ? 1 : 0]);
    expect([at, logOfFirst.some(({ what }) => what === 'first-byte')]).toEqual([at, asked]);
    expect([at, takenOfFirst]).toEqual([at, outcome === 'accepted' || at === 'before-250' ? 1 : 0]);
    expect(outcomeState(first, asked)).toBe(outcome === 'not-sent' ? 'deferred' : outcome);
    if (how in coded) {
      expect(first).toMatchObject({ code: { '4xx': 451, '5xx': 550, '421': 421 }[how as keyof typeof coded] });
      // A closing relay that answers a batch of commands does not say to which of them.
      const step = pipelining && at === 'RCPT' && how === '421' ? 'envelope' : at;
      expect(first).toMatchObject({ step: after.includes(at) ? 'message' : step });
    }
    expect([at, next.kind]).toEqual([at, 'accepted']);
    expect(sink.accepted.at(-1)?.messageId).toBe(aMail(2).messageIdHeader);
    held += 1;
  }

  it.each(repeated.filter((cell) => !isSilent(cell)))('$at, $how: $outcome', (cell) => holds(cell, 30_000));

  it('silence at any point: waited for so long, and not longer', async () => {
    await Promise.all(repeated.filter(isSilent).map((cell) => holds(cell, 2_000)));
  });
});
