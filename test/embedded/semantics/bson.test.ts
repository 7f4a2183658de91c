// Bytes, types and the one order over values. Expected bytes come from the bson package's own writer; the order from the
// manual's page "Comparison/Sort Order".
import { describe, expect, it } from '@jest/globals';
import {
  BSONRegExp,
  Binary,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
  serialize,
} from 'bson';
import { decode, decodeFields, pickField } from '../../../src/embedded/bson/codec.js';
import {
  compareText,
  compareValues,
  equalValues,
  groupKey,
  identicalValues,
} from '../../../src/embedded/bson/compare.js';
import { encode } from '../../../src/embedded/bson/encode.js';
import { arithmetic, compareNumbers, double } from '../../../src/embedded/bson/numbers.js';
import { type Value, typeName } from '../../../src/embedded/bson/types.js';
import { anyDoc, anyValue } from './values.js';
import fc from '../../support/properties.js';

const id = new ObjectId('65f000000000000000000001');

describe('bytes to documents and back', () => {
  const every = {
    _id: id,
    int: new Int32(5),
    double: new Double(5),
    fraction: 5.25,
    negativeZero: new Double(-0),
    notANumber: Number.NaN,
    infinite: Number.NEGATIVE_INFINITY,
    beyondInt: 4_000_000_000,
    long: Long.fromNumber(7),
    widest: Long.MAX_VALUE,
    text: 'Ünïcode 😀 and a longer run of plain letters',
    empty: '',
    zero: 'a\0b',
    yes: true,
    no: false,
    nothing: null,
    date: new Date(-5),
    list: [1, [2, [3]], { a: [] }],
    doc: { b: 1, a: { $ref: 'x', $id: 1 } },
    binary: new Binary(Buffer.from([1, 2, 3]), 128),
    uuid: new UUID('00112233-4455-6677-8899-aabbccddeeff'),
    regex: new BSONRegExp('^a', 'im'),
    stamp: new Timestamp({ t: 4_000_000_000, i: 3 }),
    decimal: Decimal128.fromString('1.00'),
    least: new MinKey(),
    most: new MaxKey(),
    'Schlüssel mit Länge': 1,
  };
  const bytes = serialize(every);

  it('gives every type back as the same bytes', () => {
    expect(encode(decode(bytes)).toString('hex')).toBe(Buffer.from(bytes).toString('hex'));
  });

  it('keeps each type apart', () => {
    const doc = decode(bytes);
    expect(Object.fromEntries(Object.keys(doc).map((name) => [name, typeName(doc[name])]))).toEqual({
      _id: 'objectId',
      int: 'int',
      double: 'double',
      fraction: 'double',
      negativeZero: 'double',
      notANumber: 'double',
      infinite: 'double',
      beyondInt: 'double',
      long: 'long',
      widest: 'long',
      text: 'string',
      empty: 'string',
      zero: 'string',
      yes: 'bool',
      no: 'bool',
      nothing: 'null',
      date: 'date',
      list: 'array',
      doc: 'object',
      binary: 'binData',
      uuid: 'binData',
      regex: 'regex',
      stamp: 'timestamp',
      decimal: 'decimal',
      least: 'minKey',
      most: 'maxKey',
      'Schlüssel mit Länge': 'int',
    });
  });

  it('reads single fields without the rest', () => {
    expect(pickField(bytes, 'fraction')).toBe(5.25);
    expect(pickField(bytes, 'Schlüssel mit Länge')).toBe(1);
    expect(pickField(bytes, 'doc')).toEqual({ b: 1, a: { $ref: 'x', $id: 1 } });
    expect(pickField(bytes, 'a')).toBeUndefined();
    expect(decodeFields(bytes, new Set(['date', 'int', 'absent']))).toEqual({ int: 5, date: new Date(-5) });
  });

  it('keeps hostile names as plain fields', () => {
    const hostile = JSON.parse(
      '{"__proto__":{"admin":true},"constructor":1,"_bsontype":"ObjectId","toBSON":2}',
    ) as object;
    const parts = [
      Buffer.from([3]),
      Buffer.from('__proto__\0'),
      Buffer.from(serialize({ admin: true })),
      Buffer.from(serialize({ constructor: 1, toBSON: 2 }).subarray(4)),
    ];
    const raw = Buffer.concat([Buffer.alloc(4), ...parts]);
    raw.writeInt32LE(raw.length, 0);
    const doc = decode(raw);
    expect(Object.keys(doc)).toEqual(['__proto__', 'constructor', 'toBSON']);
    expect(Object.getPrototypeOf(doc)).toBe(Object.prototype);
    expect(encode(doc).equals(raw)).toBe(true);
    expect(Object.keys(decode(encode(hostile as Record<string, Value>)))).toEqual(Object.keys(hostile));
  });

  it('refuses anything that is not one whole document with code 22', () => {
    const cut = Buffer.from(bytes);
    const cases: Uint8Array[] = [
      Buffer.alloc(0),
      Buffer.from([5, 0, 0, 0]),
      Buffer.from([6, 0, 0, 0, 0]),
      cut.subarray(0, cut.length - 1),
      Buffer.from([8, 0, 0, 0, 0x10, 97, 0, 0]), // an int32 without its bytes
      Buffer.from([8, 0, 0, 0, 0x06, 97, 0, 0]), // a deprecated type
      Buffer.from([14, 0, 0, 0, 0x0d, 97, 0, 2, 0, 0, 0, 97, 0, 0]), // code
      Buffer.from([12, 0, 0, 0, 0x02, 97, 0, 255, 255, 255, 127, 0]), // a string longer than the document
      Buffer.from([12, 0, 0, 0, 0x02, 97, 0, 0, 0, 0, 0, 0]), // a string without its end
      Buffer.from([16, 0, 0, 0, 0x09, 97, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]), // a date after the last that JavaScript has
    ];
    for (const wrong of cases) expect(() => decode(wrong)).toThrow(expect.objectContaining({ code: 22 }));
    let deep: Value = 1;
    for (let level = 0; level < 200; level += 1) deep = [deep];
    expect(() => decode(encode({ deep }))).toThrow(expect.objectContaining({ code: 22 }));
  });

  it('never runs away on random damage', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = byte;
        try {
          decode(damaged);
        } catch (error) {
          expect(error).toHaveProperty('code', 22);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('survives a round trip for random documents', () => {
    fc.assert(
      fc.property(anyDoc, (doc) => {
        const once = encode(doc);
        expect(identicalValues(decode(once), doc)).toBe(true);
        expect(encode(decode(once)).equals(once)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the order of values', () => {
  const ascending: (Value | undefined)[] = [
    new MinKey(),
    undefined,
    null,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    Long.MIN_VALUE,
    new Double(-1),
    0,
    Decimal128.fromString('0.1'),
    0.1, // the double is a little more than one tenth
    0.5,
    1,
    Long.fromString('9007199254740992'),
    Long.fromString('9007199254740993'), // no double equals it
    9007199254740994,
    Long.MAX_VALUE,
    Number.POSITIVE_INFINITY,
    '',
    'B',
    'a',
    'a\0',
    'ab',
    '\uFFFD',
    '\u{1F600}', // after U+FFFD by UTF-8 bytes, before it by UTF-16 units
    {},
    { a: 1 },
    { a: 1, b: 1 },
    { b: 1, a: 1 },
    { a: 'x' }, // the type of the value counts before the name
    [],
    [1],
    [1, 2],
    [2],
    new Binary(Buffer.from([9]), 0),
    new Binary(Buffer.from([1]), 4),
    new Binary(Buffer.from([0x80, 0]), 0),
    new Binary(Buffer.from([0x81, 0]), 0),
    new ObjectId('000000000000000000000000'),
    new ObjectId('ffffffffffffffffffffffff'),
    false,
    true,
    new Date(-1),
    new Date(0),
    new Timestamp({ t: 1, i: 1 }),
    new Timestamp({ t: 4_000_000_000, i: 1 }),
    new BSONRegExp('a', ''),
    new BSONRegExp('a', 'i'),
    new MaxKey(),
  ];

  it('is MongoDB’s, each value before all later ones', () => {
    for (const [at, value] of ascending.entries()) {
      for (const [other, later] of ascending.entries()) {
        const shown = `${String(at)} against ${String(other)}`;
        expect(`${shown}: ${Math.sign(compareValues(value, later))}`).toBe(`${shown}: ${Math.sign(at - other)}`);
      }
    }
  });

  const same: [Value, Value][] = [
    [1, new Double(1)],
    [1, Long.fromNumber(1)],
    [new Double(1), Decimal128.fromString('1.00')],
    [Decimal128.fromString('1.0'), Decimal128.fromString('1.00')],
    [0, new Double(-0)],
    [Number.NaN, Number.NaN],
    [Long.fromString('9007199254740992'), 9007199254740992],
    [
      new UUID('00112233-4455-6677-8899-aabbccddeeff'),
      new Binary(Buffer.from('00112233445566778899aabbccddeeff', 'hex'), 4),
    ],
    [{ a: [1, new Double(2)] }, { a: [new Double(1), 2] }],
    [Decimal128.fromString('Infinity'), Number.POSITIVE_INFINITY],
    [Decimal128.fromString('100'), 100],
    [Decimal128.fromString('1E+2'), Long.fromNumber(100)],
    [Decimal128.fromString('0.5'), 0.5],
    [Decimal128.fromString('0.30'), Decimal128.fromString('3E-1')],
  ];
  it.each(same)('holds %p and %p for equal, with one key to hash by', (a, b) => {
    expect(compareValues(a, b)).toBe(0);
    expect(groupKey(a)).toBe(groupKey(b));
  });

  const different: [Value, Value][] = [
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [new Binary(Buffer.from([255]), 0), new Binary(Buffer.from([254]), 0)],
    [new Binary(Buffer.from([1]), 0), new Binary(Buffer.from([1]), 5)],
    ['1', 1],
    [id, id.toHexString()],
    [[1, 2], [[1, 2]]],
    [['a,b'], ['a', 'b']],
    [null, 0],
    [Decimal128.fromString('0.1'), 0.1],
  ];
  it.each(different)('holds %p and %p for different', (a, b) => {
    expect(equalValues(a, b)).toBe(false);
    expect(groupKey(a)).not.toBe(groupKey(b));
  });

  it('is total: antisymmetric, transitive, and its keys agree with it', () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
        const [ab, bc, ac] = [compareValues(a, b), compareValues(b, c), compareValues(a, c)];
        expect(Math.sign(compareValues(b, a)) + 0).toBe(-Math.sign(ab) + 0);
        expect(compareValues(a, a)).toBe(0);
        if (ab <= 0 && bc <= 0) expect(ac).toBeLessThanOrEqual(0);
        expect(groupKey(a) === groupKey(b)).toBe(ab === 0);
        if (identicalValues(a, b)) expect(ab).toBe(0);
      }),
      { numRuns: 3_000 },
    );
  });

  it('orders text by its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(compareText(a, b)).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});

describe('arithmetic', () => {
  const cases: [Parameters<typeof arithmetic>, Value | undefined][] = [
    [['add', 1, 2], 3],
    [['add', 2_147_483_647, 1], Long.fromNumber(2_147_483_648)],
    [['multiply', 65_536, 65_536], Long.fromNumber(4_294_967_296)],
    [['add', 1, Long.fromNumber(1)], Long.fromNumber(2)],
    [['add', 1, new Double(1)], new Double(2)],
    [['add', Long.fromNumber(1), 0.5], 1.5],
    [['multiply', -1, 0], 0],
    [['add', Long.MAX_VALUE, 1], undefined],
    [['multiply', Long.fromString('3037000500'), Long.fromString('3037000500')], undefined],
    [['subtract', Long.fromString('9007199254740993'), 1], Long.fromString('9007199254740992')],
  ];
  it.each(cases)('%p gives %p', (given, expected) => {
    const result = arithmetic(...given);
    expect(result === undefined ? undefined : typeName(result)).toBe(
      expected === undefined ? undefined : typeName(expected),
    );
    expect(compareValues(result, expected)).toBe(0);
  });

  it('gives doubles one form and compares them exactly', () => {
    expect(double(5)).toEqual(new Double(5));
    expect(double(5.5)).toBe(5.5);
    expect(compareNumbers(Long.fromString('9007199254740993'), 9007199254740992)).toBe(1);
  });
});
