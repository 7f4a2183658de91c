// The words of what is new in questionnaires of version 2 (returning.ts): for alumni, reading age about 11.
import type { QuestionTexts } from '../texts.js';
import { permissionsEn } from './permissions.en.js';

export const returningEn: Readonly<Record<string, QuestionTexts>> = {
  'keep-in-touch': {
    heading: 'May we write to you again to ask how things are going?',
    hint: 'A few times a year at most. You can stop at any time.',
    short: 'Write again',
    choices: {
      'one-year': 'Yes, for one year',
      'three-years': 'Yes, for three years',
      'ten-years': 'Yes, for ten years',
      no: 'No, please stop',
    },
  },
  'how-often': {
    heading: 'How often may we write to you?',
    hint: 'You can change this at any time by the link in our emails.',
    short: 'How often',
    choices: { usual: 'A few times a year', year: 'Once a year at most' },
  },
  ...permissionsEn,
};
