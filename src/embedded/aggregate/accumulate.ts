// The accumulators of `$group` ("Accumulators" in the manual). Each keeps only what its result needs.
// Sums stay of integer type while every number was one; doubles are summed with compensation, so order matters little.
import { compareValues, groupKey } from '../bson/compare.js';
import { arithmetic, double, isIntegral, isNumber, toNumber } from '../bson/numbers.js';
import { type Numeric, type Value, isDoc, setField, typeName, weightOf } from '../bson/types.js';
import { DatabaseError } from '../errors.js';
import { isNothing } from './scope.js';

/** Takes one value per document of the group, then gives the result. */
export interface Accumulator {
  add(value: Value | undefined): void;
  result(): Value;
}

/** @param keep told the bytes of what is kept for good; it throws when that is too much */
export type MakeAccumulator = (keep: (bytes: number) => void) => Accumulator;

export const accumulators: Readonly<Record<string, MakeAccumulator>> = {
  $sum: sum,
  $count: sum,
  $avg: average,
  $min: () => extreme(-1),
  $max: () => extreme(1),
  $first: () => {
    let seen: { value: Value } | undefined;
    return {
      add: (value) => {
        seen ??= { value: value ?? null };
      },
      result: () => seen?.value ?? null,
    };
  },
  $last: () => {
    let last: Value = null;
    return {
      add: (value) => {
        last = value ?? null;
      },
      result: () => last,
    };
  },
  $push: (keep) => {
    const list: Value[] = [];
    return {
      add: (value) => {
        if (value === undefined) return;
        keep(weightOf(value));
        list.push(value);
      },
      result: () => list,
    };
  },
  $addToSet: (keep) => {
    const set = new Map<string, Value>();
    return {
      add: (value) => {
        if (value === undefined) return;
        const key = groupKey(value);
        if (set.has(key)) return;
        keep(weightOf(value) + key.length * 2);
        set.set(key, value);
      },
      result: () => [...set.values()],
    };
  },
  $mergeObjects: () => {
    const merged = {};
    return {
      add: (value) => {
        if (isNothing(value)) return;
        if (!isDoc(value))
          throw new DatabaseError(
            40400,
            `$mergeObjects requires object inputs, but input is of type ${typeName(value)}`,
          );
        for (const [name, inner] of Object.entries(value)) setField(merged, name, inner);
      },
      result: () => merged,
    };
  },
};

function sum(): Accumulator {
  let whole: Numeric = 0;
  let fraction = 0;
  let lost = 0; // what the running sum of doubles has rounded away
  let isDouble = false;
  const addDouble = (number: number) => {
    const next = fraction + number;
    lost += Math.abs(fraction) >= Math.abs(number) ? fraction - next + number : number - next + fraction;
    fraction = next;
  };
  return {
    add(value) {
      if (!isNumber(value)) return;
      if (!isIntegral(value)) {
        isDouble = true;
        addDouble(toNumber(value));
        return;
      }
      const next = arithmetic('add', whole, value);
      if (next === undefined) {
        isDouble = true;
        addDouble(toNumber(whole));
        whole = value;
      } else whole = next;
    },
    result() {
      if (!isDouble) return whole;
      const total = fraction + toNumber(whole);
      return double(Number.isFinite(total) ? total + lost : total);
    },
  };
}

function average(): Accumulator {
  const total = sum();
  let count = 0;
  return {
    add(value) {
      if (!isNumber(value)) return;
      count += 1;
      total.add(value);
    },
    result: () => (count === 0 ? null : double(toNumber(total.result() as Numeric) / count)),
  };
}

function extreme(direction: 1 | -1): Accumulator {
  let best: Value | undefined;
  return {
    add(value) {
      if (isNothing(value)) return;
      if (best === undefined || compareValues(value, best) * direction > 0) best = value;
    },
    result: () => best ?? null,
  };
}

const over = (accumulator: Accumulator, values: readonly Value[]): Value => {
  for (const value of values) accumulator.add(value);
  return accumulator.result();
};

/** `$sum` as an expression. */
export const sumOf = (values: readonly Value[]): Value => over(sum(), values);

/** `$avg` as an expression. */
export const averageOf = (values: readonly Value[]): Value => over(average(), values);
