// Two records of one person become one: what does it hold, and what does each hold again when that is undone?
// The record that stays keeps what it says and learns what only the other knew. Of everything that limits how we may
// reach somebody the strictest counts (feature 12): a stop, an objection, a withdrawn permission, a rule, an address that
// is somebody else's. Undoing gives each back what it had; what was said meanwhile stays where it was said, and what limits
// contact goes to both. Numbers of contact points never change their meaning within a record (decision R2).
import type { Alumnus, ContactOwner, ContactPoint, ContactRules, Permission, PersonState } from './alumnus.js';
import { contactChannels } from './alumnus.js';
import type { AlumnusId } from './ids.js';
import type { Planning } from './plan-fields.js';
import type { LocalDate } from '../calendar/local-date.js';

/** The record that stays, and under which number it knows each contact point of the other. */
interface Merged {
  readonly person: Alumnus;
  readonly numbers: Readonly<Record<number, number>>;
}

/** The strictest first. */
const stateOrder: readonly PersonState[] = [
  'has-died',
  'restricted',
  'cannot-answer',
  'stayed-with-us',
  'repeating-year',
  'deferred',
  'left-mid-course',
  'usual',
];
/** Whose address it is where the two say different things; not knowing is no contradiction. */
const ownerOrder: readonly ContactOwner[] = ['parent', 'shared', 'self', 'unknown'];
const pointOrder: readonly ContactPoint['state'][] = ['stopped', 'bounced', 'usable'];

const first = <T>(order: readonly T[], one: T, other: T): T =>
  order.indexOf(one) <= order.indexOf(other) ? one : other;
/** The earlier of two days, the one that there is, or none. */
const earlier = <Day extends string>(one: Day | undefined, other: Day | undefined): Day | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one;
const later = <Day extends string>(one: Day | undefined, other: Day | undefined): Day | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;
/** Only what is there; absent fields are absent, never undefined. */
const given = <Field extends string, T>(field: Field, value: T | undefined): { readonly [F in Field]?: T } =>
  (value === undefined ? {} : { [field]: value }) as { readonly [F in Field]?: T };

function samePoint(mine: ContactPoint, theirs: ContactPoint): ContactPoint {
  const owner = first(ownerOrder, mine.owner, theirs.owner);
  const { number, kind, value } = mine;
  return {
    ...{ number, kind, value, owner },
    state: first(pointOrder, mine.state, theirs.state),
    ...given('usableUntil', earlier(mine.usableUntil, theirs.usableUntil)),
    ...given('confirmedOn', owner === 'self' ? earlier(mine.confirmedOn, theirs.confirmedOn) : undefined),
    addedOn: earlier(mine.addedOn, theirs.addedOn) ?? mine.addedOn,
  };
}

function mergePoints(
  mine: readonly ContactPoint[],
  theirs: readonly ContactPoint[],
): { readonly points: readonly ContactPoint[]; readonly numbers: Readonly<Record<number, number>> } {
  let points = mine;
  const numbers: Record<number, number> = {};
  for (const point of theirs) {
    const known = points.find(({ kind, value }) => kind === point.kind && value === point.value);
    const number = known?.number ?? Math.max(0, ...points.map((each) => each.number)) + 1;
    numbers[point.number] = number;
    points =
      known === undefined
        ? [...points, { ...point, number }]
        : points.map((each) => (each === known ? samePoint(each, point) : each));
  }
  return { points, numbers };
}

const content = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
const same = (one: unknown, other: unknown): boolean => content(one) === content(other);

/** Each ground once; what was withdrawn in one of the records is withdrawn in both, unless a later one followed. */
function mergePermissions(mine: readonly Permission[], theirs: readonly Permission[]): readonly Permission[] {
  const under = (own: readonly Permission[], others: readonly Permission[]): readonly Permission[] =>
    own.map((each) => {
      const ended = others
        .filter(({ purpose, withdrawnOn }) => purpose === each.purpose && (withdrawnOn ?? '') >= each.recordedOn)
        .reduce<LocalDate | undefined>((first, { withdrawnOn }) => earlier(first, withdrawnOn), undefined);
      return ended === undefined ? each : { ...each, withdrawnOn: earlier(each.withdrawnOn, ended) ?? ended };
    });
  const known = new Set(mine.map(content));
  const all = [
    ...under(mine, theirs),
    ...under(
      theirs.filter((each) => !known.has(content(each))),
      mine,
    ),
  ];
  return [...all].sort((a, b) => (a.recordedOn < b.recordedOn ? -1 : a.recordedOn > b.recordedOn ? 1 : 0));
}

