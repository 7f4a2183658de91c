// Lanes of receiving domains, breakers, and whose fault a refusal is: the rules alone (requirements D5, D7, E11).
import { describe, expect, it } from '@jest/globals';
import { haltBy, usualThresholds, type BreakerMark } from '../../../src/domain/waves/breakers.js';
import { laneOf, limitsOf, restAfter, usualPacing } from '../../../src/domain/waves/pacing.js';
import { classOfReply } from '../../../src/domain/waves/reply-class.js';

describe('lanes', () => {
  it.each([
    ['a@gmail.com', 'gmail', 10, 2_000],
    ['a@GoogleMail.com', 'gmail', 10, 2_000],
    ['a@hotmail.co.uk', 'microsoft', 2, null],
    ['a@outlook.com', 'microsoft', 2, null],
    ['a@msn.com', 'microsoft', 2, null],
    ['a@yahoo.co.uk', 'yahoo', 2, null],
    ['a@aol.com', 'yahoo', 2, null],
    ['a@me.com', 'icloud', 2, null],
    ['a@notgmail.com', 'notgmail.com', 5, null],
    ['a@gmail.com.example', 'gmail.com.example', 5, null],
    ['a@School.example', 'school.example', 5, null],
  ])('%s goes by %s', (address, lane, perSecond, perDay) => {
    expect([laneOf(address), limitsOf(laneOf(address), usualPacing)]).toEqual([lane, { perSecond, perDay }]);
  });

  it('rest longer each time they are told to slow down, an hour at most', () => {
    expect([0, 1, 2, 3, 9].map((before) => restAfter(before) / 60_000)).toEqual([5, 15, 30, 60, 60]);
  });
});

describe('breakers', () => {
  const marks = (mark: BreakerMark, count: number, of: number): readonly BreakerMark[] =>
    Array.from({ length: of }, (_, n) => (n < count ? mark : 'ok'));
  it.each([
    ['policy', 3, 200, null],
    ['policy', 4, 200, 'policy'],
    ['policy', 4, 4, 'policy'],
    ['hard', 9, 200, null],
    ['hard', 10, 200, 'hard-bounces'],
    ['content', 1, 200, 'content'],
    ['other', 200, 200, null],
  ] as const)('%s: %i of %i', (mark, count, of, why) => {
    expect(haltBy(marks(mark, count, of), 0, usualThresholds)?.why ?? null).toBe(why);
  });

  it('count only the last 200, and unknown ones by themselves', () => {
    const long = [...marks('policy', 4, 4), ...marks('ok', 0, 200)];
    expect(haltBy(long, 9, usualThresholds)).toBeNull();
    expect(haltBy(long, 10, usualThresholds)).toEqual({ why: 'unknown', count: 10, of: 10 });
  });
});

describe('a refusal', () => {
  it.each([
    [550, '5.1.1 no such user', 'hard'],
    [550, '5.2.1 mailbox closed', 'hard'],
    [452, '4.2.2 mailbox full', 'soft'],
    [552, '5.2.2 mailbox full', 'soft'],
    [451, '4.7.1 try later', 'throttle'],
    [421, 'too busy', 'throttle'],
    [451, 'Greylisted, see you in five minutes', 'throttle'],
    [451, '4.3.0 temporary failure', 'soft'],
    [550, '5.7.26 unauthenticated', 'policy'],
    [550, '5.7.515 access denied', 'policy'],
    [552, '5.3.4 too large', 'content'],
    [554, '5.6.0 bad content', 'content'],
    [550, 'no', 'soft'],
  ] as const)('%i %s is %s', (code, text, found) => {
    expect(classOfReply(code, text)).toBe(found);
  });
});
