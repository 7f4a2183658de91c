// How does somebody get an account? An administrator, or the command line, adds them and hands over a one-time link; at
// that link they set their password. A link lasts three days and is kept as a hash only (requirements T1, W10).
import { staffRoles, type SchoolScope, type StaffRole } from '../../domain/alumni/alumnus.js';
import { parseFormGroup } from '../../domain/alumni/form-group.js';
import type { StaffId } from '../../domain/alumni/ids.js';
import { coversAll, type Viewer } from '../../domain/alumni/viewer.js';
import { mintLink, readToken, secretMatches, tokenOf } from '../../security/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { actOnStaff } from './staff-acts.js';
import { managedStaff } from './staff-list.js';
import { passwordProblem, type PasswordProblem } from './staff-passwords.js';

const linkLastsMs = 3 * 86_400_000;

/** Where the one-time link leads; `path` goes behind the base URL. */
const welcomePath = (id: StaffId, secret: string): string => `/staff/welcome/${tokenOf(id, secret)}`;

export type AddStaffResult =
  | { readonly kind: 'added'; readonly staffId: StaffId; readonly path: string; readonly expiresAt: Date }
  | {
      readonly kind: 'refused';
      readonly why:
        | 'known-already'
        | 'not-an-address'
        | 'no-such-role'
        | 'outside-your-schools'
        | 'no-such-school'
        | 'no-form-groups';
    };

/** A member of staff to add, as it was typed. */
export interface NewStaff {
  readonly email: string;
  /** The part of the address before the @ when not given. */
  readonly name?: string;
  readonly role: string;
  readonly schools: SchoolScope;
  /** Of a tutor, who needs some: the form groups that they see. */
  readonly formGroups?: readonly string[];
}

const address = /^[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/;

const isRole = (role: string): role is StaffRole => (staffRoles as readonly string[]).includes(role);

/** Adds a member of staff and gives the path of their one-time link, which nobody can see again. */
export const addStaff =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, given: NewStaff): Promise<AddStaffResult> => {
    const email = given.email.trim().toLowerCase();
    if (email.length > 254 || !address.test(email)) return { kind: 'refused', why: 'not-an-address' };
    if (!isRole(given.role)) return { kind: 'refused', why: 'no-such-role' };
    if (!coversAll(viewer.schools, given.schools)) return { kind: 'refused', why: 'outside-your-schools' };
    const schools = new Set((await store.schools.all()).map(({ id }) => id));
    if (given.schools !== 'every-school' && !given.schools.every((school) => schools.has(school))) {
      return { kind: 'refused', why: 'no-such-school' };
    }
    const formGroups = (given.formGroups ?? []).map(parseFormGroup);
    const groups = formGroups.filter((group) => group !== null);
    if (given.role === 'tutor' && (groups.length === 0 || groups.length < formGroups.length)) {
      return { kind: 'refused', why: 'no-form-groups' };
    }
    const id = newId() as StaffId;
    const { secret, hash } = mintLink();
    const expiresAt = new Date(clock.now().getTime() + linkLastsMs);
    const name = given.name?.trim() ?? '';
    const added = await store.staff.add(
      {
        id,
        email,
        name: name === '' ? (email.split('@')[0] ?? email) : name,
        role: given.role,
        schools: given.schools,
        ...(given.role === 'tutor' ? { formGroups: groups } : {}),
      },
      { hash, expiresAt },
      actOnStaff({ clock, newId }, viewer, 'staff.added', id),
    );
    return added
      ? { kind: 'added', staffId: id, path: welcomePath(id, secret), expiresAt }
      : { kind: 'refused', why: 'known-already' };
  };

/** A new link for somebody who lost theirs or their password; the old password stops working. Throws NotFound. */
export const renewStaffLink =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, id: StaffId): Promise<{ readonly path: string; readonly expiresAt: Date }> => {
    await managedStaff({ store }, viewer, id);
    const { secret, hash } = mintLink();
    const expiresAt = new Date(clock.now().getTime() + linkLastsMs);
    const audit = actOnStaff({ clock, newId }, viewer, 'staff.link-renewed', id);
    if (!(await store.staff.renewInvitation(viewer.schools, id, { hash, expiresAt }, audit))) throw new NotFound();
    return { path: welcomePath(id, secret), expiresAt };
  };

export type AcceptResult =
  { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly why: 'link-closed' | PasswordProblem };

/** Sets the password of whoever holds the link, once. Expired, used, unknown and malformed links are told apart by nobody. */
export const acceptStaffInvitation =
  ({ store, clock, newId, passwords, settings }: Pick<Tools, 'store' | 'clock' | 'newId' | 'passwords' | 'settings'>) =>
  async (token: string, password: string): Promise<AcceptResult> => {
    const read = readToken(token);
    const id = (read?.messageId ?? '') as StaffId;
    const known = await store.staff.credentials(id);
    const invitation = known?.invitation ?? null;
    const right = secretMatches(read?.secret ?? '', invitation?.hash ?? null);
    if (known === null || invitation === null || !right || invitation.expiresAt <= clock.now()) {
      return { kind: 'refused', why: 'link-closed' };
    }
    const { email, name } = known.member;
    const problem = passwordProblem(password, { email, name, trustName: settings.trustName });
    if (problem !== null) return { kind: 'refused', why: problem };
    const hash = await passwords.hash(password);
    const self: Viewer = { staffId: id, role: known.member.role, schools: known.member.schools };
    const audit = actOnStaff({ clock, newId }, self, 'staff.password-set', id);
    return (await store.staff.setPassword(id, invitation.hash, hash, audit))
      ? { kind: 'accepted' }
      : { kind: 'refused', why: 'link-closed' };
  };
