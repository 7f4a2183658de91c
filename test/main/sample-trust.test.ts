// The invented trust: right numbers, every case that a wave meets, the same each time, and loaded once.
import { createReadStream } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplication, type Tools } from '../../src/application/index.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import { checkUln, checkUpn } from '../../src/domain/alumni/identifiers.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { reachByNumber } from '../../src/domain/waves/reach-by-number.js';
import type { StaffId } from '../../src/domain/alumni/ids.js';
import { loadSampleTrust, samplePeople } from '../../src/main/sample-trust.js';
import { openTestTools } from '../support/tools.js';

const people = samplePeople(7, 2026);
const share = (holds: (person: Alumnus) => boolean): number => people.filter(holds).length / people.length;
const distinct = (values: readonly (string | undefined)[]): number => new Set(values).size;

describe('the people of the sample', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(samplePeople(7, 2026)).toEqual(people);
    expect(samplePeople(8, 2026)).not.toEqual(people);
  });

  it('are 648 over three cohorts and four schools, each with numbers of their own', () => {
    expect(people).toHaveLength(648);
    expect([...new Set(people.map(({ cohortId }) => cohortId))]).toEqual(['y13-2024', 'y13-2025', 'y13-2026']);
    expect(distinct(people.map(({ schoolId }) => schoolId))).toBe(4);
    expect([distinct(people.map(({ upn }) => upn)), distinct(people.map(({ uln }) => uln))]).toEqual([648, 648]);
    expect(people.filter(({ upn = '', uln = '' }) => !checkUpn(upn).ok || !checkUln(uln).ok)).toEqual([]);
  });

  it('cannot be reached by anybody', () => {
    const values = people.flatMap(({ contactPoints }) => contactPoints.map(({ value }) => value));
    expect(values.filter((value) => !/\.example$|^\+447700900\d{3}$/.test(value))).toEqual([]);
    const own = people.flatMap(({ contactPoints }) => contactPoints.filter(({ owner }) => owner === 'self'));
    expect(distinct(own.map(({ value }) => value))).toBeGreaterThan(own.length * 0.8);
  });

  it('hold every case that a wave meets', () => {
    const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
    const owners = new Set(people.flatMap(({ contactPoints }) => contactPoints.map(({ owner }) => owner)));
    expect([...owners].sort()).toEqual(['parent', 'self', 'shared', 'unknown']);
    expect(distinct(people.map(({ state }) => state))).toBe(6);
    expect(
      within(
        share(({ state }) => state === 'usual'),
        0.88,
        0.97,
      ),
    ).toBe(true);
    expect(
      within(
        share(({ permissions }) => permissions.length === 0),
        0.1,
        0.3,
      ),
    ).toBe(true);
    const mayBeRung = (person: Alumnus): boolean =>
      reachByNumber(person, 'phone', {
        ...{ on: localDate(`${person.cohortId.slice(4)}-11-30`), publicTaskMonths: 12 },
        ...{ isSuppressed: () => false, stopRecorded: false },
      }).kind === 'may';
    expect(within(share(mayBeRung), 0.15, 0.35)).toBe(true);
    expect(
      within(
        share(({ objectedOn }) => objectedOn !== undefined),
        0.005,
        0.05,
      ),
    ).toBe(true);
    expect(
      within(
        share(({ intended }) => intended?.activity === 'university'),
        0.62,
        0.78,
      ),
    ).toBe(true);
    expect(
      within(
        share(({ final }) => final === undefined),
        0.06,
        0.18,
      ),
    ).toBe(true);
    expect(
      within(
        share(({ intended, final }) => intended?.provider !== final?.provider),
        0.1,
        0.4,
      ),
    ).toBe(true);
    expect(share(({ contactPoints }) => contactPoints.some(({ state }) => state === 'bounced'))).toBeGreaterThan(0.02);
    expect(
      people.filter(({ state, deferredUntil }) => (state === 'deferred') !== (deferredUntil !== undefined)),
    ).toEqual([]);
  });
});

describe('loading it', () => {
  let tools: Tools;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ tools, close } = await openTestTools());
  });
  afterAll(() => close());

  it('adds everybody once, the latest being the leavers of last summer', async () => {
    const lines: string[] = [];
    const first = await loadSampleTrust(tools, { seed: 7, onProgress: (line) => lines.push(line) });
    expect([first, lines.at(-1)]).toEqual([
      { added: true, schools: 4, people: 648 },
      'Loading the sample trust: 648 of 648 leavers',
    ]);
    const stored = await tools.store.alumni.page('every-school', { limit: 1_000 });
    expect(stored).toEqual(people);
    expect(await loadSampleTrust(tools, { seed: 7 })).toEqual({ added: false, schools: 4, people: 648 });
    expect(await tools.store.alumni.page('every-school', { limit: 1_000 })).toEqual(stored);
    expect(await tools.store.alumni.countByCohort('every-school')).toHaveLength(12);
  });

  it('takes the sample file with nine good rows and three bad ones', async () => {
    const viewer = { staffId: 'command-line' as StaffId, role: 'administrator', schools: 'every-school' } as const;
    const summary = await createApplication(tools).alumni.importFile({
      viewer,
      stream: createReadStream('docs/sample-leavers.csv'),
      fileName: 'sample-leavers.csv',
      commit: true,
    });
    if (summary.kind === 'refused') throw new Error(summary.why);
    expect(summary.import.done).toEqual({ new: 9, changed: 0, unchanged: 0, problems: 3 });
    expect(summary.import.problems.map(({ line, field }) => [line, field])).toEqual([
      [6, 'given name'],
      [9, 'date of birth'],
      [13, 'UPN'],
    ]);
    expect(summary.import.cohortIds).toEqual(['y11-2026', 'y13-2026']);
  });
});
