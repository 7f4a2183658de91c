// What would a local authority's answer add to the records of people (Y20)? Each good row is a claim; one that the record holds
// already, in the same words for the same day, adds nothing, and one that names another place corrects what was said before.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Claim } from '../../domain/destinations/claim.js';
import {
  besidesOf,
  claimFromAuthority,
  readAuthorityRow,
  type AuthorityFacts,
} from '../../domain/destinations/authority-file.js';
import { activityInWords } from '../../domain/destinations/words.js';
import { openAuthority } from '../../files/index.js';
import { activityOfNccis } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { matchRows } from './match-rows.js';
import {
  openRowBatches,
  type GoodRowOf,
  type PlannedRow,
  type PlannedRows,
  type Reading,
  type RowsOf,
} from './row-batches.js';

type AuthorityReading = Reading & { readonly kind: Extract<Reading['kind'], { of: 'authority' }> };

/** Opens the kept file and reads it in batches. Throws FileRefused, also half way. */
export const authorityBatches = (
  tools: Pick<Tools, 'files'>,
  reading: AuthorityReading,
): Promise<RowsOf<AuthorityFacts>> => {
  const days = { asOf: reading.kind.asOf, today: londonDate(reading.now) };
  const besides = besidesOf();
  return openRowBatches(tools, reading, openAuthority, ({ texts }) => {
    const row = readAuthorityRow(texts, days, (code) => activityOfNccis.get(code));
    return row.ok ? { ok: true, facts: besides(row.facts) } : row;
  });
};

/** Plans good rows against the records as they stand. */
export async function planAuthorityRows(
  { store }: Pick<Tools, 'store'>,
  rows: readonly GoodRowOf<AuthorityFacts>[],
  reading: AuthorityReading,
): Promise<PlannedRows> {
  const { matched, problems, toConfirm } = await matchRows({ store }, rows, reading);
  const records = await store.destinationRecords.findMany(
    reading.scope,
    matched.map(({ alumnus }) => alumnus.id),
  );
  const added = new Map<AlumnusId, readonly Claim[]>();
  const planned = matched.map(({ line, row, facts, alumnus }): PlannedRow => {
    const before = added.get(alumnus.id) ?? [];
    const { claim, known, corrects } = claimFromAuthority(facts, [
      ...(records.get(alumnus.id)?.claims ?? []),
      ...before,
    ]);
    const about = { line, row, writtenBy: row, cohortId: alumnus.cohortId, again: null };
    if (known) return { ...about, plan: { kind: 'unchanged', alumnusId: alumnus.id } };
    added.set(alumnus.id, [...before, claim]);
    const was = corrects === undefined ? '' : activityInWords(corrects);
    const changes = [{ field: 'what the authority told us', before: was, after: activityInWords(claim) }];
    return { ...about, claim, plan: { kind: 'changed', alumnus, changes } };
  });
  return { planned, problems, toConfirm };
}
