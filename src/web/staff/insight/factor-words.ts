// What the factors of staying, their levels and what was said of them are called on screen.

const factorNames: Readonly<Record<string, string>> = {
  plan: 'What they planned before they left',
  course: 'Place and subject',
  payment: 'How they pay for it',
  distance: 'How far from school they live',
  'lives-with': 'With whom they live',
  'looks-after': 'Whether they look after somebody',
  'right-place': 'Right place for them',
  'travel-works': 'Getting there',
  'home-works': 'Where they live',
  belong: 'Belonging',
  'taught-well': 'Teaching',
  'hours-work': 'Hours and times',
  'help-there': 'Help when stuck',
  'money-enough': 'How their money lasts',
  'paid-work-fits': 'Paid work beside it',
  'know-where-to-ask': 'Knowing whom to ask',
};

const levels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  payment: {
    'student-loan': 'Student loan',
    'part-loan': 'Loan for part of it',
    family: 'Family',
    work: 'Their own work',
    employer: 'Employer',
    bursary: 'Bursary or scholarship',
    other: 'Another way',
    'rather-not-say': 'Rather not say',
  },
  distance: {
    'under-10': 'Under 10 miles',
    '10-24': '10 to 24 miles',
    '25-54': '25 to 54 miles',
    '55-149': '55 to 149 miles',
    '150-or-more': '150 miles or more',
  },
  'lives-with': {
    family: 'With the family they grew up in',
    students: 'With other students or friends',
    own: 'With a partner or a family of their own',
    alone: 'Alone',
    'rather-not-say': 'Rather not say',
  },
  'looks-after': {
    no: 'No',
    'some-hours': 'Yes, up to ten hours a week',
    'many-hours': 'Yes, more than ten hours a week',
    'rather-not-say': 'Rather not say',
  },
};

const ratings: Readonly<Record<string, string>> = { low: '1 or 2 of 5', middle: '3 of 5', high: '4 or 5 of 5' };

/** `Belonging`. */
export const factorWords = (factor: string): string => factorNames[factor] ?? factor;

/** `4 or 5 of 5`, `Student loan`; a course is named already. */
export const levelWords = (factor: string, level: string): string => levels[factor]?.[level] ?? ratings[level] ?? level;

const saidOf: Readonly<Record<string, string>> = {
  'right-place': 'It is not the right place for me',
  'travel-works': 'Getting there does not work',
  'home-works': 'Where I live does not work',
  belong: 'I do not belong there',
  'taught-well': 'I am not taught well',
  'hours-work': 'The hours and times do not work',
  'help-there': 'When I am stuck I am not helped',
  'money-enough': 'My money does not last',
  'paid-work-fits': 'Paid work does not fit beside it',
  'know-where-to-ask': 'I do not know whom to ask',
  'looks-after': 'I look after somebody',
};

/** What was said in a comparison: `I do not belong there`, `Paid by: student loan`. */
export function differenceWords(id: string): string {
  const [factor = '', level] = id.split(':');
  if (level === undefined) return saidOf[factor] ?? factorWords(factor);
  return `${factor === 'payment' ? 'Pays by' : 'Lives'}: ${levelWords(factor, level).toLowerCase()}`;
}
