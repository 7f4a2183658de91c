// Who can be reached in which wave, and who is about to be lost (Y1).
import { describe, expect, it } from '@jest/globals';
import type { Alumnus, Permission } from '../../../src/domain/alumni/alumnus.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { eligibility, nothingElsewhere } from '../../../src/domain/waves/eligibility.js';
import { noReach, reachOf, withReach } from '../../../src/domain/waves/reach.js';
import { aLeaver } from '../../support/a-trust.js';

const today = localDate('2026-11-03');
const waves = [localDate('2027-04-01'), localDate('2028-10-15')];
const limits = {
  publicTaskMonths: 12,
  keeping: { withoutConsentMonths: 40, withConsentMonths: 124 },
  mostWavesAYear: 4,
};

const reach = (given: Partial<Alumnus>) => {
  const person = aLeaver(2, given);
  return reachOf(person, { today, waves, publicTaskMonths: limits.publicTaskMonths }, (on) =>
    eligibility(person, { ...limits, ...nothingElsewhere, on, isSuppressed: () => false, stopRecorded: false }),
  );
};
const consent: Permission = {
  purpose: 'destination-survey',
  basis: 'consent',
  evidence: 'Leaving form',
  wording: 'leaving-form 1',
  recordedOn: localDate('2026-06-15'),
  until: localDate('2036-06-15'),
};

describe('one person', () => {
  it('with public task alone can be written to in the first year and is lost later', () => {
    expect(reach({})).toEqual({
      ...{ own: true, confirmed: false, basis: 'public-task', until: '2027-07-17' },
      ...{ waves: [true, false], lost: null },
    });
  });

  it('with consent can be written to as long as it lasts', () => {
    expect(reach({ permissions: [consent] })).toMatchObject({
      basis: 'consent',
      until: '2036-06-15',
      waves: [true, true],
    });
  });

  it('is about to be lost where an address or a basis is missing for the next wave', () => {
    expect(reach({ contactPoints: [] })).toMatchObject({ own: false, lost: 'no-own-address', waves: [false, false] });
    const [point] = aLeaver(2).contactPoints;
    if (point === undefined) throw new Error('There is no address.');
    const endsBefore = { ...point, usableUntil: localDate('2027-01-31') };
    expect(reach({ contactPoints: [endsBefore] })).toMatchObject({ own: true, lost: 'no-own-address' });
    expect(reach({ leftOn: localDate('2025-07-17') })).toMatchObject({ lost: 'no-basis' });
  });

  it('is not called lost who asked us to stop or may not be asked', () => {
    expect(reach({ objectedOn: today }).lost).toBeNull();
    expect(reach({ state: 'has-died' }).lost).toBeNull();
  });
});

describe('sums', () => {
  it('count everybody once, and add up', () => {
    const people = [
      reach({}),
      reach({ permissions: [consent] }),
      reach({ contactPoints: [] }),
      reach({ objectedOn: today }),
    ];
    const sums = people.reduce(withReach, noReach(2));
    expect(sums).toEqual({
      ...{ people: 4, own: 3, confirmed: 0, consent: 1, publicTask: 3, noBasis: 0, waves: [2, 1] },
      ...{ lost: { 'no-own-address': 1 }, ends: { 2027: 3, 2036: 1 } },
    });
    expect(sums.consent + sums.publicTask + sums.noBasis).toBe(sums.people);
  });
});
