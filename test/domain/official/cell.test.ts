import { expect, it } from '@jest/globals';
import { readCell, signWords } from '../../../src/domain/official/cell.js';

it.each([
  ['84', 84],
  [' 1,812 ', 1812],
  ['48%', 48],
  ['0.0', 0],
  ['-12', -12],
  ['23.7', 23.7],
  ['£21,400', 21400],
  ['SUPP', 'SUPP'],
  ['NA', 'NA'],
  ['SP', 'SP'],
  ['SN', 'SN'],
  ['x', 'x'],
  ['c', 'c'],
  ['z', 'z'],
  ['low', 'low'],
  ['~', '~'],
  ['[DPH]', '[DPH]'],
  ['', ''],
  ['   ', ''],
])('%j is read as %j', (text, value) => {
  expect(readCell(text)).toBe(value);
});

it.each([
  'many',
  '12 students',
  '1,23',
  '12-15',
  '=1+1',
  'NaN',
  'Infinity',
  '1e9',
  '0x10',
  'SUPPRESSED',
  '__proto__',
  'constructor',
])('%j is neither a number nor a sign', (text) => {
  expect(readCell(text)).toBeNull();
});

it('says what a sign means', () => {
  expect([signWords('SUPP'), signWords('low'), signWords('?')]).toEqual([
    'hidden by the publisher',
    'more than none, less than half a per cent',
    '“?”',
  ]);
});
