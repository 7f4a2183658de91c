// Aggregation expressions, compiled once and evaluated per document ("Aggregation Expressions" in the manual).
// The operators of leases, intents and reports are evaluated here and in operators.ts (decision R20); rarer ones go to
// mingo with their arguments already evaluated. Unknown ones are refused (code 168).
import { partsOf, valueAt } from '../bson/paths.js';
import { type Doc, type Value, firstField, isDoc, setField } from '../bson/types.js';
import { DatabaseError, invalidOperator } from '../errors.js';
import { forms } from './forms.js';
import { isServedByMingo, mingoOperator } from './mingo.js';
import { operators } from './operators.js';
import type { Expression } from './scope.js';

/** @throws DatabaseError 168 for an operator that is not served, 16020 or 40319 for wrong arguments and the like */
export function compileExpression(spec: Value): Expression {
  if (typeof spec === 'string' && spec.startsWith('$')) return compileReference(spec);
  if (Array.isArray(spec)) {
    const items = spec.map(compileExpression);
    return (scope) => items.map((item) => item(scope) ?? null);
  }
  if (!isDoc(spec)) return () => spec;
  const first = firstField(spec);
  if (!first.startsWith('$')) return compileDocument(spec);
  if (Object.keys(spec).length !== 1) {
    throw new DatabaseError(15983, 'an object representing an expression must have exactly one field');
  }
  return compileOperator(first, spec[first] ?? null);
}

function compileDocument(spec: Doc): Expression {
  const fields = Object.entries(spec).map(([name, value]) => {
    if (name.startsWith('$')) throw invalidOperator(`Unrecognized expression '${name}'`);
    if (name.includes('.')) throw new DatabaseError(16405, 'dotted field names are only allowed at the top level');
    return { name, value: compileExpression(value) };
  });
  return (scope) => {
    const doc: Doc = {};
    for (const { name, value } of fields) {
      const result = value(scope);
      if (result !== undefined) setField(doc, name, result);
    }
    return doc;
  };
}

/** `$a.b`, `$$NOW`, `$$ROOT.a`, `$$variable.a`. */
function compileReference(text: string): Expression {
  if (!text.startsWith('$$')) {
    const parts = checkedPath(text.slice(1));
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) {
      return ({ root }) => (Object.hasOwn(root, only) ? root[only] : undefined);
    }
    return ({ root }) => valueAt(root, parts);
  }
  const [name = '', ...rest] = checkedPath(text.slice(2));
  switch (name) {
    case 'NOW':
      return ({ now }) => now;
    case 'ROOT':
    case 'CURRENT':
      return ({ root }) => valueAt(root, rest);
    case 'REMOVE':
      return () => undefined;
    default:
      return ({ variables }) => {
        if (!Object.hasOwn(variables, name)) throw new DatabaseError(17276, `Use of undefined variable: ${name}`);
        return valueAt(variables[name], rest);
      };
  }
}

function checkedPath(path: string): readonly string[] {
  const parts = partsOf(path);
  if (parts.some((part) => part === ''))
    throw new DatabaseError(15998, 'FieldPath field names may not be empty strings.');
  if (parts.some((part) => part.startsWith('$'))) {
    throw new DatabaseError(
      16410,
      `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
    );
  }
  return parts;
}

function compileOperator(name: string, argument: Value): Expression {
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form) return form(argument, compileExpression);
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!operator) {
    if (isServedByMingo(name)) return mingoOperator(name, argument, compileExpression);
    throw invalidOperator(`Unrecognized expression '${name}'`);
  }
  const args = (Array.isArray(argument) ? argument : [argument]).map(compileExpression);
  const { least, most, run } = operator;
  if (args.length < least || args.length > most) {
    const wanted = least === most ? `exactly ${least}` : `at least ${least} and at most ${most}`;
    throw new DatabaseError(16020, `Expression ${name} takes ${wanted} arguments. ${args.length} were passed in.`);
  }
  const [first, second] = args;
  if (args.length === 1 && first) return (scope) => run([first(scope)]);
  if (args.length === 2 && first && second) return (scope) => run([first(scope), second(scope)]);
  return (scope) => run(args.map((arg) => arg(scope)));
}
