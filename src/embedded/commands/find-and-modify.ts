// findAndModify: one document found in an order, changed or removed, and given back as it was or as it is now, all in
// one write. Leases are taken with it, so two takers never get the same document.
import type { Doc } from '../bson/types.js';
import { failedToParse } from '../errors.js';
import { compileProjection } from '../query/project.js';
import type { Reply } from '../wire/reply.js';
import { collectionName, docOption, flagOption, letOption, listOption, type Command } from './call.js';
import { hintOption } from './find.js';
import { changeFirst, removeFirst, updateFirst, type FirstChange } from './modify.js';
import { readUpdate } from './write.js';

const findAndModify: Command = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'hint',
    'bypassDocumentValidation',
    'let',
  ],
  run: async (call): Promise<Reply> => {
    const target = { engine: call.engine, database: call.database, name: collectionName(call) };
    const { body } = call;
    const filter = docOption(body, 'query') ?? {};
    const variables = letOption(body);
    const query = { filter, sort: docOption(body, 'sort'), hint: hintOption(body), variables };
    const fields = docOption(body, 'fields') ?? {};
    const project = Object.keys(fields).length === 0 ? (doc: Doc) => doc : compileProjection(fields, { filter });
    const wantsNew = flagOption(body, 'new');
    let change: FirstChange;
    if (flagOption(body, 'remove')) {
      if (body['update'] !== undefined || wantsNew || flagOption(body, 'upsert')) {
        throw failedToParse("Cannot specify 'update', 'new' or 'upsert' together with 'remove=true'");
      }
      change = removeFirst(target, query);
    } else {
      if (body['update'] === undefined) throw failedToParse("Either an update or 'remove=true' must be specified");
      const spec = readUpdate(body['update'], listOption(body, 'arrayFilters'), flagOption(body, 'upsert'), variables);
      change = updateFirst(target, query, spec);
    }
    const { before, after, upserted } = await changeFirst(target, change, call.checkTime);
    const value = wantsNew ? after : before;
    const found = before !== undefined || upserted !== undefined;
    return {
      lastErrorObject: {
        n: found ? 1 : 0,
        ...(!flagOption(body, 'remove') && { updatedExisting: before !== undefined }),
        ...(upserted !== undefined && { upserted }),
      },
      value: value === undefined ? null : project(value),
      ok: 1,
    };
  },
};

export const modifyCommands = { findAndModify, findandmodify: findAndModify };
