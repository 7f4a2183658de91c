// What letters, their variables and what can be wrong with them are called on screen (look.md, section 6; Y24).
import type { CheckedLetter, FoundLetterProblem } from '../../domain/waves/letters/check-letter.js';
import { longestSubject, mostWords } from '../../domain/waves/letters/check-letter.js';
import type { LetterId } from '../../domain/waves/letters/letter.js';
import { readingAgeWanted } from '../../domain/waves/letters/reading-age.js';
import type { FieldErrors } from '../form.js';

/** Name, and who gets it. */
export const letterWords: Readonly<Record<LetterId, { readonly name: string; readonly when: string }>> = {
  invitation: { name: 'Invitation', when: 'The first mail of a wave.' },
  reminder: { name: 'Reminder', when: 'Somebody who has not opened the questions yet.' },
  started: { name: 'Reminder to go on', when: 'Somebody who opened the questions and did not finish.' },
  'other-address': { name: 'To another address', when: 'The first mail to the next address after mail came back.' },
  last: { name: 'Last message', when: 'The last mail of a wave to somebody who has not answered.' },
  'keep-in-touch': { name: 'Keep in touch', when: 'Every mail of a wave that asks for a contact update.' },
  'thank-you': { name: 'Thank you', when: 'Once, after somebody sent their answers, where the wave says so.' },
};

/** Beside the text box. */
export const variableWords: readonly (readonly [word: string, becomes: string])[] = [
  ['{first name}', 'the name they want to be called'],
  ['{school}', 'the school that they left'],
  ['{trust}', 'the name of the trust'],
  ['{last day}', 'the last day on which the link works'],
];

function sentence({ problem, part, words = '', what = '' }: FoundLetterProblem): string {
  switch (problem) {
    case 'empty':
      return part === 'subject' ? 'Enter a subject' : 'Enter what the mail says';
    case 'too-long':
      return part === 'subject' ? `Make the subject ${longestSubject} characters or fewer` : 'Make the text shorter';
    case 'too-many-words':
      return `Make it shorter: with what stands under every mail it has ${words} words, and ${mostWords} is the most`;
    case 'variable-in-subject':
      return 'Take the braces out of the subject: it is the same for everybody';
    case 'unknown-variable':
      return `Nothing fills in ${words}. Use {first name}, {school}, {trust} or {last day}`;
    case 'held-about-person':
      return `Take out ${words}: mail never says what we hold about somebody, because others may read it`;
    case 'other-name':
      return `Use {first name} in place of ${words}: mail uses only the name that the person wants to be called`;
    case 'no-button':
      return 'Add the button: a line of its own in square brackets, for example [Tell us how things are going]';
    case 'two-buttons':
      return 'Keep one button';
    case 'button-not-wanted':
      return 'Take out the button: this mail asks for nothing';
    case 'button-words':
      return 'Write two to six words on the button, without braces';
    case 'stray-sign':
      return `Take out ${words}: brackets are for the button, braces for words that are filled in, and there are no tags`;
    case 'names-a-place':
      return `Take out “${words}”: a letter to many people names no place where somebody studies`;
    case 'promotes':
      return `Take out “${words}”: it ${what}, and survey mail may not promote anything`;
    case 'link':
      return `Take out “${words}”: the button is the only link`;
  }
}

/** The first sentence for each part that needs another look. */
export function letterErrors(problems: readonly FoundLetterProblem[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const found of problems) errors[found.part] = [errors[found.part], sentence(found)].filter(Boolean).join('. ');
  return errors;
}

/** How long it is and how easily it is read; the second is an estimate for English, and a warning only. */
export function figures({ words, readingAge }: Pick<CheckedLetter, 'words' | 'readingAge'>, isEnglish = true): string {
  if (!isEnglish) return `${words} words of at most ${mostWords}`;
  const age = `reading age about ${readingAge}`;
  const hard =
    readingAge > readingAgeWanted ? `: try shorter words and sentences, for ${readingAgeWanted} or less` : '';
  return `${words} words of at most ${mostWords}, ${age}${hard}`;
}
