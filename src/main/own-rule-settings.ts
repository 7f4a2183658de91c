// What is the trust's own rule, in versions with the day from which each holds? Setting OWN_RULES.
import { z } from 'zod';
import { parseLocalDate } from '../domain/calendar/local-date.js';
import { ownRuleText, readOwnRules, type OwnRule } from '../domain/destinations/sustained/own-rule.js';
import type { Store } from '../store/index.js';
import { Problem } from './problem.js';
import { text } from './setting-shapes.js';

/** As it stands in the environment: versions, parted by semicolons. */
export const ownRuleShape = { OWN_RULES: text(z.string().default('')) };

/** The versions after the first. Adds to the problems what cannot be read. */
export function ownRuleSettings(
  { OWN_RULES: given }: z.output<z.ZodObject<typeof ownRuleShape>>,
  problems: string[],
): readonly OwnRule[] {
  const read = readOwnRules(
    given.split(';').filter((part) => part.trim() !== ''),
    parseLocalDate,
  );
  if (read.ok) return read.rules;
  problems.push(`OWN_RULES: ${read.why}`);
  return [];
}

/** A version that was in force was changed or left out. */
class OwnRuleChanged extends Problem {
  override readonly name = 'OwnRuleChanged';
}

/** Publishes what is new, and holds the versions to what was once in force: verdicts name them. Throws OwnRuleChanged. */
export async function keepOwnRules({ ownRules }: Pick<Store, 'ownRules'>, rules: readonly OwnRule[]): Promise<void> {
  for (const rule of rules) {
    const stands = await ownRules.publish(rule.version, ownRuleText(rule));
    if (stands === ownRuleText(rule)) continue;
    throw new OwnRuleChanged(
      `OWN_RULES: version ${rule.version} was in force as "${stands}". Put it back, and write the change as a version after it.`,
    );
  }
  const next = rules.length + 2;
  const left = await ownRules.find(next);
  if (left === null) return;
  throw new OwnRuleChanged(`OWN_RULES: version ${next} was in force as "${left.text}" and is left out. Put it back.`);
}
