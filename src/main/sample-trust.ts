// An invented trust to look around in: four schools and 648 leavers of the last three summers, the same for the same
// seed and academic year. Nobody in it exists. Loading again adds nothing.
import type { Tools } from '../application/index.js';
import { academicYearOf } from '../domain/calendar/academic-year.js';
import { londonDate } from '../domain/calendar/london-time.js';
import type { Alumnus } from '../domain/alumni/alumnus.js';
import { leaversEachYear, sampleSchools } from './sample/names.js';
import { samplePerson } from './sample/people.js';
import { randomFrom } from './sample/random.js';

interface SampleOptions {
  readonly seed: number;
  /** Told a line after each batch. */
  readonly onProgress?: (line: string) => void;
}

const mark = 'sample-trust';
const batch = 108;

/** Everybody in the sample, in order of ids; `lastSummer` is the latest leaving year. */
export function samplePeople(seed: number, lastSummer: number): readonly Alumnus[] {
  const random = randomFrom(seed);
  const people: Alumnus[] = [];
  for (const year of [lastSummer - 2, lastSummer - 1, lastSummer]) {
    sampleSchools.forEach((school, place) => {
      for (let left = leaversEachYear[place] ?? 0; left > 0; left -= 1) {
        people.push(samplePerson(random, { school, year, serial: people.length + 1 }));
      }
    });
  }
  return people;
}

/** The leavers of the academic year that ended last; the mark keeps the year, so that a later start finds the same people. */
export async function summerOfSample({ store, clock }: Pick<Tools, 'store' | 'clock'>): Promise<number> {
  const stands = await store.settings.get(mark);
  return stands === null ? academicYearOf(londonDate(clock.now())) - 1 : Number(stands);
}

/** Loads the sample and gives how many people it holds; `added` is false when it was loaded before. */
export async function loadSampleTrust(
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
  { seed, onProgress }: SampleOptions,
): Promise<{ readonly added: boolean; readonly schools: number; readonly people: number }> {
  const stands = await store.settings.get(mark);
  const summer = await summerOfSample({ store, clock });
  const people = samplePeople(seed, summer);
  const size = { schools: sampleSchools.length, people: people.length };
  if (stands !== null) return { added: false, ...size };
  for (const school of sampleSchools) await store.schools.save(school);
  for (let from = 0; from < people.length; from += batch) {
    const rows = people.slice(from, from + batch).map((alumnus) => ({
      row: alumnus.id,
      kind: 'new' as const,
      alumnus,
      recordDue: true,
    }));
    await store.alumni.writeRows(rows);
    onProgress?.(`Loading the sample trust: ${Math.min(from + batch, people.length)} of ${people.length} leavers`);
  }
  await store.settings.set(mark, String(summer)); // last, so that a load that was cut off is finished by the next start
  return { added: true, ...size };
}
