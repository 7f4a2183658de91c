// What the survey may never become: an advertisement (requirement P2), a page without its privacy notice (P3), a form that
// insists (P4). Checked over every published questionnaire and every text, in every language.
import { describe, expect, it } from '@jest/globals';
import { publishedQuestionnaires } from '../../src/domain/survey/catalogue.js';
import { surveyLanguages } from '../../src/domain/survey/languages/languages.js';
import { formsOf } from '../../src/domain/survey/languages/text.js';
import { wordsEn } from '../../src/domain/survey/languages/words.en.js';
import { linkIn, promotionIn } from '../../src/domain/waves/letters/promotion.js';

const everyQuestion = publishedQuestionnaires.flatMap(({ questionnaire, title }) =>
  questionnaire.pages.flatMap((page) => page.questions.map((question) => ({ title, questionnaire, page, question }))),
);

describe('the survey', () => {
  it('advertises nothing and leads nowhere else (P2)', () => {
    const texts = [
      ...Object.values(wordsEn).flatMap(formsOf),
      ...publishedQuestionnaires.flatMap(({ texts: { en } }) => [JSON.stringify(en.questions)]),
      ...publishedQuestionnaires.flatMap((each) => [
        JSON.stringify(surveyLanguages[0]?.textsOf(each, { easy: true }).questions),
      ]),
    ];
    // What may be said all the same: shops as jobs, the shares of a privacy notice, addresses as examples.
    const about = texts.map((text) =>
      text.replace(/shop assistant|shop worker|family’s shop|figure we share|send adverts|name@example\.org/g, ''),
    );
    expect(about.flatMap((text) => promotionIn(text).map(({ words }) => words))).toEqual([]);
    expect(about.map((text) => linkIn(text)).filter((link) => link !== null)).toEqual([]);
    expect(promotionIn('Win a voucher').length).toBeGreaterThan(0);
  });

  it('requires nothing but the situation (P4)', () => {
    const required = everyQuestion.filter(({ question }) => question.required === true);
    expect(required.filter(({ questionnaire, question }) => question.id !== questionnaire.ending.question)).toEqual([]);
  });

  it('lets everybody who must answer rather not say', () => {
    for (const { questionnaire, question } of everyQuestion.filter(({ question: { required } }) => required === true)) {
      expect((question.choices ?? []).map(({ code }) => code)).toContain(questionnaire.ending.refusals[0]);
    }
  });

  it('asks for reasons by choices first and by free text after them, which is never long and never required', () => {
    for (const { questionnaire } of everyQuestion) {
      const ids = questionnaire.pages.map(({ id }) => id);
      if (ids.includes('reason-words')) expect(ids.indexOf('reasons')).toBeLessThan(ids.indexOf('reason-words'));
    }
    const long = everyQuestion.filter(({ question }) => question.kind === 'long-text');
    expect(long.length).toBeGreaterThan(0);
    for (const { question, page, questionnaire } of long) {
      const texts = publishedQuestionnaires.find((each) => each.questionnaire === questionnaire)?.texts.en;
      expect([question.id, (question.maxLength ?? Infinity) <= 2_000, question.required === true]).toEqual([
        ...[question.id, true, false],
      ]);
      expect([question.id, page.hard]).toEqual([question.id, true]); // opens with why we ask
      expect(JSON.stringify(texts?.questions[question.id]?.hint)).toMatch(/names/); // says what not to write
    }
  });
});
