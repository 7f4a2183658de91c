// The easy-read version of what the newest versions ask anew (Y13): jobs, what else somebody does, and what stopped them.
import type { QuestionId } from '../definition.js';
import { agreed, commonApart, guess, maySkip, pickAll, takeBack, whoSees, type EasyTexts } from './easy-words.en.js';

const against = (heading: string, choices: Readonly<Record<string, string>>, about?: string): EasyTexts => ({
  heading,
  hint: pickAll,
  why: [whoSees, ...(about === undefined ? [] : [agreed(about), takeBack]), maySkip],
  choices: { ...choices, ...commonApart },
});

/** By id. */
export const easyRenewingEn: Readonly<Record<QuestionId, EasyTexts>> = {
  'still-in-job': {
    heading: 'Do you still have this job?',
    choices: { yes: 'Yes', 'came-to-end': 'No. The job ended.', 'left-it': 'No. I left.' },
  },
  'job-ended': { heading: 'How did it end?', choices: { 'came-to-end': 'The job ended.', 'left-it': 'I left.' } },
  'also-since-university': { heading: 'When did you start at university?', hint: guess },
  'also-since-college': { heading: 'When did you start at college or sixth form?', hint: guess },
  'also-since-apprenticeship': { heading: 'When did you start your apprenticeship?', hint: guess },
  'also-since-work': { heading: 'When did you start this job?', hint: guess },
  'also-since-training': { heading: 'When did you start your training?', hint: guess },
  'against-place': against('What is wrong with the place?', {
    'GEO/G1': 'It is hard to get there',
    'GEO/G2': 'I want to live at home',
    'GEO/G3': 'A room there is bad, or costs too much',
    'GEO/G4': 'I would not feel safe there',
    'GEO/G5': 'I want to be near my family',
  }),
  'against-teaching': against('What is wrong with the teaching or the work?', {
    'TEA/T1': 'The way they teach is not good for me',
    'TEA/T3': 'The hours are too long, or at bad times',
    'TEA/T4': 'Too much is online, or too little',
    'ACA/A2': 'There is too much work',
  }),
  'against-choice': against('What is not right?', {
    'FIT/F1': 'I found no subject that I like',
    'FIT/F2': 'I found no place that is right for me',
    'FIT/F3': 'It is the wrong way to learn for me',
    'FIT/F5': 'The work is too hard for me now',
    'FIT/F6': 'People told me the wrong things',
    'POS/P3': 'I got something better',
    'POS/P4': 'I want a break. I may do it later.',
  }),
  'against-belonging': against(
    'What is wrong with the people or the place?',
    {
      'BEL/B1': 'I think I would have no friends there',
      'BEL/B2': 'The way people live there',
      'BEL/B4': 'My family wanted something else',
      'BEL/B5': 'It is hard to live by my faith there',
    },
    'your background or what you believe',
  ),
  'against-caring': against(
    'Who needs you at home?',
    {
      'CAR/C1': 'I look after an adult, or a brother or sister',
      'CAR/C2': 'I have a child, or a baby is on the way',
      'CAR/C3': 'I am needed at home, or in the family’s shop or firm',
    },
    'health or family',
  ),
  'against-money': against(
    'What is wrong with money?',
    {
      'FIN/M1': 'It costs too much to live there',
      'FIN/M2': 'I have to work at the same time',
      'FIN/M3': 'It costs too much, or I do not want debt',
      'FIN/M4': 'My faith says no to loans with interest',
      'FIN/M5': 'I can get no loan, or it comes too late',
      'FIN/M6': 'My family needs my money',
      'FIN/M7': 'I found a job with better pay',
    },
    'what you believe',
  ),
  'against-health': against(
    'What is it about your health?',
    {
      'HEA/H1': 'My feelings or my mind',
      'HEA/H2': 'My body',
      'HEA/H3': 'I would not get the help I need',
      'HEA/H4': 'Someone died, or something very hard happened',
    },
    'your health',
  ),
  'against-work': against('What is wrong with the job?', {
    'EMP/E2': 'The pay',
    'EMP/E6': 'The test at the end, or the maths and English',
    'EMP/E7': 'I want other work',
    'FIN/M7': 'I found a job with better pay',
    'POS/P3': 'I got something better',
  }),
  'against-something-else': {
    ...against('Is it one of these?', {
      'EXT/X1': 'My visa',
      'EXT/X2': 'The place closed',
      'EXT/X3': 'Trouble with my home, the law or my family',
    }),
    hint: 'You can write your own words later.',
  },
};
