// The English words of what is new in the newest versions (renewing.ts): for alumni, reading age about 11.
import type { QuestionTexts } from '../texts.js';
import { againstEn } from './against.en.js';

const alsoSince = (heading: string, short: string): QuestionTexts => ({
  heading,
  hint: 'It is fine to give your best guess.',
  short,
});

/** Their words. */
export const renewingEn: Readonly<Record<string, QuestionTexts>> = {
  'still-in-job': {
    heading: 'Are you still in this job?',
    short: 'Still in the job',
    choices: { yes: 'Yes', 'came-to-end': 'No, it came to an end', 'left-it': 'No, I left it' },
  },
  'job-ended': {
    heading: 'How did it end?',
    short: 'How it ended',
    choices: { 'came-to-end': 'It came to an end', 'left-it': 'I left it' },
  },
  'also-since-university': alsoSince('When did you start at university?', 'At university since'),
  'also-since-college': alsoSince('When did you start at your college or sixth form?', 'At college since'),
  'also-since-apprenticeship': alsoSince('When did you start your apprenticeship?', 'Apprenticeship since'),
  'also-since-work': alsoSince('When did you start this work?', 'Working since'),
  'also-since-training': alsoSince('When did you start your training?', 'In training since'),
  ...againstEn,
};
