import { describe, expect, it } from '@jest/globals';
import { addMonths, localMonth, monthsFromTo, type LocalMonth } from '../../../src/domain/calendar/local-date.js';
import type { ClaimId } from '../../../src/domain/destinations/claim.js';
import {
  clip,
  merge,
  monthsOf,
  overlap,
  spellOf,
  without,
  type Spell,
} from '../../../src/domain/destinations/spell.js';
import { aClaim, placedAtAston } from './a-claim.js';
import fc from '../../support/properties.js';

const first = localMonth('2026-08');
const spells: fc.Arbitrary<Spell> = fc
  .record({
    activity: fc.constantFrom('university', 'employment', 'looking-for-work'),
    start: fc.nat({ max: 11 }),
    length: fc.nat({ max: 5 }),
    goesOn: fc.boolean(),
    provider: fc.constantFrom('Leeds', 'Aston', undefined),
    claim: fc.constantFrom('w1:a1:1:a', 'w2:a1:1:a', 'w3:a1:1:a'),
  })
  .map(({ activity, start, length, goesOn, provider, claim }) => {
    const lastKnown = addMonths(first, start + length);
    return {
      activity,
      from: addMonths(first, start),
      lastKnown,
      to: goesOn ? null : lastKnown,
      standing: 'began' as const,
      claimIds: [claim as ClaimId],
      ...(provider !== undefined && { provider }),
    };
  });

/** Every month with what is done in it, each once. */
const told = (some: readonly Spell[]): readonly string[] =>
  [
    ...new Set(
      some.flatMap((spell) => monthsOf(spell).map((month) => `${month} ${spell.activity} ${spell.provider ?? ''}`)),
    ),
  ].sort();

describe('the spell of a claim', () => {
  it.each([
    ['goes on until the month in which it was said', {}, ['2026-09', null, '2026-11']],
    ['ends in the month it ended', { to: '2026-10', ended: 'left-early' as const }, ['2026-09', '2026-10', '2026-10']],
    ['never reaches past the day it was said', { to: '2027-06' }, ['2026-09', null, '2026-11']],
    ['covers the one month of a beginning in the month it was said', { from: '2026-11' }, ['2026-11', null, '2026-11']],
  ])('%s', (_name, given, [from, to, lastKnown]) => {
    expect(spellOf(aClaim(given))).toMatchObject({ from, to, lastKnown });
  });

  it.each([
    ['without a beginning', { from: null }],
    ['that has still to begin', { from: '2027-01' }],
    ['that ended nobody knows when', { ended: 'left-early' as const }],
    ['of a place not taken up', { standing: 'did-not-start' as const }],
  ])('is none for a claim %s', (_name, given) => {
    expect(spellOf(aClaim(given))).toBeNull();
  });

  it('of a place spans only the month in which it was to begin', () => {
    expect(spellOf(placedAtAston)).toMatchObject({
      from: '2026-09',
      lastKnown: '2026-09',
      to: null,
      standing: 'placed',
    });
  });
});

describe('clip, without, overlap', () => {
  const leeds = spellOf(aClaim({ to: '2027-03', ended: 'finished', knownOn: '2027-04-02' }));
  if (leeds === null) throw new Error('no spell');
  const month = localMonth;

  it('keeps the end only where the end is kept', () => {
    expect(clip(leeds, month('2026-10'), month('2026-12'))).toMatchObject({
      from: '2026-10',
      to: null,
      lastKnown: '2026-12',
    });
    expect(clip(leeds, month('2026-10'), month('2026-12'))).not.toHaveProperty('ended');
    expect(clip(leeds, month('2027-01'), month('2027-07'))).toMatchObject({
      from: '2027-01',
      to: '2027-03',
      ended: 'finished',
    });
    expect(clip(leeds, month('2027-04'), month('2027-07'))).toBeNull();
  });

  it('splits in two what is cut in the middle', () => {
    expect(
      without(leeds, month('2026-11'), month('2027-01')).map((part) => [part.from, part.lastKnown, part.to]),
    ).toEqual([
      ['2026-09', '2026-10', null],
      ['2027-02', '2027-03', '2027-03'],
    ]);
    expect(without(leeds, month('2026-01'), month('2028-01'))).toEqual([]);
  });

  it('two parts and the months cut out are the whole, and they share nothing', () => {
    fc.assert(
      fc.property(spells, fc.nat({ max: 16 }), fc.nat({ max: 5 }), (spell, start, length) => {
        const from = addMonths(first, start);
        const to = addMonths(from, length);
        const parts = without(spell, from, to).flatMap(monthsOf);
        const cut = monthsOf(spell).filter((one) => monthsFromTo(from, to).includes(one));
        expect([...parts, ...cut].sort()).toEqual(monthsOf(spell));
      }),
    );
  });

  it('overlap is what both have', () => {
    fc.assert(
      fc.property(spells, spells, (one, other) => {
        const both: readonly LocalMonth[] = monthsOf(one).filter((each) => monthsOf(other).includes(each));
        expect(overlap(one, other)).toEqual(both);
      }),
    );
  });
});

describe('merge', () => {
  it('keeps exactly the months that were told, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(spells, { maxLength: 8 }), (some) => {
        expect(told(merge(some))).toEqual(told(some));
        expect(merge([...some].reverse())).toEqual(merge(some));
        expect(merge(merge(some))).toEqual(merge(some));
      }),
    );
  });

  it('leaves no two spells of the same thing that overlap or touch', () => {
    fc.assert(
      fc.property(fc.array(spells, { maxLength: 8 }), (some) => {
        const merged = merge(some);
        const clashing = merged.flatMap((one, place) =>
          merged
            .slice(place + 1)
            .filter(
              (other) =>
                one.activity === other.activity &&
                one.provider === other.provider &&
                one.from <= addMonths(other.lastKnown, 1) &&
                other.from <= addMonths(one.lastKnown, 1),
            ),
        );
        expect(clashing).toEqual([]);
      }),
    );
  });

  it('joins two answers about one course into one spell that names both claims', () => {
    const november = spellOf(aClaim({ course: 'Physics' }));
    const february = spellOf(aClaim({ id: 'w2:a:1:a', knownOn: '2027-02-01', provider: 'Leeds', course: 'physics' }));
    if (november === null || february === null) throw new Error('no spell');
    expect(merge([november, february])).toEqual([
      {
        activity: 'university',
        from: '2026-09',
        to: null,
        lastKnown: '2027-02',
        standing: 'began',
        provider: 'Leeds',
        course: 'physics',
        claimIds: ['w2:a:1:a', 'w:a:1:a'],
      },
    ]);
  });
});
