// Published questionnaires: unchanged since they were published, complete, and answerable by every path.
import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { localDate, localMonth } from '../../src/domain/calendar/local-date.js';
import { claimsFromResponse } from '../../src/domain/destinations/claim-from-response.js';
import { newestQuestionnaire, publishedQuestionnaires } from '../../src/domain/survey/catalogue.js';
import { checkDefinition, pathsOf } from '../../src/domain/survey/check-definition.js';
import { codesIn, drawnBlock, heldBefore, isMonth, type Answers } from '../../src/domain/survey/definition.js';
import { newestModules, publishedModules, withEveryModule } from '../../src/domain/survey/modules.js';
import { surveyLanguages } from '../../src/domain/survey/languages/languages.js';
import { factorIds } from '../../src/domain/survey/questionnaires/bank.js';
import { emptyDraft, type Draft, type SessionMark } from '../../src/domain/survey/response.js';
import { firstOpenPage, previousPage, routeOf, withPage } from '../../src/domain/survey/routing.js';
import { withoutSensitive, withoutSensitiveAnswers } from '../../src/domain/survey/sensitive.js';
import { checkTexts } from '../../src/domain/survey/texts.js';
import { pointIds } from '../../src/domain/waves/programme.js';
import { year11V1, year13V1 } from '../../src/domain/waves/programmes/leavers-v1.js';
import { readingAge, tooLong, wholeSentences } from '../support/readability.js';

const someMonth = { month: '2026-10', about: false };
const sight = { session: 'one session' as SessionMark, unlocked: false };
/** What is settled before the first question of a path. */
function beginningOf(answers: Answers): Draft {
  const { [drawnBlock]: drawn, [heldBefore]: held } = answers;
  return {
    ...emptyDraft,
    ...(typeof drawn === 'string' && { drawn }),
    ...(held !== undefined && isMonth(held) && { heldSince: localMonth(held.month) }),
  };
}

/** Each as it stands, and with every optional module that can join it. */
const asAsked = publishedQuestionnaires.flatMap((published) => {
  const whole = withEveryModule(published);
  const name = `${published.title} ${published.questionnaire.version}`;
  return [[name, published] as const, ...(whole === published ? [] : [[`${name} with every module`, whole] as const])];
});

describe.each(asAsked)('%s', (_title, { questionnaire, texts }) => {
  const paths = pathsOf(questionnaire);

  it('can be asked: codes unique, conditions looking back, each page reachable, each path ending', () => {
    expect(checkDefinition(questionnaire)).toEqual([]);
  });

  it('has words for everything', () => {
    expect(Object.values(texts).flatMap((language) => checkTexts(questionnaire, language))).toEqual([]);
  });

  it('shows every page on some path and the one required question on all', () => {
    expect([...new Set(paths.flatMap((path) => path.pages))].sort()).toEqual(
      questionnaire.pages.map((page) => page.id).sort(),
    );
    expect(paths.every((path) => path.pages[0] === questionnaire.ending.question)).toBe(true);
  });

  it('can be walked on every path, page by page to the end and back to the beginning', () => {
    for (const { answers, pages } of paths) {
      let draft = beginningOf(answers);
      const seen: string[] = [];
      for (let page = firstOpenPage(questionnaire, draft, sight); page !== null;) {
        seen.push(page.id);
        const values = page.questions.map(({ id }) => [id, answers[id] ?? null] as const);
        draft = withPage(questionnaire, draft, page, Object.fromEntries(values), sight.session);
        page = seen.length > questionnaire.pages.length ? null : firstOpenPage(questionnaire, draft, sight);
      }
      expect([answers, seen]).toEqual([answers, pages]);
      const back: string[] = [];
      for (let page = previousPage(questionnaire, draft, null, sight); page !== null;) {
        back.unshift(page.id);
        page = previousPage(questionnaire, draft, page, sight);
      }
      expect([answers, back]).toEqual([answers, pages]);
    }
  });

  it('ends on every path in a claim about the present, or in an explicit refusal', () => {
    for (const { answers } of paths) {
      const given = { responseId: 'r', revision: 1, knownOn: localDate('2027-04-20'), planned: null };
      const [present] = claimsFromResponse({ ...given, answers });
      const refused = codesIn(answers[questionnaire.ending.question]).some((code) =>
        questionnaire.ending.refusals.includes(code),
      );
      expect([answers, present?.claim.activity === 'not-said']).toEqual([answers, refused]);
    }
  });

  it('can be read by somebody of eleven, labels and single answers left out', () => {
    const said = Object.values(texts.en.questions).flatMap(({ heading, hint, why = [], choices = {} }) => [
      ...[heading, hint].flatMap((wording) =>
        typeof wording === 'object' ? [...Object.values(wording.when), wording.otherwise] : (wording ?? []),
      ),
      ...why,
      ...Object.values(choices),
    ]);
    const plain = said.map((text) => text.replace(/\{[a-z-]+(?:\|[^}]*)?\}/g, 'this'));
    expect(readingAge(wholeSentences(plain))).toBeLessThanOrEqual(11);
    expect(tooLong(plain)).toEqual([]);
  });
});

