// The English words of the question bank: for alumni, reading age about 11 (look, section 6).
import type { Page } from '../definition.js';
import type { QuestionnaireTexts, QuestionTexts } from '../texts.js';
import { placeProblemsEn, placesEn } from './bank-places.en.js';
import { toldEn } from './bank-told.en.js';
import { destinationCheckV1En } from './destination-check-v1.en.js';
import { renewingEn } from './renewing.en.js';
import { apart, scale, whoSees } from './wording.en.js';

const months = {
  m10: 'October',
  m11: 'November',
  m12: 'December',
  m01: 'January',
  m02: 'February',
  m03: 'March',
  none: 'In none of them',
} as const;
const activities = {
  university: 'Studying at university',
  college: 'Studying at a college or sixth form',
  apprenticeship: 'Doing an apprenticeship',
  work: 'Working',
  training: 'In training or a traineeship',
} as const;

const works = (heading: string, short: string): QuestionTexts => scale(heading, short, 'not at all', 'very well');

const newer: Readonly<Record<string, QuestionTexts>> = {
  begun: { heading: 'Have you started yet?', short: 'Started', choices: { yes: 'Yes', 'not-yet': 'Not yet' } },
  'starts-in': {
    heading: 'When do you start?',
    hint: 'It is fine to give your best guess.',
    short: 'Start',
    problems: { 'month-ahead': 'Enter a month within the next three years' },
  },
  'started-in': {
    heading: 'Since when have you been doing this?',
    hint: 'It is fine to give your best guess.',
    short: 'Since',
  },
  also: {
    heading: 'Do you do anything else as well?',
    hint: 'A job beside your course, for example. Choose all that fit.',
    short: 'As well',
    choices: { ...activities, 'nothing-else': 'No, nothing else' },
    problems: { 'alone-with-others': 'Choose what you do as well, or “No, nothing else”, not both' },
  },
  'whole-window': {
    heading: 'Were you doing this in every month from October to March?',
    hint: 'Holidays count as part of it.',
    short: 'October to March',
    choices: { yes: 'Yes, in all six', 'not-all': 'No, not in all of them', 'dont-know': 'I don’t know' },
  },
  'months-studying': {
    heading: 'In which of these months were you studying or training?',
    hint: 'Count an apprenticeship too. Choose all that fit.',
    short: 'Months studying',
    choices: months,
    problems: { 'alone-with-others': 'Choose the months, or “In none of them”, not both' },
  },
  'studied-at': {
    heading: 'What kind of study or training was that?',
    hint: 'If there were two, choose the one that took most months.',
    short: 'Kind of study',
    choices: {
      university: 'University',
      college: 'College or sixth form',
      apprenticeship: 'An apprenticeship',
      training: 'Training or a traineeship',
      'dont-know': 'I don’t know',
    },
  },
  'months-working': {
    heading: 'In which of these months were you working?',
    hint: 'Leave out months in which you only had an apprenticeship. Choose all that fit.',
    short: 'Months working',
    choices: months,
    problems: { 'alone-with-others': 'Choose the months, or “In none of them”, not both' },
  },
  'right-place': scale('Is it the right place for you?', 'Right place', 'not at all', 'very much'),
  'three-more': {
    heading: 'Would you answer three more questions?',
    hint: 'They are about how it is going. Each person gets three by chance, whatever they said.',
    short: 'Three more',
    choices: { yes: 'Yes', no: 'No, go on' },
  },
  'travel-works': works('How well does getting there work for you?', 'Getting there'),
  'home-works': works('How well does it work where you live?', 'Where you live'),
  belong: scale('Do you feel that you belong there?', 'Belonging', 'not at all', 'very much'),
  'taught-well': works('How well are you taught or shown what to do?', 'Teaching'),
  'hours-work': works('How well do the hours and times work for you?', 'Hours'),
  'help-there': works('When you are stuck, how well are you helped?', 'Help there'),
  'money-enough': {
    ...works('How well does your money last?', 'Money'),
    why: ['We ask to see where money gets in the way.', whoSees, 'You can skip this.'],
  },
  'paid-work-fits': works('If you work beside it, how well does that fit?', 'Work beside it'),
  'know-where-to-ask': works('How well do you know whom to ask for help?', 'Whom to ask'),
  earnings: {
    heading: 'About how much do you earn in a year, before tax?',
    short: 'Earnings',
    why: ['We ask to see how people get on over the years. We only use it in groups.', whoSees, 'You can skip this.'],
    choices: {
      'under-15': 'Less than £15,000',
      '15-25': '£15,000 up to £25,000',
      '25-35': '£25,000 up to £35,000',
      '35-50': '£35,000 up to £50,000',
      'over-50': '£50,000 or more',
      ...apart,
    },
  },
  satisfied: scale('How happy are you with what you do now?', 'How happy', 'not at all', 'very'),
  'school-helped': scale('How much did your school help you to get here?', 'School helped', 'not at all', 'very much'),
  'who-helped': {
    heading: 'Who helped you most to find your way?',
    hint: 'Choose all that fit.',
    short: 'Who helped',
    choices: {
      teacher: 'A teacher',
      'careers-adviser': 'A careers adviser',
      family: 'My family',
      friends: 'Friends',
      employer: 'Somebody at work',
      online: 'Something I found online',
      nobody: 'Nobody',
      'rather-not-say': 'I’d rather not say',
    },
    problems: { 'alone-with-others': 'Choose who helped, or “Nobody” or “I’d rather not say”, not both' },
  },
  'school-should': {
    heading: 'What should your school do more of, or stop doing?',
    hint: 'Please leave out other people’s names.',
    short: 'What school should do',
    why: ['Your own words show us what a list cannot. You do not have to write anything.', whoSees],
  },
  'lives-in': {
    heading: 'Where do you live now?',
    hint: 'Only the first half of the postcode, for example LS2. We do not keep the second half.',
    short: 'Where you live',
  },
  'lives-with': {
    heading: 'Who do you live with now?',
    short: 'Living with',
    choices: {
      family: 'With the family I grew up in',
      students: 'With other students or friends',
      own: 'With a partner or a family of my own',
      alone: 'On my own',
      'rather-not-say': 'I’d rather not say',
    },
  },
  'looks-after': {
    heading: 'Do you look after somebody?',
    hint: 'Somebody who needs your help, at home or nearby. A child counts too.',
    short: 'Looking after',
    why: ['We ask to see where caring makes it harder to stay.', whoSees, 'You can skip this.'],
    choices: {
      no: 'No',
      'some-hours': 'Yes, up to 10 hours a week',
      'many-hours': 'Yes, more than 10 hours a week',
      'rather-not-say': 'I’d rather not say',
    },
  },
};

