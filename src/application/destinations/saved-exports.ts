// Tables that are taken out on a timetable, or once when somebody asks: written in the background, with how far they have come.
// Written for what its maker may see on that day, never more; the last file replaces the one before. A worker that dies leaves a
// lease that runs out, and the next one writes the table from the beginning: nothing half is ever shown.
import { Readable } from 'node:stream';
import type { StaffRole } from '../../domain/alumni/alumnus.js';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { addDays } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import {
  exportRhythms,
  nextAfter,
  type SavedExport,
  type SavedExportId,
} from '../../domain/destinations/saved-export.js';
import { exportTables } from '../../files/index.js';
import type { HeldExport } from '../../store/index.js';
import { NotFound } from '../errors.js';
import { faultOf } from '../fault.js';
import { forgetUnlessNeeded } from '../alumni/forget-file.js';
import type { Tools } from '../tools.js';
import { exportTable } from './export-table.js';

type SavedTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'files' | 'log'>;

/** Who may take tables out; the table of routes says the same. */
const mayTakeOut: readonly StaffRole[] = ['administrator', 'reviewer', 'school-leader'];

interface SavedForm {
  readonly name: string;
  readonly table: string;
  readonly format: string;
  readonly every: string;
  readonly cohort?: string | undefined;
  readonly school?: string | undefined;
}

/** The export, or what is wrong with what was typed. */
type SavedKept =
  | { readonly kind: 'kept'; readonly id: SavedExportId }
  | { readonly kind: 'refused'; readonly errors: Partial<Record<keyof SavedForm, string>> };

/** Saves an export that is due at once, and then as often as was said. */
export const saveExport =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, form: SavedForm): Promise<SavedKept> => {
    const name = form.name.replace(/\s+/g, ' ').trim();
    const table = exportTables.find((each) => each.name === form.table);
    const every = exportRhythms.find((each) => each === form.every);
    const format = form.format === 'csv' || form.format === 'xlsx' ? form.format : undefined;
    if (name === '' || name.length > 100 || table === undefined || every === undefined || format === undefined) {
      return {
        kind: 'refused',
        errors: {
          ...(name === '' || name.length > 100 ? { name: 'Enter a name for it, for example Governors’ figures' } : {}),
          ...(table === undefined ? { table: 'Choose a table' } : {}),
          ...(format === undefined ? { format: 'Choose CSV or XLSX' } : {}),
          ...(every === undefined ? { every: 'Choose how often' } : {}),
        },
      };
    }
    const id = newId() as SavedExportId;
    await store.savedExports.add({
      ...{ id, name, table: table.name, format, every, madeBy: viewer.staffId, next: londonDate(clock.now()) },
      ...(form.cohort === undefined ? {} : { cohort: form.cohort }),
      ...(form.school === undefined ? {} : { school: form.school }),
    });
    return { kind: 'kept', id };
  };

/** The viewer's own saved exports. */
export const listSavedExports =
  ({ store }: Pick<Tools, 'store'>) =>
  (viewer: Viewer): Promise<readonly SavedExport[]> =>
    store.savedExports.ofMaker(viewer.staffId);

/** It is written again as soon as may be. */
export const writeAgain =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  (viewer: Viewer, id: SavedExportId): Promise<void> =>
    store.savedExports.ask(viewer.staffId, id, londonDate(clock.now()));

/** Ends it and drops its file; again changes nothing. */
export const endSavedExport =
  ({ store, files }: Pick<Tools, 'store' | 'files'>) =>
  async (viewer: Viewer, id: SavedExportId): Promise<void> => {
    const saved = await store.savedExports.find(viewer.staffId, id);
    await store.savedExports.remove(viewer.staffId, id);
    if (saved?.last !== undefined) await forgetUnlessNeeded({ store, files }, saved.last.hash, id);
  };

/** The last file. Throws NotFound for another's, and where none was written yet. */
export const openSavedExport =
  ({ store, files }: Pick<Tools, 'store' | 'files'>) =>
  async (viewer: Viewer, id: SavedExportId): Promise<{ readonly saved: SavedExport; readonly file: Readable }> => {
    const saved = await store.savedExports.find(viewer.staffId, id);
    if (saved?.last === undefined) throw new NotFound();
    return { saved, file: files.open(saved.last.hash) };
  };

/** Who made it, as they are now; null where they may not take tables out any more. */
async function makerOf({ store }: SavedTools, { madeBy }: SavedExport): Promise<Viewer | null> {
  const member = await store.staff.find('every-school', madeBy);
  return member?.state === 'active' && mayTakeOut.includes(member.role)
    ? { staffId: member.id, role: member.role, schools: member.schools }
    : null;
}

async function writeOne(tools: SavedTools, held: HeldExport): Promise<void> {
  const { store, clock, files } = tools;
  const today = londonDate(clock.now());
  const maker = await makerOf(tools, held);
  if (maker === null) {
    await store.savedExports.finish(held, { failedOn: today }, undefined);
    return;
  }
  const counts = await store.alumni.countByCohort(maker.schools);
  const of = counts
    .filter(({ cohortId }) => held.cohort === undefined || cohortId === held.cohort)
    .filter(({ schoolId }) => held.school === undefined || schoolId === held.school)
    .reduce((sum, { count }) => sum + count, 0);
  let people = 0;
  const rows = exportTable(tools)(maker, {
    ...{ table: held.table, format: held.format },
    filter: {
      ...(held.cohort === undefined ? {} : { cohortId: held.cohort as CohortId }),
      ...(held.school === undefined ? {} : { schoolId: held.school as SchoolId }),
    },
    onProgress: async (read) => {
      people = read;
      await store.savedExports.noteProgress(held, { people: read, of });
    },
  });
  const { hash, bytes } = await files.keep(Readable.from(rows), Number.MAX_SAFE_INTEGER);
  const last = { at: clock.now(), people, bytes, hash };
  const mine = await store.savedExports.finish(held, { last }, nextAfter(held.every, today));
  if (!mine) await forgetUnlessNeeded(tools, hash, held.id);
  else if (held.last !== undefined && held.last.hash !== hash) await forgetUnlessNeeded(tools, held.last.hash, held.id);
}

/** Writes up to `limit` exports that are due; gives how many. Safe to run twice and at once. */
export const writeDueExports =
  (tools: SavedTools) =>
  async (limit: number): Promise<number> => {
    const { store, clock, log } = tools;
    const today = londonDate(clock.now());
    let written = 0;
    for (const id of await store.savedExports.due(today, limit)) {
      const held = await store.savedExports.take(id, today);
      if (held === null) continue;
      try {
        await writeOne(tools, held);
        written += 1;
      } catch (error) {
        log.error('A saved export could not be written', { why: faultOf(error) });
        await store.savedExports.finish(held, { failedOn: today }, addDays(today, 1));
      }
    }
    return written;
  };
