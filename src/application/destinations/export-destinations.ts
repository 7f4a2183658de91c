// Every person's destination in one table, without anything sensitive.
// One row a person in order of cohort, school and id, read in batches so that a million need the memory of one batch
// (architecture, section 1, line 6). That it was taken out is written to the audit log before the first row leaves
// (decision R19). Verdicts are as of today. Whose record is restricted is left out, because it is kept and used for nothing (Y4).
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { activityFacts } from '../../domain/destinations/activity.js';
import { presentSpell } from '../../domain/destinations/outcome.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import { leadingRuleset } from '../../domain/destinations/sustained/catalogue.js';
import { activityInWords, planInWords } from '../../domain/destinations/words.js';
import type { Tools } from '../tools.js';

export interface ExportFilter {
  readonly cohortId?: CohortId;
  readonly schoolId?: SchoolId;
}

const BATCH = 500;

/** One row of the table: a person. */
interface DestinationRow {
  readonly school: string;
  readonly cohort: string;
  readonly upn: string;
  readonly uln: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly intended: string;
  readonly final: string;
  /** Activity and names, as last heard of. */
  readonly now: string;
  readonly activity: string;
  /** Months, `2026-09`; empty when unknown or still going on. */
  readonly from: string;
  readonly to: string;
  readonly lastKnown: string;
  /** Who said so last. */
  readonly source: string;
  readonly ruleset: string;
  readonly verdict: string;
  readonly because: string;
  readonly asOf: string;
  readonly conflictsOpen: number;
}

/** What one row says of a person. */
export function destinationRow(
  person: Alumnus,
  schoolName: string,
  record: DestinationRecord | undefined,
  today: LocalDate,
): DestinationRow {
  const spells = record?.spells ?? [];
  const now = presentSpell(spells);
  const source = record?.claims.filter((claim) => now?.claimIds.includes(claim.id)).at(-1)?.source;
  const result = leadingRuleset(person.cohortId).judge({ spells, leftOn: person.leftOn, asOf: today });
  return {
    school: schoolName,
    cohort: person.cohortId,
    upn: person.upn ?? '',
    uln: person.uln ?? '',
    givenName: person.name.given,
    familyName: person.name.family,
    intended: person.intended === undefined ? '' : planInWords(person.intended),
    final: person.final === undefined ? '' : planInWords(person.final),
    now: now === null ? '' : activityInWords(now),
    activity: now === null ? '' : activityFacts[now.activity].words,
    from: now?.from ?? '',
    to: now?.to ?? '',
    lastKnown: now?.lastKnown ?? '',
    source: source ?? '',
    ruleset: `${result.ruleset.name} version ${result.ruleset.version}`,
    verdict: result.verdict,
    because: result.because,
    asOf: today,
    conflictsOpen: record?.conflicts.filter((conflict) => conflict.state === 'open').length ?? 0,
  };
}

export type ExportTools = Pick<Tools, 'store' | 'clock' | 'newId'>;

/** Somebody of an export, with all that is known of them. */
export interface Exported {
  readonly person: Alumnus;
  readonly schoolName: string;
  readonly record: DestinationRecord | undefined;
  readonly today: LocalDate;
}

interface ExportedPeople {
  /** What is taken out, as the audit names it; destinations where absent. */
  readonly what?: string;
  /** Those whose record is restricted too: only for whoever takes the records over. */
  readonly withRestricted?: boolean;
  /** Told how many people have been read, batch after batch, those who are left out among them. */
  readonly onProgress?: (people: number) => Promise<void>;
}

/** Everybody within the viewer's schools and the filter, batch by batch; that they were taken out is noted first. */
export const exportedPeople = ({ store, clock, newId }: ExportTools) =>
  async function* (viewer: Viewer, filter: ExportFilter, more: ExportedPeople = {}): AsyncGenerator<Exported> {
    const { what = 'destinations', withRestricted = false, onProgress } = more;
    const at = clock.now();
    let read = 0;
    await store.auditEvents.append([
      {
        id: newId(),
        at,
        actor: { kind: 'staff', id: viewer.staffId },
        act: `${what}.exported`,
        subject: `${what}:${filter.cohortId ?? 'every-cohort'}:${filter.schoolId ?? 'every-school'}`,
      },
    ]);
    const names = new Map((await store.schools.all()).map((school) => [school.id, school.name]));
    const parts = (await store.alumni.countByCohort(viewer.schools))
      .filter(({ cohortId }) => filter.cohortId === undefined || filter.cohortId === cohortId)
      .filter(({ schoolId }) => filter.schoolId === undefined || filter.schoolId === schoolId)
      .sort((one, other) => (`${one.cohortId}~${one.schoolId}` < `${other.cohortId}~${other.schoolId}` ? -1 : 1));
    for (const { cohortId, schoolId } of parts) {
      let after = '';
      for (;;) {
        const people = await store.alumni.candidates({ cohortId, schoolIds: [schoolId], after, limit: BATCH });
        const ids: readonly AlumnusId[] = people.map((person) => person.id);
        const records = await store.destinationRecords.findMany(viewer.schools, ids);
        for (const person of people.filter(({ state }) => withRestricted || state !== 'restricted')) {
          const schoolName = names.get(schoolId) ?? schoolId;
          yield { person, schoolName, record: records.get(person.id), today: londonDate(at) };
        }
        read += people.length;
        await onProgress?.(read);
        const last = people.at(-1);
        if (last === undefined || people.length < BATCH) break;
        after = last.id;
      }
    }
  };

/** One row a person within the viewer's schools and the filter. */
export const exportDestinations = (tools: ExportTools) =>
  async function* (viewer: Viewer, filter: ExportFilter): AsyncGenerator<DestinationRow> {
    for await (const { person, schoolName, record, today } of exportedPeople(tools)(viewer, filter)) {
      yield destinationRow(person, schoolName, record, today);
    }
  };
