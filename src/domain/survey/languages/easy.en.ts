// The easy-read version of the questions in English: short sentences, one idea each, everyday words (Y13). By id; what a
// question does not word here it says as in the usual version, and its codes are always the same.
import type { QuestionId } from '../definition.js';
import { easyLeavingEn, easyLeavingOccasion } from './easy-leaving.en.js';
import { easyRenewingEn } from './easy-renewing.en.js';
import { agreed, commonApart, guess, maySkip, pickAll, takeBack, whoSees, type EasyTexts } from './easy-words.en.js';

const apart = { 'dont-know': 'I don’t know', 'rather-not-say': 'I’d rather not say' } as const;
const owners = { self: 'It is mine. Only I read it.', parent: 'My parent’s or carer’s', shared: 'I share it' } as const;
const activities = {
  university: 'I am at university',
  college: 'I am at college or sixth form',
  apprenticeship: 'I am doing an apprenticeship',
  work: 'I have a job',
  training: 'I am in training',
} as const;

const scale = (heading: string, low: string, high: string): EasyTexts => ({
  heading,
  hint: `1 means ${low}. 5 means ${high}.`,
  choices: { 1: `1 – ${low}`, 2: '2', 3: '3', 4: '4', 5: `5 – ${high}`, ...apart },
});
const works = (heading: string): EasyTexts => scale(heading, 'not well', 'very well');

const situation: EasyTexts = {
  heading: 'What do you do now?',
  hint: 'Do you do more than one thing? Choose the one you do most.',
  choices: {
    ...activities,
    caring: 'I look after my family or a child',
    looking: 'I am looking for a job or a course',
    'gap-year': 'I am taking a year off',
    deferred: 'I have a place. It starts later.',
    other: 'Something else',
    'rather-not-say': 'I’d rather not say',
  },
};

const also: EasyTexts = {
  heading: 'Do you do something else too?',
  hint: pickAll,
  choices: { ...activities, 'nothing-else': 'No, nothing else' },
};

