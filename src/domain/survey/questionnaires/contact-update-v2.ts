// Version 2 of the contact update: how often somebody wants to hear from us is asked as well, and whether we may write again, and
// for how long, is one question. Still without a button "nothing has changed" (later-v1.ts). Published: a change is a new version.
import type { Page, Questionnaire } from '../definition.js';
import { fromBank } from './bank.js';
import { contactUpdateV1 } from './later-v1.js';
import { always, choices, page } from './making.js';
import { emailPages, inOneTap, keepInTouch, mobilePages, wantsMail } from './returning.js';

/** Once a year holds for every wave (eligibility.ts). */
const howOften: Page = page(wantsMail, {
  id: 'how-often',
  kind: 'single',
  ownOnly: true,
  choices: choices('usual', 'year'),
});

export const contactUpdateV2: Questionnaire = {
  ...contactUpdateV1,
  version: 2,
  usual: { situation: 'work', 'keep-in-touch': 'ten-years' },
  pages: [...fromBank('situation'), { ...keepInTouch, shownWhen: always }, howOften, ...emailPages, ...mobilePages].map(
    inOneTap,
  ),
};
