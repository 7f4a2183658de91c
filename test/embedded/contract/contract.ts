// What the files of the contract share: operations with the results that MongoDB's manual documents, through the official
// driver, against the server that the set-up names: the embedded one or, unchanged, any MONGODB_URI. Every case says
// which page of the manual it states.
import { EJSON } from 'bson';
import { MongoClient, type Collection, type Db, type Document } from 'mongodb';

/** A page of the manual, as its address ends. */
export type Page = string;

export const isEmbedded = process.env['MONGODB_URI'] === undefined || process.env['MONGODB_URI'] === '';

export interface Contract {
  readonly database: Db;
  readonly things: Collection;
  /** The same collection, read with every number keeping its BSON type. */
  readonly typed: Collection;
  readonly close: () => Promise<void>;
}

/** A database of its own for each file. */
export const openContract = (name: string): Contract => {
  const uri = process.env['ONWARD_TEST_MONGODB_URI'] ?? '';
  const client = new MongoClient(uri);
  const database = client.db(`contract_${name}`);
  return {
    database,
    things: database.collection('things'),
    typed: database.collection('things', { promoteValues: false, promoteBuffers: false }),
    close: async () => {
      await database.dropDatabase();
      await client.close();
    },
  };
};

/** Values as text that tells every BSON type apart. */
export const shown = (value: unknown): string => EJSON.stringify(value, { relaxed: false });

/** The code that a command is refused with. */
export const codeOf = async (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => 'not refused',
    (error: unknown) => (error as Document)['code'] as unknown,
  );

/** The code and the name that a command is refused with. */
export const refusal = async (command: Promise<unknown>): Promise<unknown> =>
  command.then(
    () => 'not refused',
    (error: unknown) => {
      const { code, codeName } = error as Document;
      return [code as unknown, codeName as unknown];
    },
  );
