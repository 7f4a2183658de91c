// Nowhere can it be kept what somebody believes, or what anybody concluded about it (moonshot M5, domain section 7.9): every field of every
// collection, every question and choice, every column that comes in or goes out is walked through by name. What people say of their
// own reasons stands sealed under RT-1's codes, and is theirs.
import { afterAll, describe, expect, it } from '@jest/globals';
import mongoose, { type Schema } from 'mongoose';
import { leaverFields } from '../../src/domain/alumni/leaver-fields.js';
import { planFields } from '../../src/domain/alumni/plan-fields.js';
import { isReasonCode } from '../../src/domain/destinations/reason.js';
import { signs } from '../../src/domain/insight/barrier-signs.js';
import { barriers } from '../../src/domain/insight/barrier-detector.js';
import { publishedQuestionnaires } from '../../src/domain/survey/catalogue.js';
import { publishedModules } from '../../src/domain/survey/modules.js';
import { exportTables } from '../../src/files/index.js';
import { createStore } from '../../src/store/index.js';

mongoose.set('autoIndex', false);
mongoose.set('autoCreate', false);
const connection = mongoose.createConnection(); // never opened: shapes alone are read
createStore(connection);
afterAll(() => connection.close());

const ofFaith =
  /faith|relig|creed|church|mosque|temple|synagogue|worship|denominat|shari|halal|haram|kosher|muslim|islam|christian|jew|hindu|sikh|buddh|ethnic|\brace|racial|caste/i;

/** `claims.ukprn`: every path of a schema, into what stands inside it. */
function pathsIn(schema: Schema, before = ''): readonly string[] {
  return Object.entries(schema.paths).flatMap(([name, type]) => {
    const inner = (type as unknown as { readonly schema?: Schema }).schema;
    return [before + name, ...(inner === undefined ? [] : pathsIn(inner, `${before}${name}.`))];
  });
}

const collections = Object.values(connection.models).map(
  (model) => [model.collection.collectionName, pathsIn(model.schema)] as const,
);

describe('what could be kept', () => {
  it('is walked through whole', () => {
    expect(collections.length).toBeGreaterThan(40);
    const all = collections.flatMap(([name, paths]) => paths.map((path) => `${name}.${path}`));
    expect(all).toEqual(
      expect.arrayContaining(['destinationrecords.claims.carried.confirmed', 'barriers.detected.signs.here.yes']),
    );
    expect(['alumni.religion', 'outcomes.faithGuess', 'barriers.ethnicGroup'].every((path) => ofFaith.test(path))).toBe(
      true,
    );
  });

  it.each(collections)('%s has no field for what somebody believes or where they come from', (_name, paths) => {
    expect(paths.filter((path) => ofFaith.test(path))).toEqual([]);
  });

  it('about people has no field for a barrier, a sign or a hypothesis', () => {
    const ofBarriers = ['barriers', 'barriersigns', 'interventions'];
    const people = collections
      .filter(([name]) => !ofBarriers.includes(name))
      .flatMap(([name, paths]) => paths.map((path) => `${name}.${path}`));
    expect(people.filter((path) => /barrier|hypothes|suspect|inferred/i.test(path))).toEqual([]);
  });

  it('of barriers names no person', () => {
    const own = collections.filter(([name]) =>
      ['barriers', 'barriersigns', 'interventions', 'provisionchanges', 'onepages'].includes(name),
    );
    expect(own.map(([name]) => name).sort()).toEqual([
      'barriers',
      'barriersigns',
      'interventions',
      'onepages',
      'provisionchanges',
    ]);
    expect(
      own.flatMap(([, paths]) => paths).filter((path) => /alumn|person|people|pupil|student|upn|uln/i.test(path)),
    ).toEqual([]);
  });

  it('is sealed or counts alone where signs are counted', () => {
    const [, paths = []] = collections.find(([name]) => name === 'barriersigns') ?? [];
    expect([...paths].sort()).toEqual(['_id', 'cohortId', 'countedAt', 'lookedAt', 'marked', 'schoolId', 'sealed']);
  });
});

describe('what is asked, comes in and goes out', () => {
  const pages = [
    ...publishedQuestionnaires.flatMap(({ questionnaire }) => questionnaire.pages),
    ...publishedModules.flatMap((module) => module.pages),
  ];
  const questions = pages.flatMap((page) => page.questions);

  it('has no question and no choice about faith or origin; reasons are RT-1 codes that people choose themselves', () => {
    const names = questions.flatMap(({ id, choices = [] }) => [
      id,
      ...choices.map(({ code }) => code).filter((code) => !isReasonCode(code)),
    ]);
    expect(names.length).toBeGreaterThan(300);
    expect([...new Set(names)].filter((name) => ofFaith.test(name))).toEqual([]);
  });

  it('has no column about it in any file', () => {
    const columns = [
      ...Object.keys(leaverFields),
      ...Object.keys(planFields),
      ...exportTables.flatMap(({ columns: each }) => each.map(({ heading }) => heading)),
    ];
    expect(columns.filter((name) => ofFaith.test(name))).toEqual([]);
  });

  it('is nothing that the detector reads or says of a person', () => {
    expect(
      [
        ...Object.keys(signs),
        ...Object.values(signs).map(({ shows }) => shows),
        ...Object.values(barriers).map(({ title }) => title),
      ].filter((name) => ofFaith.test(name)),
    ).toEqual([]);
  });
});
