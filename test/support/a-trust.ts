// An invented trust of two schools with leavers of Year 13, 2026: valid by default, with exceptions by number.
import type { Tools } from '../../src/application/index.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import { peopleReached } from '../../src/application/waves/count-audience.js';
import type { WavePlan } from '../../src/application/waves/plan-wave.js';
import { kindOfStep } from '../../src/domain/waves/contact-plan.js';
import type { StepId, WaveId } from '../../src/domain/waves/wave.js';

export const schools = ['northgate', 'southgate'] as readonly string[] as readonly SchoolId[];
const cohortId = 'y13-2026' as CohortId;

/** Sees and may change everything. */
export const scheduler: Viewer = { staffId: 'tester' as StaffId, role: 'scheduler', schools: 'every-school' };

/** Person number n, of one school or the other in turn, with an address of their own. */
export const aLeaver = (n: number, given: Partial<Alumnus> = {}): Alumnus => ({
  id: `import1-${n.toString(36).padStart(4, '0')}` as AlumnusId,
  schoolId: schools[n % 2] ?? ('northgate' as SchoolId),
  cohortId,
  name: { given: `Avery${n}`, family: 'Testperson' },
  leftOn: localDate('2026-07-17'),
  state: 'usual',
  contactPoints: [
    {
      number: 1,
      kind: 'email',
      value: `avery${n}@example.org`,
      owner: 'self',
      state: 'usable',
      addedOn: localDate('2026-07-01'),
    },
  ],
  permissions: [
    {
      purpose: 'destination-survey',
      basis: 'public-task',
      evidence: 'Leaving notice',
      recordedOn: localDate('2026-07-01'),
      wording: 'notice 1',
    },
  ],
  revision: 1,
  ...given,
});

/** Keeps the two schools and these people. */
export async function keepTrust({ store }: Pick<Tools, 'store'>, people: readonly Alumnus[]): Promise<void> {
  for (const [place, id] of schools.entries()) {
    await store.schools.save({
      id,
      name: `${id[0]?.toUpperCase()}${id.slice(1)} Academy (invented)`,
      urn: `90000${place + 1}`,
      laestab: `999400${place + 1}`,
      joinedTrustOn: localDate('2020-09-01'),
    });
  }
  await store.alumni.writeRows(
    people.map((alumnus, place) => ({ row: `import1-${place}`, kind: 'new', alumnus, recordDue: false })),
  );
}

/** A plan of the steps given, days of 2026 at nine o'clock, closing on 11 December. */
export const aPlan = (steps: Partial<Record<StepId, string>> = { i: '2026-11-03' }): WavePlan => ({
  title: 'Y13 2026 arrival check',
  cohortId,
  schoolIds: schools,
  questionnaire: { name: 'destination-check', version: 1 },
  steps: (Object.entries(steps) as [StepId, string][]).map(([id, on]) => ({
    id,
    kind: kindOfStep[id],
    on: localDate(on),
    at: '09:00' as LocalTime,
  })),
  closesOn: localDate('2026-12-11'),
});

/** Drafts and confirms a wave as a person would, by the number that the dry run shows. */
export async function confirmedWave(
  application: Pick<import('../../src/application/index.js').Application, 'waves'>,
  plan: WavePlan = aPlan(),
): Promise<WaveId> {
  const drafted = await application.waves.draftWave(scheduler, plan);
  if (drafted.kind === 'refused') throw new Error(JSON.stringify(drafted.problems));
  const { wave, ...sums } = await application.waves.dryRun(scheduler, drafted.waveId);
  const confirmed = await application.waves.confirmWave(scheduler, {
    waveId: drafted.waveId,
    revision: wave.revision,
    typedCount: peopleReached(sums),
  });
  if (confirmed.kind !== 'confirmed') throw new Error(JSON.stringify(confirmed));
  return drafted.waveId;
}

/** Asks again until the answer is the one hoped for; rejects past the deadline, which lies where only a defect comes to. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  hoped: (answer: T) => boolean,
  withinMs = 50_000,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (hoped(answer)) return answer;
    if (performance.now() > until) throw new Error(`Not in time; the last answer was ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
