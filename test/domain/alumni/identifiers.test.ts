import { describe, expect, it } from '@jest/globals';
import {
  checkUcasId,
  checkUkprn,
  checkUln,
  checkUpn,
  ulnCheckDigit,
  upnCheckLetter,
} from '../../../src/domain/alumni/identifiers.js';

describe('pupil numbers', () => {
  it.each([
    ['B801200005001', { ok: true, value: 'B801200005001' }],
    ['M80120000500A', { ok: true, value: 'M80120000500A' }], // temporary
    ['P207000016049', { ok: true, value: 'P207000016049' }],
    [' b8012 0000 5001 ', { ok: true, value: 'B801200005001' }],
    ['A801200005001', { ok: false, why: 'check-letter', expected: 'B' }],
    ['Q207000016049', { ok: false, why: 'check-letter', expected: 'P' }], // the misprinted worked example
    ['B80120000500', { ok: false, why: 'shape' }],
    ['B8012000050011', { ok: false, why: 'shape' }],
    ['I801200005001', { ok: false, why: 'shape' }],
    ['M80120000500O', { ok: false, why: 'shape' }],
    ['', { ok: false, why: 'shape' }],
  ])('checks %j', (text, expected) => {
    expect(checkUpn(text)).toEqual(expected);
  });

  it('finds every single wrong digit', () => {
    const missed: string[] = [];
    for (let place = 1; place < 13; place += 1) {
      for (let digit = 0; digit < 10; digit += 1) {
        const other = `B801200005001`.slice(0, place) + String(digit) + `B801200005001`.slice(place + 1);
        if (other !== 'B801200005001' && checkUpn(other).ok) missed.push(other);
      }
    }
    expect(missed).toEqual([]);
  });

  it('gives the letter for its digits', () => {
    expect([upnCheckLetter('801200005001'), upnCheckLetter('80120000500A'), upnCheckLetter('207000016049')]).toEqual([
      'B',
      'M',
      'P',
    ]);
  });
});

describe('learner numbers', () => {
  it.each([
    ['9276308686', { ok: true, value: '9276308686' }],
    ['92763 08686', { ok: true, value: '9276308686' }],
    ['9276308687', { ok: false, why: 'check-digit' }],
    ['9999999999', { ok: false, why: 'placeholder' }],
    ['9999999998', { ok: true, value: '9999999998' }], // the checksum of the placeholder's digits calls for an 8
    ['0276308686', { ok: false, why: 'shape' }],
    ['927630868', { ok: false, why: 'shape' }],
  ])('checks %j', (text, expected) => {
    expect(checkUln(text)).toEqual(expected);
  });

  it('has no check digit where the remainder is nothing', () => {
    expect([ulnCheckDigit('927630868'), ulnCheckDigit('100000001')]).toEqual(['6', '9']);
    expect(ulnCheckDigit('500000008')).toBeNull(); // 50 + 16 = 66
  });
});

it.each([
  ['10007795', { ok: true, value: '10007795' }],
  ['20007795', { ok: false, why: 'shape' }],
  ['1000779', { ok: false, why: 'shape' }],
])('checks the provider number %j', (text, expected) => {
  expect(checkUkprn(text)).toEqual(expected);
});

it.each([
  ['109-876-5432', { ok: true, value: '1098765432' }],
  ['109876543', { ok: false, why: 'shape' }],
])('checks the UCAS id %j', (text, expected) => {
  expect(checkUcasId(text)).toEqual(expected);
});
