// Which questions can tell of somebody's health or faith, and on what recorded ground are they asked (Y12)?
// Article 9 UK GDPR wants a condition for what they reveal. The trust records which one it relies on, who decided and until when;
// without one that holds on the day they are not asked, and what was chosen under them does not stand. Conditions: Article 9(2) and
// Schedule 1 to the Data Protection Act 2018, unverified.
import type { LocalDate } from '../calendar/local-date.js';
import type { PublishedQuestionnaire } from './catalogue.js';
import { codesIn, type Answers, type Page, type QuestionId } from './definition.js';
import type { Draft } from './response.js';
import { dropOrphans } from './routing.js';

/** The conditions that a trust can rely on. */
export const sensitiveConditions = ['explicit-consent', 'substantial-public-interest', 'research'] as const;
export type SensitiveCondition = (typeof sensitiveConditions)[number];

/** What the trust decided. */
export interface SensitiveGround {
  readonly condition: SensitiveCondition;
  /** Who decided it, as it was written down: a name or a meeting. */
  readonly decidedBy: string;
  readonly decidedOn: LocalDate;
  /** The last day on which they are asked. */
  readonly until: LocalDate;
}

/** Whether they may be asked on the day. */
export const maySensitiveBeAsked = (ground: SensitiveGround | null, on: LocalDate): boolean =>
  ground !== null && ground.decidedOn <= on && on <= ground.until;

/** The version of the sentence by which choosing is agreeing (`agreed` in wording.en.ts and its translations). */
export const agreementWording = 'sensitive answers 1';

const themes = ['belonging', 'caring', 'money', 'health'] as const;

/** The sections that say what choosing one of their answers means. */
export const sensitivePages: readonly QuestionId[] = themes.flatMap((theme) => [
  `reasons-${theme}`,
  `against-${theme}`,
]);

/** Plain answers that tell of health themselves. */
const sensitiveCodes: Readonly<Record<QuestionId, readonly string[]>> = {
  reasons: ['health'],
  'main-reason': ['health'],
};

/** What of a page is asked only while a condition holds: all of it, some of its answers, or nothing. */
export function sensitiveIn({ id, questions }: Page): 'page' | 'answers' | null {
  if (sensitivePages.includes(id)) return 'page';
  const offers = questions.some((question) =>
    (question.choices ?? []).some(({ code }) => sensitiveCodes[question.id]?.includes(code) === true),
  );
  return offers ? 'answers' : null;
}

/** Whether something was chosen that rests on the agreement. */
export const agreedByChoosing = (answers: Answers): boolean =>
  codesIn(answers['reasons']).includes('health') ||
  sensitivePages.some((id) => codesIn(answers[id]).some((code) => !code.startsWith('UNK/')));

const without = (page: Page): Page => ({
  ...page,
  questions: page.questions.map((question) => {
    const taken = sensitiveCodes[question.id];
    if (taken === undefined || question.choices === undefined) return question;
    return { ...question, choices: question.choices.filter(({ code }) => !taken.includes(code)) };
  }),
});

const made = new WeakMap<PublishedQuestionnaire, PublishedQuestionnaire>();

/** The questionnaire without them, as it is asked while no condition holds; itself where it asks none. */
export function withoutSensitive(published: PublishedQuestionnaire): PublishedQuestionnaire {
  const { pages } = published.questionnaire;
  const asked = pages.flatMap(({ questions }) => questions.map(({ id }) => id));
  if (!asked.some((id) => sensitivePages.includes(id) || sensitiveCodes[id] !== undefined)) return published;
  const known = made.get(published);
  if (known !== undefined) return known;
  const { en } = published.texts;
  const questions = Object.entries(en.questions)
    .filter(([id]) => !sensitivePages.includes(id))
    .map(([id, texts]) => {
      const offered = Object.entries(texts.choices ?? {}).filter(([code]) => !sensitiveCodes[id]?.includes(code));
      return [id, texts.choices === undefined ? texts : { ...texts, choices: Object.fromEntries(offered) }] as const;
    });
  const less: PublishedQuestionnaire = {
    ...published,
    questionnaire: {
      ...published.questionnaire,
      pages: pages.filter(({ id }) => !sensitivePages.includes(id)).map(without),
    },
    texts: { en: { ...en, questions: Object.fromEntries(questions) } },
    fingerprint: `${published.fingerprint}-sensitive`,
  };
  made.set(published, less);
  return less;
}

/** The draft without what was chosen under them while a condition still held. */
export function withoutSensitiveAnswers({ questionnaire }: PublishedQuestionnaire, draft: Draft): Draft {
  const entries = Object.entries(draft.entries).flatMap(([id, entry]) => {
    const { value } = entry;
    const taken = sensitiveCodes[id] ?? [];
    if (value === undefined || !codesIn(value).some((code) => taken.includes(code))) return [[id, entry] as const];
    const left = codesIn(value).filter((code) => !taken.includes(code));
    return Array.isArray(value) && left.length > 0 ? [[id, { ...entry, value: left }] as const] : [];
  });
  return dropOrphans(questionnaire, { ...draft, entries: Object.fromEntries(entries) });
}
