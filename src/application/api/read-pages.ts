// What do other systems of the trust read? People, their records, spells and verdicts, a page of people at a time.
// Pages go in order of ids, so nothing is read twice or left out while people are added. Whose record is restricted is in none;
// nothing that is sealed is in any. A cursor is signed together with what was asked for: it goes on with that and nothing else.
import type { Alumnus, PlannedDestination } from '../../domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Claim } from '../../domain/destinations/claim.js';
import { presentSpell } from '../../domain/destinations/outcome.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import type { Spell } from '../../domain/destinations/spell.js';
import { leadingRuleset } from '../../domain/destinations/sustained/catalogue.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

/** What was asked for. */
export interface ApiQuery {
  readonly cohort?: string | undefined;
  readonly school?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A page, and from where the next one goes on; null on the last. */
export interface ApiPage<Row> {
  readonly data: readonly Row[];
  readonly next: string | null;
  readonly asOf: LocalDate;
}

/** The cursor is none of ours, or belongs to another question. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

type ReadTools = Pick<Tools, 'store' | 'clock' | 'signer'>;
export type ApiResource = 'people' | 'records' | 'spells' | 'verdicts';

const about = (resource: ApiResource, { cohort = '', school = '' }: ApiQuery, after: string): string =>
  `${resource}|${cohort}|${school}|${after}`;

function cursorOf({ signer }: ReadTools, resource: ApiResource, query: ApiQuery, after: string): string {
  const mark = signer.sign('api-cursor', about(resource, query, after));
  return `${Buffer.from(after).toString('base64url')}.${mark}`;
}

function afterOf(tools: ReadTools, resource: ApiResource, query: ApiQuery): string | undefined {
  if (query.cursor === undefined) return undefined;
  const after = Buffer.from(query.cursor.split('.')[0] ?? '', 'base64url').toString();
  if (cursorOf(tools, resource, query, after) !== query.cursor) throw new BadCursor();
  return after;
}

/** People of a page with their records, and the cursor after them. */
async function readPeople(tools: ReadTools, viewer: Viewer, resource: ApiResource, query: ApiQuery) {
  const { store } = tools;
  const after = afterOf(tools, resource, query);
  const found = await store.alumni.page(viewer.schools, {
    ...(query.cohort === undefined ? {} : { cohortId: query.cohort as CohortId }),
    ...(query.school === undefined ? {} : { schoolId: query.school as SchoolId }),
    ...(after === undefined ? {} : { after }),
    limit: query.limit + 1,
  });
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    people: page.filter(({ state }) => state !== 'restricted'),
    next: found.length > query.limit && last !== undefined ? cursorOf(tools, resource, query, last.id) : null,
    asOf: londonDate(tools.clock.now()),
  };
}

async function recordsOf({ store }: ReadTools, people: readonly Alumnus[]) {
  return store.destinationRecords.findMany(
    'every-school', // the people were read within the scope
    people.map(({ id }) => id),
  );
}

const personRow = (person: Alumnus) => ({
  id: person.id,
  alsoKnownAs: person.alsoKnownAs ?? [],
  schoolId: person.schoolId,
  cohort: person.cohortId,
  givenName: person.name.given,
  familyName: person.name.family,
  nameToUse: person.name.toUse ?? null,
  dateOfBirth: person.dateOfBirth ?? null,
  upn: person.upn ?? null,
  formerUpn: person.formerUpn ?? null,
  uln: person.uln ?? null,
  ucasId: person.ucasId ?? null,
  formGroup: person.formGroup ?? null,
  leftOn: person.leftOn,
  state: person.state,
  revision: person.revision,
});

const spellRow = (personId: AlumnusId, spell: Spell) => ({
  personId,
  activity: spell.activity,
  from: spell.from,
  to: spell.to,
  lastKnown: spell.lastKnown,
  standing: spell.standing,
  ended: spell.ended ?? null,
  provider: spell.provider ?? null,
  course: spell.course ?? null,
  employer: spell.employer ?? null,
  statements: spell.claimIds,
});

