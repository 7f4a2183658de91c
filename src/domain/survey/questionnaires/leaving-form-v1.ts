// The leaving form, version 1: filled in at school, from May to results day (Y1). The plan, a route that was ruled out and what
// got in the way (Y9: never applied; Y10: eight plain choices first), how it will be paid for (Y12), and the yes without which
// later waves are empty, with an address of their own. Published: a change is a new version beside it.
import type { Choice, Condition, Page, Questionnaire } from '../definition.js';
import { fromBank } from './bank.js';
import { always, answerIn, choices, page, refused } from './making.js';

const routes = ['university', 'college', 'apprenticeship', 'work', 'training'] as const;
const studies = ['university', 'college'] as const;
const ruledSomethingOut = answerIn('ruled-out', ...routes);
const saidYes = answerIn('stay-in-touch', 'yes');

/** Reasons that make sense of a route never taken are looked into; the others stay with the plain choice. */
const finer = ['reasons-place', 'reasons-choice', 'reasons-belonging', 'reasons-caring', 'reasons-money'] as const;

/** A page of the bank that is asked here after another answer. */
const when = (shownWhen: Condition, ...ids: readonly string[]): readonly Page[] =>
  fromBank(...ids).map((each) => ({ ...each, shownWhen }));

export const leavingFormV1: Questionnaire = {
  name: 'leaving-form',
  version: 1,
  ending: { question: 'plan', refusals: ['no-plan-yet', 'rather-not-say'] },
  usual: { plan: 'university', 'ruled-out': ['none'], 'stay-in-touch': 'yes' },
  pages: [
    page(always, {
      id: 'plan',
      kind: 'single',
      required: true,
      choices: [...choices(...routes, 'gap-year'), ...['other', 'no-plan-yet'].map(apart), refused],
    }),
    page(answerIn('plan', ...routes), {
      id: 'plan-firm',
      kind: 'single',
      follows: 'plan',
      choices: choices('place', 'applied', 'thinking'),
    }),
    page(answerIn('plan', ...studies, 'training'), { id: 'plan-provider', kind: 'short-text', follows: 'plan' }),
    page(answerIn('plan', ...studies), { id: 'plan-course', kind: 'short-text', follows: 'plan' }),
    page(answerIn('plan', 'apprenticeship', 'work'), { id: 'plan-employer', kind: 'short-text', follows: 'plan' }),
    page(answerIn('plan', ...routes), {
      id: 'plan-start',
      kind: 'month',
      follows: 'plan',
      month: { earliestFromToday: 0, latestFromToday: 36 },
    }),
    page(always, {
      id: 'ruled-out',
      kind: 'multiple',
      choices: [...choices(...routes), { code: 'none', apart: true, alone: true }, { ...refused, alone: true }],
    }),
    ...when(ruledSomethingOut, 'reasons'),
    ...fromBank(...finer, 'main-reason'),
    ...when(ruledSomethingOut, 'reason-words'),
    ...when(answerIn('plan', ...studies), 'payment'),
    ...fromBank('stay-in-touch'),
    page(saidYes, {
      id: 'stay-by',
      kind: 'multiple',
      follows: 'stay-in-touch',
      choices: choices('mail', 'text', 'phone'),
    }),
    ...fromBank('stay-until', 'email', 'mobile'),
    page(saidYes, { id: 'other-email', kind: 'email', maxLength: 254 }),
    page(
      { kind: 'answered', question: 'other-email' },
      { id: 'other-owner', kind: 'single', follows: 'other-email', choices: choices('self', 'parent', 'shared') },
    ),
  ],
};

function apart(code: string): Choice {
  return { code, apart: true };
}
