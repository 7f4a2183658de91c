import type { Tools } from '../tools.js';
import { callerBehind, listApiKeys, makeApiKey, noteApiUse, revokeApiKey } from './keys.js';
import { readApiPeople, readApiPerson, readApiRecords, readApiSpells, readApiVerdicts } from './read-pages.js';

export const apiUseCases = (tools: Tools) => ({
  listKeys: listApiKeys(tools),
  makeKey: makeApiKey(tools),
  revokeKey: revokeApiKey(tools),
  callerBehind: callerBehind(tools),
  noteUse: noteApiUse(tools),
  people: readApiPeople(tools),
  person: readApiPerson(tools),
  records: readApiRecords(tools),
  spells: readApiSpells(tools),
  verdicts: readApiVerdicts(tools),
});
