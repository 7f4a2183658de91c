// Everybody of a school that has left and was handed over is taken off the record, and with them the files in which they stand: those
// they came in by, those that were taken out, and those of the hand-over itself. Suppressions and the audit stay (requirement D6).
import type { HandOver } from '../../domain/alumni/hand-over.js';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { folderKinds, placeKey } from '../../domain/alumni/own-headings.js';
import type { Tools } from '../tools.js';
import { forgetUnlessNeeded } from './forget-file.js';

type Needs = Pick<Tools, 'store' | 'files' | 'clock' | 'watched'>;

const batch = 200;

/**
 * Erases the next people of the school and gives how many; null where something of them could not go yet. Imports in which they
 * may stand are forgotten first, while it is known of which cohorts they are.
 */
export async function eraseSome(tools: Needs, schoolId: SchoolId): Promise<number | null> {
  const { store } = tools;
  const people = await store.alumni.page('every-school', { schoolId, limit: batch });
  if (people.length === 0) return 0;
  const cohorts = [...new Set(people.map(({ cohortId }) => cohortId))];
  for (const cohort of cohorts) if (await store.imports.isOpenFor(cohort)) return null;
  await forgetImports(tools, schoolId, cohorts);
  await store.rollups.mark(people); // the tables in which they stood are counted again
  return (await store.erasing.people(people.map(({ id }) => id))) ? people.length : null;
}

/** A file of several schools cannot be forgotten in part: all of it goes, and what was imported stays. */
async function forgetImports({ store, files }: Needs, schoolId: SchoolId, cohorts: readonly CohortId[]): Promise<void> {
  for (const { id, fileHash } of await store.imports.ofCohorts(cohorts, schoolId)) {
    await store.imports.forget(id);
    await forgetUnlessNeeded({ store, files }, fileHash, id);
  }
}

/** Forgets the tables that were handed over, what was taken out on a timetable, and what lies in the school's folders. */
export async function forgetFilesOf(
  { store, files, clock, watched }: Needs,
  { schoolId, tables }: HandOver,
): Promise<void> {
  // The tables last: one of the same content as an export rests on nothing else then.
  for (const { id, hash } of await store.savedExports.forgetFiles(schoolId)) {
    await forgetUnlessNeeded({ store, files }, hash, id);
  }
  for (const { hash } of tables) await forgetUnlessNeeded({ store, files }, hash, schoolId);
  if (watched === undefined) return;
  const places = folderKinds.map((of) => placeKey({ school: schoolId, of }));
  await watched.folder.prepare(places);
  const now = clock.now().getTime();
  for (const place of places) await watched.folder.clear(place, new Date(Math.max(now, Date.now()) + 1_000));
}
