// Who may see a safety flag, and what of it (Y8)?
// Whoever was told of it, and nobody else: role and school open nothing here. Administrators see that flags wait and how long,
// never what was said. The words are opened only for who asks for them, after a write that notes the reading (requirement P5).
import type { Alumnus, StaffMember } from '../../domain/alumni/alumnus.js';
import { ownAddresses, ownNumbers } from '../../domain/alumni/contact-point.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { SafetyFlag, SafetyFlagId } from '../../domain/survey/safety-flag.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { flagWordsPlace } from './raise-flag.js';
import { careStaff } from './settings.js';

const shown = 100;
const mostAttempts = 5;

export type FlagTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>;

/** A flag without its words. */
export interface FlagRow {
  readonly flag: Omit<SafetyFlag, 'words' | 'steps'>;
  readonly person: Alumnus | null;
  readonly school: string | null;
  /** Names of those who were told. */
  readonly told: readonly string[];
}

/** What administrators see of those that they were not told of. */
export interface FlagsElsewhere {
  readonly open: number;
  /** Gone on because nobody had read them, and unread still. */
  readonly late: number;
  /** Words of adults that were passed on to nobody, as they wished. */
  readonly keptBack: number;
}

const nameOf = (staff: readonly StaffMember[], id: string): string =>
  staff.find((each) => each.id === id)?.name ?? 'Somebody who has left';

async function rowsOf({ store }: FlagTools, flags: readonly SafetyFlag[]): Promise<readonly FlagRow[]> {
  const ids = [...new Set(flags.flatMap(({ alumnusId }) => (alumnusId === undefined ? [] : [alumnusId])))];
  const [people, schools, staff] = await Promise.all([
    store.alumni.findMany(ids),
    store.schools.all(),
    store.staff.list('every-school'),
  ]);
  return flags.map(({ words: _words, steps: _steps, ...flag }) => ({
    flag,
    person: (flag.alumnusId === undefined ? undefined : people.get(flag.alumnusId)) ?? null,
    school: schools.find(({ id }) => id === flag.schoolId)?.name ?? null,
    told: flag.told.map((id) => nameOf(staff, id)),
  }));
}

/** Those that the viewer was told of, newest first: open ones, or the latest hundred that were closed. */
export const listFlags =
  (tools: FlagTools) =>
  async (viewer: Viewer, state: 'open' | 'closed'): Promise<readonly FlagRow[]> =>
    rowsOf(tools, await tools.store.safetyFlags.toldTo(viewer.staffId, state, shown));

/** The counts of an administrator's schools. */
export const countFlags =
  ({ store }: FlagTools) =>
  async ({ schools }: Viewer): Promise<FlagsElsewhere> => {
    const [open, late, keptBack] = await Promise.all([
      store.safetyFlags.countState(schools, 'open'),
      store.safetyFlags.countLate(schools),
      store.safetyFlags.countState(schools, 'kept-back'),
    ]);
    return { open, late, keptBack };
  };

/** The flag if the viewer was told of it. Throws NotFound. */
export async function flagFor({ store }: FlagTools, viewer: Viewer, id: string): Promise<SafetyFlag> {
  const flag = await store.safetyFlags.find(id as SafetyFlagId);
  if (flag === null || !flag.told.includes(viewer.staffId)) throw new NotFound();
  return flag;
}

/** A step with its words opened. */
export interface ReadStep {
  readonly at: Date;
  readonly by: string;
  readonly said: string;
}

/** A flag with what is needed to do something. */
export interface FlagView extends FlagRow {
  /** Addresses and numbers that are the person's own and may be used. */
  readonly reach: readonly string[];
  /** To whom it may be given: those who can sign in and open these pages. */
  readonly staff: readonly StaffMember[];
  /** Where the viewer asked for them: what was said, null once wiped, and what was done. */
  readonly words: { readonly said: readonly string[] | null; readonly steps: readonly ReadStep[] } | null;
}

async function viewOf(tools: FlagTools, flag: SafetyFlag, words: FlagView['words']): Promise<FlagView> {
  const [row] = await rowsOf(tools, [flag]);
  if (row === undefined) throw new NotFound();
  const today = londonDate(tools.clock.now());
  const points = row.person?.contactPoints ?? [];
  const staff = await careStaff(tools);
  return {
    ...row,
    words,
    reach: [...ownNumbers(points, today), ...ownAddresses(points, today)].map(({ value }) => value),
    staff: staff.filter(({ id }) => !flag.told.includes(id)),
  };
}

/** One flag without its words. Throws NotFound for whoever was not told of it. */
export const showFlag =
  (tools: FlagTools) =>
  async (viewer: Viewer, id: string): Promise<FlagView> =>
    viewOf(tools, await flagFor(tools, viewer, id), null);

/** Where the note of a step is sealed for. */
export const flagStepPlace = (id: SafetyFlagId, at: number): string => `safetyflags/${id}/steps/${at}`;

/** The same with its words; who reads it is on record before they are opened, and it does not go on any more. */
export const readFlag =
  (tools: FlagTools) =>
  async (viewer: Viewer, id: string): Promise<FlagView> => {
    const { store, clock, newId, vault } = tools;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const { goesOnAt: _goesOnAt, ...flag } = await flagFor(tools, viewer, id);
      const at = clock.now();
      const read: SafetyFlag = { ...flag, readAt: flag.readAt ?? at, revision: flag.revision + 1 };
      const actor = { kind: 'staff', id: viewer.staffId } as const;
      const audit = { id: newId(), at, actor, act: 'safety-flag.read', subject: `safety-flag:${flag.id}` };
      if (!(await store.safetyFlags.replace(read, audit))) continue;
      const staff = await store.staff.list('every-school');
      return viewOf(tools, read, {
        said: flag.words === undefined ? null : (vault.open(flag.words, flagWordsPlace(flag.id)) as readonly string[]),
        steps: flag.steps.map(({ said, ...step }, place) => ({
          at: step.at,
          by: nameOf(staff, step.by),
          said: vault.open(said, flagStepPlace(flag.id, place)) as string,
        })),
      });
    }
    throw new ChangedMeanwhile();
  };
