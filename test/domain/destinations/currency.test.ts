import { describe, expect, it } from '@jest/globals';
import { addDays, localDate } from '../../../src/domain/calendar/local-date.js';
import { activities } from '../../../src/domain/destinations/activity.js';
import { currencyOf, currencyStates, toldBetween, usualCurrency } from '../../../src/domain/destinations/currency.js';
import fc from '../../support/properties.js';

const today = localDate('2027-03-01');
const state = (activity: (typeof activities)[number], daysAgo: number, periods = usualCurrency) =>
  currencyOf({ activity, verifiedOn: addDays(today, -daysAgo) }, periods, today)?.state;

describe('how current what we know is', () => {
  it.each([
    ['university', 304, 'verified'],
    ['university', 305, 'due-for-review'],
    ['university', 335, 'due-to-lapse'],
    ['university', 364, 'due-to-lapse'],
    ['university', 365, 'lapsed'],
    ['employment', 365, 'lapsed'],
    ['looking-for-work', 90, 'due-to-lapse'],
    ['looking-for-work', 91, 'lapsed'],
    ['not-in-education-or-work', 182, 'due-to-lapse'],
    ['not-in-education-or-work', 183, 'lapsed'],
  ] as const)('%s, told %s days ago: %s', (activity, daysAgo, expected) => {
    expect(state(activity, daysAgo)).toBe(expected);
  });

  it('training has the period of work, not of education', () => {
    const periods = { ...usualCurrency, months: { ...usualCurrency.months, education: 24, work: 6 } };
    const at = (activity: (typeof activities)[number]) => state(activity, 200, periods);
    expect([at('training'), at('employment'), at('apprenticeship')]).toEqual(['lapsed', 'lapsed', 'lapsed']);
    expect([at('university'), at('further-education')]).toEqual(['verified', 'verified']);
  });

  it('what lapsed is not known, but out of work stays out of work', () => {
    const known = (activity: (typeof activities)[number]) =>
      currencyOf({ activity, verifiedOn: localDate('2020-01-01') }, usualCurrency, today)?.known;
    expect([known('university'), known('looking-for-work'), known('not-in-education-or-work')]).toEqual([
      false,
      true,
      true,
    ]);
    expect(currencyOf({ activity: 'not-said', verifiedOn: today }, usualCurrency, today)).toBeNull();
  });

  it('names the days on which it changes, and they are the days on which it does', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...activities.filter((one) => one !== 'not-said')),
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        (activity, months, reviewDays, warningDays) => {
          const kinds = { education: months, work: months, looking: months, 'not-looking': months, other: months };
          const periods = { months: kinds, reviewDays, warningDays };
          const on = (day: typeof today) => currencyOf({ activity, verifiedOn: today }, periods, day)?.state ?? '';
          const told = currencyOf({ activity, verifiedOn: today }, periods, today);
          if (told === null) throw new Error('nothing to verify');
          expect(on(told.lapsesOn)).toBe('lapsed');
          expect(on(addDays(told.lapsesOn, -1))).not.toBe('lapsed');
          expect(['due-to-lapse', 'lapsed']).toContain(on(told.dueToLapseOn));
          expect(on(addDays(told.reviewOn, -1))).toBe('verified');
        },
      ),
    );
  });

  it('lists find by days exactly those in the state', () => {
    fc.assert(
      fc.property(fc.constantFrom(...activities), fc.integer({ min: -5, max: 800 }), (activity, daysAgo) => {
        const told = addDays(today, -daysAgo);
        const found = currencyStates.filter((one) => {
          const days = toldBetween(activity, one, usualCurrency, today);
          return days !== null && days.from <= told && told <= days.to;
        });
        const expected = state(activity, daysAgo);
        expect(found).toEqual(expected === undefined ? [] : [expected]);
      }),
    );
  });
});