function mergeRules(mine: ContactRules = {}, theirs: ContactRules = {}): ContactRules | undefined {
  const neverFamily = mine.neverFamily === true || theirs.neverFamily === true;
  const notBy = contactChannels.filter((each) => [mine, theirs].some((rules) => rules.notBy?.includes(each) === true));
  const rules: ContactRules = {
    ...(neverFamily ? { neverFamily } : given('proxyAgreedOn', earlier(mine.proxyAgreedOn, theirs.proxyAgreedOn))),
    ...(notBy.length > 0 ? { notBy } : {}),
    ...given('basicDetailsOnlySince', earlier(mine.basicDetailsOnlySince, theirs.basicDetailsOnlySince)),
    ...given('timeZone', mine.timeZone ?? theirs.timeZone),
    ...given('language', mine.language ?? theirs.language),
  };
  return Object.keys(rules).length === 0 ? undefined : rules;
}

/** What the grids hold of either, the record that stays first, with every change of both in order of time. */
const mergePlanning = (mine: Planning | undefined, theirs: Planning | undefined): Planning | undefined =>
  mine === undefined || theirs === undefined
    ? (mine ?? theirs)
    : {
        held: { ...theirs.held, ...mine.held },
        changes: [...mine.changes, ...theirs.changes].sort((a, b) => a.at.getTime() - b.at.getTime()),
      };

/** The number by which they were known before: the other record's, where it differs, is kept as the former one. */
function formerUpnOf(mine: Alumnus, theirs: Alumnus): string | undefined {
  const upn = mine.upn ?? theirs.upn;
  return [mine.formerUpn, theirs.upn, theirs.formerUpn].find((each) => each !== undefined && each !== upn);
}

/** The record that stays, with what the other one adds. Its revision is one higher. */
export function mergePeople(mine: Alumnus, theirs: Alumnus): Merged {
  const { points, numbers } = mergePoints(mine.contactPoints, theirs.contactPoints);
  const state = first(stateOrder, mine.state, theirs.state);
  const toUse = mine.name.toUse ?? theirs.name.toUse;
  const person: Alumnus = {
    id: mine.id,
    schoolId: mine.schoolId,
    cohortId: mine.cohortId,
    name: { ...mine.name, ...given('toUse', toUse) },
    leftOn: mine.leftOn,
    state,
    ...given('deferredUntil', state === 'deferred' ? later(mine.deferredUntil, theirs.deferredUntil) : undefined),
    ...given('dateOfBirth', mine.dateOfBirth ?? theirs.dateOfBirth),
    ...given('upn', mine.upn ?? theirs.upn),
    ...given('formerUpn', formerUpnOf(mine, theirs)),
    ...given('uln', mine.uln ?? theirs.uln),
    ...given('ucasId', mine.ucasId ?? theirs.ucasId),
    ...given('formGroup', mine.formGroup),
    contactPoints: points,
    permissions: mergePermissions(mine.permissions, theirs.permissions),
    ...given('contactRules', mergeRules(mine.contactRules, theirs.contactRules)),
    ...given('objectedOn', earlier(mine.objectedOn, theirs.objectedOn)),
    ...given('onceAYearSince', earlier(mine.onceAYearSince, theirs.onceAYearSince)),
    ...given('intended', mine.intended ?? theirs.intended),
    ...given('final', mine.final ?? theirs.final),
    ...given('planning', mergePlanning(mine.planning, theirs.planning)),
    alsoKnownAs: [...(mine.alsoKnownAs ?? []), theirs.id, ...(theirs.alsoKnownAs ?? [])],
    revision: mine.revision + 1,
  };
  return { person, numbers };
}

/** What is kept of a merge for undoing it: the record that stayed, before and after, and the one that went. */
export interface MergeTrace extends Pick<Merged, 'numbers'> {
  readonly before: Alumnus;
  readonly after: Alumnus;
  readonly theirs: Alumnus;
}

