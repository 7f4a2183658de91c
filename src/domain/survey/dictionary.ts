// What does a questionnaire ask, of whom, with which codes, and how do its pages hang together?
// Its data dictionary, one row a code, and a drawing in Mermaid's flowchart text, both worked out from the published data,
// so that they cannot say anything else than what is asked (features 14 and 15).
import type { PublishedQuestionnaire } from './catalogue.js';
import type { Condition, Page, Question } from './definition.js';
import type { Wording } from './texts.js';

/** One code of a question; a question without choices has one row, its code empty. */
export interface DictionaryRow {
  readonly questionnaire: string;
  readonly version: number;
  /** Place of the page, from 1. */
  readonly page: number;
  readonly question: string;
  readonly kind: Question['kind'];
  readonly heading: string;
  /** Of whom it is asked, in terms of earlier answers. */
  readonly askedOf: string;
  /** Of an optional module: its name and version; asked only where it is on. */
  readonly module: string;
  readonly required: boolean;
  /** A response counts as valid only with an answer here. */
  readonly forValid: boolean;
  /** May be skipped with a reason beside it, for it can reveal something about the person. */
  readonly hard: boolean;
  /** May be answered by somebody who speaks for the person. */
  readonly byProxy: boolean;
  readonly code: string;
  readonly text: string;
  /** `unknown` or `refused` for a code that says nothing; empty else. */
  readonly means: string;
  /** What is asked about once where the answer is unlikely. */
  readonly doubts: string;
  /** Of a consent: the version of its wording. */
  readonly wording: string;
}

/** What is kept of an answer that is no code. */
const keptAs: Readonly<Partial<Record<Question['kind'], string>>> = {
  month: 'A month, and whether it is about then',
  'month-range': 'A month from and one until, each perhaps about then, or still going on',
  provider: 'What was typed, and the UKPRN where the provider was chosen from the list',
  subject: 'What was typed, and the CAH code at level 3 where the subject was chosen from the list',
  'short-text': 'What was typed',
  employer: 'What was typed',
  'job-title': 'What was typed',
  'long-text': 'Own words, sealed',
  outcode: 'The first half of a postcode',
  email: 'An email address',
  telephone: 'A mobile number, as +44 …',
};

/** A condition in words: `situation is university or college`. */
export function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case 'always':
      return 'everyone';
    case 'drawn':
      return `by lot: block ${condition.block}`;
    case 'unchanged':
      return 'said by one button that nothing has changed';
    case 'answer-in':
      return `${condition.question} is ${condition.codes.join(' or ')}`;
    case 'answered':
      return `${condition.question} is answered`;
    case 'chosen-at-least':
      return `${condition.question} has ${condition.count} or more`;
    case 'all':
      return condition.of.map(conditionWords).join(', and ');
    case 'any':
      return condition.of.map(conditionWords).join(', or ');
    case 'not':
      return `not (${conditionWords(condition.of)})`;
  }
}

/** Of whom a page is asked, by their answers and by what is on for their school or cohort. */
const askedOfWords = ({ shownWhen, module }: Page): string =>
  module === undefined ? conditionWords(shownWhen) : `${conditionWords(shownWhen)}, where the module ${module} is on`;

const usualWords = (wording: Wording | undefined): string =>
  (typeof wording === 'object' ? wording.otherwise : (wording ?? '')).replace(/\{[a-z-]+\|([^}]*)\}/g, '$1');

/** The data dictionary of a questionnaire in English, in the order in which it is asked. */
export const dictionaryOf = ({ questionnaire, texts }: PublishedQuestionnaire): readonly DictionaryRow[] =>
  questionnaire.pages.flatMap((page, at) =>
    page.questions.flatMap((question) => {
      const own = texts.en.questions[question.id];
      const row = {
        questionnaire: questionnaire.name,
        version: questionnaire.version,
        page: at + 1,
        question: question.id,
        kind: question.kind,
        heading: usualWords(own?.heading),
        askedOf: askedOfWords(page),
        module: page.module ?? '',
        required: question.required === true,
        forValid: question.forValid === true || question.id === questionnaire.ending.question,
        hard: page.hard === true,
        byProxy: page.hard !== true && question.ownOnly !== true && question.kind !== 'consent',
      };
      const choices = question.choices ?? [{ code: '' }];
      return choices.map((choice) => ({
        ...row,
        code: choice.code,
        text: own?.choices?.[choice.code] ?? keptAs[question.kind] ?? '',
        means: 'means' in choice ? (choice.means ?? '') : '',
        doubts: (question.doubts ?? []).map(({ kind }) => kind).join('; '),
        wording: question.wording ?? '',
      }));
    }),
  );

