// When may an address be written to again? Case by case, on a cycle of 35 days with four mails.
import { describe, expect, it } from '@jest/globals';
import { letsLeaveFirst, takeSlot, type ContactSlot } from '../../../src/domain/waves/contact-cap.js';
import type { MessageId } from '../../../src/domain/waves/message.js';

const caps = { mostPerCycle: 4, cycleDays: 35 };
const id = (name: string): MessageId => name as MessageId;
const slot = (name: string, at: string): ContactSlot => ({ message: id(name), at: new Date(at) });
const taken = (slots: readonly ContactSlot[], now: string) => ({
  kind: 'taken',
  slots: [...slots, { message: id('m'), at: new Date(now) }],
});
const held = (until: string) => ({ kind: 'held', until: new Date(until) });

const first = slot('a', '2026-11-03T09:00:00Z');
const four = [
  first,
  slot('b', '2026-11-10T09:00:00Z'),
  slot('c', '2026-11-17T09:00:00Z'),
  slot('d', '2026-11-24T09:00:00Z'),
];

describe('the slot of an address', () => {
  it.each([
    ['the first ever', [], '2026-11-03T09:00:00Z', taken([], '2026-11-03T09:00:00Z')],
    ['on the same day', [first], '2026-11-03T18:00:00Z', held('2026-11-04T09:15:00Z')],
    ['just before a day is over', [first], '2026-11-04T09:14:59Z', held('2026-11-04T09:15:00Z')],
    ['a day after', [first], '2026-11-04T09:15:00Z', taken([first], '2026-11-04T09:15:00Z')],
    ['a fifth of the cycle', four, '2026-12-01T09:00:00Z', held('2026-12-08T09:00:00Z')],
    ['a fifth on the day after the fourth', four, '2026-11-24T12:00:00Z', held('2026-12-08T09:00:00Z')],
    [
      'a fifth when the cycle of the first is over',
      four,
      '2026-12-08T09:00:00Z',
      taken(four.slice(1), '2026-12-08T09:00:00Z'),
    ],
    ['by a clock that lags behind the one before', [first], '2026-11-02T09:00:00Z', held('2026-11-04T09:15:00Z')],
  ] as const)('%s', (_name, slots, now, decision) => {
    expect(takeSlot(slots, id('m'), new Date(now), caps)).toEqual(decision);
  });

  it.each([
    ['a reminder six days after', 'w:p:i:1', 'w:p:r1:1', '2026-11-09T09:00:00Z', '2026-11-09T21:00:00Z'],
    ['a text six days after', 'w:p:i:1', 'w:p:t:2', '2026-11-09T09:00:00Z', '2026-11-09T21:00:00Z'],
    ['a reminder half a day before the week is over', 'w:p:i:1', 'w:p:r1:1', '2026-11-09T21:00:00Z', null],
    ['the same step, to the next address', 'w:p:i:1', 'w:p:i:2', '2026-11-05T09:00:00Z', null],
    ['somebody else of the wave', 'w:p:i:1', 'w:q:r1:1', '2026-11-05T09:00:00Z', null],
    ['another wave', 'w:p:i:1', 'v:p:i:1', '2026-11-05T09:00:00Z', null],
  ])('%s', (_name, before, message, now, until) => {
    const decided = takeSlot([slot(before, '2026-11-03T09:00:00Z')], id(message), new Date(now), caps);
    expect(decided.kind === 'held' ? decided : null).toEqual(until === null ? null : held(until));
    const away = takeSlot([], id(message), new Date(now), caps, [slot(before, '2026-11-03T09:00:00Z')]);
    expect(away).toEqual(until === null ? expect.objectContaining({ kind: 'taken' }) : held(until));
  });

  it.each([
    ['a reminder the invitation', 'r1', 'i', true],
    ['an invitation no reminder', 'i', 'r1', false],
    ['a text any mail', 't', 'l', true],
    ['nothing itself', 'r2', 'r2', false],
  ] as const)('leaves first: %s', (_name, message, mail, first) => {
    expect(letsLeaveFirst(message, mail)).toBe(first);
  });

  it('is taken anew by the mail that has it, and moves with it', () => {
    const mine = slot('m', '2026-11-03T09:00:00Z');
    expect(takeSlot([mine], id('m'), new Date('2026-11-03T09:05:00Z'), caps)).toEqual(
      taken([], '2026-11-03T09:05:00Z'),
    );
    const between = slot('other', '2026-11-04T10:00:00Z');
    expect(takeSlot([mine, between], id('m'), new Date('2026-11-04T11:00:00Z'), caps)).toEqual(
      held('2026-11-05T10:15:00Z'),
    );
  });

  it('waits for as many as are too many where the cap was lowered meanwhile', () => {
    const low = { mostPerCycle: 2, cycleDays: 35 };
    expect(takeSlot(four, id('m'), new Date('2026-12-01T09:00:00Z'), low)).toEqual(held('2026-12-22T09:00:00Z'));
  });
});
