// Former students who may be one person twice: whom to compare with whom, and taking one record out and putting it back.
// Blocks are those born on one day, and those who share a number, a whole name or a way to be reached; each is an index.
import type { Model } from 'mongoose';
import type { Alumnus } from '../domain/alumni/alumnus.js';
import type { AlumnusId } from '../domain/alumni/ids.js';
import { nameKey } from '../domain/alumni/matching.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import { fieldsOf, toAlumnus, type AlumnusDocument } from './alumnus-schema.js';
import { insertOnce } from './insert-new.js';

/** A part of the store of alumni; `some` reads people in order of ids. */
export function alumniMatching(
  alumni: Model<AlumnusDocument>,
  some: (filter: object, limit: number) => Promise<readonly Alumnus[]>,
) {
  return {
    /** The record under this very id; null where there is none or it was merged into another. */
    findItself: async (id: AlumnusId): Promise<Alumnus | null> => {
      const document = await alumni.findById(id).lean<AlumnusDocument>();
      return document === null ? null : toAlumnus(document);
    },

    /** Takes the record out if it still has the revision, because it was merged into another; false when it changed. */
    takeOut: async (id: AlumnusId, revision: number): Promise<boolean> =>
      (await alumni.deleteOne({ _id: id, revision, auditIntents: { $exists: false } })).deletedCount === 1,

    /** Puts it back; a second time changes nothing. Its destination record is looked at again. */
    putBack: async (person: Alumnus): Promise<void> => {
      await insertOnce(() => alumni.create({ _id: person.id, ...fieldsOf(person), recordDue: true }));
    },

    /** Some of those who have not been compared with others yet. */
    withMatchDue: async (limit: number): Promise<readonly Alumnus[]> =>
      (await alumni.find({ matchDue: true }).limit(limit).lean<AlumnusDocument[]>()).map(toAlumnus), // in no order

    /** They have been compared, unless they changed since the revision was read. */
    clearMatchDue: async (people: readonly Pick<Alumnus, 'id' | 'revision'>[]): Promise<void> => {
      if (people.length === 0) return;
      await alumni.bulkWrite(
        people.map(({ id, revision }) => ({
          updateOne: { filter: { _id: id, revision }, update: { $unset: { matchDue: 1 } } },
        })),
        { ordered: false },
      );
    },

    /** They are to be compared with others again. */
    markMatchDue: async (ids: readonly AlumnusId[]): Promise<void> => {
      await alumni.updateMany({ _id: { $in: [...ids] } }, { $set: { matchDue: true } });
    },

    /** Everybody born on the day, and which of them have not been compared with others yet; in order of ids. */
    bornOn: async (
      day: LocalDate,
      limit: number,
    ): Promise<{ readonly people: readonly Alumnus[]; readonly due: ReadonlySet<AlumnusId> }> => {
      const found = await alumni.find({ dateOfBirth: day }).sort({ _id: 1 }).limit(limit).lean<AlumnusDocument[]>();
      return {
        people: found.map(toAlumnus),
        due: new Set(found.filter(({ matchDue }) => matchDue === true).map(({ _id }) => _id)),
      };
    },

    /** People who share a number, a name or a way to reach them with one of these; at most so many for each kind. */
    sharing: async (people: readonly Alumnus[], limit: number): Promise<readonly Alumnus[]> => {
      const all = (pick: (person: Alumnus) => readonly (string | undefined)[]): string[] => [
        ...new Set(people.flatMap(pick).filter((value) => value !== undefined)),
      ];
      const upns = all(({ upn, formerUpn }) => [upn, formerUpn]);
      const found = await Promise.all(
        (
          [
            ['uln', all(({ uln }) => [uln])],
            ['upn', upns],
            ['formerUpn', upns],
            ['ucasId', all(({ ucasId }) => [ucasId])],
            ['familyKey', all(({ name }) => [nameKey(name)])],
            ['contactPoints.value', all(({ contactPoints }) => contactPoints.map(({ value }) => value))],
          ] as const
        ).map(([field, values]) =>
          values.length === 0 ? Promise.resolve([]) : some({ [field]: { $in: values } }, limit),
        ),
      );
      return [...new Map(found.flat().map((person) => [person.id, person])).values()];
    },
  };
}
