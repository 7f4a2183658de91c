// Former students as the rows of an import find and write them: by their numbers, or by name and birthday; each write guarded
// by the revision (requirement F7), so that writing a row again does no harm.
import type { Model } from 'mongoose';
import type { Alumnus } from '../domain/alumni/alumnus.js';
import type { AlumnusId } from '../domain/alumni/ids.js';
import type { LocalDate } from '../domain/calendar/local-date.js';
import { absentFieldsOf, fieldsOf, toAlumnus, type AlumnusDocument } from './alumnus-schema.js';
import { duplicatesIn, insertNew } from './insert-new.js';

/** One person to be written by a row of an import. */
export interface ImportedRow {
  /** The row's own name; see rowIdOf. */
  readonly row: string;
  readonly kind: 'new' | 'changed';
  readonly alumnus: Alumnus;
  readonly recordDue: boolean;
}

/** People whom rows might speak of, and the row that last wrote each. */
export interface KnownPeople {
  readonly people: readonly Alumnus[];
  readonly lastRows: ReadonlyMap<AlumnusId, string>;
}

/** A part of the store of alumni. */
export function alumniRows(alumni: Model<AlumnusDocument>) {
  const having = async (
    field: 'upn' | 'formerUpn' | 'uln' | 'ucasId',
    values: readonly string[],
  ): Promise<readonly AlumnusDocument[]> =>
    values.length === 0 ? [] : alumni.find({ [field]: { $in: [...values] } }).lean<AlumnusDocument[]>();

  const known = (documents: readonly AlumnusDocument[]): KnownPeople => {
    const byId = new Map(documents.map((document) => [document._id, document]));
    return {
      people: [...byId.values()].map(toAlumnus),
      lastRows: new Map([...byId.values()].map(({ _id, importRow = '' }) => [_id, importRow])),
    };
  };

  const written = ({ row, alumnus, recordDue }: ImportedRow): Omit<AlumnusDocument, '_id'> => ({
    ...fieldsOf(alumnus),
    ...{ importRow: row, matchDue: true as const },
    ...(recordDue ? { recordDue: true as const } : {}),
  });

  /** Writes changed people, each guarded by the revision; gives how many of them went in, 0 where some number was taken. */
  const updateRows = async (rows: readonly ImportedRow[]): Promise<number> => {
    if (rows.length === 0) return 0;
    try {
      const { matchedCount } = await alumni.bulkWrite(
        rows.map((each) => ({
          updateOne: {
            filter: { _id: each.alumnus.id, revision: each.alumnus.revision - 1 },
            update: { $set: written(each), $unset: absentFieldsOf(each.alumnus) },
          },
        })),
        { ordered: false },
      );
      return matchedCount;
    } catch (error) {
      duplicatesIn(error); // a pupil number that came in meanwhile
      return 0;
    }
  };

  return {
    /** People with one of the pupil numbers, now or formerly, learner numbers or UCAS ids, whatever their school. */
    knownByNumber: async (
      upns: readonly string[],
      ulns: readonly string[],
      ucasIds: readonly string[] = [],
    ): Promise<KnownPeople> => {
      const found = await Promise.all([
        ...[having('upn', upns), having('formerUpn', upns)],
        ...[having('uln', ulns), having('ucasId', ucasIds)],
      ]);
      return known(found.flat());
    },

    /** People with one of the names (see nameKey) who were born on one of the days: of a common name there are hundreds. */
    knownByName: async (familyKeys: readonly string[], bornOn: readonly LocalDate[]): Promise<KnownPeople> =>
      known(
        familyKeys.length === 0 || bornOn.length === 0
          ? []
          : await alumni
              .find({ familyKey: { $in: [...familyKeys] }, dateOfBirth: { $in: [...bornOn] } })
              .hint({ familyKey: 1 }) // fewer share a name than a birthday
              .lean<AlumnusDocument[]>(),
      ),

    /** Writes a batch of rows, each guarded; gives the rows that did not go in because somebody was changed meanwhile. */
    writeRows: async (rows: readonly ImportedRow[]): Promise<ReadonlySet<string>> => {
      if (rows.length === 0) return new Set();
      const changed = rows.filter(({ kind }) => kind === 'changed');
      const added = rows.filter(({ kind }) => kind === 'new');
      // Who changed first: a pupil number may have been given up by one for another.
      const unsure = (await updateRows(changed)) === changed.length ? [] : changed;
      const there = await insertNew<AlumnusDocument>(
        alumni,
        added.map((each) => ({ _id: each.alumnus.id, ...written(each) })),
      );
      const doubtful = [...unsure, ...there.flatMap((place) => added[place] ?? [])];
      if (doubtful.length === 0) return new Set();
      const ids = doubtful.map(({ alumnus }) => alumnus.id);
      const stands = await alumni.find({ _id: { $in: ids } }, { importRow: 1 }).lean<AlumnusDocument[]>();
      const landed = new Map(stands.map(({ _id, importRow }) => [_id, importRow]));
      return new Set(doubtful.filter(({ row, alumnus }) => landed.get(alumnus.id) !== row).map(({ row }) => row));
    },
  };
}