const placeKinds: readonly string[] = ['month-range', 'provider', 'subject'];

/** What they do besides, asked as well of whoever waits for a place that was put off. */
export const alsoUntilThen: QuestionTexts = {
  short: 'As well',
  ...newer['also'],
  heading: {
    by: 'situation',
    when: { deferred: 'What do you do until you start?' },
    otherwise: 'Do you do anything else as well?',
  },
};

/** The texts of a questionnaire that is made of these pages; some questions may be worded for the occasion. */
export function textsFor(
  pages: readonly Page[],
  own: Readonly<Record<string, QuestionTexts>> = {},
): QuestionnaireTexts {
  const known: Readonly<Record<string, QuestionTexts>> = {
    ...destinationCheckV1En.questions,
    ...newer,
    ...placesEn,
    ...toldEn,
    ...renewingEn,
    ...own,
  };
  const questions = pages.flatMap((page) => page.questions);
  const ids = questions.map(({ id }) => id);
  return {
    language: 'en',
    direction: 'ltr',
    questions: Object.fromEntries(
      ids.flatMap((id) => {
        const texts = known[id];
        return texts === undefined ? [] : [[id, texts] as const];
      }),
    ),
    problems: {
      ...destinationCheckV1En.problems,
      'not-an-outcode': 'Enter the first half of a postcode, for example LS2',
      // Published before there were such questions: their words stay without.
      ...(questions.some(({ kind }) => placeKinds.includes(kind)) ? placeProblemsEn : {}),
    },
  };
}
