// May this person come in? Address and password, with a wait that grows from the tenth failure on and never becomes a
// lock; somebody unknown costs the same time and reads the same words (requirement W10).
import type { StaffMember } from '../../domain/alumni/alumnus.js';
import type { StaffId } from '../../domain/alumni/ids.js';
import { longestPassword } from '../../security/index.js';
import type { StaffCredentials } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { actOnStaff } from './staff-acts.js';

const freeFailures = 10;
const firstWaitMs = 5_000;
const longestWaitMs = 15 * 60_000;

/** How long after this many failures in a row the next attempt may come: 5 s at the tenth, doubling, 15 min at most. */
export const waitAfter = (failures: number): number =>
  failures < freeFailures ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - freeFailures, 20));

export type SignInResult =
  | { readonly kind: 'signed-in'; readonly staffId: StaffId; readonly credential: number; readonly at: Date }
  | { readonly kind: 'refused' };

const refused: SignInResult = { kind: 'refused' };

/** Checks address and password; every refusal looks the same from outside. */
export const signIn =
  ({ store, clock, newId, passwords }: Pick<Tools, 'store' | 'clock' | 'newId' | 'passwords'>) =>
  async (email: string, password: string): Promise<SignInResult> => {
    const now = clock.now();
    const known = await countedAttempt(store, email, now);
    const right = await passwords.verify(known?.passwordHash ?? null, password.slice(0, longestPassword + 1));
    if (known === null || !right) return refused;
    const { id, role, schools } = known.member;
    const audit = actOnStaff({ clock, newId }, { staffId: id, role, schools }, 'staff.signed-in', id);
    return (await store.staff.recordSignIn(id, known.credential, now, audit))
      ? { kind: 'signed-in', staffId: id, credential: known.credential, at: now }
      : refused;
  };

/** The account with this attempt counted, or null: unknown, still waiting, or too many at the same moment. */
async function countedAttempt(store: Tools['store'], email: string, now: Date): Promise<StaffCredentials | null> {
  for (let turn = 0; turn < 5; turn += 1) {
    const known = await store.staff.credentialsByEmail(email);
    if (known === null || (known.waitUntil !== null && known.waitUntil > now)) return null;
    const wait = waitAfter(known.failures + 1);
    const waitUntil = wait === 0 ? null : new Date(now.getTime() + wait);
    if (await store.staff.countAttempt(known.member.id, known.failures, waitUntil)) return known;
  }
  return null;
}

/** The member behind a session, as they are now; null once disabled or once their password was set anew. */
export const staffBehindSession =
  ({ store }: Pick<Tools, 'store'>) =>
  async (session: { readonly staffId: StaffId; readonly credential: number }): Promise<StaffMember | null> => {
    const known = await store.staff.credentials(session.staffId);
    return known !== null && known.member.state === 'active' && known.credential === session.credential
      ? known.member
      : null;
  };
