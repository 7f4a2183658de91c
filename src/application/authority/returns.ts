// The files for local authorities: which there are, and one of them line by line (Y20).
// By the authority in which a school is; the authority of somebody's home is not on record. That a file was taken is in the
// audit log before its first row leaves (decision R19). Headings are the authority's own, kept by its number.
import type { School } from '../../domain/alumni/alumnus.js';
import { cohortName, parseCohortId } from '../../domain/alumni/cohort.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { localDate } from '../../domain/calendar/local-date.js';
import {
  authorityOf,
  fieldsOfReturn,
  headingsText,
  isInReturn,
  readHeadings,
  returnFields,
  returnRow,
  type CodeFor,
  type ReturnField,
  type ReturnKind,
} from '../../domain/destinations/authority-return.js';
import { csvLine, csvMark } from '../../files/index.js';
import { crossed } from '../../reference/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

const batch = 500;

/** An authority with the schools of the trust that are in it, and its headings as they are written. */
export interface AuthorityView {
  readonly number: string;
  readonly schools: readonly string[];
  readonly headings: string;
}

/** The page of returns. */
export interface AuthorityReturns {
  readonly authorities: readonly AuthorityView[];
  readonly cohorts: readonly { readonly id: CohortId; readonly name: string }[];
}

type Headings = Readonly<Partial<Record<ReturnField, string>>>;
const settingOf = (authority: string): string => `authority-headings:${authority}`;

async function headingsFor({ store }: Pick<Tools, 'store'>, authority: string): Promise<Headings> {
  const read = readHeadings((await store.settings.get(settingOf(authority))) ?? '');
  return read.ok ? read.headings : {};
}

const inScope = async ({ store }: Pick<Tools, 'store'>, viewer: Viewer): Promise<readonly School[]> =>
  (await store.schools.all()).filter(({ id }) => covers(viewer.schools, id));

/** Authorities and cohorts within the viewer's schools. */
export const listReturns =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer): Promise<AuthorityReturns> => {
    const [schools, counts] = await Promise.all([
      inScope({ store }, viewer),
      store.alumni.countByCohort(viewer.schools),
    ]);
    const numbers = [...new Set(schools.map(authorityOf))].sort();
    const authorities = numbers.map(async (number) => ({
      number,
      schools: schools.filter((school) => authorityOf(school) === number).map(({ name }) => name),
      headings: headingsText(await headingsFor({ store }, number)),
    }));
    const cohorts = [...new Set(counts.map(({ cohortId }) => cohortId))].sort().reverse();
    return {
      authorities: await Promise.all(authorities),
      cohorts: cohorts.map((id) => ({ id, name: cohortName(id) })),
    };
  };

/** Keeps an authority's headings; gives the line that is none. Throws NotFound for an authority without a school of the viewer. */
export const keepHeadings =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    authority: string,
    text: string,
  ): Promise<{ readonly kind: 'kept' } | { readonly kind: 'refused'; readonly line: string }> => {
    if (!(await inScope({ store }, viewer)).some((school) => authorityOf(school) === authority)) throw new NotFound();
    const read = readHeadings(text);
    if (!read.ok) return { kind: 'refused', line: read.line };
    await store.settings.set(settingOf(authority), headingsText(read.headings));
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const subject = `authority:${authority}`;
    await store.auditEvents.append([{ id: newId(), at: clock.now(), actor, act: 'authority.headings-kept', subject }]);
    return { kind: 'kept' };
  };

/** Code and reason of an activity, by the crosswalk. */
const codeFor: CodeFor = (activity) => {
  const to = crossed('nccis-activity', activity);
  if (to === undefined) return { code: '', note: '' };
  if ('code' in to) return { code: to.code, note: '' };
  return 'oneOf' in to ? { code: '', note: `${to.oneOf.join(', ')}: ${to.because}` } : { code: '', note: to.open };
};

/** Which file of which authority and cohort. */
export interface ReturnAsked {
  readonly authority: string;
  readonly cohortId: CohortId;
  readonly kind: ReturnKind;
}

/** The file's lines, headings first. Throws NotFound for an authority without a school of the viewer, or no cohort. */
export const exportReturn =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, { authority, cohortId, kind }: ReturnAsked): Promise<AsyncIterable<string>> => {
    const schools = (await inScope({ store }, viewer)).filter((school) => authorityOf(school) === authority);
    const cohort = parseCohortId(cohortId);
    if (schools.length === 0 || cohort === null) throw new NotFound();
    const headings = await headingsFor({ store }, authority);
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const subject = `authority:${authority}:${cohortId}:${kind}`;
    await store.auditEvents.append([{ id: newId(), at: clock.now(), actor, act: 'authority.exported', subject }]);
    const fields = fieldsOfReturn[kind];
    const on = localDate(`${cohort.leavingYear}-11-01`);
    async function* lines(): AsyncGenerator<string> {
      yield csvMark + csvLine(fields.map((field) => headings[field] ?? returnFields[field]));
      for (const school of schools) {
        for (let after = ''; ;) {
          const people = await store.alumni.candidates({ cohortId, schoolIds: [school.id], after, limit: batch });
          const asked = people.filter((person) => isInReturn(person, kind));
          const records = await store.destinationRecords.findMany(
            viewer.schools,
            asked.map(({ id }) => id),
          );
          for (const person of asked) {
            const row = returnRow(kind, { person, school, record: records.get(person.id) ?? null }, on, codeFor);
            yield csvLine(fields.map((field) => row[field]));
          }
          const last = people.at(-1);
          if (last === undefined || people.length < batch) break;
          after = last.id;
        }
      }
    }
    return lines();
  };
