// Languages: complete or not made, plural forms and numerals of the language, values set apart from text that runs the other
// way, and nothing shown that no speaker has confirmed.
import { describe, expect, it } from '@jest/globals';
import { localDate, type LocalMonth } from '../../../src/domain/calendar/local-date.js';
import { findQuestionnaire, publishedQuestionnaires } from '../../../src/domain/survey/catalogue.js';
import { arabic } from '../../../src/domain/survey/languages/arabic.js';
import {
  checkQuestionTexts,
  checkWords,
  confirmedOf,
  english,
  languageNamed,
  languageOf,
  languageToShow,
  leftOver,
  surveyLanguages,
} from '../../../src/domain/survey/languages/languages.js';
import { isolated } from '../../../src/domain/survey/languages/text.js';
import { wordsEn } from '../../../src/domain/survey/languages/words.en.js';
import { worded, type QuestionTexts } from '../../../src/domain/survey/texts.js';

const ar = languageOf(arabic);
const destinationCheck = findQuestionnaire({ name: 'destination-check', version: 1 });
if (destinationCheck === null) throw new Error('There is no destination check.');
const withQuestion = (id: string, texts: Partial<QuestionTexts>) => ({
  ...arabic,
  questions: { ...arabic.questions, [id]: { ...arabic.questions[id], ...texts } as QuestionTexts },
});

describe('a catalogue', () => {
  it.each(publishedQuestionnaires.map((published) => [published.title, published] as const))(
    'has every text of %s in every language',
    (_title, published) => {
      for (const language of surveyLanguages) {
        const texts = language.textsOf(published);
        expect([texts.language, texts.direction]).toEqual([language.language, language.direction]);
        expect(checkQuestionTexts(published, texts)).toEqual([]);
      }
    },
  );

  it('has nothing left over that no questionnaire asks', () => expect(leftOver(arabic)).toEqual([]));

  it('is not made with a text missing, left over, or filled in with something else', () => {
    const { 'later.title': _left, ...fewer } = arabic.words;
    expect(checkWords(fewer, wordsEn)).toEqual(['add \'later.title\', which in English is "Everything is saved"']);
    expect(checkWords({ ...arabic.words, 'later.more': 'المزيد' }, wordsEn)).toEqual([
      "take out 'later.more': English has no such text",
    ]);
    expect(checkWords({ ...arabic.words, 'landing.who': 'تسأل {school}' }, wordsEn)).toEqual([
      "'landing.who' must hold {trust}, it holds {school}",
    ]);
    const broken = { ...arabic, words: { ...arabic.words, 'page.sent-for': 'أُرسلت' } };
    expect(() => languageOf(broken)).toThrow("'page.sent-for' must hold {trust}");
  });

  it('is not made for a questionnaire with a question, choice, hint or sentence missing', () => {
    const lacks = (source: typeof arabic, what: string): void => {
      expect(() => languageOf(source).textsOf(destinationCheck)).toThrow(what);
    };
    const { situation: _left, ...others } = arabic.questions;
    lacks({ ...arabic, questions: others }, 'situation: no texts');
    lacks(
      withQuestion('as-planned', { choices: { yes: 'نعم', no: 'لا', partly: 'جزئيا' } }),
      'no text for had-no-plan',
    );
    lacks(withQuestion('course', { hint: undefined as unknown as string }), 'course: no hint');
    lacks(withQuestion('situation', { problems: {} }), 'situation: no sentence of its own for missing');
    lacks(withQuestion('job', { heading: 'ما عملك في {employer|هناك}؟' }), 'job: pipes other answers than English');
    lacks({ ...arabic, problems: {} }, 'problem missing: no sentence');
  });
});

describe('Arabic', () => {
  const { say, date, month, monthName, day } = ar.speech;

  it('chooses among its plural forms and writes names of months by itself', () => {
    expect([1, 2, 3, 11, 100].map((count) => say('question.left', { count }))).toEqual([
      'السؤال الأخير',
      'بقي نحو سؤالين',
      'بقي نحو 3 أسئلة',
      'بقي نحو 11 سؤالا',
      'بقي نحو 100 سؤال',
    ]);
    expect([date(localDate('2026-11-30')), month('2026-10' as LocalMonth), monthName(1)]).toEqual([
      '30 نوفمبر 2026',
      'أكتوبر 2026',
      'يناير',
    ]);
    expect(day(new Date('2026-06-30T23:30:00Z'))).toBe('1 يوليو 2026'); // London is an hour ahead then
  });

  it('sets what is filled in apart, so that a full stop stays where it belongs', () => {
    expect(say('page.sent-for', { trust: 'Larkfield Trust' })).toBe('أُرسلت نيابة عن \u2068Larkfield Trust\u2069.');
    expect(isolated('Larkfield', 'Sent for {trust}.')).toBe('Larkfield');
    expect(isolated('جامعة', 'Are you still at {provider}?')).toBe('\u2068جامعة\u2069');
    expect(worded('{provider|هناك}؟', { provider: 'UCL' })).toBe('\u2068UCL\u2069؟');
  });
});

describe('English', () => {
  it('counts in words up to ten, with a capital where the sentence begins with one', () => {
    const { say, date, weekday } = english.speech;
    expect([1, 3, 12].map((count) => say('question.left', { count }))).toEqual([
      'Last question',
      'About three questions left',
      'About 12 questions left',
    ]);
    expect(say('check.hidden', { count: 2 })).toMatch(/^Two earlier answers are kept/);
    expect([date(localDate('2026-11-03')), weekday(localDate('2026-12-06'))]).toEqual([
      '3 November 2026',
      'Sunday 6 December',
    ]);
  });

  it('has no gap: a value or a text that is missing is an error', () => {
    expect(() => english.speech.say('page.sent-for')).toThrow('lacks trust');
    expect(() => english.speech.say('page.nothing' as 'page.back')).toThrow('There is no text page.nothing');
  });
});

describe('what may be shown', () => {
  const both = [english, { ...ar, confirmed: { by: 'a speaker', on: '2026-11-26' } }];

  it('is English and what a speaker has confirmed', () => {
    expect(surveyLanguages.map(({ language, confirmed }) => [language, confirmed !== null])).toEqual([
      ['en', true],
      ['ar', false],
    ]);
    expect(confirmedOf(surveyLanguages)).toEqual([english]);
    expect(['ar', 'xx', undefined, ['ar']].map((wanted) => languageToShow(wanted, surveyLanguages).language)).toEqual([
      ...['en', 'en', 'en', 'en'],
    ]);
    expect([languageToShow('ar', both).language, languageNamed('ar', both)]).toEqual(['ar', 'ar']);
    expect(languageNamed('ar', surveyLanguages)).toBeNull();
  });
});
