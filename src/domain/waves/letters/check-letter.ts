// May this letter be published?
// Whatever is wrong is found when it is saved, not when it is sent (issue 5, item 3): a word in braces that nothing fills
// in, a missing button, a subject of 50 characters or more, more than 120 words (look.md, section 3), promotion and links
// (P2), anything that we hold about somebody (Y2), a name but the one to use (Y4). A reading age over 11 is only said (P3).
import type { Frame } from './frame.js';
import { hasButton, letterVariables, type Letter, type LetterId, type LetterText } from './letter.js';
import { normalized, readLetter, variablesIn, wordsOf } from './markup.js';
import { linkIn, promotionIn } from './promotion.js';
import { readingAge, wordsIn } from './reading-age.js';

export const longestSubject = 49;
export const mostWords = 120;
const longestBody = 2_000;
const longestLabel = 40;

export const letterProblems = [
  'empty',
  'too-long',
  'too-many-words',
  'variable-in-subject',
  'unknown-variable',
  'held-about-person',
  'other-name',
  'no-button',
  'two-buttons',
  'button-not-wanted',
  'button-words',
  'stray-sign',
  'names-a-place',
  'promotes',
  'link',
] as const;
export type LetterProblem = (typeof letterProblems)[number];

/** One thing that is wrong, in which part, with the words that it is about. */
export interface FoundLetterProblem {
  readonly part: 'subject' | 'body';
  readonly problem: LetterProblem;
  readonly words?: string;
  /** What promotion does: "raises money". */
  readonly what?: string;
}

/** What a letter is checked with. */
export interface LetterSurroundings {
  readonly frame: Frame;
  /** Who signs, the trust, its postal address: they count towards the words. */
  readonly signOff: readonly string[];
  /** Names of places of study, which no letter to many people may hold (Y2). */
  readonly places: readonly string[];
}

/** The letter where it may be published, or what is wrong; and the figures of it in both cases. */
export interface CheckedLetter {
  readonly letter: Letter | null;
  readonly problems: readonly FoundLetterProblem[];
  /** Words of the whole mail, as an English reader gets it. */
  readonly words: number;
  /** In years, of the letter's own sentences. */
  readonly readingAge: number;
}

const held =
  /provider|university|college|course|employer|job|destination|plan|apprenticeship|answer|reason|address|birth|upn/;
const otherName = /name|surname/;

/** Values of about the usual length, for counting. */
const usualValues = {
  name: 'Avery',
  school: 'Northgate Academy',
  trust: 'Larkfield Trust',
  closes: 'Sunday 6 December',
};

type Find = Omit<FoundLetterProblem, 'part'>;

function variableProblems(body: string): readonly Find[] {
  return variablesIn(body)
    .filter((word) => !Object.hasOwn(letterVariables, word))
    .map((word) => ({
      problem: otherName.test(word) ? 'other-name' : held.test(word) ? 'held-about-person' : 'unknown-variable',
      words: `{${word}}`,
    }));
}

/** What may not be said, in the subject and in the body alike. */
function wordProblems(text: string, places: readonly string[]): readonly Find[] {
  const folded = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const place = places.find((name) => folded.includes(` ${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `));
  const link = linkIn(text);
  return [
    ...promotionIn(text).map(({ words, what }) => ({ problem: 'promotes' as const, words, what })),
    ...(link === null ? [] : [{ problem: 'link' as const, words: link }]),
    ...(place === undefined ? [] : [{ problem: 'names-a-place' as const, words: place }]),
  ];
}

function buttonProblems(id: LetterId, labels: readonly string[]): readonly Find[] {
  if (!hasButton(id)) return labels.length === 0 ? [] : [{ problem: 'button-not-wanted' }];
  if (labels.length === 0) return [{ problem: 'no-button' }];
  if (labels.length > 1) return [{ problem: 'two-buttons' }];
  const [label = ''] = labels;
  return label === '' || label.length > longestLabel || /[{}]/.test(label) ? [{ problem: 'button-words' }] : [];
}

/** Reads and checks a letter; every problem is found at once. */
export function checkLetter(id: LetterId, text: LetterText, around: LetterSurroundings): CheckedLetter {
  const letter = readLetter(id, text);
  const { subject, blocks } = letter;
  const body = normalized(text.body);
  const labels = blocks.flatMap((block) => (block.kind === 'button' ? [block.label] : []));
  const own = blocks.map((block) => wordsOf(block, usualValues)).join('\n');
  const frame = [...around.frame.wordsOf(hasButton(id)), ...around.signOff].join('\n');
  const words = wordsIn(own).length + wordsIn(frame).length;
  const outside = body.replace(/\{[^{}]*\}/g, '').replace(/^\s*\[[^[\]\n]*\]\s*$/gm, '');
  const stray = /[{}[\]]|<\/?[a-z!]/i.exec(outside)?.[0];

  const inSubject: readonly Find[] = [
    ...(subject === '' ? [{ problem: 'empty' as const }] : []),
    ...(subject.length > longestSubject ? [{ problem: 'too-long' as const }] : []),
    ...(/[{}]/.test(subject) ? [{ problem: 'variable-in-subject' as const }] : []),
    ...wordProblems(subject, around.places),
  ];
  const inBody: readonly Find[] = [
    ...(own.trim() === '' ? [{ problem: 'empty' as const }] : []),
    ...(body.length > longestBody ? [{ problem: 'too-long' as const }] : []),
    ...(words > mostWords ? [{ problem: 'too-many-words' as const, words: String(words) }] : []),
    ...variableProblems(body),
    ...buttonProblems(id, labels),
    ...(stray === undefined ? [] : [{ problem: 'stray-sign' as const, words: stray }]),
    ...wordProblems(body, around.places),
  ];
  const problems = [
    ...inSubject.map((find) => ({ part: 'subject' as const, ...find })),
    ...inBody.map((find) => ({ part: 'body' as const, ...find })),
  ];
  return {
    letter: problems.length === 0 ? letter : null,
    problems,
    words,
    readingAge: readingAge(own),
  };
}
