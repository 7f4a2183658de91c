// The English words of the questions about where somebody is: for alumni, reading age about 11 (look, section 6).
import type { QuestionTexts } from '../texts.js';
import type { AnswerProblem } from '../typed.js';

/** Their words. */
export const placesEn: Readonly<Record<string, QuestionTexts>> = {
  'months-there': {
    heading: {
      by: 'situation',
      when: {
        university: 'When did you start at university, and are you still there?',
        college: 'When did you start at your college or sixth form, and are you still there?',
        apprenticeship: 'When did you start your apprenticeship, and are you still doing it?',
        work: 'When did you start this job, and do you still have it?',
        training: 'When did you start your training, and are you still doing it?',
        caring: 'Since when have you been caring?',
        looking: 'Since when have you been looking?',
        'gap-year': 'When did your gap year start?',
      },
      otherwise: 'Since when have you been doing this?',
    },
    hint: 'It is fine to give your best guess. Results day is in August. Most courses start in September.',
    short: 'From and until',
    problems: {
      'month-ahead':
        'Enter a start that is not in the future. If you have not started yet, go back and change your first answer.',
    },
    doubts: {
      'ends-before-start': 'The end comes before the start. Is one of the two months wrong?',
      'long-before-leaving': 'This is a long time before you left school. Is the year right?',
    },
  },
  'how-ended': {
    heading: 'How did it end?',
    short: 'How it ended',
    choices: { finished: 'I finished it', 'left-early': 'I left before the end' },
  },
  'study-place': {
    heading: {
      by: 'situation',
      when: {
        university: 'Which university?',
        college: 'Which college or sixth form?',
        apprenticeship: 'Who does the training part of your apprenticeship?',
        training: 'Who runs your training?',
      },
      otherwise: 'Where?',
    },
    hint: {
      by: 'situation',
      when: { apprenticeship: 'For example a college. Skip this if you are not sure.' },
      otherwise: 'Type the name as you would say it. A town is fine too.',
    },
    short: 'Where',
    doubts: {
      'other-kind':
        'You first chose another kind of place. If this is right, go on. If not, change it here, or go back to your first answer.',
    },
  },
  'study-subject': {
    heading: 'What are you studying?',
    hint: 'The name of your course or its main subject, for example “Physics”.',
    short: 'Subject',
  },
  'college-course': {
    heading: 'What are you studying?',
    hint: 'The name of your course, or the subjects.',
    short: 'Course',
  },
  'works-for': {
    heading: {
      by: 'situation',
      when: { apprenticeship: 'Who is your employer?' },
      otherwise: 'Who do you work for?',
    },
    hint: 'The name of the firm or organisation. If you work for yourself, write “myself”.',
    short: 'Employer',
  },
  'works-as': { heading: 'What is your job?', hint: 'For example “shop assistant” or “lab technician”.', short: 'Job' },
};

/** What to do about the problems that only these questions have. */
export const placeProblemsEn: Readonly<Partial<Record<AnswerProblem, string>>> = {
  'until-missing': 'Enter when it ended, or tick “It is still going on”',
  'until-incomplete': 'Enter both a month and a year for the end, for example March 2026',
  'until-impossible': 'Enter a month and a year with four numbers for the end, for example March 2026',
  'until-ahead': 'Enter an end that is not in the future. If it goes on, tick “It is still going on”.',
  'until-and-going-on': 'Tick “It is still going on”, or enter when it ended, not both',
  'which-one': 'Choose which one you mean',
};
