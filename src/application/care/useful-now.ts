// What stands on "Useful now", and who keeps it (Y13)?
// One list of the trust, kept as one setting; until somebody changes it, it is the one that comes with the product, of which
// nothing is shown before somebody has looked at it. The later of two changes stands; each is on record.
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { isDue, mostUseful, usefulBySection, type UsefulEntry } from '../../domain/survey/useful-now.js';
import { startingUseful } from '../../reference/index.js';
import type { Tools } from '../tools.js';

const settingName = 'useful-now';

/** Every entry, shown or not. */
export const listUseful =
  ({ store }: Pick<Tools, 'store'>) =>
  async (): Promise<readonly UsefulEntry[]> => {
    const stored = await store.settings.get(settingName);
    return stored === null ? startingUseful : (JSON.parse(stored) as readonly UsefulEntry[]);
  };

/** What alumni see today. */
export const showUseful =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (): Promise<ReturnType<typeof usefulBySection>> =>
    usefulBySection(await listUseful({ store })(), londonDate(clock.now()));

/** How many entries somebody should look at soon, once the trust keeps a list of its own; none before. */
export async function countUsefulDue({ store, clock }: Pick<Tools, 'store' | 'clock'>): Promise<number> {
  const stored = await store.settings.get(settingName);
  const entries = stored === null ? [] : (JSON.parse(stored) as readonly UsefulEntry[]);
  const today = londonDate(clock.now());
  return entries.filter((entry) => isDue(entry, today)).length;
}

/** What is changed. Whoever writes an entry has looked at it. */
export type UsefulChange =
  | { readonly kind: 'save'; readonly id: string | null; readonly entry: Omit<UsefulEntry, 'id' | 'checkedOn'> }
  | { readonly kind: 'checked'; readonly id: string }
  | { readonly kind: 'remove'; readonly id: string };

/** Makes one change; `full`: there are forty already; `gone`: there is no such entry. */
export const changeUseful =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, change: UsefulChange): Promise<'changed' | 'full' | 'gone'> => {
    const entries = await listUseful({ store })();
    const at = clock.now();
    const checkedOn = londonDate(at);
    const known = entries.some(({ id }) => id === change.id);
    if (change.id !== null && !known) return 'gone';
    if (change.id === null && entries.length >= mostUseful) return 'full';
    const id = change.id ?? newId();
    const changed = (entry: UsefulEntry): UsefulEntry =>
      change.kind === 'save' ? { ...change.entry, id, checkedOn } : { ...entry, checkedOn };
    const next =
      change.kind === 'remove'
        ? entries.filter((entry) => entry.id !== id)
        : change.kind === 'save' && !known
          ? [...entries, { ...change.entry, id, checkedOn }]
          : entries.map((entry) => (entry.id === id ? changed(entry) : entry));
    await store.settings.set(settingName, JSON.stringify(next));
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const audit = { id: newId(), at, actor, act: `useful-now.${change.kind}`, subject: `useful-now:${id}` };
    await store.auditEvents.append([audit]);
    return 'changed';
  };
