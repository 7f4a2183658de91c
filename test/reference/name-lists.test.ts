// Names are found as people type them, and the lists say nothing else than their sources.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { nameLists } from '../../src/reference/index.js';
import { oneSlip } from '../../src/reference/name-list.js';
import { providerRows } from '../../src/reference/provider-rows.js';
import { providersByTown } from '../../src/reference/provider-towns.js';
import { subjectRows } from '../../src/reference/subject-rows.js';

const { provider, subject } = nameLists;
const names = (list: typeof provider, text: string, limit = 8) => list.search(text, limit).map(({ name }) => name);

describe('providers', () => {
  it.each([
    ['the place alone, its university first', 'Leeds', 'University of Leeds'],
    ['the kind of place first', 'uni of leeds', 'University of Leeds'],
    ['another name', 'UCL', 'University College London'],
    ['a number', '10007795', 'University of Leeds'],
    ['words out of order', 'london arts', 'University of the Arts London'],
    ['the town', 'Dundee', 'University of Dundee'],
    ['a slip of the keys', 'Manchestr Metropolitan', 'Manchester Metropolitan University'],
    ['two letters that changed places', 'Leesd', 'University of Leeds'],
    ['an apostrophe left out', 'kings college', "King's College London"],
  ])('are found by %s', (_how, text, name) => {
    expect(names(provider, text)[0]).toBe(name);
  });

  it.each(['', '  ', 'of', 'the', 'Exampleton', '%00', 'x'.repeat(500), '10007795 or 1=1'])(
    'finds none by %j',
    (text) => {
      expect(names(provider, text)).toEqual([]);
    },
  );

  it('say a town beside a name that does not', () => {
    expect(provider.search('Abertay', 1)).toEqual([{ code: '10007849', name: 'Abertay University', note: 'Dundee' }]);
    expect(provider.find('10007795')).toEqual({ code: '10007795', name: 'University of Leeds' });
    expect(provider.find('1')).toBeNull();
  });

  it('are called by no name that several have, unless one has it by right', () => {
    expect(['Grimsby Institute', 'NSCD', 'Institute of Education'].map((text) => provider.called(text))).toEqual([
      null,
      null,
      null,
    ]);
    const london = ['University of London', 'London University', 'Leeds Conservatoire'];
    expect(london.map((text) => provider.called(text)?.name)).toEqual([
      'University of London',
      'University of London',
      'Leeds Conservatoire',
    ]);
  });

  it('give at most what was asked for', () => {
    expect(names(provider, 'university', 3)).toHaveLength(3);
  });

  it('have a town only where there is a provider', () => {
    const known = new Set(providerRows.map(([ukprn]) => ukprn));
    const placed = Object.values(providersByTown).flatMap((ukprns) => ukprns.split(' '));
    expect(placed.filter((ukprn) => !known.has(ukprn))).toEqual([]);
    expect(new Set(placed).size).toBe(placed.length);
  });
});

describe('subjects', () => {
  it.each([
    ['its name', 'Physics', 'CAH07-01-01'],
    ['what people call it', 'maths', 'CAH09-01-01'],
    ['the name of the degree around it', 'BSc (Hons) Computer Science', 'CAH11-01-01'],
    ['its code', 'CAH16-01-01', 'CAH16-01-01'],
  ])('are known by %s', (_how, text, code) => {
    expect(subject.called(text)?.code).toBe(code);
  });

  it('offers each of two that were named in one breath', () => {
    expect(names(subject, 'History and Politics')).toEqual(expect.arrayContaining(['History', 'Politics']));
    expect(names(subject, 'phsyics')).toEqual(['Physics']);
    expect(subject.called('History and Politics')).toBeNull();
  });

  it('have one name a code and one code a name', () => {
    expect(new Set(subjectRows.map(([code]) => code)).size).toBe(subjectRows.length);
    expect(new Set(subjectRows.map(([, name]) => name)).size).toBe(subjectRows.length);
    expect(subjectRows.filter(([, name]) => subject.called(name)?.name !== name)).toEqual([]);
  });
});

it.each([
  ['leeds', 'leesd', true],
  ['leeds', 'leds', true],
  ['leeds', 'leedss', true],
  ['leeds', 'leads', true],
  ['leeds', 'lads', false],
  ['leeds', 'leeds', true],
  ['leeds', 'dleesx', false],
])('one slip lies between %s and %s: %s', (one, other, expected) => {
  expect([oneSlip(one, other), oneSlip(other, one)]).toEqual([expected, expected]);
});

const data = path.join(process.cwd(), '../shared/data');
const beside = existsSync(path.join(data, 'cah-subjects.csv'));
const withData = beside ? it : it.skip; // needs the public reference data
const rowsOf = (file: string) =>
  parse<Record<string, string>>(readFileSync(path.join(data, file)), { columns: true, bom: true });

withData(`are what their sources say${beside ? '' : ' (not run: no data beside the checkout)'}`, () => {
  const published = rowsOf('cah-subjects.csv').filter(({ level, code }) => level === '3' && code !== 'CAHZ5');
  expect(subjectRows.map(([code]) => code).toSorted()).toEqual(published.map(({ code }) => code).toSorted());
  const towns = new Map(rowsOf('uk-he-providers.csv').map(({ ukprn, town }) => [ukprn, town]));
  for (const [town, ukprns] of Object.entries(providersByTown)) {
    expect(ukprns.split(' ').map((ukprn) => towns.get(ukprn))).toEqual(ukprns.split(' ').map(() => town));
  }
});
