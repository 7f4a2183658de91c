import { describe, expect, it } from '@jest/globals';
import type { Alumnus } from '../../../src/domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId } from '../../../src/domain/alumni/ids.js';
import { planInWords, planRow } from '../../../src/domain/alumni/import-plan.js';
import { rowIdOf, type ImportId } from '../../../src/domain/alumni/import.js';
import type { LeaverFacts } from '../../../src/domain/alumni/leaver-row.js';
import { foldName, identityKeys, matchPerson, touchedSchools } from '../../../src/domain/alumni/matching.js';
import { localDate } from '../../../src/domain/calendar/local-date.js';
import { uln, upn } from '../../support/leavers-csv.js';

const now = new Date('2026-11-03T10:00:00Z');
const facts = (rest: Partial<LeaverFacts> = {}): LeaverFacts => ({
  schoolId: 'north' as SchoolId,
  cohortId: 'y13-2026' as CohortId,
  leftOn: localDate('2026-07-17'),
  leftOnStated: true,
  name: { given: 'Avery', family: 'Testperson' },
  dateOfBirth: localDate('2008-03-05'),
  upn: upn(1),
  contacts: [],
  ...rest,
});
const id = rowIdOf('i1' as ImportId, 35);
const person = (rest: Partial<LeaverFacts> = {}, more: Partial<Alumnus> = {}): Alumnus => {
  const plan = planRow(facts(rest), null, id, now);
  if (plan.kind !== 'new') throw new Error('Nobody was known.');
  return { ...plan.alumnus, ...more };
};
const other = 'i0-0001' as AlumnusId;

it('names rows so that they stand in the order of their lines', () => {
  const ids = [2, 35, 36, 1_000, 50_001].map((line) => rowIdOf('i1' as ImportId, line));
  expect(ids).toEqual(['i1-0002', 'i1-000z', 'i1-0010', 'i1-00rs', 'i1-12kx']);
  expect(ids.toSorted()).toEqual(ids);
});

describe('whom a row speaks of', () => {
  const found = (alumnus: Alumnus) => ({ kind: 'found', alumnus });
  const why = (rest: Partial<LeaverFacts>, known: readonly Alumnus[]) => {
    const match = matchPerson(facts(rest), known);
    return match.kind === 'unsure' ? match.problem.why : match.kind;
  };

  it('is told by pupil number, learner number, or name with birth date and school', () => {
    const byUpn = person({ name: { given: 'Avery', family: 'Othername' } });
    expect(matchPerson(facts(), [byUpn])).toEqual(found(byUpn));
    const byUln = person({ uln: uln(3) }, { upn: upn(1) });
    expect(matchPerson(facts({ uln: uln(3) }), [byUln])).toEqual(found(byUln));
    const { upn: _upn, ...byName } = person({ name: { given: 'AVERY', family: 'Test’person' } });
    expect(matchPerson(facts(), [byName])).toEqual(found(byName));
  });

  it('is nobody known when school or birth date differ', () => {
    const { upn: _upn, ...elsewhere } = person({ schoolId: 'south' as SchoolId });
    const { upn: _number, ...younger } = person({ dateOfBirth: localDate('2008-03-06') });
    expect(matchPerson(facts(), [elsewhere, younger])).toEqual({ kind: 'nobody' });
  });

  it('is asked about where numbers and names disagree', () => {
    const twin = person({}, { id: other, upn: upn(2) });
    expect(why({ uln: uln(3) }, [person(), { ...twin, uln: uln(3) }])).toBe(
      'the numbers of this row belong to more than one person on record',
    );
    expect(why({}, [twin])).toBe('this person is on record with another pupil number');
    expect(why({ uln: uln(3) }, [person({ uln: uln(4) })])).toBe(
      'this person is on record with another learner number',
    );
    const someone = person({ name: { given: 'Blake', family: 'Othername' } });
    expect(why({}, [someone])).toBe('the number of this row belongs to somebody on record with another name');
    const { upn: _upn, ...first } = person();
    expect(why({}, [first, { ...first, id: other }])).toBe(
      'more than one person on record has this name and birth date',
    );
  });

  it('may have had another pupil number before', () => {
    const before = person({}, { upn: upn(2) });
    expect(matchPerson(facts({ formerUpn: upn(2) }), [before])).toEqual(found(before));
    const after = person({}, { upn: upn(2), formerUpn: upn(1) });
    expect(matchPerson(facts(), [after])).toEqual(found(after));
    expect(planRow(facts(), after, id, now)).toEqual({ kind: 'unchanged', alumnusId: id });
  });

  it('touches the school on record too', () => {
    const moved = matchPerson(facts({ schoolId: 'south' as SchoolId }), [person()]);
    expect(touchedSchools(facts({ schoolId: 'south' as SchoolId }), moved)).toEqual(['south', 'north']);
    expect(touchedSchools(facts(), { kind: 'nobody' })).toEqual(['north']);
  });

  it('is the same person in one file by any of the keys', () => {
    expect(identityKeys(facts({ uln: uln(3) }))).toEqual([
      `upn ${upn(1)}`,
      `uln ${uln(3)}`,
      'name testperson avery 2008-03-05 north',
    ]);
    expect(foldName('Zoë  O’Test-Person')).toBe('zoe otest-person');
  });
});

