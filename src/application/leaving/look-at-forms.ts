// Which form groups have filled in the leaving form, and who of a group is still missing (Y1)?
// Within the viewer's schools and, for a tutor, their own groups. Nothing of what was answered is shown: done or not, and
// whether an address of their own was confirmed.
import type { School } from '../../domain/alumni/alumnus.js';
import { cohortName, parseCohortId } from '../../domain/alumni/cohort.js';
import { groupKey } from '../../domain/alumni/form-group.js';
import type { AlumnusId, CohortId } from '../../domain/alumni/ids.js';
import { covers, coversGroup, type Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import {
  isOpen,
  latestClose,
  leavingFormId,
  leavingWeeks,
  mostNameTries,
  proposedClose,
  type GroupRef,
  type LeavingForm,
  type LeavingFormId,
  type LeavingWeeks,
} from '../../domain/survey/leaving-form.js';
import { fillsInLeavingForm } from '../../domain/survey/leaving-names.js';
import { knownDays } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { tutorsCode } from './enter.js';
import { groupInView } from './keep-forms.js';

/** One form group in a line. */
export interface GroupLine extends GroupRef {
  readonly id: LeavingFormId;
  readonly school: string;
  readonly people: number;
  readonly done: number;
  readonly confirmed: number;
  /** The last day, where it is open; null where it is not. */
  readonly openUntil: LocalDate | null;
}

/** The groups of a cohort. */
export interface GroupList {
  readonly cohortId: CohortId | null;
  readonly cohorts: readonly { readonly id: CohortId; readonly name: string }[];
  readonly groups: readonly GroupLine[];
}

/** Cohorts that have people in the viewer's schools, newest first. */
export async function cohortsInView({ store }: Pick<Tools, 'store'>, viewer: Viewer): Promise<readonly CohortId[]> {
  const counts = await store.alumni.countByCohort(viewer.schools);
  return [...new Set(counts.map(({ cohortId }) => cohortId))].sort(
    (a, b) => (parseCohortId(b)?.leavingYear ?? 0) - (parseCohortId(a)?.leavingYear ?? 0) || b.localeCompare(a),
  );
}

/** The groups of the cohort asked for, else of the newest. */
export const listLeavingForms =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (viewer: Viewer, asked?: CohortId): Promise<GroupList> => {
    const today = londonDate(clock.now());
    const cohorts = await cohortsInView({ store }, viewer);
    const cohortId = asked !== undefined && cohorts.includes(asked) ? asked : (cohorts[0] ?? null);
    const named = cohorts.map((id) => ({ id, name: cohortName(id) }));
    if (cohortId === null) return { cohortId, cohorts: named, groups: [] };
    const [schools, forms] = await Promise.all([store.schools.all(), store.leavingForms.ofCohort(cohortId)]);
    const byId = new Map(forms.map((form) => [form.id, form]));
    const lines: GroupLine[] = [];
    for (const school of schools.filter(({ id }) => covers(viewer.schools, id))) {
      lines.push(...(await linesOf({ store }, viewer, school, cohortId, byId, today)));
    }
    return { cohortId, cohorts: named, groups: lines };
  };

async function linesOf(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
  school: School,
  cohortId: CohortId,
  forms: ReadonlyMap<LeavingFormId, LeavingForm>,
  today: LocalDate,
): Promise<readonly GroupLine[]> {
  const [groups, counts] = await Promise.all([
    store.alumni.groupsOf(school.id, cohortId),
    store.leavingAnswers.countByGroup(school.id, cohortId),
  ]);
  return groups
    .filter(({ formGroup }) => coversGroup(viewer, formGroup))
    .map(({ formGroup, count }) => {
      const group = { schoolId: school.id, cohortId, formGroup };
      const id = leavingFormId(group);
      const form = forms.get(id);
      const { done, confirmed } = counts.get(groupKey(formGroup)) ?? { done: 0, confirmed: 0 };
      const openUntil = form !== undefined && isOpen(form, today) ? form.closesOn : null;
      return { ...group, id, school: school.name, people: count, done, confirmed, openUntil };
    });
}

/** One person of the group. */
export interface GroupMember {
  readonly id: AlumnusId;
  readonly name: string;
  readonly state: 'done' | 'begun' | 'locked-out' | 'missing';
  readonly doneAt: Date | null;
  /** Somebody helped them with what they sent last (Y13). */
  readonly helped: boolean;
  readonly confirmed: boolean;
  /** To be read to somebody whose date of birth is not on record or wrong; null once done, and while the form is closed. */
  readonly code: string | null;
  readonly hasBirthDate: boolean;
}

/** What a tutor sees of their group. */
export interface GroupView extends GroupRef {
  readonly id: LeavingFormId;
  readonly school: string;
  readonly cohort: string;
  readonly form: LeavingForm | null;
  readonly open: boolean;
  readonly members: readonly GroupMember[];
  /** People of the group who are not asked: they left before, repeat the year or may not be asked. */
  readonly notAsked: number;
  readonly weeks: LeavingWeeks | null;
  /** Until when the viewer may open it today; null when not. */
  readonly latest: LocalDate | null;
  readonly proposed: LocalDate | null;
}

/** The group's page. Throws NotFound outside what the viewer sees. */
export const showLeavingForm =
  ({ store, clock, signer }: Pick<Tools, 'store' | 'clock' | 'signer'>) =>
  async (viewer: Viewer, askedId: string): Promise<GroupView> => {
    const group = await groupInView({ store }, viewer, askedId);
    const { schoolId, cohortId, formGroup } = group;
    const id = leavingFormId(group);
    const [form, people, answers, schools] = await Promise.all([
      store.leavingForms.find(id),
      store.alumni.ofGroup(schoolId, cohortId, groupKey(formGroup)),
      store.leavingAnswers.ofGroup(schoolId, cohortId, groupKey(formGroup)),
      store.schools.all(),
    ]);
    const today = londonDate(clock.now());
    const open = form !== null && isOpen(form, today);
    const held = new Map(answers.map((each) => [each.id, each]));
    const asked = people.filter(fillsInLeavingForm);
    const weeks = leavingWeeks(cohortId, knownDays.quiet);
    const latest = weeks === null ? null : latestClose(viewer.role, weeks, today);
    const members = asked.map((person): GroupMember => {
      const own = held.get(person.id);
      const done = own?.state === 'done';
      const lockedOut = (own?.failedTries ?? 0) >= mostNameTries;
      return {
        id: person.id,
        name: `${person.name.toUse ?? person.name.given} ${person.name.family}`,
        state: done ? 'done' : lockedOut ? 'locked-out' : own?.draft === undefined ? 'missing' : 'begun',
        doneAt: done ? (own.submissions.at(-1)?.at ?? null) : null,
        helped: done && own.submissions.at(-1)?.helped === true,
        confirmed: done && own.confirmedAt !== undefined,
        code: open && !done ? tutorsCode(signer, form, person.id) : null,
        hasBirthDate: person.dateOfBirth !== undefined,
      };
    });
    return {
      ...{ ...group, id, form, open, weeks, latest },
      school: schools.find((school) => school.id === schoolId)?.name ?? schoolId,
      cohort: cohortName(cohortId),
      members: members.sort((a, b) => a.name.localeCompare(b.name, 'en-GB')),
      notAsked: people.length - asked.length,
      proposed: latest === null ? null : proposedClose(today, latest),
    };
  };
