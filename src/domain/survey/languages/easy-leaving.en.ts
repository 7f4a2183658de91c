// The easy-read version of the leaving form's own questions: short sentences, one idea each, everyday words (Y13).
import type { QuestionId } from '../definition.js';
import { agreed, maySkip, pickAll, takeBack, whoSees, type EasyTexts } from './easy-words.en.js';

/** By id. */
export const easyLeavingEn: Readonly<Record<QuestionId, EasyTexts>> = {
  plan: {
    heading: 'What will you do after school?',
    hint: 'Not sure? Say what you think today.',
    choices: {
      university: 'Go to university',
      college: 'Go to college or sixth form',
      apprenticeship: 'Do an apprenticeship',
      work: 'Get a job',
      training: 'Do training',
      'gap-year': 'Take a year off',
      other: 'Something else',
      'no-plan-yet': 'I do not know yet',
      'rather-not-say': 'I’d rather not say',
    },
  },
  'plan-firm': {
    heading: 'How sure is it?',
    choices: { place: 'I have a place or a job', applied: 'I asked and I wait', thinking: 'I think about it' },
  },
  'plan-provider': { heading: 'Where will you learn?', hint: 'Write the name of the place.' },
  'plan-place': { heading: 'Where will you learn?', hint: 'Write the name of the place, or the town.' },
  'plan-subject': { heading: 'What will you learn?', hint: 'Write the name of your course.' },
  'plan-course': { heading: 'What will you learn?' },
  'plan-employer': { heading: 'Who will you work for?' },
  'plan-start': { heading: 'When do you start?', hint: 'You can guess.' },
  'ruled-out': {
    heading: 'Did you think about something else and say no?',
    hint: pickAll,
    choices: {
      university: 'University',
      college: 'College or sixth form',
      apprenticeship: 'An apprenticeship',
      work: 'A job',
      training: 'Training',
      none: 'No',
      'rather-not-say': 'I’d rather not say',
    },
  },
  'stay-by': {
    heading: 'How can we ask you?',
    hint: pickAll,
    choices: { mail: 'By email', text: 'By text', phone: 'By phone' },
  },
  'other-email': { heading: 'Do you have one more email?', hint: 'We use it if the first one stops.' },
  'other-owner': {
    heading: 'Whose email is it?',
    choices: { self: 'It is mine too', parent: 'My parent’s or carer’s', shared: 'I share it' },
  },
};

/** What the leaving form takes from the bank, worded for somebody who has not left yet. */
export const easyLeavingOccasion: Readonly<Record<QuestionId, EasyTexts>> = {
  reasons: {
    heading: 'What stopped you?',
    hint: pickAll,
    why: ['You help us to help others.', whoSees, agreed('health, family or what you believe'), takeBack, maySkip],
    choices: {
      place: 'The place. For example, it is far away.',
      teaching: 'The teaching or the work',
      choice: 'It is not right for me',
      belonging: 'The people there',
      caring: 'I am needed at home',
      money: 'Money',
      health: 'My health or my feelings',
      work: 'The job or the boss',
      'something-else': 'Something else',
      'dont-know': 'I don’t know',
      'rather-not-say': 'I’d rather not say',
    },
  },
  payment: {
    heading: 'Who will pay for it?',
    hint: 'Choose the one that will pay the most.',
    why: ['We ask everyone who wants to study.', whoSees, maySkip],
    choices: {
      'student-loan': 'I will take a student loan',
      'part-loan': 'A loan, and something else',
      family: 'My family will pay, or I saved up',
      work: 'I will work and pay for it',
      employer: 'My boss will pay',
      bursary: 'I will be given money for it',
      other: 'Something else, or it is free',
      'rather-not-say': 'I’d rather not say',
    },
  },
  'stay-in-touch': {
    heading: 'Can we ask you how it is, after you leave?',
    hint: 'We ask two or three times in the first year. Then we ask about once a year. You can stop at any time.',
    choices: { yes: 'Yes', no: 'No' },
  },
  'stay-until': { heading: 'For how long can we ask?', hint: 'If you skip this, we stop after one year.' },
  email: {
    heading: 'What is your own email address?',
    hint: 'Not the one from school. That one will stop. At the end we send a code to it.',
  },
  mobile: {
    heading: 'What is your own mobile number?',
    hint: 'It helps us to find you when you move. You can skip this.',
  },
};
