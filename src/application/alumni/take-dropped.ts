// Files that lie in the watched folder are taken once each, read like any other, and put aside with a report (Y22).
// The document of a file decides, not the folder: whatever is killed in between, the next tick goes on from there, and the same
// content put there again is put aside unread. A file whose headings nobody knows waits until somebody says what they are.
import { droppedId, shelvedName, type Dropped } from '../../domain/alumni/dropped-file.js';
import type { ImportId, ImportKind, PeopleImport } from '../../domain/alumni/import.js';
import { needsALook } from '../../domain/alumni/import.js';
import {
  folderKinds,
  folderStaff,
  placeKey,
  type FilePlace,
  type OwnReading,
} from '../../domain/alumni/own-headings.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { WatchedFolder } from '../../files/index.js';
import { faultOf } from '../fault.js';
import type { Tools, Watched } from '../tools.js';
import { confirmImport } from './decide-import.js';
import { reportOf, sameAgain, tooMuchToDo } from './report-dropped.js';
import { uploadImport } from './upload-import.js';

type Needs = Pick<Tools, 'store' | 'files' | 'clock' | 'newId' | 'settings' | 'log' | 'watched'>;

const mostAtATime = 50;
const mostOpen = 1_000;
const dayMs = 86_400_000;

/** Every folder that there is: of each school and of the trust, by kind of file. */
export async function placesOf({ store }: Pick<Tools, 'store'>): Promise<readonly FilePlace[]> {
  const schools = (await store.schools.all()).map(({ id }) => id);
  return ['trust' as const, ...schools].flatMap((school) => folderKinds.map((of) => ({ school, of })));
}

const viewerFor = ({ school }: FilePlace): Viewer => ({
  staffId: folderStaff(school),
  role: 'scheduler',
  schools: school === 'trust' ? 'every-school' : [school],
});

const kindOf = ({ place, asOf }: Dropped): ImportKind =>
  place.of === 'leavers' ? { of: 'leavers' } : { of: 'plans', source: 'school', asOf };

/** Notes what lies in one folder and takes it out of there. */
async function takeIn({ store, clock, newId }: Needs, folder: WatchedFolder, place: FilePlace): Promise<number> {
  let taken = 0;
  const now = clock.now();
  for (const file of await folder.list(placeKey(place), mostAtATime)) {
    const hash = await folder.fingerprint(file);
    if (hash === null) continue;
    const id = droppedId(place, hash);
    const changed = file.changedAt > now ? now : file.changedAt;
    const found: Dropped = {
      ...{ id, place, fileName: file.name.slice(0, 200), shelved: shelvedName(londonDate(now), hash, file.name) },
      ...{ takenAt: now, asOf: londonDate(changed), importId: newId() as ImportId, state: 'taken', open: true },
    };
    const isNew = (await store.droppedFiles.add(found)) || (await store.droppedFiles.takeAgain(found));
    const stands = await store.droppedFiles.find(id);
    if (stands === null) continue;
    if (isNew) taken += 1;
    if (isNew || (stands.open && stands.fileName === file.name)) {
      await folder.take(file, stands.shelved);
    } else {
      const again = shelvedName(londonDate(now), newId(), file.name);
      await folder.take(file, again);
      await folder.putAside(placeKey(place), again, 'done', sameAgain(stands));
    }
  }
  return taken;
}

/** Reads the file dry; what its headings are may still have to be said. */
async function readIt(tools: Needs, folder: WatchedFolder, file: Dropped): Promise<Partial<Dropped> | null> {
  const { place, importId, fileName, shelved, tried } = file;
  const key = placeKey(place);
  const { headings, revision } = await tools.store.ownHeadings.find(key);
  if (file.state === 'headings' && tried === revision) return null;
  const own: OwnReading = { ...(place.school === 'trust' ? {} : { school: place.school }), headings };
  const came = { stream: folder.open(key, shelved), fileName, from: 'folder', kind: kindOf(file), own } as const;
  const staged = await uploadImport(tools)(viewerFor(place), { ...came, importId }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { kind: 'refused' as const, why: 'It was taken out of the folder before it was read.' };
  });
  if (staged.kind === 'kept') return { state: 'read' };
  if (!('headings' in staged)) return { state: 'refused', why: staged.why };
  return { state: 'headings', ...staged.headings, tried: revision };
}

/** The import of the file. */
const importOf = ({ store }: Needs, { place, importId }: Dropped): Promise<PeopleImport | null> => {
  const { schools, staffId } = viewerFor(place);
  return store.imports.find(schools, staffId, importId);
};

/** One step further with one file; false where nothing can be done now. */
async function oneStep(tools: Needs, { folder, straightIn }: Watched, file: Dropped): Promise<boolean> {
  const { store, settings } = tools;
  if (file.state === 'taken' || file.state === 'headings') {
    const next = await readIt(tools, folder, file);
    return next !== null && (await store.droppedFiles.move(file, next));
  }
  const found = await importOf(tools, file);
  const goesIn = straightIn && file.why === undefined && found !== null && found.state !== 'discarded';
  if (file.state === 'read' && goesIn) {
    if (found.state === 'ready') {
      if (needsALook(found.found)) return store.droppedFiles.move(file, { why: tooMuchToDo });
      await confirmImport(tools)(viewerFor(file.place), found.id, found.revision);
    }
    return store.droppedFiles.move(file, { state: 'written' });
  }
  if (file.state === 'written' && found?.state === 'committing') return false; // the job that writes imports is at it
  const shelf = file.state === 'refused' ? 'refused' : 'done';
  await folder.putAside(placeKey(file.place), file.shelved, shelf, reportOf(file, found, settings.baseUrl));
  await store.droppedFiles.close(file.id);
  return false;
}

/** Goes on with one file as far as it can be gone. */
async function goOn(tools: Needs, watched: Watched, file: Dropped): Promise<void> {
  let stands: Dropped | null = file;
  while (stands !== null && stands.open && (await oneStep(tools, watched, stands))) {
    stands = await tools.store.droppedFiles.find(file.id);
  }
}

/** Takes what lies in the watched folder and goes on with what was taken; gives how many files were new. Repeatable at any point. */
export const takeDropped = (tools: Needs) => async (): Promise<number> => {
  const { store, clock, log, watched } = tools;
  if (watched === undefined) return 0;
  const { folder, keepDays } = watched;
  const places = await placesOf(tools);
  await folder.prepare(places.map(placeKey));
  let taken = 0;
  for (const place of places) {
    taken += await takeIn(tools, folder, place);
    await folder.clear(placeKey(place), new Date(clock.now().getTime() - keepDays * dayMs));
  }
  for (const file of await store.droppedFiles.open(mostOpen)) {
    try {
      await goOn(tools, watched, file);
    } catch (error) {
      log.error('A file of the watched folder could not be read', {
        file: file.importId,
        why: faultOf(error),
      });
    }
  }
  return taken;
};
