// Which rulesets are published?
// Published ones stay for good beside their later versions; a result names the one that gave it.
import { dfe1618v1 } from './dfe-1618-v1.js';
import type { Ruleset } from './ruleset.js';

/** Every record is judged by each of these, the first of them shown first. */
export const rulesets: readonly Ruleset[] = [dfe1618v1];

/** The published ruleset of that name and version, or undefined. */
export const rulesetNamed = (named: { readonly name: string; readonly version: number }): Ruleset | undefined =>
  rulesets.find((ruleset) => ruleset.name === named.name && ruleset.version === named.version);