/** By id. */
export const easyEn: Readonly<Record<QuestionId, EasyTexts>> = {
  situation,
  'deferred-until': { heading: 'When do you start?' },
  since: { heading: 'When did you start this?', hint: guess },
  provider: { heading: 'Where do you learn?', hint: 'Write the name of the place.' },
  course: { heading: 'What do you learn there?', hint: 'Write the name of your course.' },
  employer: { heading: 'Who do you work for?', hint: 'Write the name. If you work for yourself, write “myself”.' },
  job: { heading: 'What is your job?', hint: 'For example: cook, cleaner or shop worker.' },
  'months-there': {
    heading: 'When did you start this? Are you still there?',
    hint: guess,
  },
  'how-ended': {
    heading: 'How did it end?',
    choices: { finished: 'I finished it.', 'left-early': 'I left before the end.' },
  },
  'study-place': { heading: 'Where do you learn?', hint: 'Write the name of the place, or the town.' },
  'study-subject': { heading: 'What do you learn there?', hint: 'Write the name of your course.' },
  'college-course': { heading: 'What do you learn there?', hint: 'Write the name of your course.' },
  'works-for': { heading: 'Who do you work for?', hint: 'Write the name. If you work for yourself, write “myself”.' },
  'works-as': { heading: 'What is your job?', hint: 'For example: cook, cleaner or shop worker.' },
  'as-planned': {
    heading: 'Think back to when you left school. Is this what you planned?',
    choices: { yes: 'Yes', partly: 'A bit', no: 'No', 'had-no-plan': 'I had no plan' },
  },
  'still-there': {
    heading: 'Are you still there?',
    choices: { yes: 'Yes', finished: 'No. I finished it.', 'left-early': 'No. I left before the end.' },
  },
  'left-in': { heading: 'When did it end?', hint: guess },
  'plan-story': {
    heading: 'What happened to your plan?',
    choices: {
      'never-applied': 'I did not ask for a place, or I said no',
      'did-not-start': 'I had a place, but I did not start',
      'started-and-left': 'I started, and then I left',
      'none-of-these': 'None of these',
      'rather-not-say': 'I’d rather not say',
    },
  },
  'planned-place': { heading: 'Where was that?', hint: 'Write the name of the place.' },
  reasons: {
    heading: {
      by: 'plan-story',
      when: {
        'never-applied': 'What stopped you?',
        'did-not-start': 'Why did you not start?',
        'started-and-left': 'Why did you leave?',
      },
      otherwise: 'Why was that?',
    },
    hint: pickAll,
    why: ['You help us to help others.', whoSees, agreed('health, family or what you believe'), takeBack, maySkip],
    choices: {
      place: 'The place. For example, it was far away.',
      teaching: 'The teaching or the work',
      choice: 'It was not right for me',
      belonging: 'The people there',
      caring: 'I was needed at home',
      money: 'Money',
      health: 'My health or my feelings',
      work: 'The job or the boss',
      'something-else': 'Something else',
      ...apart,
    },
  },
  'reasons-place': {
    heading: 'What was wrong with the place?',
    hint: pickAll,
    why: [whoSees, maySkip],
    choices: {
      'GEO/G1': 'It was hard to get there',
      'GEO/G2': 'I missed my home',
      'GEO/G3': 'My room or flat was bad, or cost too much',
      'GEO/G4': 'I did not feel safe there',
      'GEO/G5': 'I wanted to be near my family',
      ...commonApart,
    },
  },
  'reasons-teaching': {
    heading: 'What was wrong with the teaching or the work?',
    hint: pickAll,
    why: [whoSees, maySkip],
    choices: {
      'TEA/T1': 'The way they taught was not good for me',
      'TEA/T2': 'I had too little time with teachers',
      'TEA/T3': 'The hours were too long, or at bad times',
      'TEA/T4': 'Too much was online, or too little',
      'TEA/T5': 'How they marked my work',
      'TEA/T6': 'It was not what they had told me',
      'TEA/T7': 'It was not well run',
      'TEA/T8': 'I got too little help',
      'ACA/A1': 'I did not pass',
      'ACA/A2': 'There was too much work',
      'ACA/A3': 'They told me to go, because I was not there enough',
      ...commonApart,
    },
  },
  'reasons-choice': {
    heading: 'What was not right?',
    hint: pickAll,
    why: [whoSees, maySkip],
    choices: {
      'FIT/F1': 'It was the wrong subject',
      'FIT/F2': 'It was the wrong place',
      'FIT/F3': 'It was the wrong way to learn for me',
      'FIT/F4': 'It was not my first choice',
      'FIT/F5': 'The work was too hard for me then',
      'FIT/F6': 'People told me the wrong things',
      'POS/P1': 'I moved to another place',
      'POS/P2': 'I changed my course',
      'POS/P3': 'I got something better',
      'POS/P4': 'I am having a break. I want to go back.',
      ...commonApart,
    },
  },
  'reasons-belonging': {
    heading: 'What was wrong with the people or the place?',
    hint: pickAll,
    why: [whoSees, agreed('your background or what you believe'), takeBack, maySkip],
    choices: {
      'BEL/B1': 'I had no friends there',
      'BEL/B2': 'The way people live there',
      'BEL/B3': 'People were not fair to me, or hurt me',
      'BEL/B4': 'My family wanted something else',
      'BEL/B5': 'It was hard to live by my faith there',
      ...commonApart,
    },
  },
  'reasons-caring': {
    heading: 'Who needed you at home?',
    hint: pickAll,
    why: [whoSees, agreed('health or family'), takeBack, maySkip],
    choices: {
      'CAR/C1': 'I look after an adult, or a brother or sister',
      'CAR/C2': 'I have a child, or a baby was on the way',
      'CAR/C3': 'I was needed at home, or in the family’s shop or firm',
      ...commonApart,
    },
  },
  'reasons-money': {
    heading: 'What was wrong with money?',
    hint: pickAll,
    why: [whoSees, agreed('what you believe'), takeBack, maySkip],
    choices: {
      'FIN/M1': 'It cost too much to live there',
      'FIN/M2': 'I had to work at the same time',
      'FIN/M3': 'It cost too much, or I did not want debt',
      'FIN/M4': 'My faith says no to loans with interest',
      'FIN/M5': 'My loan came late, or they said no',
      'FIN/M6': 'My family needed my money',
      'FIN/M7': 'I found a job with better pay',
      ...commonApart,
    },
  },
  'reasons-health': {
    heading: 'What was it about your health?',
    hint: pickAll,
    why: [whoSees, agreed('your health'), takeBack, maySkip],
    choices: {
      'HEA/H1': 'My feelings or my mind',
      'HEA/H2': 'My body',
      'HEA/H3': 'I did not get the help I need',
      'HEA/H4': 'Someone died, or something very hard happened',
      ...commonApart,
    },
  },
  'reasons-work': {
    heading: 'What was wrong with the job?',
    hint: pickAll,
    why: [whoSees, maySkip],
    choices: {
      'EMP/E1': 'I got no time to learn',
      'EMP/E2': 'The pay',
      'EMP/E3': 'The boss or the people there',
      'EMP/E4': 'I lost the job, or the firm closed',
      'EMP/E5': 'It was not what they had told me',
      'EMP/E6': 'The test at the end, or the maths and English',
      'EMP/E7': 'I changed to other work',
      'FIN/M7': 'I found a job with better pay',
      'POS/P3': 'I got something better',
      ...commonApart,
    },
  },
  'reasons-something-else': {
    heading: 'Was it one of these?',
    hint: 'You can write your own words later.',
    why: [whoSees, maySkip],
    choices: {
      'EXT/X1': 'My visa',
      'EXT/X2': 'The place closed',
      'EXT/X3': 'Trouble with my home, the law or my family',
      ...commonApart,
    },
  },
  'main-reason': {
    heading: 'Which one was the biggest?',
    why: [whoSees, maySkip],
    choices: {
      place: 'The place',
      teaching: 'The teaching or the work',
      choice: 'It was not right for me',
      belonging: 'The people there',
      caring: 'I was needed at home',
      money: 'Money',
      health: 'My health or my feelings',
      work: 'The job or the boss',
      'something-else': 'Something else',
    },
  },
  'reason-words': {
    heading: 'Do you want to say more?',
    hint: 'What would have helped? Please do not write the names of others.',
    why: ['You do not have to write anything.', whoSees],
  },
  payment: {
    heading: 'Who pays for it?',
    hint: 'Choose the one that pays the most.',
    why: ['We ask everyone who studies.', whoSees, maySkip],
    choices: {
      'student-loan': 'I have a student loan',
      'part-loan': 'A loan, and something else',
      family: 'My family pays, or I saved up',
      work: 'I work and pay for it',
      employer: 'My boss pays',
      bursary: 'I was given money for it',
      other: 'Something else, or it is free',
      'rather-not-say': 'I’d rather not say',
    },
  },
  'stay-in-touch': {
    heading: 'Can we write to you again?',
    hint: 'We write about once a year. You can stop at any time.',
    choices: { yes: 'Yes', no: 'No' },
  },
  'stay-until': { heading: 'For how long can we write?', hint: 'If you skip this, we stop after one year.' },
  email: { heading: 'What is your email address?', hint: 'If the one we used is right, skip this.' },
  'email-owner': { heading: 'Whose email is that?', hint: 'We tell nobody else about you.', choices: owners },
  mobile: { heading: 'What is your mobile number?', hint: 'We use it only if email does not work. You can skip this.' },
  'mobile-owner': { heading: 'Whose number is that?', hint: 'We tell nobody else about you.', choices: owners },
  begun: { heading: 'Have you started?', choices: { yes: 'Yes', 'not-yet': 'Not yet' } },
  'starts-in': { heading: 'When do you start?', hint: guess },
  'started-in': { heading: 'When did you start this?', hint: guess },
  also,
  'whole-window': {
    heading: 'Think of October to March. Did you do this every month?',
    hint: 'Days off are fine.',
    choices: { yes: 'Yes, every month', 'not-all': 'No, not every month', 'dont-know': 'I don’t know' },
  },
  'months-studying': { heading: 'In which months did you learn or train?', hint: pickAll },
  'studied-at': {
    heading: 'Where did you learn or train?',
    hint: 'Was it two places? Choose the one with more months.',
    choices: {
      university: 'At university',
      college: 'At college or sixth form',
      apprenticeship: 'In an apprenticeship',
      training: 'In training',
      'dont-know': 'I don’t know',
    },
  },
  'months-working': { heading: 'In which months did you have a job?', hint: 'Do not count an apprenticeship here.' },
  'right-place': scale('Is it the right place for you?', 'no', 'yes, very much'),
  'three-more': {
    heading: 'Can we ask three more things?',
    hint: 'You can say no.',
    choices: { yes: 'Yes', no: 'No' },
  },
  'travel-works': works('How well can you get there?'),
  'home-works': works('How well do you like where you live?'),
  belong: scale('Do you feel at home there?', 'no', 'yes, very much'),
  'taught-well': works('How well do they teach you?'),
  'hours-work': works('How good are the hours for you?'),
  'help-there': works('How well do they help you?'),
  'money-enough': {
    ...works('Do you have enough money?'),
    why: ['We want to know if money is hard.', whoSees, maySkip],
  },
  'paid-work-fits': works('Do you have a job too? How well does that work?'),
  'know-where-to-ask': works('Do you know who can help you?'),
  earnings: {
    heading: 'How much money do you get from work in a year?',
    hint: 'Count it before tax. You can guess.',
    why: ['We want to know how people get on.', whoSees, maySkip],
  },
  satisfied: scale('How happy are you with what you do now?', 'not happy', 'very happy'),
  'school-helped': scale('Did your school help you?', 'no', 'yes, very much'),
  'who-helped': {
    heading: 'Who helped you most?',
    hint: pickAll,
    choices: {
      teacher: 'A teacher',
      'careers-adviser': 'Someone who helps with jobs and courses',
      family: 'My family',
      friends: 'Friends',
      employer: 'Someone at work',
      online: 'Something online',
      nobody: 'Nobody',
      'rather-not-say': 'I’d rather not say',
    },
  },
  'school-should': {
    heading: 'What can your school do better?',
    hint: 'Please do not write the names of others.',
    why: ['You do not have to write anything.', whoSees],
  },
  'may-link': {
    heading: 'Can we look for you in lists?',
    hint: 'The lists say who learns or works where. Others keep them.',
    why: ['Then we can ask you less.', takeBack, maySkip],
  },
  'may-chat': {
    heading: 'Can we talk with you about this?',
    hint: 'It takes a few minutes. You can still say no then.',
    why: ['We learn a lot from a talk.', takeBack, maySkip],
  },
  'may-quote': {
    heading: 'Can we show your words to others?',
    hint: 'We never show your name.',
    why: ['Your words help those who come next.', takeBack, maySkip],
  },
  'keep-in-touch': {
    heading: 'Can we write to you again?',
    hint: 'We write a few times a year. You can stop at any time.',
  },
  'how-often': { heading: 'How often can we write to you?', hint: 'You can change this later.' },
  'as-told': {
    ...scale('Is it what people told you?', 'no', 'yes, very much'),
    hint: 'Think of where you went after school. 1 means no. 5 means yes, very much.',
  },
  'told-by': {
    heading: 'Who told you about it?',
    hint: pickAll,
    choices: {
      teacher: 'A teacher',
      'careers-adviser': 'Someone who helps with jobs and courses',
      family: 'My family',
      friends: 'Friends',
      'former-students': 'People who left school before me',
      'place-itself': 'People from the place',
      online: 'Something online',
      nobody: 'Nobody',
      'rather-not-say': 'I’d rather not say',
    },
  },
  'surprise-words': {
    heading: 'What was new or strange to you?',
    hint: 'Please do not write the names of others.',
    why: ['You do not have to write anything.', whoSees],
  },
  'lives-with': { heading: 'Who do you live with?' },
  'looks-after': {
    heading: 'Do you look after a person?',
    hint: 'They need your help. A child counts too.',
    why: ['We want to know if this makes it hard to stay.', whoSees, maySkip],
  },
  'lives-in': { heading: 'Where do you live?', hint: 'Write the first part of the postcode. For example: LS2.' },
  ...easyRenewingEn,
  ...easyLeavingEn,
};

/** By questionnaire: questions that it words for its occasion, so that nobody reads of what is not so there. */
export const easyOccasions: Readonly<Record<string, Readonly<Record<QuestionId, EasyTexts>>>> = {
  'start-check': {
    situation: {
      ...situation,
      heading: 'What do you do now, or start soon?',
      choices: {
        ...situation.choices,
        university: 'I am at university, or will go there soon',
        college: 'I am at college or sixth form, or will go soon',
        apprenticeship: 'I am doing an apprenticeship, or will start one',
        work: 'I have a job, or will start one',
        training: 'I am in training, or will start soon',
      },
    },
  },
  'sustained-check': {
    also: {
      ...also,
      heading: {
        by: 'situation',
        when: { deferred: 'What do you do until you start?' },
        otherwise: 'Do you do something else too?',
      },
    },
  },
  'leaving-form': easyLeavingOccasion,
};
