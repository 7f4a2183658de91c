// What is a questionnaire made of?
// Questionnaires are typed, versioned data: pages of questions, each with codes that never change once published
// (architecture, section 1, line 7; decision R15: a page is a list of questions, published questionnaires have one each).
// Texts stand beside the data by language, never inside it.

export type QuestionId = string;

/** `month` allows "about"; `place` is a provider or employer by name; `owner` says whose an address is (Y2). */
export type QuestionKind = 'single' | 'multiple' | 'month' | 'short-text' | 'long-text' | 'email' | 'telephone';

export interface Question {
  readonly id: QuestionId;
  readonly kind: QuestionKind;
  /** Codes in the one order shown to everyone (Y11); for `single` and `multiple`. */
  readonly choices?: readonly Choice[];
  /** Nothing but the situation itself is required (requirement P4). */
  readonly required?: boolean;
  /** Longest text taken, in characters. */
  readonly maxLength?: number;
  /** The order of its choices is drawn per person and stored (Y11: reasons only). */
  readonly randomOrder?: boolean;
}

export interface Choice {
  readonly code: string;
  /** Set apart at the end: "Something else", "I'd rather not say", "I don't know". */
  readonly apart?: boolean;
  /** Chosen alone: clears the others of a `multiple`. */
  readonly alone?: boolean;
}

/** Shown when the condition holds for the answers so far. Conditions are data, so that paths can be walked. */
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'answer-in'; readonly question: QuestionId; readonly codes: readonly string[] }
  | { readonly kind: 'answered'; readonly question: QuestionId }
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition };

export interface Page {
  readonly id: string;
  readonly questions: readonly Question[];
  readonly shownWhen: Condition;
  /** Opens with why we ask and what happens with it, and can be skipped (look, section 2). */
  readonly hard?: boolean;
}

export interface Questionnaire {
  readonly name: string;
  readonly version: number;
  readonly pages: readonly Page[];
}

/** A month as someone remembers it. */
export interface MonthAnswer {
  readonly month: string;
  readonly about: boolean;
}

export type AnswerValue = string | readonly string[] | MonthAnswer;

/** Answers by question; a question that was skipped has none. "Rather not say" and "don't know" are codes, kept apart. */
export type Answers = Readonly<Record<QuestionId, AnswerValue>>;
