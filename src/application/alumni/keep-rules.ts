// How do staff change what we keep to when we contact somebody?
// One guarded write of the person, with an act for each thing that changed and the reason that was given (decision R19).
// Whatever waits to be sent or rung is judged again by these rules at the last moment (requirement E13), so nothing else follows.
import {
  rulesChanged,
  rulesOf,
  rulesProblem,
  withRules,
  type GivenRules,
  type RulesProblem,
} from '../../domain/alumni/contact-rules.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { isTimeZone } from '../../domain/alumni/number-places.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { findCatalogue } from '../../domain/waves/letters/catalogue.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

export type RulesKept =
  { readonly kind: 'kept' } | { readonly kind: 'unchanged' } | { readonly kind: 'refused'; readonly why: RulesProblem };

/** Keeps the rules. Throws NotFound outside the viewer's schools, for a zone or a language that there is not, and ChangedMeanwhile. */
export const keepRules =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    given: {
      readonly id: AlumnusId;
      readonly revision: number;
      readonly rules: GivenRules;
      readonly reason: string;
    },
  ): Promise<RulesKept> => {
    const { id, revision, rules, reason } = given;
    const person = await store.alumni.find(viewer.schools, id);
    if (person === null) throw new NotFound();
    if (rules.timeZone !== undefined && !isTimeZone(rules.timeZone)) throw new NotFound();
    if (rules.language !== undefined && findCatalogue(rules.language) === null) throw new NotFound();
    if (person.revision !== revision) throw new ChangedMeanwhile();
    const why = rulesProblem(person, rules, viewer.role);
    if (why !== null) return { kind: 'refused', why };
    const at = clock.now();
    const next = withRules(person, rules, londonDate(at));
    const acts = rulesChanged(rulesOf(person), rulesOf(next));
    if (acts.length === 0) return { kind: 'unchanged' };
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const audit = acts.map((act) => ({ id: newId(), at, actor, act, subject: `alumnus:${id}`, reason }));
    if (!(await store.alumni.replace({ ...next, revision: revision + 1 }, audit))) throw new ChangedMeanwhile();
    return { kind: 'kept' };
  };