const statementRow = (claim: Claim) => ({
  id: claim.id,
  source: claim.source,
  knownOn: claim.knownOn,
  recordedOn: claim.recordedOn ?? null,
  activity: claim.activity,
  standing: claim.standing,
  from: claim.from,
  to: claim.to,
  fromCertainty: claim.fromCertainty,
  ended: claim.ended ?? null,
  provider: claim.provider ?? null,
  ukprn: claim.ukprn ?? null,
  course: claim.course ?? null,
  subject: claim.subject ?? null,
  employer: claim.employer ?? null,
  job: claim.job ?? null,
});

const planRow = (plan: PlannedDestination | undefined) =>
  plan === undefined
    ? null
    : {
        activity: plan.activity,
        provider: plan.provider ?? null,
        course: plan.course ?? null,
        employer: plan.employer ?? null,
        startsIn: plan.startsIn ?? null,
        recordedOn: plan.recordedOn,
        source: plan.source,
      };

function recordRow(person: Alumnus, record: DestinationRecord | undefined) {
  const present = presentSpell(record?.spells ?? []);
  return {
    personId: person.id,
    schoolId: person.schoolId,
    cohort: person.cohortId,
    intended: planRow(person.intended),
    final: planRow(person.final),
    present: present === null ? null : spellRow(person.id, present),
    statements: (record?.claims ?? []).map(statementRow),
    openConflicts: (record?.conflicts ?? []).filter(({ state }) => state === 'open').length,
    revision: record?.revision ?? 0,
  };
}

function verdictRow(person: Alumnus, record: DestinationRecord | undefined, asOf: LocalDate) {
  const rules = leadingRuleset(person.cohortId);
  const result = rules.judge({ spells: record?.spells ?? [], leftOn: person.leftOn, asOf });
  return {
    personId: person.id,
    schoolId: person.schoolId,
    cohort: person.cohortId,
    ruleset: result.ruleset.name,
    version: result.ruleset.version,
    verdict: result.verdict,
    category: result.category ?? null,
    because: result.because,
    months: result.months.map(({ month, finding, because }) => ({ month, finding, because })),
    asOf,
  };
}

export const readApiPeople =
  (tools: ReadTools) =>
  async (viewer: Viewer, query: ApiQuery): Promise<ApiPage<ReturnType<typeof personRow>>> => {
    const { people, next, asOf } = await readPeople(tools, viewer, 'people', query);
    return { data: people.map(personRow), next, asOf };
  };

/** One person; where their record was merged into another, that one. Throws NotFound. */
export const readApiPerson =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: AlumnusId): Promise<ReturnType<typeof personRow>> => {
    const person = await store.alumni.find(viewer.schools, id);
    if (person === null || person.state === 'restricted') throw new NotFound();
    return personRow(person);
  };

export const readApiRecords =
  (tools: ReadTools) =>
  async (viewer: Viewer, query: ApiQuery): Promise<ApiPage<ReturnType<typeof recordRow>>> => {
    const { people, next, asOf } = await readPeople(tools, viewer, 'records', query);
    const records = await recordsOf(tools, people);
    return { data: people.map((person) => recordRow(person, records.get(person.id))), next, asOf };
  };

export const readApiSpells =
  (tools: ReadTools) =>
  async (viewer: Viewer, query: ApiQuery): Promise<ApiPage<ReturnType<typeof spellRow>>> => {
    const { people, next, asOf } = await readPeople(tools, viewer, 'spells', query);
    const records = await recordsOf(tools, people);
    const data = people.flatMap(({ id }) => (records.get(id)?.spells ?? []).map((spell) => spellRow(id, spell)));
    return { data, next, asOf };
  };

export const readApiVerdicts =
  (tools: ReadTools) =>
  async (viewer: Viewer, query: ApiQuery): Promise<ApiPage<ReturnType<typeof verdictRow>>> => {
    const { people, next, asOf } = await readPeople(tools, viewer, 'verdicts', query);
    const records = await recordsOf(tools, people);
    return { data: people.map((person) => verdictRow(person, records.get(person.id), asOf)), next, asOf };
  };
