import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import type { OwnReading } from '../../src/domain/alumni/own-headings.js';
import { openLeavers } from '../../src/files/leavers.js';
import { HeadingsRefused } from '../../src/files/refused.js';

const limits = { rows: 100, columns: 60, field: 100 };
async function read(content: string | Buffer, own?: OwnReading) {
  const { ignored, pieces, notes } = await openLeavers(() => Readable.from([Buffer.from(content)]), limits, own);
  const lines = [];
  for await (const piece of pieces) lines.push(...piece);
  return { ignored, lines, notes: notes() };
}

it('knows headings in any order, case and spacing, and leaves the others aside', async () => {
  expect(
    await read('surname,FORE_NAME,Shoe size,Year-Group, urn ,"Leaving Date",dob\r\nT,A,44,13,999101,2026-07-17,\r\n'),
  ).toEqual({
    ignored: ['Shoe size'],
    notes: [],
    lines: [
      {
        line: 2,
        texts: { familyName: 'T', givenName: 'A', stage: '13', school: '999101', leftOn: '2026-07-17' },
        problems: [],
      },
    ],
  });
});

it('tells rows whose cells do not fit the headings, and goes on', async () => {
  const { lines } = await read(
    [
      'School,Forename,Surname,Stage,Leaving year',
      'n,A,T,13',
      'n,A,T,13,2026,extra',
      'n,A,T,13,2026,,',
      `n,${'x'.repeat(101)},T,13,2026`,
    ].join('\n'),
  );
  expect(lines.map(({ line, problems }) => [line, ...problems.map(({ field, why }) => `${field}: ${why}`)])).toEqual([
    [2, ': the row has 4 cells and the headings have 5'],
    [3, ': the row has 6 cells and the headings have 5'],
    [4],
    [5, 'given name: given name is longer than 100 characters'],
  ]);
});

describe('what sheets do to files', () => {
  const twice = (text: string): Buffer => Buffer.from(new TextDecoder('windows-1252').decode(Buffer.from(text)));
  const named = 'School,Forename,Surname,Stage,Leaving year\nn,Zoë,O’Testperson,13,2026\n';

  it('is undone where it was encoded twice, or three times, and said', async () => {
    const meant = (await read(named)).lines;
    for (const bytes of [twice(named), twice(twice(named).toString()), twice(`\uFEFF${named}`)]) {
      const { lines, notes } = await read(bytes);
      expect(lines).toEqual(meant);
      expect(notes.join(' ')).toContain('cells were encoded twice and are read as they were meant');
    }
  });

  it('is undone where byte-order marks stand in the middle, and said', async () => {
    const { lines, notes } = await read(named.replace('n,Zoë', '\uFEFFn,Zoë').replace('13,2026', '13\uFEFF,2026'));
    expect(lines).toEqual((await read(named)).lines);
    expect(notes).toEqual(['2 byte-order marks inside the file did not matter.']);
  });

  it('does not touch names that only look odd', async () => {
    const { lines, notes } = await read(named.replace('Zoë', 'Ã Ägir'));
    expect([lines[0]?.texts.givenName, notes]).toEqual(['Ã Ägir', []]);
  });
});

describe('a school’s own headings', () => {
  const own = (headings: OwnReading['headings']): OwnReading => ({ school: 'north' as SchoolId, headings });
  const german = 'Nachname,Vorname,Jahrgang,Abgang\nT,A,13,2026\n';
  const said = [
    { heading: 'NACHNAME', field: 'familyName' },
    { heading: 'vor-name', field: 'givenName' },
    { heading: 'Jahrgang', field: 'stage' },
    { heading: 'Abgang', field: 'leavingYear' },
  ];

  it('go before the usual ones, whatever their case and signs, and the school is that of the folder', async () => {
    expect((await read(german, own(said))).lines).toEqual([
      {
        line: 2,
        texts: { familyName: 'T', givenName: 'A', stage: '13', leavingYear: '2026', school: 'north' },
        problems: [],
      },
    ]);
    const named = 'Surname,Forename,Stage,Left\nT,A,13,2026\n';
    const other = [{ heading: 'Left', field: 'leavingYear' }];
    expect((await read(named, own(other))).lines[0]?.texts).toMatchObject({ leavingYear: '2026' });
  });

  it('that a person left aside are left aside, and a column of schools goes before the folder', async () => {
    const { ignored, lines } = await read(
      'School,Surname,Forename,Stage,Leaving year,Phone\nsouth,T,A,13,2026,07700 900001\n',
      own([{ heading: 'Phone', field: '' }]),
    );
    expect([ignored, lines[0]?.texts.school, lines[0]?.texts.mobile]).toEqual([['Phone'], 'south', undefined]);
  });

  it('are never guessed by their place: what is missing is named with what is not known', async () => {
    const refused = await read(german, own(said.slice(0, 2))).catch((error: unknown) => error);
    if (!(refused instanceof HeadingsRefused)) throw new Error('It was read.');
    expect(refused.headings).toEqual({
      missing: ['stage', 'left on or leaving year'],
      unknown: ['Jahrgang', 'Abgang'],
    });
  });

  it('cannot make two columns one', async () => {
    await expect(
      read(
        'Surname,Nachname,Forename,Stage,Leaving year\nT,T,A,13,2026\n',
        own([{ heading: 'Nachname', field: 'familyName' }]),
      ),
    ).rejects.toThrow('Two columns are both read as family name');
  });
});
