// Official files as they come: in every layout, in any order, damaged by sheets and mail, renamed and translated.
import { describe, expect, it } from '@jest/globals';
import { figureKey } from '../../src/domain/official/figure.js';
import { FileRefused } from '../../src/files/refused.js';
import { csvOf, leadingCells, readAll, sampleFile, someCounts, tablesRow, wideRow } from '../support/official-csv.js';
import { readFileSync } from 'node:fs';
import { checkIdentities, withOutcomes, type IdentityReport } from '../../src/domain/official/identities.js';

const refusal = (content: string | Uint8Array): Promise<string> =>
  readAll(content).then(
    () => 'nothing',
    (error: unknown) => (error instanceof FileRefused ? error.message : `thrown: ${String(error)}`),
  );

const rows = [wideRow(4001), wideRow(4002, { ...someCounts, he: 30 })];
const whole = csvOf(rows);

describe('a file is known by its headings', () => {
  it('whatever their order, capitals and spacing', async () => {
    const expected = await readAll(whole);
    expect([expected.format, expected.figures.length, expected.faults]).toEqual(['dfe-1618-wide', 2, []]);
    const headings = Object.keys(rows[0] ?? {});
    const turned = await readAll(csvOf(rows, [...headings].reverse()));
    expect(turned.figures).toEqual(expected.figures);
    const loud = whole.replace(/^[^\r]+/, (line) => line.toUpperCase().replaceAll('_', ' '));
    expect((await readAll(loud)).figures).toEqual(expected.figures);
  });

  it('and by other names that are known, which is said', async () => {
    const renamed = whole.replace('school_urn', 'Institution URN').replace('data_type', 'datatype');
    const read = await readAll(renamed);
    expect(read.figures).toEqual((await readAll(whole)).figures);
    expect(read.notes).toEqual(['“Institution URN” was read as school_urn.', '“datatype” was read as data_type.']);
  });

  it('with columns that it does not need left aside', async () => {
    const read = await readAll(csvOf(rows.map((row) => ({ ...row, 'Our own note': 'x' }))));
    expect([read.ignored, read.figures.length]).toEqual([['Our own note'], 2]);
  });

  it.each([
    [
      'half translated',
      whole.replace('overall', 'insgesamt').replace('all_work', 'Beschäftigung'),
      'This looks like “16–18 destination measures, wide”, but these headings are missing: overall, all_work. ',
    ],
    ['renamed', whole.replace('all_unknown', 'mystery'), 'but these headings are missing: all_unknown. '],
    [
      'of something else',
      'name,colour\r\nZoë,green\r\n',
      'The headings belong to no official file that is known here.',
    ],
    [
      'with a column twice',
      csvOf(rows).replace('all_work', 'overall').replace('he,', 'all_work,'),
      'these headings are missing: he',
    ],
    ['without rows', csvOf(rows).split('\r\n')[0] ?? '', 'This file has headings and no rows.'],
  ])('and refused %s', async (_what, content, why) => {
    expect(await refusal(content)).toContain(why);
  });

  it('and refused with two columns of one heading, by name', async () => {
    const twice = csvOf(rows.map((row) => ({ ...row, OVERALL: 1 })));
    expect(await refusal(twice)).toContain('Two columns are both read as overall.');
  });

  it('and never read by position: the same cells under other headings are other figures', async () => {
    const swapped = whole.replace('overall,education', 'education,overall');
    const [figure] = (await readAll(swapped)).figures;
    expect([figure?.values['overall'], figure?.values['education']]).toEqual([55, 75]);
  });
});

