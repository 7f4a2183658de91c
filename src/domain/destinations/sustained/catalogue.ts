// Which rulesets are published?
// Published ones stay for good beside their later versions; a result names the one that gave it.
import { parseCohortId } from '../../alumni/cohort.js';
import type { CohortId } from '../../alumni/ids.js';
import type { LocalDate } from '../../calendar/local-date.js';
import { dfe1618v1 } from './dfe-1618-v1.js';
import { dfeKs4v1 } from './dfe-ks4-v1.js';
import { feObsmV1 } from './fe-obsm-v1.js';
import { fft181v1 } from './fft-181-v1.js';
import { ownRuleName, ownRuleset, type OwnRule } from './own-rule.js';
import type { Ruleset } from './ruleset.js';
import { trustOwnV1 } from './trust-own-v1.js';

const comeAlong: readonly Ruleset[] = [dfe1618v1, dfeKs4v1, feObsmV1, fft181v1, trustOwnV1];
const all: Ruleset[] = [...comeAlong];

/** Every published ruleset, in the order in which they are offered: those that come along, then the trust's own versions. */
export const rulesets: readonly Ruleset[] = all;

/** Publishes the trust's own versions; once, when a process starts, before anything is judged. */
export function publishOwnRules(rules: readonly OwnRule[]): void {
  all.splice(comeAlong.length, all.length, ...rules.map(ownRuleset));
}

/** The rulesets that judge somebody who left on the day: of the trust's own the version that held then. */
export function rulesetsFor(leftOn: LocalDate): readonly Ruleset[] {
  const own = all.filter(({ name, from }) => name === ownRuleName && (from === undefined || from <= leftOn)).at(-1);
  return all.filter((ruleset) => ruleset.name !== ownRuleName || ruleset === own);
}

/** The ruleset by which a person's record is judged first: the official one of the stage that they left. */
export const leadingRuleset = (cohortId: CohortId): Ruleset =>
  parseCohortId(cohortId)?.stage === 'y11' ? dfeKs4v1 : dfe1618v1;

/** The published ruleset of that name and version, or undefined. */
export const rulesetNamed = (named: { readonly name: string; readonly version: number }): Ruleset | undefined =>
  rulesets.find((ruleset) => ruleset.name === named.name && ruleset.version === named.version);

/** `dfe-1618@1`. */
export const rulesetKey = ({ name, version }: { readonly name: string; readonly version: number }): string =>
  `${name}@${version}`;

/** The ruleset that `dfe-1618@1` names, or the newest version of `dfe-1618`; undefined when there is none. */
export function findRuleset(text: string): Ruleset | undefined {
  const [, name, version] = /^([a-z0-9-]+?)(?:@(\d{1,4}))?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  if (version !== undefined) return rulesetNamed({ name, version: Number(version) });
  const versions = rulesets.filter((one) => one.name === name).sort((one, other) => other.version - one.version);
  return versions[0];
}
