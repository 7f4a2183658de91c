// Who is named for people's safety (Y8) and for their requests (Y7)? One setting of the trust, kept by administrators, with an audit
// row for each change. Who can no longer sign in counts as not named: nothing waits for somebody who never comes.
import { staffRoles, type School, type StaffMember, type StaffRole } from '../../domain/alumni/alumnus.js';
import type { SchoolId, StaffId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import {
  careTasks,
  mostHolidays,
  noCare,
  onlyThose,
  readHoliday,
  seenPeople,
  type CarePeople,
  type CareSettings,
} from '../../domain/survey/care-settings.js';
import { NotAllowed } from '../errors.js';
import type { Tools } from '../tools.js';

const settingName = 'care';

/** The setting as it was saved. */
const savedCare = async ({ store }: Pick<Tools, 'store'>): Promise<CareSettings> =>
  readCare(await store.settings.get(settingName));

const readCare = (stored: string | null): CareSettings =>
  stored === null ? noCare : { ...noCare, ...(JSON.parse(stored) as Partial<CareSettings>) };

/** Roles that open the pages on which flags are dealt with. */
const careRoles: readonly StaffRole[] = staffRoles.filter((role) => role !== 'tutor' && role !== 'auditor');
const mayBeNamed = ({ state, role }: StaffMember): boolean => state === 'active' && careRoles.includes(role);

/** Everybody who can be named for people's safety and told of a flag. */
export const careStaff = ({ store }: Pick<Tools, 'store'>): Promise<readonly StaffMember[]> =>
  store.staff.inRoles(careRoles);

/** The setting as it counts, and everybody who can sign in. */
export async function careNow(
  tools: Pick<Tools, 'store'>,
): Promise<{ readonly care: CareSettings; readonly staff: readonly StaffMember[] }> {
  const [saved, staff] = await Promise.all([savedCare(tools), careStaff(tools)]);
  return { care: asItCounts(saved, staff), staff };
}

function asItCounts(saved: CareSettings, staff: readonly StaffMember[]): CareSettings {
  const ids = new Set(staff.map(({ id }) => id));
  return onlyThose(saved, (id) => ids.has(id));
}

/** Who replies to people of the school who ask for help, with the settings; null where nobody would. Reads no more than it must. */
export async function helpOwnerOf(
  tools: Pick<Tools, 'store'>,
  school: SchoolId,
): Promise<{ readonly owner: StaffId; readonly care: CareSettings } | null> {
  const care = await savedCare(tools);
  for (const id of [care.schools[school]?.helpOwner, care.trust.helpOwner]) {
    const member = id === undefined ? null : await tools.store.staff.find('every-school', id);
    if (member !== null && mayBeNamed(member)) return { owner: member.id, care };
  }
  return null;
}

/** The page of the setting: what stands, the schools, and who can be named. */
export interface CarePage {
  readonly care: CareSettings;
  readonly schools: readonly School[];
  readonly staff: readonly StaffMember[];
}

/** The setting as its page shows it. */
export const showCareSettings = (tools: Pick<Tools, 'store'>) => async (): Promise<CarePage> => {
  const [{ care, staff }, schools] = await Promise.all([careNow(tools), tools.store.schools.all()]);
  return { care, staff, schools };
};

/** What is changed: who is named for the trust (`school` null) or a school, a holiday added, one taken away. */
export type CareChange =
  | {
      readonly kind: 'people';
      readonly school: SchoolId | null;
      readonly people: Readonly<Record<string, string>>;
      /** Whom the form showed; absent where none was shown. */
      readonly seen?: string;
    }
  | { readonly kind: 'holiday'; readonly from: string; readonly to: string; readonly cover: string }
  | { readonly kind: 'no-holiday'; readonly first: string }
  | { readonly kind: 'reply-days'; readonly days: number };

export type CareChanged =
  | { readonly kind: 'changed' }
  /** Others are named by now than the form showed. */
  | { readonly kind: 'changed-meanwhile' }
  | { readonly kind: 'refused'; readonly why: 'no-such-person' | 'not-their-school' | 'no-such-days' | 'too-many' };

const refused = (why: Extract<CareChanged, { kind: 'refused' }>['why']): CareChanged => ({ kind: 'refused', why });

function withPeople(
  care: CareSettings,
  staff: readonly StaffMember[],
  { school, people, seen }: Extract<CareChange, { kind: 'people' }>,
): CareSettings | CareChanged {
  const stand = school === null ? care.trust : (care.schools[school] ?? {});
  if (seen !== undefined && seen !== seenPeople(stand)) return { kind: 'changed-meanwhile' };
  const named: Partial<Record<keyof CarePeople, StaffId>> = {};
  for (const task of careTasks) {
    const id = people[task] ?? '';
    if (id === '') continue;
    const member = staff.find((each) => each.id === id);
    if (member === undefined) return refused('no-such-person');
    if (!covers(member.schools, school)) return refused('not-their-school');
    named[task] = member.id;
  }
  return school === null ? { ...care, trust: named } : { ...care, schools: { ...care.schools, [school]: named } };
}

function withHoliday(
  care: CareSettings,
  staff: readonly StaffMember[],
  { from, to, cover }: Extract<CareChange, { kind: 'holiday' }>,
): CareSettings | CareChanged {
  const days = readHoliday(from, to);
  if (days === null) return refused('no-such-days');
  if (care.holidays.length >= mostHolidays) return refused('too-many');
  const member = staff.find(({ id }) => id === cover);
  if (cover !== '' && member?.schools !== 'every-school') {
    return refused(member === undefined ? 'no-such-person' : 'not-their-school');
  }
  const holiday = { ...days, ...(member === undefined ? {} : { cover: member.id }) };
  const others = care.holidays.filter(({ first }) => first !== days.first);
  return { ...care, holidays: [...others, holiday].sort((a, b) => (a.first < b.first ? -1 : 1)) };
}

function changed(care: CareSettings, staff: readonly StaffMember[], change: CareChange): CareSettings | CareChanged {
  switch (change.kind) {
    case 'people':
      return withPeople(care, staff, change);
    case 'holiday':
      return withHoliday(care, staff, change);
    case 'reply-days':
      return { ...care, replyDays: change.days };
    case 'no-holiday':
      return { ...care, holidays: care.holidays.filter(({ first }) => first !== change.first) };
  }
}

/** Makes one change upon what stands. Somebody who could not read what comes to them is refused. Throws NotAllowed outside the viewer's schools. */
export const changeCareSettings =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, change: CareChange): Promise<CareChanged> => {
    const school = change.kind === 'people' ? change.school : null;
    if (!covers(viewer.schools, school)) throw new NotAllowed();
    for (let written = false; !written;) {
      const stored = await store.settings.get(settingName);
      const staff = await careStaff({ store });
      const next = changed(asItCounts(readCare(stored), staff), staff, change);
      if ('kind' in next) return next;
      written = await store.settings.replace(settingName, stored, JSON.stringify(next));
    }
    const subject = `care:${school ?? 'trust'}`;
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await store.auditEvents.append([{ id: newId(), at: clock.now(), actor, act: `care.${change.kind}`, subject }]);
    return { kind: 'changed' };
  };
