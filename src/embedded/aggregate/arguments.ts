// Arguments that an operator takes by name.
import { type Doc, type Value, isDoc, typeName } from '../bson/types.js';
import { failedToParse } from '../errors.js';

/** The named parts of an operator's argument; anything else in it, or a required part missing, is refused. */
export function partsOfArgument(name: string, argument: Value, required: string[], optional: string[] = []): Doc {
  if (!isDoc(argument)) throw failedToParse(`${name} requires an object as an argument, found: ${typeName(argument)}`);
  for (const part of Object.keys(argument)) {
    if (!required.includes(part) && !optional.includes(part)) {
      throw failedToParse(`Unrecognized argument to ${name}: ${part}`);
    }
  }
  for (const part of required) {
    if (!Object.hasOwn(argument, part)) throw failedToParse(`Missing '${part}' parameter to ${name}`);
  }
  return argument;
}
