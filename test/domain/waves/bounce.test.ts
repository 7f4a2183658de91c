// Requirement D5's table, requirement D4's order of tests, and when an address is given up.
import { describe, expect, it } from '@jest/globals';
import { judgeRefusal, judgeReturnedMail, type ReturnedMail } from '../../../src/domain/waves/bounce.js';
import { followUpsOf, needsNewAddress, type Refusal } from '../../../src/domain/waves/mail-follow-ups.js';

const report = (status: string, diagnostic = '', action = 'failed') => ({ action, status, diagnostic, reporter: '' });
const aReport = (given: Partial<ReturnedMail>): ReturnedMail => ({
  feedbackType: null,
  automaticAnswer: false,
  fromMailSystem: true,
  report: null,
  notice: '',
  ...given,
});
const judged = (given: Partial<ReturnedMail>) => {
  const { class: found, consequence } = judgeReturnedMail(aReport(given));
  return [found, consequence];
};

describe('codes of delivery reports', () => {
  it.each([
    ['5.1.1', 'hard', 'suppress-address'],
    ['5.1.2', 'hard', 'suppress-address'],
    ['5.1.3', 'hard', 'suppress-address'],
    ['5.1.6', 'hard', 'suppress-address'],
    ['5.1.10', 'hard', 'suppress-address'],
    ['5.1.7', 'policy', 'tell-operators'],
    ['5.1.8', 'policy', 'tell-operators'],
    ['4.2.2', 'full', 'count'],
    ['5.2.2', 'full', 'count'],
    ['4.4.7', 'soft', 'count'],
    ['4.3.2', 'soft', 'count'],
    ['4.7.0', 'throttle', 'note'],
    ['5.7.1', 'policy', 'tell-operators'],
    ['5.7.26', 'policy', 'tell-operators'],
    ['5.7.515', 'policy', 'tell-operators'],
    ['5.3.4', 'content', 'tell-operators'],
    ['5.2.3', 'content', 'tell-operators'],
    ['5.6.1', 'content', 'tell-operators'],
    ['5.0.0', 'unclassified', 'ask-a-person'],
    ['', 'unclassified', 'ask-a-person'],
  ])('%s is %s and leads to %s', (status, found, consequence) => {
    expect(judged({ report: report(status) })).toEqual([found, consequence]);
  });

  it('are believed over a code of nothing, and words over both', () => {
    expect(judged({ report: report('5.0.0', '550 5.7.1 no') })).toEqual(['policy', 'tell-operators']);
    expect(judged({ report: report('5.7.1', '550 5.7.1 <a@b.example>: the mailbox is full') })).toEqual([
      'full',
      'count',
    ]);
  });

  it('of 5.2.1 or of nothing suppress only what was refused as the address was named', () => {
    const diagnostic = '550 <avery@example.org>: User unknown';
    for (const status of ['5.0.0', '5.2.1']) {
      const of = (notice: string) => judged({ report: report(status, `${diagnostic} ${status}`), notice });
      expect(of('(in reply to RCPT TO command)')).toEqual(['hard', 'suppress-address']);
      expect(of('(in reply to end of DATA command)')).toEqual(['soft', 'count']);
      expect(of('')).toEqual(['soft', 'count']);
    }
  });

  it('that an account is not in use never suppress', () => {
    const diagnostic = '550 5.2.1 The email account that you tried to reach is disabled';
    expect(judged({ report: report('5.2.1', diagnostic) })).toEqual(['soft', 'count']);
  });
});

describe('a refusal in the conversation', () => {
  it.each([
    [550, '5.1.1 no such user', true, 'hard'],
    [550, '5.1.1 no such user', false, 'hard'],
    [550, '5.1.10 RESOLVER.ADR.RecipientNotFound; not found', true, 'hard'],
    [550, '5.2.1 The email account that you tried to reach is disabled', true, 'hard'],
    [550, '5.2.1 closed', true, 'hard'],
    [550, '5.2.1 closed', false, 'soft'],
    [550, '5.2.1 blocked by our policy on spam', true, 'policy'],
    [550, 'No such user here', true, 'hard'],
    [550, 'No such user here', false, 'soft'],
    [552, '5.2.2 over quota', true, 'full'],
    [550, '5.1.1 the mailbox is full', true, 'full'],
    [550, '5.7.1 relaying denied', true, 'policy'],
    [552, '5.3.4 too large', false, 'content'],
    [550, 'no', true, 'unclassified'],
  ] as const)('%i %s, the address being named %s: %s', (code, text, named, found) => {
    expect(judgeRefusal(code, text, named).class).toBe(found);
  });
});

