// The English words of the finer reasons for who never applied or ruled a route out (against.ts): reading age about 11.
import type { QuestionTexts } from '../texts.js';
import { agreed, commonApart, finer } from './wording.en.js';

const of = (
  heading: string,
  short: string,
  choices: Readonly<Record<string, string>>,
  about?: string,
): QuestionTexts => ({
  heading,
  hint: 'Choose all that fit.',
  short,
  why: [finer, ...(about === undefined ? [] : [agreed(about)])],
  choices: { ...choices, ...commonApart },
});

/** Their words. */
export const againstEn: Readonly<Record<string, QuestionTexts>> = {
  'against-place': of('What was it about the place?', 'About the place', {
    'GEO/G1': 'It is too far, or hard to get to',
    'GEO/G2': 'I did not want to live away from home',
    'GEO/G3': 'Housing there is too dear or too poor',
    'GEO/G4': 'I would not feel safe there, or the area is not for me',
    'GEO/G5': 'I wanted to be near my family',
  }),
  'against-teaching': of('What was it about the teaching or the course?', 'About the teaching', {
    'TEA/T1': 'The way it is taught would not suit me',
    'TEA/T3': 'Too many hours, or a timetable that would not work',
    'TEA/T4': 'Too much of it is online, or too little',
    'ACA/A2': 'It would be too much work',
  }),
  'against-choice': of('What was not right, or what came up?', 'About the choice', {
    'FIT/F1': 'There was no subject that was right for me',
    'FIT/F2': 'I found no university, college or employer that was right for me',
    'FIT/F3': 'It is the wrong kind of route for me',
    'FIT/F5': 'I did not feel ready for the level of work',
    'FIT/F6': 'The advice I got was wrong',
    'POS/P3': 'I got a better offer',
    'POS/P4': 'I wanted a break first and may do it later',
  }),
  'against-belonging': of(
    'What was it about fitting in or the culture?',
    'About fitting in',
    {
      'BEL/B1': 'I did not think that I would belong there or find friends',
      'BEL/B2': 'The culture of the place',
      'BEL/B4': 'What my family or community expected',
      'BEL/B5': 'It would be hard to keep my faith there (food, prayer, alcohol)',
    },
    'background or what you believe',
  ),
  'against-caring': of(
    'Who do you care for, or what are you needed for?',
    'About caring',
    {
      'CAR/C1': 'I care for an adult, or a brother or sister',
      'CAR/C2': 'I have a child, or expect one',
      'CAR/C3': 'I am needed at home or in the family’s business',
    },
    'health or family',
  ),
  'against-money': of(
    'What was it about money?',
    'About money',
    {
      'FIN/M1': 'Living there would cost too much',
      'FIN/M2': 'I have to work, and the hours would clash',
      'FIN/M3': 'The fees, or being in debt',
      'FIN/M4': 'I did not want a loan with interest, because of my faith or what I believe',
      'FIN/M5': 'I could not get a loan or a grant, or not in time',
      'FIN/M6': 'I have to earn for my family',
      'FIN/M7': 'I found a job that pays better',
    },
    'faith or what you believe',
  ),
  'against-health': of(
    'Would you tell us a little more about your health?',
    'About health',
    {
      'HEA/H1': 'My mental health',
      'HEA/H2': 'My physical health',
      'HEA/H3': 'I would not get the support I need for a disability',
      'HEA/H4': 'Someone died, or something very hard happened',
    },
    'health',
  ),
  'against-work': of('What was it about the job or the employer?', 'About the job', {
    'EMP/E2': 'The pay',
    'EMP/E6': 'The final test, or the maths and English part',
    'EMP/E7': 'I wanted another kind of work',
    'FIN/M7': 'I found a job that pays better',
    'POS/P3': 'I got a better offer',
  }),
  'against-something-else': {
    ...of('Was it one of these?', 'Something else', {
      'EXT/X1': 'My visa or immigration',
      'EXT/X2': 'The course, college or university closed',
      'EXT/X3': 'A crisis with housing, the law or my family',
    }),
    hint: 'Choose all that fit. You can write your own words later.',
  },
};