describe('what sheets and mail do to files', () => {
  const named = csvOf([wideRow(4001), { ...wideRow(4002), school_name: 'St Zoë’s – School' }]);
  const doubled = (text: string): Buffer => Buffer.from(new TextDecoder('windows-1252').decode(Buffer.from(text)));

  it('is undone where it was encoded twice, or three times, and said', async () => {
    const meant = await readAll(named);
    for (const bytes of [doubled(`\uFEFF${named}`), doubled(doubled(`\uFEFF${named}`).toString())]) {
      const read = await readAll(bytes);
      expect(read.figures).toEqual(meant.figures);
      expect(read.notes.join(' ')).toContain('encoded twice and read as meant; the first on line 1.');
    }
  });

  it('does not touch names that only look odd', async () => {
    const odd = csvOf([{ ...wideRow(4001), school_name: 'École “Ä Â” Ã' }]);
    expect((await readAll(odd)).figures[0]?.place.name).toBe('École “Ä Â” Ã');
  });

  it('is undone where files of one layout were joined, marks and headings in the middle', async () => {
    const [one, other] = [csvOf([wideRow(4001)]), csvOf([wideRow(4002)])];
    const read = await readAll(`\uFEFF${one}\uFEFF${other}`);
    expect(read.figures.map(({ place }) => place.code)).toEqual(['estab:9994001', 'estab:9994002']);
    expect(read.notes).toEqual([
      '1 byte-order mark inside the file did not matter.',
      'The headings stand again on line 3: files of one layout were joined.',
    ]);
  });

  it('refuses files that were joined with their columns in another order', async () => {
    const headings = Object.keys(wideRow(4001));
    const joined = csvOf([wideRow(4001)]) + csvOf([wideRow(4002)], [...headings].reverse());
    expect(await refusal(joined)).toContain('Line 3 has headings in another order');
  });

  it.each([
    ['Windows-1252', Buffer.from(named.replace(/[–’]/g, '-'), 'latin1')],
    ['UTF-16', Buffer.from(`\uFEFF${named.replace(/[–’]/g, '-')}`, 'utf16le')],
  ])('reads %s', async (_name, bytes) => {
    expect((await readAll(bytes)).figures[1]?.place.name).toBe('St Zoë-s - School');
  });
});

describe('lines', () => {
  it('with a cell too few or too many are problems by number, never shifted', async () => {
    const [headings, good = '', short = ''] = csvOf([wideRow(4001), wideRow(4002)]).split('\r\n');
    const read = await readAll([headings, good, short.replace(/,[^,]*$/, ''), `${short},9`, ''].join('\r\n'));
    expect(read.figures).toHaveLength(1);
    const many = (headings ?? '').split(',').length;
    expect(read.faults).toEqual([
      `3 : the line has ${many - 1} cells and the headings have ${many}`,
      `4 : the line has ${many + 1} cells and the headings have ${many}`,
    ]);
  });

  it.each([
    ['a text', { he: 'many' }, 'he: “many” is neither a number nor a sign that is known'],
    ['a count below nothing', { he: -3 }, 'he: -3 is below nothing'],
    ['a share above everybody', { data_type: 'Percentage', he: 130 }, 'he: 130 per cent is more than everybody'],
    ['a year that is none', { time_period: '202225' }, 'time_period: “202225” is not a year such as 202223'],
    ['another unit', { data_type: 'Euros' }, 'data_type: “Euros” is neither a number of students nor a percentage'],
    ['another version', { version: 'Draft' }, 'version: “draft” is neither provisional nor revised'],
    ['no school', { school_urn: '', school_laestab: '' }, 'geographic_level: the place cannot be read (“school”)'],
  ])('with %s are problems, and nothing of them is read', async (_what, cells, why) => {
    const read = await readAll(csvOf([wideRow(4001, someCounts, cells), wideRow(4002)]));
    expect([read.faults, read.figures.length]).toEqual([[`2 ${why}`], 1]);
  });

  it('keep every sign as it was printed', async () => {
    const signs = { overall: 'c', education: 'x', he: 'z', fe: 'low', other_edu: '', appren: 'SUPP', all_work: '~' };
    const read = await readAll(csvOf([wideRow(4001, someCounts, { ...signs, all_notsust: 'SP', all_unknown: 'SN' })]));
    expect(read.figures[0]?.values).toEqual({ cohort: 95, ...signs, all_notsust: 'SP', all_unknown: 'SN' });
  });

  it('name the school by its DfE number, whichever of the two columns the publisher put it in', async () => {
    const read = await readAll(
      csvOf([
        { ...wideRow(4001), school_urn: '9994001' },
        { ...wideRow(4001), school_laestab: '' },
      ]),
    );
    expect(read.figures.map(({ place }) => [place.code, place.urn])).toEqual([
      ['estab:9994001', undefined],
      ['urn:999001', '999001'],
    ]);
  });
});

