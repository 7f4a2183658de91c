// The English words of the questions about what somebody had been told (RT-1, rule 2): for alumni, reading age about 11.
import type { QuestionTexts } from '../texts.js';
import { scale, whoSees } from './wording.en.js';

/** Their words. */
export const toldEn: Readonly<Record<string, QuestionTexts>> = {
  'as-told': {
    ...scale('Is it as you had been told?', 'As told', 'not at all', 'very much'),
    hint: 'Think of the place you went to after school. 1 is “not at all”, 5 is “very much”.',
  },
  'told-by': {
    heading: 'Who had told you what it would be like?',
    hint: 'Choose all that fit.',
    short: 'Who told you',
    choices: {
      teacher: 'A teacher',
      'careers-adviser': 'A careers adviser',
      family: 'My family',
      friends: 'Friends',
      'former-students': 'People who had left school before me',
      'place-itself': 'The place itself, at an open day or in what it sent',
      online: 'Something I found online',
      nobody: 'Nobody',
      'rather-not-say': 'I’d rather not say',
    },
    problems: { 'alone-with-others': 'Choose who told you, or “Nobody” or “I’d rather not say”, not both' },
  },
  'surprise-words': {
    heading: 'What surprised you?',
    hint: 'Compared with what you had been told. Please leave out other people’s names.',
    short: 'What surprised you',
    why: ['Then we can tell the next students what it is really like. You do not have to write anything.', whoSees],
  },
};
