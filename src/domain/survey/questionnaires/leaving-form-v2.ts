// Version 2 of the leaving form: the place and, for a university, the subject come from lists, kept with UKPRN and CAH code, so
// that plan and present are laid side by side by code; and what is chosen is answered in one tap, which halves the presses
// of a whole form. Published: a change is a new version beside it.
import type { Page, Questionnaire } from '../definition.js';
import { leavingFormV1 } from './leaving-form-v1.js';
import { answerIn, page } from './making.js';
import { inOneTap } from './returning.js';

const inPlaceOf: Readonly<Record<string, (before: Page) => readonly Page[]>> = {
  'plan-provider': ({ shownWhen }) => [
    page(shownWhen, {
      id: 'plan-place',
      kind: 'provider',
      follows: 'plan',
      doubts: [{ kind: 'other-kind', by: 'plan', kinds: { university: 'university', college: 'college' } }],
    }),
  ],
  // A-levels, BTECs and T-levels have no code of the higher education hierarchy.
  'plan-course': (before) => [
    page(answerIn('plan', 'university'), { id: 'plan-subject', kind: 'subject', follows: 'plan' }),
    { ...before, shownWhen: answerIn('plan', 'college') },
  ],
};

export const leavingFormV2: Questionnaire = {
  ...leavingFormV1,
  version: 2,
  pages: leavingFormV1.pages.flatMap((before) => inPlaceOf[before.id]?.(before) ?? [before]).map(inOneTap),
};
