// In which languages can alumni read, which of them may be sent, and is each complete?
// One catalogue a language: the words of pages and mail, and the texts of every question by its id. A text that is missing,
// left over or filled in with something else than in English fails the making of the catalogue. One that no speaker has
// confirmed can be looked at by staff and never be sent or offered (year.md, "Not now").
import { publishedQuestionnaires, type PublishedQuestionnaire } from '../catalogue.js';
import type { Question, QuestionId } from '../definition.js';
import { publishedModules } from '../modules.js';
import type { AnswerProblem } from '../typed.js';
import { checkTexts, type QuestionnaireTexts, type QuestionTexts } from '../texts.js';
import type { LanguageSource } from './language.js';
import { speechIn, type Speech } from './speech.js';
import { placeholdersIn, type Text } from './text.js';
import type { Reading } from '../reading.js';
import { easyEn, easyOccasions } from './easy.en.js';
import { arabic } from './arabic.js';
import { wordsEn } from './words.en.js';

/** A language that can be read. */
export interface SurveyLanguage extends Omit<LanguageSource, 'words' | 'questions' | 'occasions' | 'problems'> {
  readonly speech: Speech;
  /** Whether there is an easy-read version. */
  readonly hasEasy: boolean;
  /** The texts of a questionnaire, easy to read where that is wanted and there. Throws RangeError naming what it lacks. */
  readonly textsOf: (published: PublishedQuestionnaire, reading?: Pick<Reading, 'easy'>) => QuestionnaireTexts;
}

/** What is missing, left over or different in the words, as lines to be mended; empty when complete. */
export function checkWords(words: Readonly<Record<string, Text>>, english: Readonly<Record<string, Text>>): string[] {
  const problems: string[] = [];
  for (const [key, text] of Object.entries(english)) {
    const own = words[key];
    if (own === undefined) problems.push(`add '${key}', which in English is ${JSON.stringify(text)}`);
    else if (placeholdersIn(own).join() !== placeholdersIn(text).join()) {
      problems.push(
        `'${key}' must hold {${placeholdersIn(text).join('} {')}}, it holds {${placeholdersIn(own).join('} {')}}`,
      );
    }
  }
  const extra = Object.keys(words).filter((key) => english[key] === undefined);
  return [...problems, ...extra.map((key) => `take out '${key}': English has no such text`)];
}

