// What do we keep to when we contact this person, and who may say so?
// The rule is kept, never its cause (Y2, Y4). A state that stops everything at once, such as a death, has an act of its own;
// taking one back, and restricting the use of a record, is for administrators. Ends and months are included.
import type { LocalDate, LocalMonth } from '../calendar/local-date.js';
import type { Alumnus, ContactChannel, ContactRules, PersonState, StaffRole } from './alumnus.js';
import { contactChannels } from './alumnus.js';
import type { TimeZone } from './number-places.js';

/** Everything that can be said about contacting somebody. */
export interface GivenRules {
  readonly state: PersonState;
  /** Only with the state `deferred`, which needs it. */
  readonly deferredUntil?: LocalMonth;
  readonly neverFamily: boolean;
  readonly proxyAgreed: boolean;
  readonly notBy: readonly ContactChannel[];
  readonly onceAYear: boolean;
  /** The local authority is told no more than the basic details (Y20); absent where nothing was said. */
  readonly basicDetailsOnly?: true;
  readonly timeZone?: TimeZone;
  readonly language?: string;
}

/** Why rules cannot be kept. */
export type RulesProblem = 'month-missing' | 'not-yours' | 'family-and-proxy';

/** Whether somebody of the role may change the state on the person's page. */
export function mayChangeState(from: PersonState, to: PersonState, role: StaffRole): boolean {
  if (from === to) return true;
  if (to === 'has-died') return false;
  return role === 'administrator' || (from !== 'has-died' && from !== 'restricted' && to !== 'restricted');
}

/** What is wrong with the rules, or null. */
export function rulesProblem(person: Pick<Alumnus, 'state'>, given: GivenRules, role: StaffRole): RulesProblem | null {
  if (!mayChangeState(person.state, given.state, role)) return 'not-yours';
  if (given.state === 'deferred' && given.deferredUntil === undefined) return 'month-missing';
  return given.neverFamily && given.proxyAgreed ? 'family-and-proxy' : null;
}

/** The rules as they stand. */
export const rulesOf = ({ state, deferredUntil, contactRules = {}, onceAYearSince }: Alumnus): GivenRules => ({
  state,
  ...(deferredUntil === undefined ? {} : { deferredUntil }),
  neverFamily: contactRules.neverFamily === true,
  proxyAgreed: contactRules.proxyAgreedOn !== undefined,
  notBy: contactRules.notBy ?? [],
  onceAYear: onceAYearSince !== undefined,
  ...(contactRules.basicDetailsOnlySince === undefined ? {} : { basicDetailsOnly: true }),
  ...(contactRules.timeZone === undefined ? {} : { timeZone: contactRules.timeZone }),
  ...(contactRules.language === undefined ? {} : { language: contactRules.language }),
});

/** The person with the rules; what was said before keeps its day. The revision is the caller's to raise. */
export function withRules(person: Alumnus, given: GivenRules, on: LocalDate): Alumnus {
  const { deferredUntil: _d, contactRules: before = {}, onceAYearSince, ...rest } = person;
  const { timeZone, language } = given;
  const rules: ContactRules = {
    ...(given.neverFamily ? { neverFamily: true } : {}),
    ...(given.proxyAgreed ? { proxyAgreedOn: before.proxyAgreedOn ?? on } : {}),
    ...(given.notBy.length === 0 ? {} : { notBy: contactChannels.filter((each) => given.notBy.includes(each)) }),
    ...(given.basicDetailsOnly === true ? { basicDetailsOnlySince: before.basicDetailsOnlySince ?? on } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(language === undefined ? {} : { language }),
  };
  return {
    ...rest,
    state: given.state,
    ...(given.state !== 'deferred' || given.deferredUntil === undefined ? {} : { deferredUntil: given.deferredUntil }),
    ...(Object.keys(rules).length === 0 ? {} : { contactRules: rules }),
    ...(given.onceAYear ? { onceAYearSince: onceAYearSince ?? on } : {}),
  };
}

/** What changed between the two, each as the act that the audit names. */
export function rulesChanged(before: GivenRules, after: GivenRules): readonly string[] {
  const acts: readonly (readonly [changed: boolean, act: string])[] = [
    [before.state !== after.state, `rules.state-${after.state}`],
    [after.state === 'deferred' && before.deferredUntil !== after.deferredUntil, 'rules.deferred-until'],
    [before.neverFamily !== after.neverFamily, after.neverFamily ? 'rules.never-family' : 'rules.family-again'],
    [before.proxyAgreed !== after.proxyAgreed, after.proxyAgreed ? 'rules.proxy-agreed' : 'rules.no-proxy'],
    [
      contactChannels.some((each) => before.notBy.includes(each) !== after.notBy.includes(each)),
      after.notBy.length === 0 ? 'rules.every-way' : `rules.not-by-${after.notBy.join('-')}`,
    ],
    [before.onceAYear !== after.onceAYear, after.onceAYear ? 'rules.once-a-year' : 'rules.as-often-as-others'],
    [
      before.basicDetailsOnly !== after.basicDetailsOnly,
      after.basicDetailsOnly === true ? 'rules.basic-details-only' : 'rules.all-details',
    ],
    [before.timeZone !== after.timeZone, 'rules.place'],
    [before.language !== after.language, 'rules.language'],
  ];
  return acts.filter(([changed]) => changed).map(([, act]) => act);
}
