// Former students. Reads for staff take the scope of schools first (requirement W5); changes are guarded by the
// revision (requirement F7). Searching needs the beginning of a name or a whole pupil number.
import type { Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { Alumnus, PersonState, SchoolScope } from '../domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId } from '../domain/alumni/ids.js';
import { foldName } from '../domain/alumni/matching.js';
import { alumniMatching } from './alumni-matching.js';
import { alumniRows } from './alumni-rows.js';
import { absentFieldsOf, alumnusSchema, fieldsOf, toAlumnus, type AlumnusDocument } from './alumnus-schema.js';
import { mergedInto } from './merged-people.js';
import { readTogether } from './together.js';
import { withinSchools } from './within-schools.js';

const mostInGroup = 500;

const beginsWith = (text: string) => ({ $gte: text, $lt: `${text}\uFFFF` });

export interface PeopleFilter {
  /** Beginning of a name, either part first, or a whole pupil number. */
  readonly text?: string;
  readonly cohortId?: CohortId;
  readonly schoolId?: SchoolId;
  readonly state?: PersonState;
}

/** People by id, school, cohort, name and number. */
export function alumniStore(connection: Connection) {
  const alumni = connection.model<AlumnusDocument>('Alumnus', alumnusSchema);

  const some = async (filter: object, limit: number, sort: 1 | -1 = 1): Promise<readonly Alumnus[]> =>
    (
      await alumni
        .find(filter)
        .sort({ _id: sort })
        .limit(limit)
        .batchSize(limit) // in one answer
        .lean<AlumnusDocument[]>()
    ).map(toAlumnus);

  const byIds = async (ids: readonly AlumnusId[]): Promise<ReadonlyMap<AlumnusId, Alumnus>> => {
    const found = await alumni.find({ _id: { $in: [...ids] } }).lean<AlumnusDocument[]>();
    return new Map(found.map((document) => [document._id, toAlumnus(document)]));
  };

  /** People by the ids that were asked for; those whose record was merged into another stand there as that one. */
  const findMany = async (ids: readonly AlumnusId[]): Promise<ReadonlyMap<AlumnusId, Alumnus>> => {
    const found = await byIds(ids);
    const missing = ids.filter((id) => !found.has(id));
    const into = missing.length === 0 ? new Map<AlumnusId, AlumnusId>() : await mergedInto(connection, missing);
    if (into.size === 0) return found;
    const merged = await byIds([...into.values()]);
    const resolved = [...into].flatMap(([id, other]) => {
      const person = merged.get(other);
      return person === undefined ? [] : [[id, person] as const];
    });
    return new Map([...found, ...resolved]);
  };
  const find = readTogether(findMany);

  return {
    /** The person; where their record was merged into another, that one, whose id differs from what was asked for. */
    find: async (scope: SchoolScope, id: AlumnusId): Promise<Alumnus | null> => {
      const person = await find(id);
      return person !== null && (scope === 'every-school' || scope.includes(person.schoolId)) ? person : null;
    },

    findMany,

    ...alumniMatching(alumni, some),
    ...alumniRows(alumni),

    /** The next people of a cohort in order of ids, after the id given (empty: from the first). */
    candidates: async (from: {
      readonly cohortId: CohortId;
      readonly schoolIds: readonly SchoolId[];
      readonly after: string;
      readonly limit: number;
    }): Promise<readonly Alumnus[]> =>
      some({ cohortId: from.cohortId, _id: { $gt: from.after }, schoolId: { $in: [...from.schoolIds] } }, from.limit),

    /** One page of people in order of ids, after or before an id. */
    page: async (
      scope: SchoolScope,
      {
        text = '',
        cohortId,
        schoolId,
        state,
        after,
        before,
        limit,
      }: PeopleFilter & {
        readonly after?: string;
        readonly before?: string;
        readonly limit: number;
      },
    ): Promise<readonly Alumnus[]> => {
      const backwards = before !== undefined;
      const filter = {
        $and: [withinSchools(scope), schoolId === undefined ? {} : { schoolId }],
        ...(cohortId === undefined ? {} : { cohortId }),
        ...(state === undefined ? {} : { state }),
        ...(backwards ? { _id: { $lt: before } } : after === undefined ? {} : { _id: { $gt: after } }),
      };
      const inOrder = (people: readonly Alumnus[]) => (backwards ? people.toReversed() : people);
      const sort = backwards ? -1 : 1;
      const upn = text.replace(/\s/g, '').toUpperCase();
      if (/^[A-Z]\d{11}[\dA-Z]$/.test(upn)) return inOrder(await some({ ...filter, upn }, limit, sort));
      const name = foldName(text);
      if (name === '') return inOrder(await some(filter, limit, sort));
      const byFamily = await some({ ...filter, familyKey: beginsWith(name) }, limit, sort);
      const byGiven = await some({ ...filter, givenKey: beginsWith(name) }, limit, sort);
      const both = new Map([...byFamily, ...byGiven].map((person) => [person.id, person]));
      const order = [...both.values()].sort((a, b) => (a.id < b.id ? -sort : sort));
      return inOrder(order.slice(0, limit));
    },

    /** The members of a form group, in order of ids; a group is a few dozen people. */
    ofGroup: async (schoolId: SchoolId, cohortId: CohortId, group: string): Promise<readonly Alumnus[]> =>
      some({ schoolId, cohortId, groupKey: { $eq: group, $gt: '' } }, mostInGroup),

    /** The form groups of a school and cohort as the school writes them, with how many people each has. */
    groupsOf: async (
      schoolId: SchoolId,
      cohortId: CohortId,
    ): Promise<readonly { readonly formGroup: string; readonly count: number }[]> => {
      const rows = await alumni.aggregate<{ formGroup: string; count: number }>([
        { $match: { schoolId, cohortId, groupKey: { $exists: true, $gt: '' } } },
        { $group: { _id: '$groupKey', formGroup: { $first: '$formGroup' }, count: { $sum: 1 } } },
      ]);
      return rows.sort((a, b) => a.formGroup.localeCompare(b.formGroup, 'en-GB', { numeric: true }));
    },

    countByCohort: async (
      scope: SchoolScope,
    ): Promise<readonly { readonly cohortId: CohortId; readonly schoolId: SchoolId; readonly count: number }[]> => {
      const rows = await alumni.aggregate<{ _id: { cohortId: CohortId; schoolId: SchoolId }; count: number }>([
        // Every school is a range too, so that the index answers.
        { $match: scope === 'every-school' ? { schoolId: { $gt: '' } } : withinSchools(scope) },
        { $group: { _id: { cohortId: '$cohortId', schoolId: '$schoolId' }, count: { $sum: 1 } } },
      ]);
      return rows
        .map(({ _id, count }) => ({ ..._id, count }))
        .sort((a, b) => (b.cohortId + a.schoolId < a.cohortId + b.schoolId ? -1 : 1));
    },

    /** How many of one school's cohort are in one of the states. */
    countInStates: (schoolId: SchoolId, cohortId: CohortId, states: readonly PersonState[]): Promise<number> =>
      alumni.countDocuments({ schoolId, cohortId, state: { $in: [...states] } }),

    /** The schools that have people in the cohort. */
    schoolsOf: async (cohortId: CohortId): Promise<readonly SchoolId[]> =>
      (await alumni.distinct('schoolId', { cohortId })).map((id) => id as SchoolId).sort(),

    /** People who have this address or number, whoever's it is. */
    withContact: (address: string, limit: number): Promise<readonly Alumnus[]> =>
      some({ 'contactPoints.value': address }, limit),

    /** Writes the person, whose revision is one more than the stored one; false when somebody else was first. */
    replace: async (person: Alumnus, audit: readonly AuditIntent[]): Promise<boolean> => {
      const written = await alumni.updateOne(
        { _id: person.id, revision: person.revision - 1 },
        {
          // What is counted of them may have changed, and who else they might be.
          $set: { ...fieldsOf(person), recordDue: true as const, matchDue: true as const },
          $unset: absentFieldsOf(person),
          ...(audit.length === 0 ? {} : { $push: { auditIntents: { $each: [...audit] } } }),
        },
      );
      return written.matchedCount === 1;
    },

    markRecordDue: async (ids: readonly AlumnusId[]): Promise<void> => {
      await alumni.updateMany({ _id: { $in: [...ids] } }, { $set: { recordDue: true } });
    },

    /** Who of them has the mark. */
    recordDueOf: async (ids: readonly AlumnusId[]): Promise<readonly AlumnusId[]> =>
      (
        await alumni
          .find({ _id: { $in: [...ids] }, recordDue: true }, { _id: 1 })
          .lean<Pick<AlumnusDocument, '_id'>[]>()
      ).map(({ _id }) => _id),

    withRecordDue: (limit: number): Promise<readonly Alumnus[]> => some({ recordDue: true }, limit),

    /** Takes the mark away unless the person changed since the revision was read. */
    clearRecordDue: async (id: AlumnusId, revision: number): Promise<void> => {
      await alumni.updateOne({ _id: id, revision }, { $unset: { recordDue: 1 } });
    },
  };
}
