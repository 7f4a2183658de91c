// The list of commands, and what is checked before any of them runs: that the command is known (code 59), that every
// field of it is known (40415), and that nothing is asked for that a standalone server does not give (code 20).
import { decode } from '../bson/codec.js';
import { isDoc, type Doc } from '../bson/types.js';
import {
  badValue,
  commandNotFound,
  DatabaseError,
  illegalOperation,
  invalidNamespace,
  invalidOptions,
  unknownField,
} from '../errors.js';
import type { Engine } from '../engine.js';
import { encodeReply, errorReply, type Reply } from '../wire/reply.js';
import type { Request } from '../wire/frame.js';
import { aggregateCommands } from './aggregate.js';
import { backupCommands } from './backup.js';
import { numberOption, timeLimit, type Call, type Command } from './call.js';
import { collectionCommands } from './collections.js';
import { explainCommands } from './explain.js';
import { readCommands } from './find.js';
import { indexCommands } from './indexes.js';
import { modifyCommands } from './find-and-modify.js';
import { serverCommands } from './server.js';
import { validateCommands } from './validate.js';
import { writeCommands } from './write.js';

const commands: ReadonlyMap<string, Command> = new Map<string, Command>(
  Object.entries({
    ...serverCommands,
    ...readCommands,
    ...writeCommands,
    ...modifyCommands,
    ...aggregateCommands,
    ...collectionCommands,
    ...indexCommands,
    ...explainCommands,
    ...validateCommands,
    ...backupCommands,
  }),
);

/** Fields that drivers add to any command. */
const GENERIC = new Set([
  '$db',
  'lsid',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
]);
const TRANSACTION = ['txnNumber', 'startTransaction', 'autocommit'];

const checkFields = (name: string, command: Command, body: Doc): void => {
  for (const field of Object.keys(body)) {
    if (TRANSACTION.includes(field)) {
      throw illegalOperation('Transaction numbers are only allowed on a replica set member or mongos');
    }
    if (field !== name && !GENERIC.has(field) && !command.fields.includes(field)) throw unknownField(name, field);
  }
};

const checkConcerns = ({ readConcern, writeConcern }: Doc): void => {
  const level = readConcern !== undefined && isDoc(readConcern) ? readConcern['level'] : undefined;
  if (level !== undefined && level !== 'local' && level !== 'majority' && level !== 'available') {
    throw invalidOptions(`a standalone server does not serve read concern ${JSON.stringify(level)}`);
  }
  const w = writeConcern !== undefined && isDoc(writeConcern) ? writeConcern['w'] : undefined;
  if (w !== undefined && w !== 'majority' && w !== 0 && w !== 1) {
    throw badValue("cannot use 'w' > 1 when a host is not replicated");
  }
};

/** Where a request came from. */
type Origin = Pick<Call, 'connectionId' | 'isOwnSocket'>;

const run = async (engine: Engine, request: Request, from: Origin): Promise<Reply> => {
  const body = decode(request.body);
  const name = Object.keys(body)[0] ?? '';
  const command = commands.get(name);
  if (command === undefined) throw commandNotFound(name);
  if (!request.legacy) checkFields(name, command, body);
  checkConcerns(body);
  const database = request.legacy ? 'admin' : body['$db'];
  if (typeof database !== 'string' || !/^[^/\\. "$\0]{1,63}$/.test(database)) {
    throw invalidNamespace(`Invalid database name: '${typeof database === 'string' ? database : ''}'`);
  }
  for (const field of request.sequences.keys()) {
    if (!command.fields.includes(field) || field in body) throw unknownField(name, field);
  }
  const checkTime = timeLimit(numberOption(body, 'maxTimeMS'));
  return command.run({ engine, name, database, body, sequences: request.sequences, ...from, checkTime });
};

/** Answers one request; whatever goes wrong is an answer with `ok: 0`. */
export const answer = async (engine: Engine, request: Request, from: Origin): Promise<readonly Uint8Array[]> => {
  try {
    return encodeReply(await run(engine, request, from));
  } catch (error) {
    if (error instanceof DatabaseError) return encodeReply(errorReply(error));
    process.stderr.write(
      `embedded database: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return encodeReply(errorReply(new DatabaseError(8, error instanceof Error ? error.message : String(error))));
  }
};
