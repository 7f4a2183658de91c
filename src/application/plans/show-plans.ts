// The rows of one form group or school, those on the list asked for, with who changed each last; and one row with all its past.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import type { AlumnusId, StaffId } from '../../domain/alumni/ids.js';
import { isOnList, listsOfView, usualView, type PlanList, type PlanView } from '../../domain/alumni/plan-lists.js';
import type { PlanRow, PlanSource } from '../../domain/alumni/plan-fields.js';
import { planHistory, planRevision, planRowOf, type PlanHistoryLine } from '../../domain/alumni/plan-row.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Tools } from '../tools.js';
import { mayOwnList, peopleOf, personOf, plansInView, staffNames, type PlanScope } from './in-view.js';

const pageSize = 40;

/** Who changed something, by name; null where a file or an earlier record did. */
interface Changed {
  readonly at: Date;
  readonly who: string | null;
  readonly source: PlanSource;
}

/** One person's row. */
export interface ShownRow {
  readonly id: AlumnusId;
  readonly name: string;
  readonly formGroup: string | null;
  readonly row: PlanRow;
  readonly revision: number;
  /** The name of who last talked to them; null where nobody did. */
  readonly talkedBy: string | null;
  /** The last change; null where there was none since they came in. */
  readonly changed: Changed | null;
}

/** What stands around rows. */
interface Around extends PlanScope {
  readonly school: string;
  readonly cohort: string;
}

/** A grid. */
export interface PlansShown extends Around {
  readonly view: PlanView;
  readonly list: PlanList | null;
  /** The lists of the view with how many are on each. */
  readonly lists: readonly { readonly list: PlanList; readonly count: number }[];
  readonly people: number;
  readonly rows: readonly ShownRow[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Who answers for the unplaced of the school, and whom it can be given to; the latter only where the viewer may say so. */
  readonly owner: { readonly id: StaffId; readonly name: string } | null;
  readonly mayOwn: readonly { readonly id: StaffId; readonly name: string }[];
  readonly ownerRevision: number;
}

async function around({ store }: Pick<Tools, 'store'>, scope: PlanScope): Promise<Around> {
  const school = (await store.schools.all()).find(({ id }) => id === scope.schoolId)?.name ?? scope.schoolId;
  return { ...scope, school, cohort: cohortName(scope.cohortId) };
}

type Names = ReadonlyMap<StaffId, string>;
const leftUs = 'Somebody who has left';
const nameIn = (names: Names, id: StaffId | undefined): string | null =>
  id === undefined ? null : (names.get(id) ?? leftUs);

function shown(person: Alumnus, names: Names): ShownRow {
  const row = planRowOf(person);
  const last = person.planning?.changes.at(-1);
  return {
    id: person.id,
    name: `${person.name.toUse ?? person.name.given} ${person.name.family}`,
    formGroup: person.formGroup ?? null,
    row,
    revision: planRevision(person),
    talkedBy: row.talkedBy === '' ? null : nameIn(names, row.talkedBy as StaffId),
    changed: last === undefined ? null : { at: last.at, who: nameIn(names, last.by), source: last.source },
  };
}

/** What of a grid is asked for. */
export interface PlansAsked {
  readonly view?: PlanView;
  readonly list?: PlanList;
  readonly page?: number;
  /** Every row on one page, for paper. */
  readonly whole?: boolean;
}

/** The grid. Throws NotFound outside what the viewer sees. */
export const showPlans =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (viewer: Viewer, id: string, asked: PlansAsked): Promise<PlansShown> => {
    const scope = await plansInView({ store }, viewer, id);
    const [people, staff, owned, placed] = await Promise.all([
      peopleOf({ store }, scope),
      store.staff.list('every-school'),
      store.plans.findOwner(scope.schoolId, scope.cohortId),
      around({ store }, scope),
    ]);
    const names: Names = new Map(staff.map((member) => [member.id, member.name]));
    const view = asked.view ?? usualView(scope.cohortId, londonDate(clock.now()));
    const list = asked.list ?? null;
    const all = people.map((person) => shown(person, names));
    const onList = list === null ? all : all.filter(({ row }) => isOnList(list, row));
    const size = asked.whole === true ? Math.max(1, onList.length) : pageSize;
    const pages = Math.max(1, Math.ceil(onList.length / size));
    const page = Math.min(Math.max(1, asked.page ?? 1), pages);
    const candidates = staff.filter((member) => mayOwnList(member, scope.schoolId));
    return {
      ...{ ...placed, view, list, people: all.length, page, pages },
      lists: listsOfView[view].map((each) => ({
        list: each,
        count: all.filter(({ row }) => isOnList(each, row)).length,
      })),
      rows: onList.slice((page - 1) * size, page * size),
      owner: owned === null ? null : { id: owned.owner, name: nameIn(names, owned.owner) ?? leftUs },
      mayOwn: viewer.formGroups === undefined ? candidates.map((one) => ({ id: one.id, name: one.name })) : [],
      ownerRevision: owned?.revision ?? 0,
    };
  };

/** One row with its past, the newest change first. */
export interface PlanRowShown extends ShownRow {
  readonly around: Around;
  readonly history: readonly (PlanHistoryLine & { readonly who: string | null })[];
}

/** Somebody's row. Throws NotFound. */
export const showPlanRow =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, scopeId: string, id: AlumnusId): Promise<PlanRowShown> => {
    const scope = await plansInView({ store }, viewer, scopeId);
    const [person, names, placed] = await Promise.all([
      personOf({ store }, viewer, scope, id),
      staffNames({ store }),
      around({ store }, scope),
    ]);
    return {
      ...shown(person, names),
      around: placed,
      history: planHistory(person).map((line) => ({ ...line, who: nameIn(names, line.by) })),
    };
  };
