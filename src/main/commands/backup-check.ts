// Is a copy of the embedded database whole? It is opened by a server of its own: every index is made again and compared,
// and every collection is counted and hashed, so that a restored copy can be compared with what was backed up.
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { z } from 'zod';
import { openEmbedded } from '../../embedded/host.js';
import { Problem } from '../problem.js';

/** Beside the copy lies what it must hold. */
export const contentsFile = 'backup.json';
/** The data file itself, in the backup's folder and in the data folder. */
export const dataFile = 'onward.mdb';

export const contentsShape = z.object({
  madeAt: z.string(),
  collections: z.record(z.string(), z.object({ documents: z.number(), sha256: z.string() })),
});
export type Contents = z.infer<typeof contentsShape>;

/** The copy is not whole; the message says where. */
export class DamagedCopy extends Problem {
  override readonly name = 'DamagedCopy';
}

/** Never while the copy is only looked at: no document of it may expire. */
const NO_SWEEP_MS = 2 ** 31 - 1;

/** Counts and hashes every collection of the folder's database. Throws `DamagedCopy`. */
export async function contentsOf(folder: string): Promise<Contents['collections']> {
  const server = await openEmbedded({ dataFolder: folder, sweepEveryMs: NO_SWEEP_MS });
  const client = new MongoClient(server.uri);
  try {
    const collections: Record<string, { documents: number; sha256: string }> = {};
    const { databases } = await client.db('admin').admin().listDatabases();
    for (const { name: databaseName } of databases) {
      const database = client.db(databaseName);
      for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray()) {
        const { valid, errors } = await database.command({ validate: name });
        if (valid !== true) throw new DamagedCopy(`${path.join(folder, dataFile)}: ${name}: ${JSON.stringify(errors)}`);
        const hashed = await database.command({ dbHash: 1, collections: [name] });
        const { documents, collections: hashes } = hashed as {
          documents: number;
          collections: Record<string, string>;
        };
        collections[`${databaseName}.${name}`] = { documents, sha256: hashes[name] ?? '' };
      }
    }
    return collections;
  } finally {
    await client.close();
    await server.stop();
  }
}

/** "3 collections, 1,204 documents". */
export function described(collections: Contents['collections']): string {
  const all = Object.values(collections);
  const documents = all.reduce((sum, each) => sum + each.documents, 0);
  return `${all.length} collections, ${documents.toLocaleString('en-GB')} documents`;
}
