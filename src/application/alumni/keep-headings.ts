// What came through the watched folder, and what are the headings of each school's files (Y22)?
// What somebody says of headings is remembered for the folder; files that wait for it are read with it at the next tick.
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { Dropped } from '../../domain/alumni/dropped-file.js';
import {
  placeKey,
  readOwnHeadings,
  type FilePlace,
  type OwnHeading,
  type RememberedHeadings,
} from '../../domain/alumni/own-headings.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { placesOf } from './take-dropped.js';

const listedAtMost = 50;

/** What a viewer sees of one folder. */
export interface PlaceView {
  readonly place: FilePlace;
  /** The school's name; null for the folder of the trust. */
  readonly schoolName: string | null;
  readonly remembered: RememberedHeadings;
  /** Files that wait for their headings. */
  readonly waiting: readonly Dropped[];
}

/** The folders of the viewer's schools, and the latest files. `folder` is null where none is watched. */
export interface DroppedView {
  readonly folder: string | null;
  readonly straightIn: boolean;
  readonly keepDays: number;
  readonly places: readonly PlaceView[];
  readonly latest: readonly Dropped[];
}

const seesPlace = (viewer: Viewer, { school }: FilePlace): boolean =>
  covers(viewer.schools, school === 'trust' ? null : school);

/** What came, and what is remembered. */
export const listDropped =
  ({ store, watched }: Pick<Tools, 'store' | 'watched'>) =>
  async (viewer: Viewer): Promise<DroppedView> => {
    const names = new Map<string, string>((await store.schools.all()).map(({ id, name }) => [id, name]));
    const places = (await placesOf({ store })).filter((place) => seesPlace(viewer, place));
    return {
      folder: watched?.folder.path ?? null,
      straightIn: watched?.straightIn ?? false,
      keepDays: watched?.keepDays ?? 0,
      places: await Promise.all(
        places.map(async (place) => ({
          place,
          schoolName: names.get(place.school) ?? null,
          remembered: await store.ownHeadings.find(placeKey(place)),
          waiting: await store.droppedFiles.waitingIn(place, listedAtMost),
        })),
      ),
      latest: await store.droppedFiles.list(viewer.schools, listedAtMost),
    };
  };

/** One folder. Throws NotFound for one that the viewer does not see. */
export const showPlace =
  (tools: Pick<Tools, 'store' | 'watched'>) =>
  async (viewer: Viewer, key: string): Promise<PlaceView> => {
    const found = (await listDropped(tools)(viewer)).places.find(({ place }) => placeKey(place) === key);
    if (found === undefined) throw new NotFound();
    return found;
  };

/** What came of it; `heading` is the one that has to be put right. */
export type HeadingsKept =
  | { readonly kind: 'kept' }
  | { readonly kind: 'changed-meanwhile' }
  | { readonly kind: 'refused'; readonly heading: string; readonly why: string };

/** Remembers what the headings of the folder are. Throws NotFound. */
export const keepHeadings =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId' | 'watched'>) =>
  async (viewer: Viewer, key: string, said: readonly OwnHeading[], revision: number): Promise<HeadingsKept> => {
    const { store, clock, newId } = tools;
    const { place } = await showPlace(tools)(viewer, key);
    const read = readOwnHeadings(place.of, said);
    if (!read.ok) return { kind: 'refused', heading: read.heading, why: read.why };
    if (!(await store.ownHeadings.replace(key, read.headings, revision))) return { kind: 'changed-meanwhile' };
    const act: AuditIntent = {
      ...{ id: newId(), at: clock.now(), actor: { kind: 'staff', id: viewer.staffId } },
      ...{ act: 'import.headings-kept', subject: `folder:${key}` },
    };
    await store.auditEvents.append([act]);
    return { kind: 'kept' };
  };
