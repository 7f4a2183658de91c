// What would a local authority's answer add to the records of people (Y20)? Each good row is a claim; one that the record holds
// already, in the same words for the same day, adds nothing.
import { claimFromAuthority, readAuthorityRow, type AuthorityFacts } from '../../domain/destinations/authority-file.js';
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
): Promise<RowsOf<AuthorityFacts>> =>
  openRowBatches(tools, reading, openAuthority, ({ texts }) =>
    readAuthorityRow(texts, reading.kind.asOf, (code) => activityOfNccis.get(code)),
  );

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
  const seen = new Set<string>();
  const planned = matched.map(({ line, row, facts, alumnus }): PlannedRow => {
    const claim = claimFromAuthority(facts);
    const key = `${alumnus.id} ${claim.id}`;
    const held = seen.has(key) || records.get(alumnus.id)?.claims.some(({ id }) => id === claim.id) === true;
    seen.add(key);
    const about = { line, row, writtenBy: row, cohortId: alumnus.cohortId, again: null };
    if (held) return { ...about, plan: { kind: 'unchanged', alumnusId: alumnus.id } };
    const changes = [{ field: 'what the authority told us', before: '', after: activityInWords(claim) }];
    return { ...about, claim, plan: { kind: 'changed', alumnus, changes } };
  });
  return { planned, problems, toConfirm };
}
