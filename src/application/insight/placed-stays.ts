// The stays of one kind by school and cohort, as they are laid beside each other.
import type { StayKind } from '../../domain/destinations/stay.js';
import { staysIn } from '../../domain/insight/retention.js';
import type { PlacedStays } from '../../domain/insight/stays-beside.js';
import type { KeptTable } from './kept-tables.js';

/** Of tables of stays. */
export const placedStays = (tables: readonly KeptTable[], kind: StayKind): readonly PlacedStays[] =>
  tables.map(({ schoolId, cohortId, table }) => ({ school: schoolId, cohort: cohortId, stays: staysIn(table, kind) }));
