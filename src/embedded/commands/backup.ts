// A copy of the whole data file while it is in use, and the hash by which a copy is known. Both are for `onward backup`
// and `onward restore`; the copy is only made for who may open the folder's own socket, never through a port.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { badValue, DatabaseError, namespaceNotFound } from '../errors.js';
import { batchesOf, select } from '../plan/select.js';
import { textOption, type Command } from './call.js';

const onwardBackup: Command = {
  fields: [],
  run: async ({ body, database, engine, isOwnSocket }) => {
    if (!isOwnSocket || database !== 'admin')
      throw new DatabaseError(13, "not authorized: backups are made through the data folder's own socket");
    const folder = textOption(body, 'onwardBackup') ?? '';
    if (!path.isAbsolute(folder) || readdirSync(folder).length > 0)
      throw badValue('a backup needs an empty folder, given by its whole path');
    const file = path.join(folder, 'onward.mdb');
    await engine.environment.copyTo(file);
    return { bytes: statSync(file).size, ok: 1 };
  },
};

/** MongoDB's dbHash for one collection at a time: SHA-256 over the stored bytes in the order of _id, and how many there are. */
const dbHash: Command = {
  fields: ['collections'],
  run: async ({ body, database, engine, checkTime }) => {
    const [name] = Array.isArray(body['collections']) ? body['collections'] : [];
    const collection = typeof name === 'string' ? engine.catalog.find(database, name) : undefined;
    if (collection === undefined) throw namespaceNotFound("'collections' must name one collection that is there");
    const hash = createHash('sha256');
    let documents = 0;
    for await (const found of batchesOf(select(engine.environment, collection, { filter: {} }), checkTime)) {
      documents += found.length;
      for (const { raw } of found) hash.update(raw);
    }
    return { collections: { [collection.name]: hash.digest('hex') }, documents, ok: 1 };
  },
};

export const backupCommands = { onwardBackup, dbHash };
