// People and answers for tests of destination records; all invented.
import type { Tools } from '../../src/application/index.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { Answers } from '../../src/domain/survey/definition.js';

export const northgate = 'northgate' as SchoolId;
export const southgate = 'southgate' as SchoolId;

export const aReviewer = (id: string, schools: Viewer['schools'] = 'every-school'): Viewer => ({
  staffId: id as StaffId,
  role: 'reviewer',
  schools,
});

/** A Year 13 leaver of 2026 whom UCAS placed at Aston. */
export const anAlumnus = (id: string, given: Partial<Alumnus> = {}): Alumnus => ({
  id: id as AlumnusId,
  schoolId: northgate,
  cohortId: 'y13-2026' as CohortId,
  name: { given: 'Avery', family: 'Testperson' },
  leftOn: localDate('2026-07-17'),
  state: 'usual',
  contactPoints: [],
  permissions: [],
  intended: {
    activity: 'university',
    provider: 'University of Leeds',
    course: 'Physics',
    recordedOn: localDate('2026-03-02'),
    source: 'school',
  },
  final: {
    activity: 'university',
    provider: 'Aston University',
    course: 'Mathematics',
    recordedOn: localDate('2026-08-14'),
    source: 'ucas',
  },
  revision: 1,
  ...given,
});

/** Puts people and their schools into the store, as an import does. */
export async function keep({ store }: Pick<Tools, 'store'>, ...people: readonly Alumnus[]): Promise<void> {
  for (const [id, name] of [
    [northgate, 'Northgate Academy (invented)'],
    [southgate, 'Southgate Academy (invented)'],
  ] as const) {
    const urn = id === northgate ? '900001' : '900002';
    await store.schools.save({ id, name, urn, laestab: '9994001', joinedTrustOn: localDate('2020-09-01') });
  }
  await store.alumni.writeRows(
    people.map((alumnus) => ({ row: `import:${alumnus.id}`, kind: 'new' as const, alumnus, recordDue: true })),
  );
}

/** "At Leeds since September", with something that only the sealed part may hold. */
export const atLeeds: Answers = {
  situation: 'university',
  since: { month: '2026-09', about: false },
  provider: 'University of Leeds',
  course: 'Physics',
  'as-planned': 'partly',
  'still-there': 'yes',
  'plan-story': 'none-of-these',
  payment: 'part-loan',
};

export const caring: Answers = {
  situation: 'caring',
  since: { month: '2026-09', about: false },
  'as-planned': 'no',
  'plan-story': 'never-applied',
  reasons: ['money', 'caring'],
  'reasons-money': ['FIN/M4'],
  'main-reason': 'money',
  'reason-words': 'A sentence that only the sealed part may hold.',
};

export const sentOn3November = { revision: 1, submittedAt: new Date('2026-11-03T10:00:00Z') } as const;
