// What did answers change, and who says so (look.md, section 2)? One setting of the trust, a sentence for each kind of leaver and one for
// all; each change is on record.
import type { Stage } from '../../domain/alumni/cohort.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { changeToldTo, type ChangedFor, type ChangesSaid, type WhatChanged } from '../../domain/survey/what-changed.js';
import type { Tools } from '../tools.js';

/** Under which name the setting stands. */
export const whatChangedSetting = 'what-changed';

const readSaid = (stored: string | null): ChangesSaid => (stored === null ? {} : (JSON.parse(stored) as ChangesSaid));

/** Every sentence that is set. */
export const listChanges =
  ({ store }: Pick<Tools, 'store'>) =>
  async (): Promise<ChangesSaid> =>
    readSaid(await store.settings.get(whatChangedSetting));

/** What those who left the stage are told after sending; null: what everyone is. */
export const changeTold =
  (tools: Pick<Tools, 'store'>) =>
  async (stage: Stage | null): Promise<WhatChanged | null> =>
    changeToldTo(await listChanges(tools)(), stage);

/** Sets the sentence for whom it is, in place of the one before; null takes it away. */
export const sayWhatChanged =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, forWhom: ChangedFor, change: WhatChanged | null): Promise<void> => {
    for (let written = false; !written;) {
      const stored = await store.settings.get(whatChangedSetting);
      const { [forWhom]: _before, ...others } = readSaid(stored);
      const next: ChangesSaid = change === null ? others : { ...others, [forWhom]: change };
      written = await store.settings.replace(whatChangedSetting, stored, JSON.stringify(next));
    }
    await store.auditEvents.append([
      {
        ...{ id: newId(), at: clock.now(), actor: { kind: 'staff', id: viewer.staffId } },
        ...{ act: change === null ? 'what-changed.remove' : 'what-changed.save', subject: `what-changed:${forWhom}` },
        ...(change !== null && { reason: change.restsOn }),
      },
    ]);
  };
