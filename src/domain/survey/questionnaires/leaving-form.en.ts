// The English words of the leaving form: for students in their last weeks at school, reading age about 11.
// What it takes from the question bank is worded for somebody who has not left yet.
import type { QuestionnaireTexts, QuestionTexts } from '../texts.js';
import { textsFor } from './bank.en.js';
import { destinationCheckV1En } from './destination-check-v1.en.js';
import { leavingFormV1 } from './leaving-form-v1.js';
import { leavingFormV2 } from './leaving-form-v2.js';
import { leavingFormV3 } from './checks-v4.js';

const wherePlanned = {
  by: 'plan',
  when: {
    university: 'Which university?',
    college: 'Which college or sixth form?',
    training: 'Who runs the training?',
  },
  otherwise: 'Where?',
};

/** The question as it stands in the bank, with other words around the same choices. */
const asKnown = (id: string, words: Partial<QuestionTexts>): QuestionTexts => ({
  ...(destinationCheckV1En.questions[id] ?? { heading: '', short: '' }),
  ...words,
});

const owners = {
  self: 'Mine as well',
  parent: 'A parent’s or carer’s',
  shared: 'Shared with someone else',
} as const;

const own: Readonly<Record<string, QuestionTexts>> = {
  plan: {
    heading: 'What do you plan to do after you leave?',
    hint: 'If you are still choosing, say what is most likely today. Plans may change.',
    short: 'Your plan',
    choices: {
      university: 'Study at university',
      college: 'Study at a college or another sixth form',
      apprenticeship: 'Do an apprenticeship',
      work: 'Work',
      training: 'Training or a traineeship',
      'gap-year': 'Take a gap year',
      other: 'Something else',
      'no-plan-yet': 'I have no plan yet',
      'rather-not-say': 'I’d rather not say',
    },
    problems: { missing: 'Choose what you plan to do. You can choose “I have no plan yet”.' },
  },
  'plan-firm': {
    heading: 'How far have you got with it?',
    short: 'How far',
    choices: {
      place: 'I have a place or a job offer',
      applied: 'I have applied and wait for an answer',
      thinking: 'I am thinking about it',
    },
  },
  'plan-provider': {
    heading: wherePlanned,
    hint: 'Your first choice, if you are still waiting. You can skip this.',
    short: 'Where',
  },
  'plan-place': {
    heading: wherePlanned,
    hint: 'Your first choice, if you are still waiting. Type the name as you would say it.',
    short: 'Where',
    doubts: {
      'other-kind':
        'You first chose another kind of place. If this is right, go on. If not, change it here, or go back to your first answer.',
    },
  },
  'plan-subject': {
    heading: 'What will you study?',
    hint: 'The name of the course or its main subject, for example “Physics”.',
    short: 'Subject',
  },
  'plan-course': {
    heading: 'What will you study?',
    hint: 'The name of the course, or the subjects.',
    short: 'Course',
  },
  'plan-employer': {
    heading: 'Who will you work for?',
    hint: 'You can skip this if you are still looking.',
    short: 'Employer',
  },
  'plan-start': {
    heading: 'When do you start?',
    hint: 'It is fine to give your best guess.',
    short: 'Start',
    problems: { 'month-ahead': 'Enter a month within the next three years' },
  },
  'ruled-out': {
    heading: 'Is there a route you thought about and ruled out?',
    hint: 'Choose all that fit.',
    short: 'Ruled out',
    choices: {
      university: 'University',
      college: 'College or another sixth form',
      apprenticeship: 'An apprenticeship',
      work: 'Going to work',
      training: 'Training or a traineeship',
      none: 'No, none',
      'rather-not-say': 'I’d rather not say',
    },
    problems: { 'alone-with-others': 'Choose what you ruled out, or “No, none” or “I’d rather not say”, not both' },
  },
  reasons: asKnown('reasons', { heading: 'What got in the way?', short: 'What got in the way' }),
  payment: asKnown('payment', {
    heading: 'How will you pay for it?',
    hint: 'Choose the one that will pay for most of it.',
    short: 'How you will pay',
  }),
  'stay-in-touch': asKnown('stay-in-touch', {
    heading: 'May we ask you how things are going after you have left?',
    hint: 'A few questions, two or three times in the first year and then about once a year. You can stop at any time.',
    choices: { yes: 'Yes', no: 'No, please do not write to me' },
  }),
  'stay-by': {
    heading: 'How may we reach you?',
    hint: 'Choose all that are fine with you. If you skip this, we use email alone.',
    short: 'How we may reach you',
    choices: { mail: 'By email', text: 'By text message', phone: 'By phone' },
  },
  'stay-until': asKnown('stay-until', { heading: 'Until when may we ask?' }),
  email: {
    heading: 'What is your own email address?',
    hint: 'Not the school’s: that one stops working. At the end we send a code to it, to see that it is right.',
    short: 'Your email',
    problems: {
      'school-address':
        'That is a school address, which stops working when you leave. Enter one of your own, or press “Skip this question”.',
    },
  },
  mobile: {
    heading: 'What is your own mobile number?',
    hint: 'You keep it when you move, so it helps us to find you. You can skip this.',
    short: 'Your mobile',
  },
  'other-email': {
    heading: 'Is there one other email address, in case yours stops working?',
    hint: 'A second one of yours, or a parent’s. We never put anything about you in a message to someone else’s address.',
    short: 'Other email',
  },
  'other-owner': { heading: 'Whose email address is that?', short: 'Whose it is', choices: owners },
};

/** Its texts in English. */
export const leavingFormV1En: QuestionnaireTexts = textsFor(leavingFormV1.pages, own);
/** Those of version 2. */
export const leavingFormV2En: QuestionnaireTexts = textsFor(leavingFormV2.pages, own);
/** Those of version 3. */
export const leavingFormV3En: QuestionnaireTexts = textsFor(leavingFormV3.pages, own);
