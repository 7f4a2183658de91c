// The claims of answers that name a place of a list and give the months in one range.
import { describe, expect, it } from '@jest/globals';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { claimsFromResponse } from '../../../src/domain/destinations/claim-from-response.js';
import { lastVouchedMonth } from '../../../src/domain/destinations/claim.js';
import { samePlace } from '../../../src/domain/destinations/place.js';
import { spellOf } from '../../../src/domain/destinations/spell.js';
import type { Answers } from '../../../src/domain/survey/definition.js';

const month = (text: string, about = false) => ({ month: text, about });
const leeds = { typed: 'leeds', code: '10007795', name: 'University of Leeds', list: 'providers 2026-11-23' };
const physics = { typed: 'BSc Physics', code: 'CAH07-01-01', name: 'Physics', list: 'subjects 2026-11-23' };
const present = (answers: Answers) => {
  const given = { responseId: 'w1:a1', revision: 1, knownOn: localDate('2026-11-03'), planned: null };
  const [made] = claimsFromResponse({ ...given, answers });
  if (made === undefined) throw new Error('No claim.');
  return made.claim;
};

describe('a place of the list', () => {
  it('is claimed by its usual name with its number, the course as it was typed with the code of its subject', () => {
    expect(present({ situation: 'university', 'study-place': leeds, 'study-subject': physics })).toMatchObject({
      ...{ activity: 'university', provider: 'University of Leeds', ukprn: '10007795' },
      ...{ course: 'BSc Physics', subject: 'CAH07-01-01' },
    });
  });

  it('that is on no list is claimed as it was typed, without a number', () => {
    const exampleton = { ...leeds, typed: 'Exampleton', name: 'Exampleton', code: null };
    const claim = present({ situation: 'college', 'study-place': exampleton, 'college-course': 'T-level' });
    expect(claim).toMatchObject({ provider: 'Exampleton', course: 'T-level' });
    expect('ukprn' in claim || 'subject' in claim).toBe(false);
  });

  it('is the same by its number, whatever it is called, and else by its name', () => {
    const [old, other] = [
      { provider: 'Leeds Metropolitan University', ukprn: '1' },
      { provider: 'Leeds', ukprn: '2' },
    ];
    expect(samePlace(old, { provider: 'Leeds Beckett University', ukprn: '1' })).toBe(true);
    expect(samePlace({ ...other, provider: old.provider }, old)).toBe(false);
    expect(samePlace({ provider: 'University of Leeds', ukprn: '2' }, { provider: 'Leeds University' })).toBe(true);
  });

  it('somebody works for is claimed with what they do there', () => {
    expect(present({ situation: 'work', 'works-for': 'Example Bakery', 'works-as': 'Baker' })).toMatchObject({
      ...{ employer: 'Example Bakery', job: 'Baker' },
    });
  });
});

describe('a range of months', () => {
  it('that goes on vouches until it was said', () => {
    const claim = present({ situation: 'university', 'months-there': { from: month('2026-09', true), to: null } });
    expect(claim).toMatchObject({ from: '2026-09', to: null, fromCertainty: 'about' });
    expect(lastVouchedMonth(claim)).toBe('2026-11');
  });

  it.each([
    ['left-early', 'left-early'],
    ['finished', 'finished'],
    [undefined, undefined],
  ])('that ended is over, however it ended: %s', (how, ended) => {
    const range = { from: month('2026-09'), to: month('2026-10') };
    const claim = present({
      situation: 'university',
      'months-there': range,
      ...(how !== undefined && { 'how-ended': how }),
    });
    expect([claim.from, claim.to, claim.ended]).toEqual(['2026-09', '2026-10', ended]);
    expect([spellOf(claim)?.to, spellOf(claim)?.lastKnown]).toEqual(['2026-10', '2026-10']);
  });

  it('whose end lies before its start vouches for no month', () => {
    const range = { from: month('2026-10'), to: month('2026-09') };
    const claim = present({ situation: 'university', 'months-there': range, 'how-ended': 'left-early' });
    expect(claim).toMatchObject({ from: null, to: null, ended: 'left-early', fromCertainty: 'assumed' });
    expect([lastVouchedMonth(claim), spellOf(claim)]).toEqual([null, null]);
  });
});
