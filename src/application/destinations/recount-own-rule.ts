// A new version of the trust's own rule holds: who stands otherwise under it?
// The version's own document says that everybody is still to be looked at, and how far it came; a recurring job goes on from there. Whom
// the version judges and whose row for counting says something else under it has the record worked out again, and with it the row and its
// lists (M3). Who is right already is left alone, so that a part done twice after a death changes nothing.
import { nameLists } from '../../reference/index.js';
import { outcomeOf, type OutcomeRow } from '../../domain/destinations/outcome.js';
import { rulesetNamed } from '../../domain/destinations/sustained/catalogue.js';
import { ownRuleName } from '../../domain/destinations/sustained/own-rule.js';
import type { Ruleset } from '../../domain/destinations/sustained/ruleset.js';
import type { Recount } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { changeRecord } from './change-record.js';

type RecountTools = Pick<Tools, 'store' | 'clock' | 'vault'>;

const sameRisk = (row: OutcomeRow | undefined, next: OutcomeRow): boolean =>
  row !== undefined && JSON.stringify(row.risk ?? []) === JSON.stringify(next.risk ?? []);

/** Looks at the next people; null when there are none left. */
async function goOn(
  { store, clock, vault }: RecountTools,
  ruleset: Ruleset,
  from: Recount,
  limit: number,
): Promise<Recount | null> {
  const ids = await store.outcomes.idsAfter(from.after, limit);
  const last = ids.at(-1);
  if (last === undefined) return null;
  const records = await store.destinationRecords.leftSince(ids, ruleset.from);
  const rows = await store.outcomes.findMany(records.map(({ id }) => id));
  for (const record of records) {
    if (sameRisk(rows.get(record.id), outcomeOf(record, nameLists))) continue;
    // Whose record was taken over by another meanwhile is not begun again.
    await changeRecord({ store, clock, vault })(record, ({ revision }) => (revision === 0 ? null : {}));
  }
  return { after: last, people: from.people + ids.length, judged: from.judged + records.length };
}

/** Takes up to `limit` people of each recount that is open; gives how many people were looked at, 0 when none is. */
export const recountOwnRule =
  (tools: RecountTools) =>
  async (limit: number): Promise<number> => {
    const { store, clock } = tools;
    let looked = 0;
    for (const { version, recount } of await store.ownRules.list()) {
      // A process that was started before the version was published would count by the old one.
      const ruleset = rulesetNamed({ name: ownRuleName, version });
      if (recount === undefined || ruleset === undefined) continue;
      const next = await goOn(tools, ruleset, recount, limit);
      if (next === null) await store.ownRules.finish(version, recount, clock.now());
      else if (await store.ownRules.advance(version, recount, next)) looked += next.people - recount.people;
    }
    return looked;
  };
