import { describe, expect, it } from '@jest/globals';
import type { Claim } from '../../../src/domain/destinations/claim.js';
import { disagreements } from '../../../src/domain/destinations/conflict.js';
import { aClaim, placedAtAston } from './a-claim.js';

const kinds = (...claims: readonly Claim[]) => disagreements(claims).map(({ kind }) => kind);
const later = (given: Parameters<typeof aClaim>[0]) => aClaim({ id: 'w2:a:1:a', knownOn: '2027-02-10', ...given });

describe('a place entered and what the person says', () => {
  it('UCAS placed them at Aston and they say Leeds since September: two places at once', () => {
    expect(disagreements([placedAtAston, aClaim({})])).toEqual([
      {
        id: 'two-places-at-once~plan:final:1~w:a:1:a',
        kind: 'two-places-at-once',
        claimIds: ['plan:final:1', 'w:a:1:a'],
        since: '2026-11-03',
      },
    ]);
  });

  it.each([
    ['they are at Aston', aClaim({ provider: 'Aston' })],
    ['they study somewhere without a name', aClaim({ activity: 'university', provider: '' })],
    ['they said it before the place began', aClaim({ activity: 'employment', from: '2026-07', knownOn: '2026-08-20' })],
    [
      'their situation began months after the place',
      aClaim({ activity: 'employment', from: '2026-12', knownOn: '2027-01-10' }),
    ],
    ['they deferred', aClaim({ activity: 'deferred-place', standing: 'placed', from: '2027-09' })],
    ['they rather not say', aClaim({ activity: 'not-said', from: null })],
    ['they do something else of their own', aClaim({ activity: 'other' })],
  ])('no conflict when %s', (_name, claim) => {
    expect(kinds(placedAtAston, claim)).toEqual([]);
  });

  it.each([
    ['work', aClaim({ activity: 'employment' })],
    ['looking for work', aClaim({ activity: 'looking-for-work', from: '2026-10' })],
    ['a gap year', aClaim({ activity: 'gap-year' })],
    ['caring', aClaim({ activity: 'not-in-education-or-work', from: '2026-05' })],
  ])('a place at university and %s without a word about the place: present disagrees', (_name, claim) => {
    expect(kinds(placedAtAston, claim)).toEqual(['present-disagrees']);
  });

  it.each([
    ['did not start there', aClaim({ id: 'w:a:1:b', standing: 'did-not-start', from: null, provider: 'Aston' })],
    [
      'did not start, without naming it',
      aClaim({ id: 'w:a:1:b', standing: 'did-not-start', from: null, provider: '' }),
    ],
    ['started there and left', aClaim({ id: 'w:a:1:b', ended: 'left-early', from: null, provider: 'Aston' })],
  ])('is settled without a reviewer when they say that they %s', (_name, about) => {
    expect(kinds(placedAtAston, aClaim({ activity: 'employment' }), about)).toEqual([]);
  });

  it('is not settled by a word about another place', () => {
    const about = aClaim({ id: 'w:a:1:b', standing: 'did-not-start', from: null, provider: 'Keele' });
    expect(kinds(placedAtAston, aClaim({ activity: 'employment' }), about)).toEqual(['present-disagrees']);
  });
});

describe('two statements about time there', () => {
  const leeds = aClaim({ knownOn: '2027-01-12' });
  it.each([
    ['another university in the same months', { provider: 'Aston' }, ['two-places-at-once']],
    [
      'an apprenticeship elsewhere in the same months',
      { activity: 'apprenticeship', employer: 'Example Rail' },
      ['two-places-at-once'],
    ],
    ['an apprenticeship at the same place', { activity: 'apprenticeship', provider: 'Leeds' }, []],
    ['work beside it', { activity: 'employment', from: '2026-10' }, []],
    ['looking for work in those months', { activity: 'looking-for-work', from: '2026-10' }, ['present-disagrees']],
    ['looking for work from the month it was last heard of', { activity: 'looking-for-work', from: '2027-01' }, []],
    ['another university from the month after', { provider: 'Aston', from: '2027-02' }, []],
    ['the same, begun one month later', { from: '2026-10' }, []],
    ['the same, begun two months later', { from: '2026-11' }, ['dates-disagree']],
    ['the same, begun about two months later', { from: '2026-11', fromCertainty: 'about' }, []],
    ['the same, begun when nobody knows', { from: '2026-12', fromCertainty: 'assumed' }, []],
    ['that they left before they were last seen there', { to: '2026-11', ended: 'left-early' }, ['dates-disagree']],
    ['that they left after that', { to: '2027-02', ended: 'left-early' }, []],
  ] as const)('%s', (_name, given, expected) => {
    expect(kinds(leeds, later(given))).toEqual(expected);
  });

  it('left in November and still there in February disagree; left and came back do not', () => {
    const left = aClaim({ to: '2026-11', ended: 'left-early', knownOn: '2026-12-01' });
    expect(kinds(left, later({}))).toEqual(['dates-disagree']);
    expect(kinds(left, later({ from: '2027-01' }))).toEqual([]);
  });

  it('the local authority saw them where they say that they did not start', () => {
    const seen = later({ id: 'la:1:1:a', source: 'local-authority', provider: 'Aston' });
    const never = aClaim({ standing: 'did-not-start', from: null, provider: 'Aston University' });
    expect(kinds(seen, never)).toEqual(['present-disagrees']);
  });

  it('work and not being in work disagree; two jobs do not', () => {
    const work = aClaim({ activity: 'employment', employer: 'Example Bakery', knownOn: '2027-01-12' });
    expect(kinds(work, later({ activity: 'not-in-education-or-work', from: '2026-10' }))).toEqual([
      'present-disagrees',
    ]);
    expect(kinds(work, later({ activity: 'employment', employer: 'Example Rail' }))).toEqual([]);
  });
});

describe('revisions', () => {
  it('an answer never disagrees with its own correction', () => {
    const first = aClaim({ saidIn: 'response:w:a' });
    const second = aClaim({ id: 'w:a:2:a', saidIn: 'response:w:a', revision: 2, provider: 'Keele University' });
    expect(disagreements([first, second])).toEqual([]);
    expect(disagreements([placedAtAston, first, second]).map(({ claimIds }) => claimIds[1])).toEqual(['w:a:2:a']);
  });

  it('the conflict keeps its id when a revision says the same again', () => {
    const first = aClaim({ saidIn: 'response:w:a' });
    const again = aClaim({ id: 'w:a:2:a', saidIn: 'response:w:a', revision: 2, knownOn: '2026-11-20' });
    expect(disagreements([placedAtAston, first, again]).map(({ id }) => id)).toEqual([
      'two-places-at-once~plan:final:1~w:a:1:a',
    ]);
  });
});
