// How is somebody's leaving form changed without overwriting anybody?
// Read, work out the next state, write it under the revision that it rests on; on a clash begin again (requirement F7).
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AuditIntent } from '../../domain/alumni/audit.js';
import { groupKey } from '../../domain/alumni/form-group.js';
import type { LeavingAnswers } from '../../store/index.js';
import { ChangedMeanwhile } from '../errors.js';
import type { Tools } from '../tools.js';

const mostAttempts = 8;

/** The next state without its revision (null: leave it as it is), and what the caller wants to know. */
interface Step<Given> {
  readonly next: LeavingAnswers | null;
  readonly gives: Given;
  readonly audit?: AuditIntent;
}

const nothingYet = ({ id, schoolId, cohortId, formGroup = '' }: Whose): LeavingAnswers => ({
  ...{ id, schoolId, cohortId, groupKey: groupKey(formGroup) },
  ...{ state: 'open', failedTries: 0, submissions: [], codesSentAt: [], revision: 0 },
});

/** Whose form it is, and with which group it is counted. */
export type Whose = Pick<Alumnus, 'id' | 'schoolId' | 'cohortId' | 'formGroup'>;

/** Makes one step and gives what it says. Throws ChangedMeanwhile when others kept on writing first. */
export async function changeAnswers<Given>(
  { store }: Pick<Tools, 'store'>,
  whose: Whose,
  step: (held: LeavingAnswers) => Step<Given>,
): Promise<Given> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const held = (await store.leavingAnswers.find(whose.id)) ?? nothingYet(whose);
    const { next, gives, audit } = step(held);
    if (next === null) return gives;
    const { id, schoolId, cohortId, groupKey: group } = nothingYet(whose);
    const placed = { ...next, ...{ id, schoolId, cohortId, groupKey: group }, revision: held.revision + 1 };
    if (await store.leavingAnswers.replace(placed, audit)) return gives;
  }
  throw new ChangedMeanwhile();
}
