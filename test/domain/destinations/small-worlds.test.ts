// The arithmetic of spells and conflicts, by exhausting small worlds: a few months, a few things to do, every pair of
// statements about them, and every triple in a smaller one. What months must be there is counted here month by month.
import { describe, expect, it } from '@jest/globals';
import { addMonths, localMonth, monthsFromTo, type LocalMonth } from '../../../src/domain/calendar/local-date.js';
import type { Claim } from '../../../src/domain/destinations/claim.js';
import { disagreements, type ConflictKind } from '../../../src/domain/destinations/conflict.js';
import { preferred } from '../../../src/domain/destinations/precedence.js';
import { settle } from '../../../src/domain/destinations/rebuild-record.js';
import {
  clip,
  merge,
  monthsOf,
  overlap,
  spellOf,
  without,
  type Spell,
} from '../../../src/domain/destinations/spell.js';
import { aClaim } from './a-claim.js';

const september = localMonth('2026-09');
const things = {
  leeds: { activity: 'university', provider: 'Leeds' },
  aston: { activity: 'university', provider: 'Aston' },
  work: { activity: 'employment', employer: 'Bakery' },
  looking: { activity: 'looking-for-work' },
} as const;
type Thing = keyof typeof things;

interface Statement {
  readonly thing: Thing;
  readonly from: LocalMonth;
  /** Null: still there in January, when it was said. */
  readonly to: LocalMonth | null;
}

const statements = (which: readonly Thing[], count: number): readonly Statement[] => {
  const months = monthsFromTo(september, addMonths(september, count - 1));
  return which.flatMap((thing) =>
    months.flatMap((from) => [null, ...months.filter((to) => to >= from)].map((to) => ({ thing, from, to }))),
  );
};
const claimOf = ({ thing, from, to }: Statement, number: number): Claim =>
  aClaim({ ...things[thing], id: `w${number}:a:1:a`, from, to, knownOn: `2027-01-1${number}` });
const monthsSaid = ({ from, to }: Statement): readonly LocalMonth[] => monthsFromTo(from, to ?? localMonth('2027-01'));
const told = (thing: Thing, months: readonly LocalMonth[]): readonly string[] =>
  months.map((month) => `${month} ${thing}`);
const thingOf = ({ provider, activity }: Spell): Thing =>
  provider === 'Leeds' ? 'leeds' : provider === 'Aston' ? 'aston' : activity === 'employment' ? 'work' : 'looking';
const inSpells = (spells: readonly Spell[]): readonly string[] =>
  [...new Set(spells.flatMap((spell) => told(thingOf(spell), monthsOf(spell))))].sort();

/** What two statements about different things contradict each other in, month by month. */
function expectedKind(one: Statement, other: Statement): ConflictKind | null {
  const [first, second] = [monthsSaid(one), monthsSaid(other)];
  const both = first.filter((month) => second.includes(month));
  const handOver = both.length === 1 && (first.at(-1) === second[0] || second.at(-1) === first[0]);
  if (both.length === 0 || handOver) return null;
  const pair = [one.thing, other.thing].sort().join(' ');
  if (pair === 'aston leeds') return 'two-places-at-once';
  return pair.includes('looking') ? 'present-disagrees' : null;
}

describe('two statements: every pair of 4 things over 4 months', () => {
  const all = statements(['leeds', 'aston', 'work', 'looking'], 4);

  it('contradict each other exactly where they share months that life does not let them share', () => {
    const wrong = all.flatMap((one) =>
      all
        .filter((other) => other.thing !== one.thing)
        .filter((other) => {
          const kinds = disagreements([claimOf(one, 1), claimOf(other, 2)]).map(({ kind }) => kind);
          const expected = expectedKind(one, other);
          return JSON.stringify(kinds) !== JSON.stringify(expected === null ? [] : [expected]);
        })
        .map((other) => [one, other]),
    );
    expect(wrong).toEqual([]);
  });

  it('keep every month where they agree; where they do not, all of the one that goes first and what the other has beside', () => {
    for (const one of all) {
      for (const other of all) {
        const claims = [claimOf(one, 1), claimOf(other, 2)] as const;
        const { spells, conflicts } = settle(claims, []);
        const [first, second] = preferred(...claims) === claims[0] ? ([one, other] as const) : ([other, one] as const);
        const beside = monthsSaid(second).filter((month) => !monthsSaid(first).includes(month));
        const [conflict] = conflicts;
        const kept = conflict === undefined ? monthsSaid(second) : conflict.kind === 'dates-disagree' ? [] : beside;
        const expected = [...new Set([...told(first.thing, monthsSaid(first)), ...told(second.thing, kept)])].sort();
        if (JSON.stringify(inSpells(spells)) !== JSON.stringify(expected)) {
          expect([one, other, inSpells(spells)]).toEqual([one, other, expected]);
        }
      }
    }
  });
});

describe('three statements: every triple of 3 things over 3 months', () => {
  const all = statements(['leeds', 'aston', 'work'], 3);

  it('say the same in every order, again the same, and nothing that nobody said', () => {
    for (const one of all) {
      for (const other of all) {
        for (const third of all) {
          const claims = [claimOf(one, 1), claimOf(other, 2), claimOf(third, 3)] as const;
          const { spells, conflicts } = settle(claims, []);
          const [a, b, c] = claims;
          const turned = settle([c, a, b], []);
          const said = new Set([one, other, third].flatMap((each) => told(each.thing, monthsSaid(each))));
          const strange = inSpells(spells).filter((each) => !said.has(each));
          const missing = conflicts.length === 0 && inSpells(spells).length !== said.size;
          const unequal =
            JSON.stringify([turned.spells, turned.conflicts]) !== JSON.stringify([spells, conflicts]) ||
            JSON.stringify(merge(spells)) !== JSON.stringify(spells);
          if (strange.length > 0 || missing || unequal) {
            expect([one, other, third, strange, missing, unequal]).toEqual([one, other, third, [], false, false]);
          }
        }
      }
    }
  }, 120_000);
});

describe('merge, clip and split: every world of one and two stretches over 5 months', () => {
  const spells = statements(['leeds', 'work'], 5).flatMap((one) => spellOf(claimOf(one, 1)) ?? []);
  const months = monthsFromTo(localMonth('2026-08'), localMonth('2027-02'));

  it('clip and the two parts beside it are the whole, for every cut', () => {
    for (const spell of spells) {
      for (const first of months) {
        for (const last of months.filter((month) => month >= first)) {
          const inside = clip(spell, first, last);
          const parts = [...(inside === null ? [] : [inside]), ...without(spell, first, last)];
          expect(parts.flatMap(monthsOf).sort()).toEqual(monthsOf(spell));
          expect(merge(parts.map((part) => ({ ...part, to: null, claimIds: spell.claimIds })))).toHaveLength(1);
        }
      }
    }
  });

  it('merging keeps the months of each thing, in as few stretches as can be, in either order', () => {
    for (const one of spells) {
      for (const other of spells) {
        const merged = merge([one, other]);
        expect(inSpells(merged)).toEqual(inSpells([one, other]));
        expect(merge([other, one])).toEqual(merged);
        const touching =
          thingOf(one) === thingOf(other) &&
          (overlap(one, other).length > 0 ||
            addMonths(one.lastKnown, 1) === other.from ||
            addMonths(other.lastKnown, 1) === one.from);
        expect(merged).toHaveLength(touching ? 1 : 2);
      }
    }
  });
});
