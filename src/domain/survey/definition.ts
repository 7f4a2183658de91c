// What is a questionnaire made of?
// Questionnaires are typed, versioned data: pages of questions, each with codes that never change once published
// (architecture, section 1, line 7; decision R15: a page is a list of questions, published questionnaires have one each).
// Texts stand beside the data by language (texts.ts), never inside it.
import type { ListedAnswer, ListedKind } from './listed.js';

export type QuestionId = string;

/**
 * `scale` is a single choice of numbers in order; `consent` a yes or a no that is never chosen beforehand, kept with its
 * wording; `month` allows "about"; `month-range` is from when until when, or still going on; `provider` and `subject` are
 * names of a list, or as they were typed; `short-text` is any other name; `employer` whom somebody works for and
 * `job-title` as what; `outcode` the first half of a postcode and never the second; `long-text` a story.
 */
export type QuestionKind =
  | 'single'
  | 'multiple'
  | 'scale'
  | 'consent'
  | 'month'
  | 'month-range'
  | ListedKind
  | 'short-text'
  | 'employer'
  | 'job-title'
  | 'outcode'
  | 'long-text'
  | 'email'
  | 'telephone';

/** One question and the shape of its answer. */
export interface Question {
  readonly id: QuestionId;
  readonly kind: QuestionKind;
  /** Codes in the one order shown to everyone (Y11); for `single` and `multiple`. */
  readonly choices?: readonly Choice[];
  /** Nothing but the situation itself is required (requirement P4). */
  readonly required?: boolean;
  /** Going on without an answer is asked about once more; skipping stays possible. */
  readonly askTwice?: boolean;
  /** Longest text taken, in characters. */
  readonly maxLength?: number;
  /** The order of its choices is drawn per person and stored (Y11: reasons only). */
  readonly randomOrder?: boolean;
  /** Offers only the choices that were chosen in that earlier question. */
  readonly onlyChosenIn?: QuestionId;
  /** An answer to this question speaks of that earlier one, and falls when that one changes. */
  readonly follows?: QuestionId;
  readonly month?: MonthBounds;
  /** What is asked about once where the answer is unlikely; it can stand all the same. */
  readonly doubts?: readonly SoftCheck[];
  /** Of a `consent`: the version of the wording that is agreed to, such as `being-linked 1`. */
  readonly wording?: string;
  /** A response counts as valid only with an answer here, whatever the answer is, where it was asked. */
  readonly forValid?: boolean;
  /** Only the person themselves can say: never asked of somebody who answers for them (Y2). */
  readonly ownOnly?: boolean;
  /** Its choices are buttons, each of which answers; a month offers those that most people would choose as buttons. */
  readonly oneTap?: true;
}

/** Which months make sense, both ends included; what is absent does not bound. */
export interface MonthBounds {
  /** Months counted from the month of leaving school: -60 is five years before it. */
  readonly earliestFromLeaving?: number;
  /** Months counted from the present one: 0 forbids the past. */
  readonly earliestFromToday?: number;
  /** Months counted from the present one: 0 forbids the future. */
  readonly latestFromToday?: number;
  /** Not before the month given there. */
  readonly notBefore?: QuestionId;
}

/** When an answer is unlikely, though it may be so: asked about once, and taken as it is if the person says so. */
export type SoftCheck =
  /** A month range that ends before it starts. */
  | { readonly kind: 'ends-before-start' }
  /** It began more than so many months before the month of leaving school. */
  | { readonly kind: 'long-before-leaving'; readonly months: number }
  /** The name is of another kind of place than was said, by the code of that earlier answer. */
  | { readonly kind: 'other-kind'; readonly by: QuestionId; readonly kinds: Readonly<Record<string, PlaceKind>> };
export type SoftCheckKind = SoftCheck['kind'];

/** What the name of a place of study says about it. */
export type PlaceKind = 'university' | 'college';

/** One answer to choose. */
export interface Choice {
  readonly code: string;
  /** Set apart at the end: "Something else", "I'd rather not say", "I don't know". */
  readonly apart?: boolean;
  /** Of a `multiple`: cannot be chosen together with another. */
  readonly alone?: boolean;
  /** Says nothing about the question, and which nothing it is: never counted together. */
  readonly means?: 'unknown' | 'refused';
}

