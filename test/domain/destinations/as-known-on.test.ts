// The record of a past day, against a diary: a record kept day by day, as if each day had been the last.
import { describe, expect, it } from '@jest/globals';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../../../src/domain/alumni/ids.js';
import { addDays, localDate, type LocalDate } from '../../../src/domain/calendar/local-date.js';
import { placementsWith, recordAsKnownOn } from '../../../src/domain/destinations/as-known-on.js';
import type { Claim } from '../../../src/domain/destinations/claim.js';
import { outcomeOf } from '../../../src/domain/destinations/outcome.js';
import { buildRecord } from '../../../src/domain/destinations/rebuild-record.js';
import type { Decision, DestinationRecord } from '../../../src/domain/destinations/record.js';
import { tallyThen } from '../../../src/domain/insight/known-then.js';
import { tallyReports } from '../../../src/domain/insight/reports.js';
import { nameLists } from '../../../src/reference/index.js';
import { aClaim } from './a-claim.js';
import fc from '../../support/properties.js';

const schools = ['northgate', 'southgate'] as const;
const empty = (day: LocalDate): DestinationRecord =>
  buildRecord(
    {
      ...{ id: 'a' as AlumnusId, schoolId: 'northgate' as SchoolId, cohortId: 'y13-2026' as CohortId },
      ...{ leftOn: localDate('2026-07-17'), claims: [], decisions: [], revision: 0 },
    },
    day,
  );

/** What happens on one day: a statement, a decision about the oldest open conflict, a move to another school, or nothing. */
const acts = fc.record({
  later: fc.integer({ min: 0, max: 40 }),
  what: fc.constantFrom('claim', 'claim', 'claim', 'decide', 'move', 'nothing'),
  lag: fc.integer({ min: 0, max: 20 }),
  place: fc.constantFrom('Leeds', 'Aston', 'Keele'),
  activity: fc.constantFrom('university', 'employment', 'looking-for-work'),
  from: fc.constantFrom('2026-09', '2026-10', '2027-01', null),
  revision: fc.boolean(),
});

function step(
  held: DestinationRecord,
  act: typeof acts extends fc.Arbitrary<infer T> ? T : never,
  day: LocalDate,
  turn: number,
): DestinationRecord {
  const claims: Claim[] = [...held.claims];
  const decisions: Decision[] = [...held.decisions];
  let schoolId = held.schoolId;
  if (act.what === 'claim') {
    const last = claims.at(-1);
    const corrects = act.revision && last !== undefined;
    const saidIn = corrects ? last.saidIn : `response:w${turn}:a`;
    const revision = corrects ? last.revision + 1 : 1;
    claims.push({
      ...aClaim({
        ...{
          id: `${saidIn}:${revision}`,
          saidIn,
          revision,
          activity: act.activity,
          from: act.from,
          provider: act.place,
        },
        knownOn: addDays(day, -act.lag),
      }),
      recordedOn: day,
    });
  }
  const open = held.conflicts.find(({ state }) => state === 'open');
  if (act.what === 'decide' && open !== undefined) {
    decisions.push({
      ...{ conflictId: open.id, ruling: { kind: 'accept', claimId: open.claimIds[0] }, reason: 'Asked.' },
      ...{ by: 'staff' as StaffId, at: new Date(`${day}T12:00:00Z`) },
    });
  }
  if (act.what === 'move') schoolId = schools[turn % 2] as unknown as SchoolId;
  const { id, cohortId, leftOn } = held;
  const knownAs = placementsWith(held, { schoolId, cohortId, leftOn }, day);
  return buildRecord({ id, schoolId, cohortId, leftOn, claims, decisions, knownAs, revision: held.revision + 1 }, day);
}

const countedThen = (record: DestinationRecord) => {
  const tally = tallyReports();
  tally.add(outcomeOf(record, nameLists));
  return tally.tables();
};

/** Without the counter, which says how often the record was written and not what it says. */
const saying = ({ revision: _revision, ...rest }: DestinationRecord) => rest;

describe('what was known when', () => {
  it('is on every past day what the record said at its end, whatever came later; and today what it says', () => {
    fc.assert(
      fc.property(fc.array(acts, { minLength: 1, maxLength: 10 }), (story) => {
        let day = localDate('2026-08-20');
        let record = empty(day);
        const diary = new Map<LocalDate, DestinationRecord>();
        story.forEach((act, turn) => {
          day = addDays(day, act.later);
          record = step(record, act, day, turn);
          diary.set(day, record);
        });
        for (const [on, then] of diary) {
          expect(saying(recordAsKnownOn(record, on))).toEqual(saying(then));
          // And so are the figures that it stands in, whichever school it stands in by now.
          const tally = tallyThen(then, on, nameLists);
          tally.add(record);
          const { quality, flow, stays, later } = countedThen(then);
          expect(tally.figures().tables).toEqual({ quality, flow, stays, later });
        }
        const before = tallyThen(record, addDays(localDate('2026-08-20'), -1), nameLists);
        before.add(record);
        expect(before.people()).toEqual([]);
        const later = addDays(day, 3);
        const { id, schoolId, cohortId, leftOn, claims, decisions, revision, knownAs } = record;
        const today = buildRecord(
          { id, schoolId, cohortId, leftOn, claims, decisions, revision, ...(knownAs !== undefined && { knownAs }) },
          later,
        );
        expect(recordAsKnownOn(record, later)).toEqual(today);
      }),
      { numRuns: 300 },
    );
  });

  it('a reply of Monday that staff recorded on Thursday was not known on Tuesday', () => {
    const claim: Claim = { ...aClaim({ source: 'reply', knownOn: '2026-11-02' }), recordedOn: localDate('2026-11-05') };
    const record = { ...empty(localDate('2026-11-10')), claims: [claim] };
    const spells = (day: string) => recordAsKnownOn(record, localDate(day)).spells.length;
    expect([spells('2026-11-03'), spells('2026-11-04'), spells('2026-11-05')]).toEqual([0, 0, 1]);
  });

  it('a decision counts from its own day on, by London’s clock', () => {
    const claims = [aClaim({}), aClaim({ id: 'w2:a:1:a', provider: 'Aston', knownOn: '2026-12-01' })];
    const [conflict] = buildRecord({ ...empty(localDate('2026-12-01')), claims }, localDate('2026-12-01')).conflicts;
    if (conflict === undefined) throw new Error('no conflict');
    const decisions: readonly Decision[] = [
      {
        ...{ conflictId: conflict.id, ruling: { kind: 'accept', claimId: conflict.claimIds[0] }, reason: 'Asked.' },
        ...{ by: 'staff' as StaffId, at: new Date('2027-06-30T23:30:00Z') },
      },
    ];
    const record = { ...empty(localDate('2027-08-01')), claims, decisions };
    const state = (day: string) => recordAsKnownOn(record, localDate(day)).conflicts[0]?.state;
    expect([state('2027-06-30'), state('2027-07-01')]).toEqual(['open', 'decided']);
  });
});
