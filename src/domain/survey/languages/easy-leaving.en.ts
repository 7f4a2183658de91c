// The easy-read version of the leaving form's own questions: short sentences, one idea each, everyday words (Y13).
import type { QuestionId } from '../definition.js';
import type { QuestionTexts } from '../texts.js';

type EasyTexts = Pick<QuestionTexts, 'heading'> & Partial<Pick<QuestionTexts, 'hint' | 'why' | 'choices'>>;

const pickAll = 'You can choose more than one.';

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