const fingerprintOf = (of: unknown): string => createHash('sha256').update(JSON.stringify(of)).digest('hex');

it.each(
  publishedQuestionnaires.map(
    (published) => [`${published.questionnaire.name} ${published.questionnaire.version}`, published] as const,
  ),
)(
  '%s is as it was when it was published; a change is a new version',
  (_name, { questionnaire, texts, fingerprint }) => {
    expect(fingerprintOf({ questionnaire, texts })).toBe(fingerprint);
  },
);

it.each(publishedModules.map((module) => [module.title, module] as const))(
  'the module “%s” is as it was when it was published, and joins a questionnaire that is there',
  (_title, { name, version, pages, texts, joins, fingerprint }) => {
    expect(fingerprintOf({ name, version, pages, texts })).toBe(fingerprint);
    const whole = joins.flatMap((each) => newestQuestionnaire(each) ?? []).map(withEveryModule);
    expect([whole.length, joins.length > 0]).toEqual([joins.length, true]);
    const own = pages.map(({ id }) => id);
    for (const { questionnaire } of whole) {
      expect(questionnaire.pages.filter(({ id }) => own.includes(id)).map((page) => page.module)).toEqual(
        own.map(() => `${name} ${version}`),
      );
    }
  },
);

it('no module asks what falls to people by lot, and none a question of another', () => {
  const asked = newestModules.flatMap(({ pages }) => pages.map(({ id }) => id));
  expect(asked.filter((id) => factorIds.includes(id))).toEqual([]);
  expect(new Set(asked).size).toBe(asked.length);
});

it('each wave point of the standing programmes has a questionnaire of its own', () => {
  const points = [...year13V1.points, ...year11V1.points];
  expect([...new Set(points.map(({ id }) => id))].sort()).toEqual([...pointIds].sort());
  expect(points.map(({ asks }) => asks).filter((name) => newestQuestionnaire(name) === null)).toEqual([]);
});

it('no two published questionnaires have the same name and version', () => {
  const names = publishedQuestionnaires.map(({ questionnaire: { name, version } }) => `${name} ${version}`);
  expect(new Set(names).size).toBe(names.length);
});

describe('the newest versions', () => {
  const newest = publishedQuestionnaires.filter(
    (each) => newestQuestionnaire(each.questionnaire.name) === each && each.questionnaire.name !== 'destination-check',
  );
  const shownTo = (name: string, answers: Answers): readonly string[] =>
    newest
      .filter(({ questionnaire }) => questionnaire.name === name)
      .flatMap(({ questionnaire }) => routeOf(questionnaire, answers).map(({ id }) => id));

  it('say of each answer that says nothing which nothing it is', () => {
    const untold = newest.flatMap(({ questionnaire }) =>
      questionnaire.pages
        .flatMap((page) => page.questions)
        .flatMap(({ id, choices = [] }) => choices.map((choice) => ({ ...choice, id })))
        .filter(({ code, means }) => ['rather-not-say', 'dont-know', 'UNK/U1'].includes(code) && means === undefined)
        .map(({ id, code }) => `${questionnaire.name}: ${id} ${code}`),
    );
    expect(untold).toEqual([]);
  });

  it('ask of a job whether it came to an end or was left, and of no other place', () => {
    const ofWork = shownTo('yearly-check', { situation: 'work', 'still-in-job': 'came-to-end' });
    expect(['still-there', 'still-in-job', 'left-in', 'plan-story'].map((id) => ofWork.includes(id))).toEqual([
      ...[false, true, true, false],
    ]);
    expect(shownTo('yearly-check', { situation: 'work', 'still-in-job': 'left-it' })).toContain('plan-story');
    expect(shownTo('yearly-check', { situation: 'college' })).not.toContain('still-in-job');
    const ended = { situation: 'work', 'months-there': { from: someMonth, to: someMonth } };
    for (const name of ['situation-check', 'five-years-on', 'ten-years-on']) {
      const shown = shownTo(name, ended);
      expect([shown.includes('job-ended'), shown.includes('how-ended')]).toEqual([true, false]);
    }
  });

  it('ask who never applied for finer reasons in words for who was never there', () => {
    const reasons = { situation: 'work', 'as-planned': 'no', reasons: ['belonging'] };
    for (const name of ['start-check', 'arrival-check', 'sustained-check', 'situation-check', 'yearly-check']) {
      const never = shownTo(name, { ...reasons, 'plan-story': 'never-applied' });
      expect(never.filter((id) => /-belonging$/.test(id))).toEqual(['against-belonging']);
      const left = shownTo(name, { ...reasons, 'plan-story': 'started-and-left' });
      expect(left.filter((id) => /-belonging$/.test(id))).toEqual(['reasons-belonging']);
    }
    const form = shownTo('leaving-form', { plan: 'work', 'ruled-out': ['university'], reasons: ['belonging'] });
    expect(form.filter((id) => /-belonging$/.test(id))).toEqual(['against-belonging']);
  });

  it('ask whoever waits for a place that was put off what they did from October to March', () => {
    const shown = shownTo('sustained-check', { situation: 'deferred', also: ['work'] });
    expect(shown.filter((id) => /^(?:whole|months|also)/.test(id))).toEqual([
      ...['months-studying', 'months-working', 'also', 'also-since-work'],
    ]);
  });
});

