// The words of the three permissions. A change of what is asked is a new version: permissions name the one they rest on.
import type { QuestionTexts } from '../texts.js';

const choices = { yes: 'Yes', no: 'No' } as const;
const takeBack = 'You can say no, and you can take a yes back at any time by the link in any of our emails.';

/** Names these words beside each permission that rests on them. */
export const permissionWording = 'permissions 1';

export const permissionsEn: Readonly<Record<string, QuestionTexts>> = {
  'may-link': {
    heading: 'May we look you up in official files?',
    hint: 'These are lists of who studies or works where, kept by the government or by universities.',
    short: 'Look me up',
    why: ['Then we need to ask you less, and we see what became of those who do not answer.', takeBack],
    choices,
  },
  'may-chat': {
    heading: 'May one of us come back to you for a chat?',
    hint: 'About what you told us, at a time that suits you. You can still say no then.',
    short: 'Come back for a chat',
    why: ['A few minutes of talk can show us what a form cannot.', takeBack],
    choices,
  },
  'may-quote': {
    heading: 'May we quote your words, without your name?',
    hint: 'We leave out everything by which others could know you.',
    short: 'Quote my words',
    why: ['Your own words tell the students who come after you more than a number does.', takeBack],
    choices,
  },
};
