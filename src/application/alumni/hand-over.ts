// A school leaves the trust: its tables are written once for whoever takes them over, with a receipt; afterwards its people are
// erased (Y21). Both are begun by one guarded write with its act in it and carried out by a recurring job, batch by batch, so that
// whatever is killed in between, the next tick goes on.
import { Readable } from 'node:stream';
import type { AuditIntent } from '../../domain/alumni/audit.js';
import {
  hasLeft,
  readHandOver,
  type HandedTable,
  type HandOver,
  type HandOverField,
} from '../../domain/alumni/hand-over.js';
import type { School } from '../../domain/alumni/alumnus.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { exportTables } from '../../files/index.js';
import { exportTable } from '../destinations/export-table.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { eraseSome, forgetFilesOf } from './erase-school.js';
import { schoolOf } from './look-after-school.js';

type Needs = Pick<Tools, 'store' | 'files' | 'clock' | 'newId' | 'watched'>;

/** What came of a press; by field what to put right. */
export type HandOverResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'changed-meanwhile' }
  | { readonly kind: 'refused'; readonly errors: Partial<Record<HandOverField, string>> };

/** The school, its hand-over if it was begun, and how many people of it are on record. */
export interface HandOverView {
  readonly school: School;
  readonly handOver: HandOver | null;
  readonly people: number;
  readonly mayBegin: boolean;
}

const actOf = (
  { clock, newId }: Pick<Needs, 'clock' | 'newId'>,
  actor: AuditIntent['actor'],
  act: string,
  id: SchoolId,
): AuditIntent => ({ id: newId(), at: clock.now(), actor, act, subject: `school:${id}` });

const staff = ({ staffId }: Viewer): AuditIntent['actor'] => ({ kind: 'staff', id: staffId });

/** Throws NotFound for a school outside the viewer's. */
export const showHandOver =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (viewer: Viewer, id: SchoolId): Promise<HandOverView> => {
    const school = schoolOf(await store.schools.all(), viewer, id);
    const counts = await store.alumni.countByCohort([id]);
    return {
      school,
      handOver: await store.handOvers.find(id),
      people: counts.reduce((sum, { count }) => sum + count, 0),
      mayBegin: hasLeft(school, londonDate(clock.now())),
    };
  };

/** Begins the hand-over of a school that has left; a second press finds it begun. Throws NotFound. */
export const beginHandOver =
  (tools: Needs) =>
  async (
    viewer: Viewer,
    id: SchoolId,
    texts: Readonly<Record<'to' | 'agreement', string>>,
  ): Promise<HandOverResult> => {
    const { store, clock } = tools;
    const { handOver, people, mayBegin } = await showHandOver(tools)(viewer, id);
    if (handOver !== null) return { kind: 'changed-meanwhile' };
    if (!mayBegin) return { kind: 'refused', errors: { to: 'The school has not left yet: keep the day first' } };
    const read = readHandOver(texts);
    if (!read.ok) return { kind: 'refused', errors: read.errors };
    const begun = await store.handOvers.begin(
      {
        ...{ schoolId: id, state: 'writing', to: read.to, agreement: read.agreement, by: viewer.staffId },
        ...{ at: clock.now(), people, tables: [], erased: 0, revision: 1 },
      },
      actOf(tools, staff(viewer), 'school.handed-over', id),
    );
    return begun ? { kind: 'done' } : { kind: 'changed-meanwhile' };
  };

/** Has everybody of the school erased, once it was handed over and somebody typed how many they are. Throws NotFound. */
export const eraseSchool =
  (tools: Needs) =>
  async (viewer: Viewer, id: SchoolId, typed: string, revision: number): Promise<HandOverResult> => {
    const { store } = tools;
    const { school, handOver, people, mayBegin } = await showHandOver(tools)(viewer, id);
    if (handOver === null) throw new NotFound();
    if (handOver.revision !== revision || handOver.state !== 'written') return { kind: 'changed-meanwhile' };
    if (!mayBegin) return { kind: 'refused', errors: { count: `${school.name} has not left` } };
    if (typed.replace(/[\s,]/g, '') !== String(people)) {
      return { kind: 'refused', errors: { count: `Type ${people}, the number of people, to erase them` } };
    }
    const act = actOf(tools, staff(viewer), 'school.erasure-begun', id);
    const next = { state: 'erasing', eraseBy: viewer.staffId } as const;
    return (await store.handOvers.move(handOver, next, act)) ? { kind: 'done' } : { kind: 'changed-meanwhile' };
  };

/** One handed table. Throws NotFound before it was written and after the school was erased. */
export const openHanded =
  ({ store, files }: Pick<Tools, 'store' | 'files'>) =>
  async (
    viewer: Viewer,
    id: SchoolId,
    name: string,
  ): Promise<{ readonly table: HandedTable; readonly file: Readable }> => {
    schoolOf(await store.schools.all(), viewer, id);
    const handOver = await store.handOvers.find(id);
    const table = handOver?.state === 'written' ? handOver.tables.find((each) => each.name === name) : undefined;
    if (table === undefined) throw new NotFound();
    return { table, file: files.open(table.hash) };
  };

async function writeTables(tools: Needs, handOver: HandOver): Promise<void> {
  const { store, files } = tools;
  const viewer: Viewer = { staffId: handOver.by, role: 'administrator', schools: [handOver.schoolId] };
  const tables: HandedTable[] = [];
  for (const { name, title } of exportTables) {
    const filter = { schoolId: handOver.schoolId };
    const counted = { lines: 0 };
    // Everybody, because everybody is erased afterwards: a restricted record is kept for its person, now by the next trust.
    const lines = exportTable(tools)(viewer, { table: name, format: 'csv', filter, withRestricted: true });
    async function* counting(): AsyncGenerator<string | Uint8Array> {
      for await (const line of lines) {
        counted.lines += 1;
        yield line;
      }
    }
    const { hash, bytes } = await files.keep(Readable.from(counting()), Number.MAX_SAFE_INTEGER);
    tables.push({ name, title, rows: counted.lines - 1, bytes, hash }); // without its headings
  }
  await store.handOvers.move(handOver, { state: 'written', tables });
}

async function eraseOn(tools: Needs, handOver: HandOver): Promise<void> {
  const { store, clock } = tools;
  let stands = handOver;
  for (;;) {
    const erased = await eraseSome(tools, stands.schoolId);
    if (erased === null) return; // something of somebody is still to follow; the next tick tries again
    if (erased === 0) break;
    const next = { erased: stands.erased + erased };
    if (!(await store.handOvers.move(stands, next))) return; // another process is at it
    stands = { ...stands, ...next, revision: stands.revision + 1 };
  }
  await forgetFilesOf(tools, stands);
  const act = actOf(tools, { kind: 'system' }, 'school.erased', stands.schoolId);
  await store.handOvers.move(stands, { state: 'erased', erasedAt: clock.now() }, act);
}

/** Goes on with every hand-over and erasure that was begun; gives how many there were. Repeatable at any point. */
export const goOnWithHandOvers = (tools: Needs) => async (): Promise<number> => {
  const open = await tools.store.handOvers.toDo();
  for (const handOver of open) {
    await (handOver.state === 'erasing' ? eraseOn(tools, handOver) : writeTables(tools, handOver));
  }
  return open.length;
};