describe('layouts', () => {
  it('wide: authorities and the country, revised, by group', async () => {
    const area = { ...wideRow(4001), geographic_level: 'Local authority', breakdown_topic: 'Sex', breakdown: 'Female' };
    const country = { ...wideRow(4001), geographic_level: 'National', version: 'Revised', data_type: 'Percentage' };
    const { figures } = await readAll(csvOf([area, country]));
    expect(figures.map((figure) => [figureKey(figure), figure.release])).toEqual([
      ['la:999|2023|count|students=sex: female|institutions=state-funded mainstream schools, academy', 'provisional'],
      ['nation:E92000001|2023|percent|institutions=state-funded mainstream schools, academy', 'revised'],
    ]);
  });

  it('wide: key stage 4, with its other names', async () => {
    const row = {
      ...leadingCells(4001),
      ...{ institution_group: 'x', institution_type: 'y', breakdown_topic: 'Total', breakdown: 'Total' },
      ...{
        data_type: 'Number of pupils',
        version: 'Revised',
        cohort: 100,
        overall: 90,
        education: 80,
        fe: 30,
        ssf: 40,
      },
      ...{
        sfc: 8,
        other_edu: 2,
        appren: 6,
        all_work: 4,
        all_notsust: 7,
        notsust_beneet: 3,
        only_beneet: 1,
        all_unknown: 3,
      },
    };
    const read = await readAll(csvOf([row]));
    expect([read.format, read.faults]).toEqual(['dfe-ks4-wide', []]);
    expect(read.figures[0]?.values).toMatchObject({ ssf: 40, notsust_ben: 3, only_ben: 1 });
  });

  it('wide: longer-term, one figure for each number of years', async () => {
    const row = (year: string) => ({
      ...leadingCells(4001),
      ...{ destination_year: year, institution_group: 'x', breakdown_topic: 'Total', breakdown: 'Total' },
      ...{ data_type: 'Percentage', cohort: 21, overall: 57, education: 38, he: 'z', fe: 19, sfc_and_ssf: 10 },
      ...{ other_edu: 10, appren: 10, all_work: 10, all_notsust: 33, all_unknown: 10 },
    });
    const read = await readAll(csvOf([row('year 1'), row('year 3'), row('year 5')]));
    expect([read.format, read.figures.map(({ about }) => about.after)]).toEqual([
      'dfe-longer-term-wide',
      ['1 year', '3 years', '5 years'],
    ]);
  });

  it('wide: progression, one figure for each route', async () => {
    const row = {
      ...leadingCells(4001),
      ...{ institution_group: 'x', institution_type: 'y', breakdown_topic: 'Total', breakdown: 'Total' },
      ...{ data_type: 'Percentage', all_cohort: 90, all_progressed: 60, all_degree: 50, all_top3rd: 10, all_appren: 6 },
      ...{ all_htech: 4, acag_cohort: 70, acag_progressed: 65, tlev_cohort: 15, tlev_progressed: 'c' },
      ...{ otl3_cohort: 5, otl3_progressed: 'c' },
    };
    const read = await readAll(csvOf([row]));
    expect([read.format, read.figures.map(({ about, values }) => [about.route, values['progressed']])]).toEqual([
      'dfe-progression-wide',
      [
        [undefined, 60],
        ['Academic or applied general', 65],
        ['Tech level', 'c'],
        ['Other level 3', 'c'],
      ],
    ]);
  });

  it.each([
    ['16–18', 'dfe-1618-long', { cohort_level: 'Level 3' }, 'cohort_count'],
    ['key stage 4', 'dfe-ks4-long', {}, 'cohort_count'],
    ['progression', 'dfe-progression-long', {}, 'cohort'],
  ])('long: %s, a count and a share a line', async (_name, format, more, cohort) => {
    const line = (description: string, count: number | string, percent: number | string) => ({
      ...leadingCells(4001),
      ...{
        geographic_level: 'National',
        establishment_type_group: 'All schools',
        establishment_type: 'Total',
        ...more,
      },
      ...{ sex: 'Total', ethnicity_major: 'Total', ethnicity_minor: 'Total', disadvantage_status: 'Disadvantaged' },
      ...{ breakdown_topic: 'Total', breakdown: 'Total', version: 'Revised', [cohort]: 4298 },
      ...{
        destination_group: 'All students',
        destination_description: description,
        pupil_count: count,
        pupil_percent: percent,
      },
    });
    const read = await readAll(
      csvOf([
        line('Sustained education, employment & apprenticeships', 3058, 71.1),
        line('Activity not captured', 'c', 'low'),
        line('Something quite new', 5, 0.1),
      ]),
    );
    expect([read.format, read.faults]).toEqual([format, []]);
    expect(read.figures.map(({ unit, values }) => [unit, values])).toEqual([
      ['count', { cohort: 4298, overall: 3058 }],
      ['percent', { cohort: 4298, overall: 71.1 }],
      ['count', { cohort: 4298, all_unknown: 'c' }],
      ['percent', { cohort: 4298, all_unknown: 'low' }],
      ['count', { cohort: 4298, something_quite_new: 5 }],
      ['percent', { cohort: 4298, something_quite_new: 0.1 }],
    ]);
    expect(new Set(read.figures.map(({ about }) => about.students))).toEqual(new Set(['Disadvantaged']));
  });

  it('performance tables: twelve groups in counts and per cent from one line, of leavers that are not named', async () => {
    const read = await readAll(`\uFEFF${csvOf([tablesRow(4001)])}`);
    expect([read.format, read.figures.length, read.faults]).toEqual(['dfe-1618-tables', 24, []]);
    expect(read.figures[0]).toMatchObject({ leavers: null, about: {}, unit: 'count', values: { overall: 75, he: 40 } });
    expect(new Set(read.figures.map(figureKey)).size).toBe(24);
  });

  it('graduate outcomes, long-term aggregates and continuation', async () => {
    const leo = await readAll(
      csvOf([
        {
          ...{
            tax_year: '202122',
            academic_year: '201920',
            YAG: '1 YAG',
            provider_name: 'A University',
            provider_type: 'HEI',
          },
          ...{ cah2_subject_name: 'Economics', characteristic_type: 'sex', characteristic_value: 'Female', grads: 125 },
          ...{ sust_emp_fs_or_both: 100, no_sust_dest: 'c', activity_not_captured: 20, earnings_median: 23700 },
        },
      ]),
    );
    expect(leo.figures).toMatchObject([
      {
        place: { code: 'provider:a-university' },
        leavers: 2020,
        about: { after: '1 year', subject: 'Economics', students: 'sex: Female' },
        values: { cohort: 125, no_sust_dest: 'c', earnings_median: 23700 },
      },
    ]);
    const aggregate = await readAll(
      csvOf([
        {
          leaving_year: '2011/12',
          years_after: 10,
          school_urn: '995001',
          cohort: 120,
          unit: 'Percentage',
          sustained_employment: 71,
          out_of_work_benefit: 'c',
        },
      ]),
    );
    expect([aggregate.format, aggregate.figures]).toMatchObject([
      'long-term-aggregates',
      [
        {
          place: { code: 'urn:995001' },
          leavers: 2012,
          about: { after: '10 years' },
          values: { all_work: 71, ben: 'c' },
        },
      ],
    ]);
    const continuation = await readAll(
      csvOf([
        {
          ukprn: '10007795',
          provider_name: 'A University',
          year: '2021-22',
          mode: 'Full-time',
          level: 'First degree',
          denominator: 5120,
          numerator: 4700,
          'Indicator value': 91.8,
          benchmark: 92.4,
          difference: -0.6,
        },
      ]),
    );
    expect([continuation.format, continuation.faults, continuation.figures]).toMatchObject([
      'ofs-continuation',
      [],
      [
        {
          place: { code: 'ukprn:10007795' },
          about: { route: 'Full-time, First degree' },
          values: { numerator: 4700, difference: -0.6 },
        },
      ],
    ]);
  });
});