/** Fields that go back to what they were unless they were changed since the merge. */
const restored = [
  'schoolId',
  'cohortId',
  'name',
  'leftOn',
  'state',
  'deferredUntil',
  'dateOfBirth',
  'upn',
  'formerUpn',
  'uln',
  'ucasId',
  'formGroup',
  'contactRules',
  'objectedOn',
  'onceAYearSince',
  'intended',
  'final',
  'planning',
] as const satisfies readonly (keyof Alumnus)[];

function splitPoints(now: Alumnus, { before, after, theirs, numbers }: MergeTrace) {
  const theirNumbers = new Set(Object.values(numbers));
  const own = now.contactPoints.flatMap((point): readonly ContactPoint[] => {
    const was = before.contactPoints.find(({ number }) => number === point.number);
    const merged = after.contactPoints.find(({ number }) => number === point.number);
    if (was === undefined) return theirNumbers.has(point.number) ? [] : [point];
    return [merged !== undefined && same(merged, point) ? was : point];
  });
  const back = theirs.contactPoints.map((point): ContactPoint => {
    const number = numbers[point.number];
    const merged = after.contactPoints.find((each) => each.number === number);
    const held = now.contactPoints.find((each) => each.number === number);
    if (held === undefined || merged === undefined || same(held, merged)) return point;
    return { ...samePoint(point, held), number: point.number };
  });
  return { own, back };
}

/** Permissions said since the merge stay with the record that stays; what was withdrawn since ends in both. */
function splitPermissions(now: Alumnus, { before, after, theirs }: MergeTrace) {
  const merged = new Set(after.permissions.map(content));
  const changed = now.permissions.filter((each) => !merged.has(content(each)));
  const ended = (each: Permission): Permission | undefined =>
    changed.find(
      (other) =>
        other.withdrawnOn !== undefined && same({ ...other, withdrawnOn: null }, { ...each, withdrawnOn: null }),
    );
  const carried = (own: readonly Permission[]): readonly Permission[] =>
    own.map((each) => (each.withdrawnOn === undefined ? (ended(each) ?? each) : each));
  const known = (each: Permission): boolean =>
    after.permissions.some((other) => same({ ...other, withdrawnOn: null }, { ...each, withdrawnOn: null }));
  return {
    own: [...carried(before.permissions), ...changed.filter((each) => !known(each))],
    back: carried(theirs.permissions),
  };
}

/** Both records again, from the merged one as it stands now. Their revisions are one higher than now and than before. */
export function splitPeople(now: Alumnus, trace: MergeTrace): { readonly mine: Alumnus; readonly theirs: Alumnus } {
  const { before, after, theirs } = trace;
  const points = splitPoints(now, trace);
  const permissions = splitPermissions(now, trace);
  const changed = (field: (typeof restored)[number]): boolean => !same(now[field], after[field]);
  const fields = Object.fromEntries(
    restored.flatMap((field) => {
      const value = changed(field) ? now[field] : before[field];
      return value === undefined ? [] : [[field, value]];
    }),
  );
  const known = before.alsoKnownAs;
  const mine = {
    ...fields,
    id: before.id,
    contactPoints: points.own,
    permissions: permissions.own,
    ...given('alsoKnownAs', known),
    revision: now.revision + 1,
  } as unknown as Alumnus;
  // What limits contact and was said while they were one was said about both.
  const limits: Partial<Alumnus> = {
    ...(changed('objectedOn') ? given('objectedOn', earlier(theirs.objectedOn, now.objectedOn)) : {}),
    ...(changed('onceAYearSince') ? given('onceAYearSince', earlier(theirs.onceAYearSince, now.onceAYearSince)) : {}),
    ...(changed('state') ? { state: first(stateOrder, theirs.state, now.state) } : {}),
    ...(changed('contactRules') ? given('contactRules', mergeRules(theirs.contactRules, now.contactRules)) : {}),
  };
  return {
    mine,
    theirs: {
      ...theirs,
      ...limits,
      contactPoints: points.back,
      permissions: permissions.back,
      revision: theirs.revision + 1,
    },
  };
}

/** All ids under which the person is or was on record. */
export const idsOf = ({ id, alsoKnownAs = [] }: Pick<Alumnus, 'id' | 'alsoKnownAs'>): readonly AlumnusId[] => [
  id,
  ...alsoKnownAs,
];
