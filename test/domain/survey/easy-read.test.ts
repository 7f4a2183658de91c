// The easy-read version: every question of every questionnaire, with the same codes, in short sentences that a child of nine
// can read (Y13).
import { describe, expect, it } from '@jest/globals';
import { newestQuestionnaire, publishedQuestionnaires } from '../../../src/domain/survey/catalogue.js';
import { easyEn, easyOccasions } from '../../../src/domain/survey/languages/easy.en.js';
import { english } from '../../../src/domain/survey/languages/languages.js';
import { publishedModules } from '../../../src/domain/survey/modules.js';
import { textsFor } from '../../../src/domain/survey/questionnaires/bank.en.js';
import { checkTexts, type QuestionnaireTexts, type QuestionTexts } from '../../../src/domain/survey/texts.js';
import { readingAge } from '../../support/readability.js';

const mostWords = 12;

const sentencesIn = ({ questions }: QuestionnaireTexts): readonly string[] =>
  Object.values(questions)
    .flatMap(({ heading, hint, why = [], choices = {} }) => [
      ...[heading, hint].flatMap((wording) =>
        typeof wording === 'object' ? [...Object.values(wording.when), wording.otherwise] : (wording ?? []),
      ),
      ...why,
      ...Object.values(choices),
    ])
    .flatMap((text) => text.split(/[.?!:](?:\s|$)/))
    .filter((sentence) => /[a-z]/i.test(sentence));

describe.each(publishedQuestionnaires.map((published) => [published.title, published] as const))(
  'the easy-read version of %s',
  (_title, published) => {
    const easy = english.textsOf(published, { easy: true });
    const questions = published.questionnaire.pages.flatMap((page) => page.questions);

    it('words every question, and nothing that is no choice', () => {
      expect(questions.filter(({ id }) => easyEn[id] === undefined).map(({ id }) => `add ${id} to easy.en.ts`)).toEqual(
        [],
      );
      expect(checkTexts(published.questionnaire, easy)).toEqual([]);
    });

    it('words by itself what the questionnaire words for its occasion', () => {
      const ofBank = textsFor(published.questionnaire.pages).questions;
      const said = ({ heading, hint, choices, why }: QuestionTexts) => JSON.stringify([heading, hint, choices, why]);
      const { name } = published.questionnaire;
      const lacking = Object.entries(published.texts.en.questions).flatMap(([id, own]) =>
        ofBank[id] === undefined || said(own) === said(ofBank[id]) || easyOccasions[name]?.[id] !== undefined
          ? []
          : [`add ${id} to the occasion ${name} of easy.en.ts`],
      );
      expect(lacking).toEqual([]);
    });

    it('asks the same: same questions, same codes', () => {
      const codes = ({ questions: all }: QuestionnaireTexts) =>
        Object.entries(all).map(([id, { choices = {} }]) => [id, Object.keys(choices).sort()]);
      expect(codes(easy)).toEqual(codes(english.textsOf(published)));
    });

    it('has short sentences that can be read at nine', () => {
      const sentences = sentencesIn(easy);
      expect(sentences.filter((sentence) => sentence.trim().split(/\s+/).length > mostWords)).toEqual([]);
      expect(readingAge(sentences)).toBeLessThanOrEqual(9);
      expect(readingAge(sentences)).toBeLessThan(readingAge(sentencesIn(english.textsOf(published))));
    });
  },
);

it('says of no address that it was used, and how often we write, as the usual version does', () => {
  const easyOf = (name: string) => {
    const newest = newestQuestionnaire(name);
    if (newest === null) throw new Error(`There is no ${name}.`);
    return english.textsOf(newest, { easy: true }).questions;
  };
  const leaving = easyOf('leaving-form');
  expect(JSON.stringify(leaving['email'])).not.toContain('we used');
  expect(leaving['stay-in-touch']?.hint).toContain('two or three times in the first year');
  const start = easyOf('start-check');
  expect(start['situation']?.heading).toBe('What do you do now, or start soon?');
  expect(start['keep-in-touch']?.hint).toContain('a few times a year');
  expect(JSON.stringify(start)).not.toContain('once a year');
});

it('words no question that nobody asks, and no code that is offered nowhere', () => {
  const published = [...publishedQuestionnaires.map(({ questionnaire }) => questionnaire), ...publishedModules];
  const all = published.flatMap(({ pages }) => pages.flatMap((page) => page.questions));
  const offered = (id: string): readonly string[] =>
    all.filter((question) => question.id === id).flatMap(({ choices = [] }) => choices.map(({ code }) => code));
  expect(Object.keys(easyOccasions).filter((name) => published.every((each) => each.name !== name))).toEqual([]);
  const worded = [easyEn, ...Object.values(easyOccasions)].flatMap((texts) => Object.entries(texts));
  const leftOver = worded.flatMap(([id, { choices = {} }]) =>
    all.some((question) => question.id === id)
      ? Object.keys(choices).filter((code) => !offered(id).includes(code))
      : [id],
  );
  expect(leftOver).toEqual([]);
});
