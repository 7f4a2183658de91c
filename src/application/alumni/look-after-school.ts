// What is known of one school over the years, and what is still to be done when it joins or leaves (Y21)?
// Each change is one guarded write of the school with its act in the audit; the form names the revision that was on the screen
// (requirement F7).
import type { School } from '../../domain/alumni/alumnus.js';
import { cohortName, parseCohortId } from '../../domain/alumni/cohort.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import {
  withFormerNumber,
  withMembership,
  withNewNumber,
  withoutFormerNumber,
  type MembershipField,
  type NumberField,
  type NumberTexts,
} from '../../domain/alumni/school-lineage.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { officialMeasures } from '../../domain/official/measure.js';
import { codesOfSchool } from '../../domain/official/place.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

/** One school with what its joining and leaving ask for. */
export interface SchoolView {
  readonly school: School;
  /** Cohorts on record, the latest first; `before`: they left before the school joined. */
  readonly cohorts: readonly { readonly name: string; readonly people: number; readonly before: boolean }[];
  /** How many staff see the school's people. */
  readonly staff: number;
  /** Whether some official file says something of the school, under a present or a former number. */
  readonly baseline: boolean;
}

/** What somebody changes about a school. */
export type SchoolChange =
  | { readonly kind: 'former-number'; readonly texts: NumberTexts }
  | { readonly kind: 'new-number'; readonly texts: NumberTexts }
  | { readonly kind: 'membership'; readonly texts: Readonly<Record<MembershipField, string>> }
  | { readonly kind: 'not-its-number'; readonly urn: string };

export type SchoolChanged =
  | { readonly kind: 'changed'; readonly school: School }
  | { readonly kind: 'refused'; readonly errors: Partial<Record<NumberField | MembershipField, string>> }
  | { readonly kind: 'changed-meanwhile' };

/** One of the viewer's schools. Throws NotFound. */
export function schoolOf(schools: readonly School[], viewer: Viewer, id: SchoolId): School {
  const school = schools.find((each) => each.id === id);
  if (school === undefined || !covers(viewer.schools, id)) throw new NotFound();
  return school;
}

async function hasBaseline({ store }: Pick<Tools, 'store'>, school: School): Promise<boolean> {
  for (const measure of officialMeasures) {
    const { shown } = await store.officialImports.versions(measure);
    for (const importId of new Set(shown.map((one) => one.importId))) {
      const found = await store.officialFigures.ofCodes(importId, codesOfSchool(school));
      if ([...found.values()].some((figures) => figures.length > 0)) return true;
    }
  }
  return false;
}

/** The school. Throws NotFound for one outside the viewer's. */
export const showSchool =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: SchoolId): Promise<SchoolView> => {
    const school = schoolOf(await store.schools.all(), viewer, id);
    const counts = await store.alumni.countByCohort([id]);
    const staff = await store.staff.list('every-school');
    return {
      school,
      cohorts: counts.map(({ cohortId, count }) => {
        const year = parseCohortId(cohortId)?.leavingYear;
        const before = year !== undefined && `${year}-08-31` < school.joinedTrustOn;
        return { name: cohortName(cohortId), people: count, before };
      }),
      staff: staff.filter(({ state, schools }) => state === 'active' && covers(schools, id)).length,
      baseline: await hasBaseline({ store }, school),
    };
  };

const acts: Readonly<Record<SchoolChange['kind'], string>> = {
  'former-number': 'school.former-number-added',
  'new-number': 'school.number-changed',
  membership: 'school.membership-changed',
  'not-its-number': 'school.former-number-removed',
};

/** Changes the school; what is wrong by field, or that somebody was first. Throws NotFound. */
export const changeSchool =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    { id, revision, change }: { readonly id: SchoolId; readonly revision: number; readonly change: SchoolChange },
  ): Promise<SchoolChanged> => {
    const schools = await store.schools.all();
    const school = schoolOf(schools, viewer, id);
    if ((school.revision ?? 0) !== revision) return { kind: 'changed-meanwhile' };
    const at = clock.now();
    const today = londonDate(at);
    const changed =
      change.kind === 'former-number'
        ? withFormerNumber(school, change.texts, schools, today)
        : change.kind === 'new-number'
          ? withNewNumber(school, change.texts, schools, today)
          : change.kind === 'membership'
            ? withMembership(school, change.texts)
            : ({ ok: true, school: withoutFormerNumber(school, change.urn) } as const);
    if (!changed.ok) return { kind: 'refused', errors: changed.errors };
    const next = { ...changed.school, revision: revision + 1 };
    if (!(await store.schools.replace(next))) return { kind: 'changed-meanwhile' };
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await store.auditEvents.append([{ id: newId(), at, actor, act: acts[change.kind], subject: `school:${id}` }]);
    return { kind: 'changed', school: next };
  };
