// How does an invented leaver answer? By what the sample wrote down for them: most are where they meant to be, some left.
// The same person answers the same in every run; nothing here knows the pages, only the questions by their names.
import type { Alumnus, PlannedActivity } from '../../domain/alumni/alumnus.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { asTyped } from '../../domain/survey/listed.js';
import { nothingTyped as nothing, type Typed } from '../../domain/survey/typed.js';
import type { Question } from '../../domain/survey/definition.js';
import type { Random } from './random.js';

const chosen = (code: string | undefined): Typed => ({ ...nothing, codes: code === undefined ? [] : [code] });
const monthOfDay = (day: LocalDate): string => String(Number(day.slice(5, 7)));
/** Of names that may mean several, they keep what they wrote. */
const said = (text = ''): Typed => ({ ...nothing, text, pick: asTyped });

const situations: Readonly<Record<PlannedActivity, string>> = {
  university: 'university',
  apprenticeship: 'apprenticeship',
  employment: 'work',
  'further-education': 'college',
  training: 'training',
  'gap-year': 'gap-year',
  other: 'other',
  undecided: 'looking',
};

export interface Answering {
  readonly person: Alumnus;
  readonly random: Random;
  readonly today: LocalDate;
  /** Whether they have left early what they began. */
  readonly left: boolean;
}

/** What the person answers to a question; an empty answer is skipped. `offered` are its choices in the order shown. */
export function answerTo({ id }: Question, offered: readonly string[], about: Answering): Typed {
  const { person, random, today, left } = about;
  const plan = person.final ?? person.intended;
  const began = person.leftOn.slice(0, 4);
  switch (id) {
    case 'situation':
      return chosen(situations[plan?.activity ?? 'other']);
    case 'since':
      return { ...nothing, month: '9', year: began };
    case 'months-there':
      return {
        ...nothing,
        ...{ month: '9', year: began },
        ...(left ? { until: { month: monthOfDay(today), year: today.slice(0, 4), about: true } } : { goingOn: true }),
      };
    case 'how-ended':
      return chosen('left-early');
    case 'job-ended':
      return chosen('left-it');
    case 'study-place':
    case 'provider':
      return said(plan?.provider);
    case 'study-subject':
    case 'college-course':
    case 'course':
      return said(plan?.course);
    case 'works-for':
    case 'employer':
      return said(plan?.employer);
    case 'as-planned':
      return chosen(person.intended?.activity === plan?.activity ? 'yes' : 'partly');
    case 'still-there':
      return chosen(left ? 'left-early' : 'yes');
    case 'still-in-job':
      return chosen(left ? 'left-it' : 'yes');
    case 'left-in':
      return { ...nothing, month: monthOfDay(today), year: today.slice(0, 4), about: true };
    case 'plan-story':
      return chosen(left ? 'started-and-left' : 'none-of-these');
    case 'stay-in-touch':
      return chosen('yes');
    case 'stay-until':
    case 'keep-in-touch':
      return chosen('ten-years');
    case 'may-link':
    case 'may-chat':
    case 'may-quote':
      return chosen(random.chance(0.6) ? 'yes' : 'no');
    case 'payment':
    case 'reasons':
    case 'main-reason':
      return chosen(offered[random.below(offered.length)]);
    default:
      return /^(?:reasons|against)-/.test(id) ? chosen(offered[random.below(offered.length)]) : nothing;
  }
}