const fromAnswers = (texts: QuestionTexts): readonly string[] =>
  [...JSON.stringify([texts.heading, texts.hint]).matchAll(/\{([a-z-]+)\|/g)].map(([, id = '']) => id).sort();

/** What is missing or left over in the texts of a questionnaire beside the English ones. */
export function checkQuestionTexts(
  { questionnaire, texts: { en } }: PublishedQuestionnaire,
  texts: QuestionnaireTexts,
): readonly string[] {
  const differing = Object.entries(en.questions).flatMap(([id, english]) => {
    const own = texts.questions[id];
    if (own === undefined) return [];
    return [
      ...(english.hint !== undefined && own.hint === undefined ? [`${id}: no hint`] : []),
      ...(fromAnswers(own).join() === fromAnswers(english).join() ? [] : [`${id}: pipes other answers than English`]),
      ...Object.keys(english.problems ?? {})
        .filter((problem) => own.problems?.[problem as AnswerProblem] === undefined)
        .map((problem) => `${id}: no sentence of its own for ${problem}`),
    ];
  });
  return [...checkTexts(questionnaire, texts), ...differing];
}

/** A question's texts with the codes that this version of it offers; the bank has those of all versions. */
function textsFor({ id, choices }: Question, own: QuestionTexts | undefined): [QuestionId, QuestionTexts][] {
  if (own?.choices === undefined || choices === undefined) return own === undefined ? [] : [[id, own]];
  const offered = choices.map(({ code }) => code);
  const texts = Object.entries(own.choices).filter(([code]) => offered.includes(code));
  return [[id, { ...own, choices: Object.fromEntries(texts) }]];
}

/** Makes a language's catalogue. Throws RangeError naming every line to be added or mended. */
export function languageOf(source: LanguageSource): SurveyLanguage {
  const { words, questions, occasions, problems, ...rest } = source;
  const found = checkWords(words, wordsEn);
  if (found.length > 0) throw new RangeError(`The words in ${source.name}:\n${found.join('\n')}`);
  const made = new Map<PublishedQuestionnaire, QuestionnaireTexts>();
  const make = (published: PublishedQuestionnaire): QuestionnaireTexts => {
    const { name, pages } = published.questionnaire;
    const own = { ...questions, ...occasions[name] };
    const asked = pages.flatMap(({ questions: onPage }) => onPage);
    const { language, direction } = source;
    const texts: QuestionnaireTexts = {
      ...{ language, direction, problems },
      questions: Object.fromEntries(asked.flatMap((question) => textsFor(question, own[question.id]))),
    };
    const lacks = checkQuestionTexts(published, texts);
    if (lacks.length > 0) throw new RangeError(`${published.title} in ${source.name}:\n${lacks.join('\n')}`);
    return texts;
  };
  return {
    ...rest,
    hasEasy: false,
    speech: speechIn(source, words),
    textsOf: (published) => {
      const texts = made.get(published) ?? make(published);
      made.set(published, texts);
      return texts;
    },
  };
}

/** The easy-read version of a questionnaire's English: the same codes and answers in simpler words (Y13). */
function easyTexts(name: string, texts: QuestionnaireTexts): QuestionnaireTexts {
  const questions = Object.entries(texts.questions).map(([id, own]) => {
    const { heading, hint, why, choices } = easyOccasions[name]?.[id] ?? easyEn[id] ?? own;
    const simpler = Object.keys(own.choices ?? {}).map((code) => [code, choices?.[code] ?? own.choices?.[code] ?? '']);
    return [
      id,
      {
        ...{ heading, short: own.short },
        ...(hint === undefined ? {} : { hint }),
        ...(own.why === undefined ? {} : { why: why ?? own.why }),
        ...(own.choices === undefined ? {} : { choices: Object.fromEntries(simpler) as Record<string, string> }),
        ...(own.problems === undefined ? {} : { problems: own.problems }),
        ...(own.doubts === undefined ? {} : { doubts: own.doubts }),
      },
    ] as const;
  });
  return { ...texts, questions: Object.fromEntries(questions) };
}

const easyMade = new WeakMap<QuestionnaireTexts, QuestionnaireTexts>();

/** English, in which everything is written first. */
export const english: SurveyLanguage = {
  ...{ language: 'en', direction: 'ltr', name: 'English', ownName: 'English' },
  confirmed: { by: 'the makers of Onward', on: '2026-11-25' },
  hasEasy: true,
  speech: speechIn({ language: 'en', direction: 'ltr' }, wordsEn),
  textsOf: ({ questionnaire: { name }, texts: { en } }, { easy = false } = {}) => {
    if (!easy) return en;
    const made = easyMade.get(en) ?? easyTexts(name, en);
    easyMade.set(en, made);
    return made;
  },
};

/** Every language, English first. */
export const surveyLanguages: readonly SurveyLanguage[] = [english, languageOf(arabic)];

/** Those that somebody may be sent or offered. */
export const confirmedOf = (languages: readonly SurveyLanguage[]): readonly SurveyLanguage[] =>
  languages.filter(({ confirmed }) => confirmed !== null);

/** The language that an address or a form names, where it may be shown; null for any other. */
export const languageNamed = (wanted: unknown, languages: readonly SurveyLanguage[]): string | null =>
  confirmedOf(languages).find(({ language }) => language === wanted)?.language ?? null;

/** The language to show to somebody who asks for this one: it where it may be shown, otherwise English. */
export const languageToShow = (wanted: unknown, languages: readonly SurveyLanguage[]): SurveyLanguage =>
  confirmedOf(languages).find(({ language }) => language === wanted) ?? english;

/** Texts of a language's bank that no published questionnaire or module asks for. */
export const leftOver = ({ questions, occasions }: LanguageSource): readonly string[] => {
  const all = [...publishedQuestionnaires.map(({ questionnaire }) => questionnaire), ...publishedModules];
  const asked = new Set(all.flatMap(({ pages }) => pages.flatMap((page) => page.questions.map(({ id }) => id))));
  const names = new Set(publishedQuestionnaires.map(({ questionnaire }) => questionnaire.name));
  return [
    ...Object.keys(questions).filter((id) => !asked.has(id)),
    ...Object.keys(occasions).filter((name) => !names.has(name)),
  ];
};
