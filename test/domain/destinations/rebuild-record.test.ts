import { describe, expect, it } from '@jest/globals';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../../../src/domain/alumni/ids.js';
import { localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import type { Claim } from '../../../src/domain/destinations/claim.js';
import type { ConflictId } from '../../../src/domain/destinations/conflict.js';
import { outcomeOf, outcomeRecipe, presentSpell } from '../../../src/domain/destinations/outcome.js';
import { nameLists } from '../../../src/reference/index.js';
import { buildRecord, settle } from '../../../src/domain/destinations/rebuild-record.js';
import type { Decision, Ruling } from '../../../src/domain/destinations/record.js';
import { aClaim, placedAtAston } from './a-claim.js';
import fc from '../../support/properties.js';

const leeds = aClaim({});
const conflictId = 'two-places-at-once~plan:final:1~w:a:1:a' as ConflictId;
const decide = (ruling: Ruling, minute = 0): Decision => ({
  conflictId,
  ruling,
  reason: 'Spoke to them.',
  by: 'staff-1' as StaffId,
  at: new Date(Date.UTC(2026, 10, 4, 9, minute)),
});
const acceptLeeds = decide({ kind: 'accept', claimId: leeds.id });
const keepAston = decide({ kind: 'accept', claimId: placedAtAston.id });
const both = decide({ kind: 'both', notTakenUp: placedAtAston.id });

const outcome = (claims: readonly Claim[], decisions: readonly Decision[]) => {
  const { conflicts, spells, effects } = settle(claims, decisions);
  return {
    states: conflicts.map(({ state }) => state),
    spells: spells.map(
      (spell) => `${spell.provider ?? spell.activity} ${spell.standing} ${spell.from} ${spell.lastKnown}`,
    ),
    effects: Object.fromEntries(effects),
  };
};

describe('what stands', () => {
  it('an open conflict: the record follows the person; the place stands beside as a place', () => {
    expect(outcome([leeds, placedAtAston], [])).toEqual({
      states: ['open'],
      spells: ['Aston University placed 2026-09 2026-09', 'University of Leeds began 2026-09 2026-11'],
      effects: { 'plan:final:1': 'waits', 'w:a:1:a': 'counts' },
    });
  });

  it.each([
    ['accepting the survey', acceptLeeds, ['University of Leeds began 2026-09 2026-11'], ['set-aside', 'counts']],
    ['keeping UCAS', keepAston, ['Aston University placed 2026-09 2026-09'], ['counts', 'set-aside']],
    ['both, Aston not taken up', both, ['University of Leeds began 2026-09 2026-11'], ['not-taken-up', 'counts']],
  ])('%s', (_name, decision, spells, [aston, survey]) => {
    expect(outcome([leeds, placedAtAston], [decision])).toEqual({
      states: ['decided'],
      spells,
      effects: { 'plan:final:1': aston, 'w:a:1:a': survey },
    });
  });

  it('the latest decision counts, and opening it again is a decision too', () => {
    const again = decide({ kind: 'reopen' }, 5);
    expect(outcome([leeds, placedAtAston], [keepAston, again])).toEqual(outcome([leeds, placedAtAston], []));
    const last = decide({ kind: 'accept', claimId: leeds.id }, 9);
    expect(outcome([leeds, placedAtAston], [keepAston, again, last])).toEqual(
      outcome([leeds, placedAtAston], [acceptLeeds]),
    );
  });

  it('two begun places: the later statement first, the earlier one keeps the months that are not in question', () => {
    const aston = aClaim({ id: 'w2:a:1:a', provider: 'Aston', from: '2027-01', knownOn: '2027-03-02' });
    const first = aClaim({ knownOn: '2027-02-02' });
    expect(outcome([first, aston], []).spells).toEqual([
      'University of Leeds began 2026-09 2026-12',
      'Aston began 2027-01 2027-03',
    ]);
  });

  it('a correction replaces, and the earlier revision is kept', () => {
    const first = aClaim({ saidIn: 'response:w:a' });
    const second = aClaim({ id: 'w:a:2:a', saidIn: 'response:w:a', revision: 2, provider: 'Keele University' });
    expect(outcome([second, first], [])).toEqual({
      states: [],
      spells: ['Keele University began 2026-09 2026-11'],
      effects: { 'w:a:1:a': 'replaced', 'w:a:2:a': 'counts' },
    });
  });

  it('a place that they say they did not take up is settled', () => {
    const about = aClaim({
      id: 'w:a:1:b',
      saidIn: 'response:w:a',
      standing: 'did-not-start',
      from: null,
      provider: 'Aston',
    });
    expect(outcome([placedAtAston, leeds, about], []).effects).toEqual({
      'plan:final:1': 'settled',
      'w:a:1:a': 'counts',
      'w:a:1:b': 'counts',
    });
  });
});

const claims: fc.Arbitrary<Claim> = fc
  .record({
    wave: fc.integer({ min: 1, max: 4 }),
    revision: fc.integer({ min: 1, max: 2 }),
    activity: fc.constantFrom('university', 'employment', 'looking-for-work', 'apprenticeship', 'gap-year'),
    standing: fc.constantFrom('began', 'placed', 'did-not-start'),
    from: fc.constantFrom('2026-09', '2026-10', '2026-12', '2027-01', null),
    to: fc.constantFrom('2026-11', '2027-01', null),
    knownOn: fc.constantFrom('2026-11-03', '2027-01-10', '2027-03-01'),
    provider: fc.constantFrom('Leeds', 'Aston', 'Keele'),
    source: fc.constantFrom('survey', 'ucas', 'school'),
  })
  .map(({ wave, revision, ...rest }) =>
    aClaim({ id: `w${wave}:a:${revision}:a`, saidIn: `response:w${wave}:a`, revision, ...rest }),
  );
const worlds = fc.uniqueArray(claims, { maxLength: 6, selector: (claim) => claim.id });

describe('rebuilding', () => {
  const facts = (some: readonly Claim[], decisions: readonly Decision[]) => ({
    id: 'a' as AlumnusId,
    schoolId: 'northgate' as SchoolId,
    cohortId: 'y13-2026' as CohortId,
    leftOn: localDate('2026-07-17'),
    claims: some,
    decisions,
    revision: 3,
  });

  it('does not depend on the order in which claims came, and again gives the same', () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), (some, decided) => {
        const open = settle(some, []).conflicts[0];
        const loser = open?.claimIds[0];
        const decisions: readonly Decision[] =
          decided && open !== undefined && loser !== undefined
            ? [{ ...acceptLeeds, conflictId: open.id, ruling: { kind: 'accept', claimId: loser } }]
            : [];
        const asOf = localDate('2027-03-05');
        const { claims: _one, ...record } = buildRecord(facts(some, decisions), asOf);
        const { claims: _other, ...turned } = buildRecord(facts([...some].reverse(), decisions), asOf);
        expect(turned).toEqual(record);
      }),
      { numRuns: 300 },
    );
  });

  it('names in its spells only months that a standing claim vouches for', () => {
    fc.assert(
      fc.property(worlds, (some) => {
        const { spells, effects } = settle(some, []);
        const gone = some.filter((claim) => ['replaced', 'settled'].includes(effects.get(claim.id) ?? ''));
        const named = new Set(spells.flatMap((spell) => spell.claimIds));
        expect(gone.filter((claim) => named.has(claim.id))).toEqual([]);
        expect([...effects.keys()].sort()).toEqual(some.map((claim) => claim.id).sort());
      }),
    );
  });

  it('gives the small row for counting', () => {
    const record = buildRecord(facts([placedAtAston, { ...leeds, planKept: 'partly' }], []), localDate('2026-11-24'));
    expect(outcomeOf(record, nameLists)).toEqual({
      id: 'a',
      schoolId: 'northgate',
      cohortId: 'y13-2026',
      planned: 'university',
      now: 'university',
      kept: 'partly',
      rule: 'dfe-1618@1',
      verdict: 'still-possible',
      way: '-u-p-h',
      at: '10007795',
      later: 'e---',
      stay: '320/3/ut/10007795/',
      conflicts: 1,
      seenOn: '2026-11-03',
      recipe: outcomeRecipe,
      revision: 3,
    });
    expect(outcomeOf(buildRecord(facts([], []), localDate('2026-11-24')), nameLists)).toEqual({
      id: 'a',
      schoolId: 'northgate',
      cohortId: 'y13-2026',
      rule: 'dfe-1618@1',
      verdict: 'not-known',
      way: '---p--',
      conflicts: 0,
      recipe: outcomeRecipe,
      revision: 3,
    });
    const left = {
      ...leeds,
      to: localMonth('2027-05'),
      ended: 'left-early',
      knownOn: localDate('2027-07-01'),
    } as const;
    const job = aClaim({ id: 'w2:a:1:a', knownOn: '2027-07-01', activity: 'employment', from: '2027-06' });
    const worksNow = outcomeOf(buildRecord(facts([left, job], []), localDate('2027-08-20')), nameLists);
    expect(worksNow).toMatchObject({ now: 'employment', verdict: 'met', by: 'education', studied: 'u' });
  });

  it('the present is what was last heard of, going on before ended', () => {
    const job = aClaim({
      id: 'w2:a:1:a',
      activity: 'employment',
      employer: 'Example Rail',
      from: '2026-11',
    });
    const left = aClaim({ to: '2026-11', ended: 'left-early' });
    expect(presentSpell(settle([left, job], []).spells)).toMatchObject({ activity: 'employment' });
    expect(presentSpell(settle([placedAtAston], []).spells)).toBeNull();
  });
});