describe('what a row changes', () => {
  const heard = { activity: 'university', provider: 'University of Leeds', source: 'school' } as const;
  const consent = {
    purpose: 'destination-survey',
    basis: 'consent',
    evidence: 'Leaving form',
    recordedOn: localDate('2026-06-15'),
    wording: 'leaving form 2026',
  } as const;

  it('is nothing when all is known, whatever cells are empty', () => {
    const known = person({
      uln: uln(3),
      contacts: [{ kind: 'email', value: 'a@example.org', owner: 'self' }],
      permission: consent,
      intended: heard,
      final: { ...heard, recordedOn: localDate('2026-08-20') },
    });
    for (const row of [facts(), facts({ permission: consent, intended: heard, final: heard, uln: uln(3) })]) {
      expect(planRow(row, known, id, now)).toEqual({ kind: 'unchanged', alumnusId: id });
    }
  });

  it('is named field by field, and the person has the next revision', () => {
    const known = person({ contacts: [{ kind: 'email', value: 'a@example.org' }] });
    const plan = planRow(
      facts({
        name: { given: 'Avery', family: 'Newname', toUse: 'Ave' },
        cohortId: 'y13-2027' as CohortId,
        leftOn: localDate('2027-07-31'),
        leftOnStated: false,
        contacts: [
          { kind: 'email', value: 'a@example.org', owner: 'self' },
          { kind: 'mobile', value: '+447700900123', owner: 'self' },
        ],
        permission: consent,
        intended: heard,
      }),
      known,
      id,
      now,
    );
    expect(plan.kind === 'changed' && [plan.alumnus.revision, plan.changes]).toEqual([
      2,
      [
        { field: 'cohort', before: 'Year 13, 2026', after: 'Year 13, 2027' },
        { field: 'family name', before: 'Testperson', after: 'Newname' },
        { field: 'name to use', before: '', after: 'Ave' },
        { field: 'left on', before: '2026-07-17', after: '2027-07-31' },
        { field: 'intended destination', before: '', after: 'university, University of Leeds' },
        { field: 'email', before: 'a@example.org (unknown)', after: 'a@example.org (self)' },
        { field: 'mobile', before: '', after: '+447700900123 (self)' },
        { field: 'basis', before: '', after: 'consent, recorded 2026-06-15' },
      ],
    ]);
  });

  it('ends what kept somebody at school when a later file has them among its leavers, and says so', () => {
    const stayed = { cohortId: 'y11-2024' as CohortId, leftOn: localDate('2024-06-28') };
    for (const state of ['stayed-with-us', 'repeating-year'] as const) {
      const plan = planRow(facts(), person(stayed, { state }), id, now);
      expect(plan.kind === 'changed' && [plan.alumnus.state, plan.alumnus.cohortId, plan.changes]).toEqual([
        'usual',
        'y13-2026',
        [
          { field: 'cohort', before: 'Year 11, 2024', after: 'Year 13, 2026' },
          { field: 'left on', before: '2024-06-28', after: '2026-07-17' },
          { field: 'state', before: state.replaceAll('-', ' '), after: 'usual' },
        ],
      ]);
    }
    // Nothing else that was recorded of them ends by a file.
    const deferred = planRow(facts(), person(stayed, { state: 'deferred' }), id, now);
    expect(deferred.kind === 'changed' && deferred.alumnus.state).toBe('deferred');
    // The file of the cohort that they stayed from says nothing new.
    const same = person(stayed, { state: 'stayed-with-us' });
    expect(planRow(facts(stayed), same, id, now)).toEqual({ kind: 'unchanged', alumnusId: id });
  });

  it('leaves somebody where a later file put them when an older one is brought again', () => {
    const older = facts({
      ...{ cohortId: 'y11-2024' as CohortId, leftOn: localDate('2024-06-28'), formGroup: '11B' },
      schoolId: 'south' as SchoolId,
    });
    const known = person({ formGroup: '13A' });
    expect(planRow(older, known, id, now)).toEqual({ kind: 'unchanged', alumnusId: id });
    const withNumber = planRow({ ...older, uln: uln(3) }, known, id, now);
    expect(withNumber.kind === 'changed' && withNumber.changes).toEqual([{ field: 'ULN', before: '', after: uln(3) }]);
  });

  it('takes a consent beside another of the same day for something else', () => {
    const chat = person({ permission: { ...consent, purpose: 'chat' } });
    const plan = planRow(facts({ permission: consent }), chat, id, now);
    expect(plan.kind === 'changed' && plan.alumnus.permissions.map(({ purpose }) => purpose)).toEqual([
      'chat',
      'destination-survey',
    ]);
    if (plan.kind !== 'changed') throw new Error('The consent is lost.');
    expect(planRow(facts({ permission: consent }), plan.alumnus, id, now).kind).toBe('unchanged');
  });

  it('keeps the stated day of leaving when a file gives only the year', () => {
    const known = person();
    const assumed = facts({ leftOn: localDate('2026-07-31'), leftOnStated: false });
    expect(planRow(assumed, known, id, now)).toEqual({ kind: 'unchanged', alumnusId: id });
  });

  it('leaves a plan aside that is older than the one on record', () => {
    const known = person({ final: { ...heard, recordedOn: localDate('2026-08-20') } });
    const row = (day: string) =>
      planRow(facts({ final: { ...heard, provider: 'Aston University', recordedOn: localDate(day) } }), known, id, now);
    expect(row('2026-08-19')).toEqual({ kind: 'unchanged', alumnusId: id });
    const later = row('2026-08-21');
    expect(later.kind === 'changed' && planInWords(later.alumnus.final)).toBe('university, Aston University');
    expect(later.kind === 'changed' && later.alumnus.planning).toEqual({
      held: {},
      changes: [
        {
          ...{ at: now, on: '2026-11-03', importRow: id, source: 'school' },
          was: { finalProvider: 'University of Leeds' },
          told: { final: { on: '2026-08-20', source: 'school' } },
        },
      ],
    });
  });
});