/** From which earlier questions a page hangs, each with the words that stand at the arrow. */
function arrowsTo(condition: Condition): readonly (readonly [from: string, words: string])[] {
  switch (condition.kind) {
    case 'always':
    case 'drawn':
    case 'unchanged':
      return [];
    case 'answer-in':
      return [[condition.question, condition.codes.join(', ')]];
    case 'answered':
      return [[condition.question, 'answered']];
    case 'chosen-at-least':
      return [[condition.question, `${condition.count} or more`]];
    case 'all':
    case 'any':
      return condition.of.flatMap(arrowsTo);
    case 'not':
      return arrowsTo(condition.of).map(([from, words]) => [from, `not ${words}`] as const);
  }
}

/** One page of the drawing: what it asks, and from which earlier pages it hangs. */
export interface DrawnPage {
  /** Place, from 1. */
  readonly place: number;
  readonly id: string;
  readonly heading: string;
  readonly askedOf: string;
  /** Places of the pages whose answers decide whether it is asked. */
  readonly hangsFrom: readonly number[];
}

/** The questionnaire as a graph, in the order of asking. */
export function graphOf({ questionnaire, texts }: PublishedQuestionnaire): readonly DrawnPage[] {
  const { pages } = questionnaire;
  const placeOf = (id: string): number => pages.findIndex((page) => page.questions.some((each) => each.id === id)) + 1;
  return pages.map((page, at) => ({
    place: at + 1,
    id: page.id,
    heading: usualWords(texts.en.questions[page.questions[0]?.id ?? '']?.heading),
    askedOf: askedOfWords(page),
    hangsFrom: [...new Set(arrowsTo(page.shownWhen).map(([from]) => placeOf(from)))].filter((place) => place > 0),
  }));
}

const quoted = (text: string): string => `"${text.replaceAll('"', '#quot;')}"`;

/** The questionnaire as Mermaid's flowchart text: pages in the order of asking, arrows from the answers they hang from. */
export function drawingOf({ questionnaire, texts }: PublishedQuestionnaire): string {
  const { pages, ending } = questionnaire;
  const nodeOf = (page: Page): string => `p${pages.indexOf(page) + 1}`;
  const holding = (id: string): Page | undefined => pages.find((page) => page.questions.some((each) => each.id === id));
  const lines = pages.flatMap((page, at) => {
    const { module } = page;
    const heading = usualWords(texts.en.questions[page.questions[0]?.id ?? '']?.heading);
    const arrows = arrowsTo(page.shownWhen).flatMap(([from, words]) => {
      const source = holding(from);
      return source === undefined ? [] : [`  ${nodeOf(source)} -->|${quoted(words)}| ${nodeOf(page)}`];
    });
    const byLot =
      page.shownWhen.kind === 'drawn' ? [`  lot{{by lot}} -->|${quoted(page.shownWhen.block)}| ${nodeOf(page)}`] : [];
    return [
      `  ${nodeOf(page)}[${quoted(`${at + 1}. ${page.id}: ${heading}${module === undefined ? '' : ` (where ${module} is on)`}`)}]`,
      ...arrows,
      ...byLot,
      ...(arrows.length + byLot.length === 0
        ? [`  ${at === 0 ? 'start([start])' : 'always([everyone])'} --> ${nodeOf(page)}`]
        : []),
    ];
  });
  const end = holding(ending.question);
  return [
    `%% ${questionnaire.name}, version ${questionnaire.version}`,
    'flowchart TD',
    ...lines,
    ...(end === undefined
      ? []
      : [
          `  ${nodeOf(end)} -->|${quoted('any other code')}| claim([what we have been told])`,
          `  ${nodeOf(end)} -->|${quoted(ending.refusals.join(', '))}| refusal([would rather not say])`,
        ]),
    '',
  ].join('\n');
}
