// Two records become one, and two again: the strictest counts while they are one, and undoing gives back exactly what each had.
import { describe, expect, it } from '@jest/globals';
import type { Alumnus, ContactPoint, Permission } from '../../../src/domain/alumni/alumnus.js';
import { contactChannels, contactOwners, personStates } from '../../../src/domain/alumni/alumnus.js';
import { grantOn } from '../../../src/domain/alumni/grants.js';
import { idsOf, mergePeople, splitPeople } from '../../../src/domain/alumni/merge.js';
import { basisOn } from '../../../src/domain/alumni/permission.js';
import { localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import { aLeaver } from '../../support/a-trust.js';
import fc from '../../support/properties.js';

const days = ['2026-07-01', '2026-08-02', '2026-09-03', '2026-10-04'].map(localDate);
const day = fc.constantFrom(...days);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const without = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

const point = fc
  .record({
    kind: fc.constant<'email'>('email'),
    value: fc.constantFrom('a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'),
    owner: fc.constantFrom(...contactOwners),
    state: fc.constantFrom('usable', 'bounced', 'stopped'),
    usableUntil: maybe(day),
    confirmedOn: maybe(day),
    addedOn: day,
  })
  .map(without);
const points = fc
  .uniqueArray(point, { selector: ({ value }) => value, maxLength: 4 })
  .map((all) => all.map((each, place) => ({ ...each, number: place + 1 }) as ContactPoint));
const permission = fc
  .record({
    purpose: fc.constantFrom('destination-survey', 'chat', 'quote'),
    basis: fc.constantFrom('public-task', 'consent'),
    evidence: fc.constantFrom('Form 1', 'Form 2'),
    recordedOn: day,
    withdrawnOn: maybe(day),
    wording: fc.constant('1'),
  })
  .map((each) => without(each) as Permission);
const plan = fc.record({
  activity: fc.constantFrom('university', 'employment'),
  recordedOn: day,
  source: fc.constantFrom('school', 'ucas'),
});
const someone = (n: number): fc.Arbitrary<Alumnus> =>
  fc
    .record({
      state: fc.constantFrom(...personStates),
      deferredUntil: maybe(fc.constant(localMonth('2027-09'))),
      dateOfBirth: maybe(fc.constant(localDate('2008-03-04'))),
      upn: maybe(fc.constant(`X80120000500${n}`)),
      formerUpn: maybe(fc.constant(`Y80120000500${n}`)),
      uln: maybe(fc.constant(`100000000${n}`)),
      contactPoints: points,
      permissions: fc.uniqueArray(permission, { maxLength: 4, selector: (each) => JSON.stringify(each) }),
      contactRules: maybe(
        fc.record({
          neverFamily: fc.constant<true>(true),
          notBy: fc.uniqueArray(fc.constantFrom(...contactChannels), { minLength: 1 }),
        }),
      ),
      objectedOn: maybe(day),
      onceAYearSince: maybe(day),
      intended: maybe(plan),
      final: maybe(plan),
    })
    .map((given) => without(aLeaver(n, given as Partial<Alumnus>)));

const exceptRevision = ({ revision: _revision, ...rest }: Alumnus) => rest;

describe('merging', () => {
  it('and undoing gives back exactly what each had', () => {
    fc.assert(
      fc.property(someone(1), someone(2), (mine, theirs) => {
        const { person, numbers } = mergePeople(mine, theirs);
        const split = splitPeople(person, { before: mine, after: person, theirs, numbers });
        expect(exceptRevision(split.mine)).toEqual(exceptRevision(mine));
        expect(exceptRevision(split.theirs)).toEqual(exceptRevision(theirs));
        expect([split.mine.revision, split.theirs.revision]).toEqual([mine.revision + 2, theirs.revision + 1]);
      }),
      { numRuns: 500 },
    );
  });

  it('lets nothing be done that either record forbids', () => {
    fc.assert(
      fc.property(someone(1), someone(2), day, (mine, theirs, on) => {
        const { person } = mergePeople(mine, theirs);
        expect(person.objectedOn === undefined).toBe(mine.objectedOn === undefined && theirs.objectedOn === undefined);
        for (const each of [mine, theirs]) {
          if (each.contactRules?.neverFamily === true) expect(person.contactRules?.neverFamily).toBe(true);
          expect(person.contactRules?.notBy ?? []).toEqual(
            expect.arrayContaining([...(each.contactRules?.notBy ?? [])]),
          );
          for (const held of each.contactPoints) {
            const now = person.contactPoints.find(({ value }) => value === held.value);
            if (held.state === 'stopped') expect(now?.state).toBe('stopped');
            if (held.state !== 'usable') expect(now?.state).not.toBe('usable');
            if (held.owner === 'parent' || held.owner === 'shared') expect(now?.owner).not.toBe('self');
          }
          for (const { purpose, withdrawnOn } of each.permissions) {
            if (withdrawnOn === undefined || withdrawnOn > on) continue;
            const standing = person.permissions.filter(
              (other) => other.purpose === purpose && other.recordedOn <= on && (other.withdrawnOn ?? '9') > on,
            );
            const own = each.permissions.filter(
              (other) => other.purpose === purpose && other.recordedOn <= on && (other.withdrawnOn ?? '9') > on,
            );
            const what = ({ recordedOn, evidence, basis }: Permission): string => [recordedOn, evidence, basis].join();
            // Only what was given after a withdrawal, or stood in the very record that holds it, still stands.
            expect(
              standing.every(
                (other) => other.recordedOn > withdrawnOn || own.some((held) => what(held) === what(other)),
              ),
            ).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a withdrawal in one record ends the ground and the yes of the other', () => {
    const survey: Permission = {
      ...{ purpose: 'destination-survey', basis: 'consent', evidence: 'Form', wording: '1' },
      recordedOn: localDate('2026-07-01'),
    };
    const chat: Permission = { ...survey, purpose: 'chat' };
    const withdrawnOn = localDate('2026-08-02');
    const mine = aLeaver(1, { permissions: [survey, chat] });
    const theirs = aLeaver(2, {
      permissions: [survey, chat].map((each) => ({ ...each, evidence: 'Other', withdrawnOn })),
    });
    const { person } = mergePeople(mine, theirs);
    const on = localDate('2026-09-03');
    expect(basisOn(person, 'destination-survey', on, 18)).toEqual({ kind: 'none', why: 'withdrawn' });
    expect(grantOn(person.permissions, 'chat', on)).toBeUndefined();
    expect(grantOn(mine.permissions, 'chat', on)).toBeDefined();
  });

  it('keeps the other pupil number as the former one, and the other id', () => {
    const mine = aLeaver(1, { upn: 'A801200005001' });
    const theirs = aLeaver(2, { upn: 'B801200005002' });
    const { person } = mergePeople(mine, theirs);
    expect([person.upn, person.formerUpn, idsOf(person)]).toEqual([
      'A801200005001',
      'B801200005002',
      [mine.id, theirs.id],
    ]);
  });

  it('never gives a number of a contact point another meaning', () => {
    fc.assert(
      fc.property(someone(1), someone(2), (mine, theirs) => {
        const { person, numbers } = mergePeople(mine, theirs);
        const valueOf = (all: readonly ContactPoint[], number: number | undefined) =>
          all.find((each) => each.number === number)?.value;
        for (const { number, value } of mine.contactPoints) expect(valueOf(person.contactPoints, number)).toBe(value);
        for (const { number, value } of theirs.contactPoints) {
          expect(valueOf(person.contactPoints, numbers[number])).toBe(value);
        }
        expect(new Set(person.contactPoints.map(({ number }) => number)).size).toBe(person.contactPoints.length);
      }),
    );
  });

  it('what limits contact and was said while they were one goes to both', () => {
    const [mine, theirs] = [aLeaver(1), aLeaver(2)];
    const { person, numbers } = mergePeople(mine, theirs);
    const objectedOn = localDate('2026-10-04');
    const bounced = person.contactPoints.map((each) => ({ ...each, state: 'bounced' as const }));
    const now = { ...person, objectedOn, contactPoints: bounced, revision: person.revision + 1 };
    const split = splitPeople(now, { before: mine, after: person, theirs, numbers });
    expect([split.mine.objectedOn, split.theirs.objectedOn]).toEqual([objectedOn, objectedOn]);
    expect(
      [...split.mine.contactPoints, ...split.theirs.contactPoints].map(({ number, state }) => [number, state]),
    ).toEqual([
      [1, 'bounced'],
      [1, 'bounced'],
    ]);
  });
});
