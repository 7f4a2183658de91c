// What the clock does for safety flags: mails that are still to be written, flags that nobody has read, words whose time is over.
// Unread for one working day a flag goes on to the deputy, and a working day later to the administrators (Y8).
import type { StaffId } from '../../domain/alumni/ids.js';
import { nextWorkingDayAt } from '../../domain/calendar/open-days.js';
import { namedFor } from '../../domain/survey/care-settings.js';
import type { SafetyFlag } from '../../domain/survey/safety-flag.js';
import { bankHolidays } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { careNow } from './settings.js';
import { administratorsOf, tellPeople, type CareNeighbours } from './tell-people.js';

type KeepTools = Pick<Tools, 'store' | 'clock' | 'newId'>;

const batch = 100;

/** To whom it goes next; the deputy first, and at once to the administrators where there is none or they were told already. */
async function nextToTell(tools: KeepTools, flag: SafetyFlag): Promise<readonly StaffId[]> {
  const unknown = (ids: readonly StaffId[]): readonly StaffId[] => ids.filter((id) => !flag.told.includes(id));
  const { deputy } = namedFor((await careNow(tools)).care, flag.schoolId);
  const deputies = flag.wentOn === 0 && deputy !== undefined ? unknown([deputy]) : [];
  return deputies.length > 0 ? deputies : unknown(await administratorsOf(tools));
}

async function goOn(tools: KeepTools, flag: SafetyFlag): Promise<void> {
  const { store, clock, newId } = tools;
  const now = clock.now();
  const next = await nextToTell(tools, flag);
  const { goesOnAt: _goesOnAt, ...rest } = flag;
  const actor = { kind: 'system' } as const;
  const audit = { id: newId(), at: now, actor, act: 'safety-flag.went-on', subject: `safety-flag:${flag.id}` };
  await store.safetyFlags.replace(
    {
      ...rest,
      told: [...flag.told, ...next],
      ...(next.length === 0 ? {} : { tell: [...(flag.tell ?? []), ...next] }),
      ...(next.length === 0 ? {} : { goesOnAt: nextWorkingDayAt(now, bankHolidays) }),
      wentOn: flag.wentOn + 1,
      revision: flag.revision + 1,
    },
    audit,
  ); // false when somebody reads it just now
}

/** Safe to run twice and at once. */
export const keepFlags = (tools: KeepTools, neighbours: CareNeighbours) => async (): Promise<void> => {
  const { store, clock } = tools;
  for (const flag of await store.safetyFlags.toGoOn(clock.now(), batch)) await goOn(tools, flag);
  for (const flag of await store.safetyFlags.withTell(batch)) await tellPeople(tools, neighbours, flag);
  await store.safetyFlags.wipe(clock.now());
};