describe('while no condition of Article 9 holds', () => {
  it.each(asAsked)('%s asks nothing that tells of health or faith, and can still be asked', (_title, published) => {
    const { questionnaire, texts } = withoutSensitive(published);
    expect(checkDefinition(questionnaire)).toEqual([]);
    expect(checkTexts(questionnaire, texts.en)).toEqual([]);
    const agreeing = questionnaire.pages
      .flatMap((page) => page.questions)
      .filter(({ id }) => JSON.stringify(texts.en.questions[id]?.why ?? []).includes('Choosing one means you agree'))
      .map(({ id }) => id);
    expect(agreeing.filter((id) => id !== 'reasons')).toEqual([]);
    const codes = questionnaire.pages.flatMap((page) => page.questions).flatMap(({ choices = [] }) => choices);
    expect(codes.filter(({ code }) => code === 'health' || /^(?:HEA|BEL|CAR)\/|FIN\/M4/.test(code))).toEqual([]);
    for (const language of surveyLanguages) {
      for (const easy of [false, true]) {
        const read = language.textsOf(withoutSensitive(published), { easy });
        expect(checkTexts(questionnaire, read)).toEqual([]);
      }
    }
  });

  it('what was chosen under them before does not stand, and the rest does', () => {
    const published = newestQuestionnaire('yearly-check');
    if (published === null) throw new Error('There is no yearly check.');
    const answers: Answers = {
      ...{ situation: 'work', 'as-planned': 'no', 'plan-story': 'never-applied', reasons: ['place', 'health'] },
      ...{ 'against-place': ['GEO/G1'], 'against-health': ['HEA/H1'], 'main-reason': 'health' },
    };
    const entries = Object.entries(answers).map(([id, value]) => [id, { value, by: sight.session }] as const);
    const draft: Draft = { ...emptyDraft, entries: Object.fromEntries(entries) };
    const left = withoutSensitiveAnswers(withoutSensitive(published), draft);
    expect(Object.fromEntries(Object.entries(left.entries).map(([id, { value }]) => [id, value]))).toEqual({
      ...{ situation: 'work', 'as-planned': 'no', 'plan-story': 'never-applied', reasons: ['place'] },
      'against-place': ['GEO/G1'],
    });
    expect(withoutSensitive(published)).toBe(withoutSensitive(published));
  });
});

it('every leaf of the reasons taxonomy RT-1 can be chosen by an alumnus', () => {
  const leaves = (group: string, letter: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_none, at) => `${group}/${letter}${at + 1}`);
  const taxonomy = [
    ...leaves('GEO', 'G', 5),
    ...leaves('TEA', 'T', 8),
    ...leaves('FIT', 'F', 6),
    ...leaves('BEL', 'B', 5),
    ...leaves('CAR', 'C', 3),
    ...leaves('FIN', 'M', 7),
    ...leaves('HEA', 'H', 4),
    ...leaves('ACA', 'A', 3),
    ...leaves('EMP', 'E', 7),
    ...leaves('POS', 'P', 4),
    ...leaves('EXT', 'X', 3),
    'UNK/U1',
    'UNK/U3', // UNK/U2, "I don't know", is a choice of the question before
  ];
  const offered = publishedQuestionnaires
    .filter(({ questionnaire }) => questionnaire.name === 'destination-check')
    .flatMap(({ questionnaire }) => questionnaire.pages)
    .flatMap((page) => page.questions)
    .filter((question) => question.id.startsWith('reasons-'))
    .flatMap((question) => (question.choices ?? []).map((choice) => choice.code));
  expect([...new Set(offered)].sort()).toEqual([...taxonomy].sort());
});