const sample = sampleFile('england_ks5-studest.csv');
const higher = sampleFile('england_ks5-studest-he.csv');
const withSample = sample === null || higher === null ? it.skip : it; // needs the published samples
if (sample === null) console.warn('The published sample files are not beside the checkout; their tests are skipped.');

withSample('the published samples are read whole, and every identity holds with the tolerance of its row', async () => {
  const destinations = await readAll(readFileSync(sample ?? ''));
  expect([destinations.faults, destinations.ignored, destinations.notes]).toEqual([[], [], []]);
  expect(destinations.figures).toHaveLength(88 * 24);
  let report: IdentityReport = {};
  for (const figure of destinations.figures)
    report = withOutcomes(report, checkIdentities('16-18-destinations', figure));
  const counts = Object.values(report);
  expect(counts.map(({ broken }) => broken)).toEqual([0, 0, 0, 0]);
  expect(report.overall).toEqual({ holds: 768, broken: 0, notCheckable: 88 * 24 - 768 });
  expect(report['small-cohort']?.holds).toBeGreaterThan(100);

  const progression = await readAll(readFileSync(higher ?? ''));
  expect([progression.faults, progression.ignored, progression.figures.length]).toEqual([[], [], 83 * 5]);
  let second: IdentityReport = {};
  for (const figure of progression.figures) second = withOutcomes(second, checkIdentities('progression', figure));
  expect(second.progressed?.broken).toBe(0);
});