/** Shown when the condition holds for the answers so far. Conditions are data, so that paths can be walked. */
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'answer-in'; readonly question: QuestionId; readonly codes: readonly string[] }
  | { readonly kind: 'answered'; readonly question: QuestionId }
  /** This block fell to the person by lot. */
  | { readonly kind: 'drawn'; readonly block: string }
  /** They said by one button that nothing has changed (Y10). */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'chosen-at-least'; readonly question: QuestionId; readonly count: number }
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

/** Questions that are asked together (decision R15). */
export interface Page {
  readonly id: string;
  readonly questions: readonly Question[];
  readonly shownWhen: Condition;
  /** Opens with why we ask and what happens with it, and can be skipped (look, section 2). */
  readonly hard?: boolean;
  /** Of an optional module that was joined to the questionnaire: its name and version, such as `work-and-pay 1`. */
  readonly module?: string;
}

/** A questionnaire in one version. */
export interface Questionnaire {
  readonly name: string;
  readonly version: number;
  /** The one required question: each of its codes makes a claim, or is one of the explicit refusals. */
  readonly ending: { readonly question: QuestionId; readonly refusals: readonly string[] };
  /** What most people answer; used only to say about how many questions are left. */
  readonly usual: Answers;
  readonly pages: readonly Page[];
  /** Of these blocks of questions one falls to each person by lot, whatever they answer, so that stayers are measured (Y10). */
  readonly blocks?: readonly string[];
  /** Starts from what is known: one button says that nothing has changed, and the names known are filled in (Y10). */
  readonly buildsOnKnown?: true;
}

/** Under which name the block drawn stands among the answers: routing looks at it, and it is sent with them. */
export const drawnBlock = 'drawn-block';

/**
 * Under which name it stands among the answers that nothing has changed: the first month for which what was known vouches.
 */
export const heldBefore = 'held-before';

/** How many people one answer in a drawn block stands for: each block falls to the same share of people. */
export const designWeight = ({ blocks = [] }: Pick<Questionnaire, 'blocks'>): number => Math.max(1, blocks.length);

/** A month as someone remembers it: `2025-10`. */
export interface MonthAnswer {
  readonly month: string;
  readonly about: boolean;
}

/** From when until when; `to` null while it goes on. */
export interface MonthRangeAnswer {
  readonly from: MonthAnswer;
  readonly to: MonthAnswer | null;
}

/** What a month range says to conditions. */
export const rangeCodes = ['going-on', 'ended'] as const;

/** A yes or a no, and the version of the wording that it was said to. */
export interface ConsentAnswer {
  readonly consent: 'yes' | 'no';
  readonly wording: string;
}

/** An answer as it is kept. */
export type AnswerValue = string | readonly string[] | MonthAnswer | MonthRangeAnswer | ListedAnswer | ConsentAnswer;

/** Answers by question; a question that was skipped has none. "Rather not say" and "don't know" are codes, kept apart. */
export type Answers = Readonly<Record<QuestionId, AnswerValue>>;

/** Whether the answer is a month. */
export const isMonth = (value: AnswerValue): value is MonthAnswer => typeof value === 'object' && 'month' in value;
/** Whether the answer is a month range. */
export const isRange = (value: AnswerValue): value is MonthRangeAnswer => typeof value === 'object' && 'from' in value;
/** Whether the answer is a name that may be on a list. */
export const isListed = (value: AnswerValue): value is ListedAnswer => typeof value === 'object' && 'typed' in value;
/** Whether the answer is a consent, or the refusal of one. */
export const isConsent = (value: AnswerValue): value is ConsentAnswer =>
  typeof value === 'object' && 'consent' in value;

/** The codes that an answer holds: what was chosen, whether a range has ended, what a name means; none for a month. */
export function codesIn(value: AnswerValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [value];
  if (isConsent(value)) return [value.consent];
  if (isListed(value)) return value.code === null ? [] : [value.code];
  if (isRange(value)) return [value.to === null ? 'going-on' : 'ended'];
  return isMonth(value) ? [] : value;
}

/** What was written or chosen, without spaces around it; undefined for nothing. */
export const textOf = (value: AnswerValue | undefined): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** The answer where it is words or a name; undefined for any other. */
export const wordsIn = (value: AnswerValue | undefined): string | undefined =>
  typeof value === 'string' ? value : value !== undefined && isListed(value) ? value.name : undefined;
