// Expressions whose arguments are not simply evaluated first: those that choose, that bind variables, that quote.
import { wholeNumber } from '../bson/numbers.js';
import { type Doc, type Value, isDoc, typeName } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import { partsOfArgument } from './arguments.js';
import { type Compile, type Expression, type Scope, isTrue } from './scope.js';

type Form = (argument: Value, compile: Compile) => Expression;

export const forms: Readonly<Record<string, Form>> = {
  $literal: (argument) => () => argument,
  $cond: compileCond,
  $ifNull: compileIfNull,
  $and: (argument, compile) => {
    const all = listOf(argument).map(compile);
    return (scope) => all.every((each) => isTrue(each(scope)));
  },
  $or: (argument, compile) => {
    const any = listOf(argument).map(compile);
    return (scope) => any.some((each) => isTrue(each(scope)));
  },
  $switch: compileSwitch,
  $let: compileLet,
  $map: compileMap,
  $filter: compileFilterList,
};

const listOf = (argument: Value): Value[] => (Array.isArray(argument) ? argument : [argument]);

const part = (compile: Compile, parts: Doc, name: string): Expression => compile(parts[name] ?? null);

function compileCond(argument: Value, compile: Compile): Expression {
  if (Array.isArray(argument) && argument.length !== 3) {
    throw new DatabaseError(16020, `Expression $cond takes exactly 3 arguments. ${argument.length} were passed in.`);
  }
  const parts = Array.isArray(argument)
    ? { if: argument[0] ?? null, then: argument[1] ?? null, else: argument[2] ?? null }
    : partsOfArgument('$cond', argument, ['if', 'then', 'else']);
  const [test, then, otherwise] = [
    part(compile, parts, 'if'),
    part(compile, parts, 'then'),
    part(compile, parts, 'else'),
  ];
  return (scope) => (isTrue(test(scope)) ? then(scope) : otherwise(scope));
}

function compileIfNull(argument: Value, compile: Compile): Expression {
  const choices = listOf(argument).map(compile);
  if (choices.length < 2) throw new DatabaseError(1257300, '$ifNull needs at least two arguments');
  return (scope) => {
    let value: Value | undefined;
    for (const choice of choices) {
      value = choice(scope);
      if (value !== undefined && value !== null) return value;
    }
    return value;
  };
}

function compileSwitch(argument: Value, compile: Compile): Expression {
  const parts = partsOfArgument('$switch', argument, ['branches'], ['default']);
  const branches = listOf(parts['branches'] ?? null).map((branch) => {
    const given = partsOfArgument('$switch', branch, ['case', 'then']);
    return { test: part(compile, given, 'case'), then: part(compile, given, 'then') };
  });
  const otherwise = 'default' in parts ? part(compile, parts, 'default') : undefined;
  return (scope) => {
    const taken = branches.find(({ test }) => isTrue(test(scope)));
    if (taken) return taken.then(scope);
    if (!otherwise)
      throw new DatabaseError(40066, '$switch could not find a matching branch, and no default was specified.');
    return otherwise(scope);
  };
}

const withVariables = (scope: Scope, added: Record<string, Value | undefined>): Scope => ({
  ...scope,
  variables: { ...scope.variables, ...added },
});

function compileLet(argument: Value, compile: Compile): Expression {
  const parts = partsOfArgument('$let', argument, ['vars', 'in']);
  const vars = isDoc(parts['vars']) ? Object.entries(parts['vars']) : [];
  const bound = vars.map(([name, value]) => [name, compile(value)] as const);
  const inner = part(compile, parts, 'in');
  return (scope) => inner(withVariables(scope, Object.fromEntries(bound.map(([name, value]) => [name, value(scope)]))));
}

/** The list that a form works on, or null when it is null or missing. */
function inputList(name: string, value: Value | undefined): readonly Value[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw new DatabaseError(28651, `input to ${name} must be an array not ${typeName(value)}`);
  return value;
}

const variableName = (parts: Doc): string => (typeof parts['as'] === 'string' ? parts['as'] : 'this');

function compileMap(argument: Value, compile: Compile): Expression {
  const parts = partsOfArgument('$map', argument, ['input', 'in'], ['as']);
  const [input, inner, name] = [part(compile, parts, 'input'), part(compile, parts, 'in'), variableName(parts)];
  return (scope) =>
    inputList('$map', input(scope))?.map((each) => inner(withVariables(scope, { [name]: each })) ?? null) ?? null;
}

function compileFilterList(argument: Value, compile: Compile): Expression {
  const parts = partsOfArgument('$filter', argument, ['input', 'cond'], ['as', 'limit']);
  const [input, test, name] = [part(compile, parts, 'input'), part(compile, parts, 'cond'), variableName(parts)];
  const limit = 'limit' in parts ? part(compile, parts, 'limit') : undefined;
  return (scope) => {
    const kept = inputList('$filter', input(scope))?.filter((each) =>
      isTrue(test(withVariables(scope, { [name]: each }))),
    );
    return kept?.slice(0, wholeNumber(limit?.(scope)) ?? kept.length) ?? null;
  };
}
