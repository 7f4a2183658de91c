// Official figures, one document a place, group of students and unit. Its id is the import's id and the figure's key, so
// that writing a batch again changes nothing, a place's figures lie together, and two versions of a figure are found
// by their ids. Pages see the figures of those imports alone that the versions point to (decision R18).
import { Schema, type Connection } from 'mongoose';
import {
  figureKey,
  type Facet,
  type FigureUnit,
  type OfficialFigure,
  type Release,
} from '../domain/official/figure.js';
import type { IdentityName } from '../domain/official/identities.js';
import { urnOfCode } from '../domain/official/place.js';
import type { OfficialImportId } from '../domain/official/versions.js';

/** A figure as it is kept; `broken` names the identities that it does not meet as published. */
export interface StoredFigure extends OfficialFigure {
  readonly broken?: readonly IdentityName[];
}

interface FigureDocument {
  readonly _id: string;
  readonly place: OfficialFigure['place'];
  readonly leavers: number | null;
  readonly release: Release;
  readonly about: OfficialFigure['about'];
  readonly unit: FigureUnit;
  readonly values: OfficialFigure['values'];
  readonly line: number;
  readonly broken?: readonly IdentityName[];
}

const inner = { _id: false, id: false } as const;
const figureSchema = new Schema<FigureDocument>(
  {
    _id: { type: String, required: true },
    place: new Schema({ kind: String, code: String, name: String, urn: String }, inner),
    leavers: { type: Number },
    release: { type: String, required: true },
    about: { type: Schema.Types.Mixed, required: true }, // named facets alone (domain/official/figure)
    unit: { type: String, required: true },
    values: { type: Schema.Types.Mixed, required: true }, // the publisher's own names of cells, numbers or signs
    line: { type: Number, required: true },
    broken: { type: [String], default: undefined },
  },
  { collection: 'officialfigures', versionKey: false, strict: 'throw', minimize: false },
);

figureSchema.index({ 'place.urn': 1, _id: 1 });

const idOf = (importId: OfficialImportId, key: string): string => `${importId}:${key}`;
/** The ids that begin so: every id here is of printable letters, none of which comes after the last one. */
const beginningWith = (start: string) => ({ $gte: start, $lt: `${start}\uFFFF` });

const toFigure = ({ _id: _named, ...figure }: FigureDocument): StoredFigure => figure;

/** So many places are asked for in one query; so many figures of each are read at most. */
const mostPlaces = 100;
const mostOfPlace = 2_000;

/** Where an import has what stands under a code: a URN finds those too who stand there under another number. */
function standingUnder(importId: OfficialImportId, code: string): object {
  const urn = urnOfCode(code);
  return urn === null
    ? { _id: beginningWith(`${idOf(importId, code)}|`) }
    : { 'place.urn': urn, _id: beginningWith(`${importId}:`) };
}

/** Figures by import: writing them, and finding those of places or of keys. */
export function officialFiguresStore(connection: Connection) {
  const figures = connection.model<FigureDocument>('OfficialFigure', figureSchema);
  return {
    /** Writes a batch; a figure that is there already takes on further cells. Again changes nothing. */
    write: async (importId: OfficialImportId, batch: readonly StoredFigure[]): Promise<void> => {
      if (batch.length === 0) return;
      // Past the schema, which would look at each of some twenty cells: the figures come typed from the domain.
      await figures.collection.bulkWrite(
        batch.map((figure) => {
          const { values, place, leavers, release, about, unit, line, broken } = figure;
          const cells = Object.fromEntries(Object.entries(values).map(([cell, value]) => [`values.${cell}`, value]));
          const rest = {
            place,
            leavers,
            release,
            about,
            unit,
            line,
            ...(broken === undefined ? {} : { broken: [...broken] }),
          };
          return {
            updateOne: {
              filter: { _id: idOf(importId, figureKey(figure)) as never },
              update: { $set: { ...cells, ...rest } },
              upsert: true,
            },
          };
        }),
        { ordered: false },
      );
    },

    /** What an import says under these keys, by key. */
    underKeys: async (
      importId: OfficialImportId,
      keys: readonly string[],
    ): Promise<ReadonlyMap<string, OfficialFigure['values']>> => {
      const found = await figures
        .find({ _id: { $in: keys.map((key) => idOf(importId, key)) } }, { values: 1 })
        .lean<Pick<FigureDocument, '_id' | 'values'>[]>();
      return new Map(found.map(({ _id, values }) => [_id.slice(importId.length + 1), values]));
    },

    /** What one import says under these codes, by code; figures that one of the facets narrows are left aside. */
    ofCodes: async (
      importId: OfficialImportId,
      codes: readonly string[],
      without: readonly Facet[] = [],
    ): Promise<ReadonlyMap<string, readonly StoredFigure[]>> => {
      const byCode = new Map([...new Set(codes)].map((code) => [code, [] as StoredFigure[]]));
      const wide = Object.fromEntries(without.map((facet) => [`about.${facet}`, { $exists: false }]));
      for (let from = 0; from < byCode.size; from += mostPlaces) {
        const part = [...byCode.keys()].slice(from, from + mostPlaces);
        const asked: object = { $or: part.map((code) => standingUnder(importId, code)), ...wide };
        const found = await figures
          .find(asked)
          .limit(part.length * mostOfPlace)
          .lean<FigureDocument[]>();
        for (const document of found) {
          const { code, urn } = document.place;
          for (const under of [code, ...(urn === undefined || code === `urn:${urn}` ? [] : [`urn:${urn}`])]) {
            if (part.includes(under)) byCode.get(under)?.push(toFigure(document));
          }
        }
      }
      return byCode;
    },

    /** How many figures the import has. */
    count: (importId: OfficialImportId): Promise<number> =>
      figures.countDocuments({ _id: beginningWith(`${importId}:`) }),
  };
}