describe('the order of the tests', () => {
  it('puts a complaint before an automatic answer, and that before a report', () => {
    const all = { feedbackType: 'abuse', automaticAnswer: true, report: report('5.1.1') };
    expect(judged(all)).toEqual(['complaint', 'suppress-person']);
    expect(judged({ ...all, feedbackType: null })).toEqual(['auto-reply', 'note']);
    expect(judged({ ...all, feedbackType: null, automaticAnswer: false })).toEqual(['hard', 'suppress-address']);
  });

  it('leaves the person alone for what is no complaint of theirs', () => {
    expect(judged({ feedbackType: 'auth-failure' })).toEqual(['policy', 'tell-operators']);
    expect(judged({ feedbackType: 'not-spam' })).toEqual(['complaint', 'note']);
  });

  it('only notes that a mail is late or has arrived', () => {
    expect(judged({ report: report('4.4.7', '', 'delayed') })).toEqual(['soft', 'note']);
    expect(judged({ report: report('2.0.0', '', 'delivered') })).toEqual(['unclassified', 'note']);
  });

  it('asks a person about a letter, whatever words stand in it', () => {
    const notice = 'User unknown? No, I have moved, 550 5.1.1!';
    expect(judged({ fromMailSystem: false, notice })).toEqual(['unclassified', 'ask-a-person']);
  });
});

describe('what follows', () => {
  it('is noted on the message, and nothing more where it is not the person', () => {
    const hard = { class: 'hard', reason: 'no-such-address', code: '5.1.1', consequence: 'suppress-address' } as const;
    expect(followUpsOf(hard)).toEqual(['note-on-message', 'suppress-address', 'next-address', 'weigh-bounces']);
    const complaint = { class: 'complaint', reason: 'abuse', code: null, consequence: 'suppress-person' } as const;
    expect(followUpsOf(complaint)).toEqual(['note-on-message', 'suppress-person', 'weigh-complaints']);
    expect(followUpsOf({ ...complaint, reason: 'opt-out' })).toEqual(['note-on-message', 'suppress-person']);
    const ours = { class: 'policy', reason: 'policy', code: '5.7.1', consequence: 'tell-operators' } as const;
    expect(followUpsOf(ours)).toEqual(['note-on-message', 'stop-lane', 'weigh-refusals']);
    expect(followUpsOf({ ...ours, code: '550' })).toEqual(['note-on-message']);
    expect(followUpsOf({ ...ours, class: 'content', code: '5.6.0' })).toEqual(['note-on-message', 'pause-wave']);
    expect(followUpsOf({ ...ours, class: 'content', code: '554' })).toEqual(['note-on-message']);
    expect(followUpsOf({ ...ours, consequence: 'note' })).toEqual(['note-on-message']);
    expect(followUpsOf({ ...ours, consequence: 'ask-a-person' })).toEqual(['note-on-message']);
  });

  const at = (waveId: string | null, hours: number): Refusal =>
    ({ waveId, at: new Date(Date.UTC(2026, 10, 3) + hours * 3_600_000) }) as Refusal;

  it.each([
    ['three in two waves, 72 hours apart', [at('w1', 0), at('w1', 5), at('w2', 72)], true],
    ['three in two waves, an hour less', [at('w1', 0), at('w1', 5), at('w2', 71)], false],
    ['three in one wave', [at('w1', 0), at('w1', 50), at('w1', 99)], false],
    ['two in two waves', [at('w1', 0), at('w2', 99)], false],
    ['three, service mail among them', [at('w1', 0), at(null, 5), at('w2', 72)], true],
    ['none', [], false],
  ])('a new address is needed after %s: %#', (_, refusals, needed) => {
    expect(needsNewAddress(refusals)).toBe(needed);
  });
});
