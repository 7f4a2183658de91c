import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { openLeavers } from '../../src/files/leavers.js';

const limits = { rows: 100, columns: 60, field: 100 };
async function read(content: string) {
  const { ignored, rows } = await openLeavers(() => Readable.from([Buffer.from(content)]), limits);
  const lines = [];
  for await (const line of rows) lines.push(line);
  return { ignored, lines };
}

it('knows headings in any order, case and spacing, and leaves the others aside', async () => {
  expect(
    await read('surname,FORE_NAME,Shoe size,Year-Group, urn ,"Leaving Date",dob\r\nT,A,44,13,999101,2026-07-17,\r\n'),
  ).toEqual({
    ignored: ['Shoe size'],
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
