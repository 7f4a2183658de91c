// The newest version of every check, of five and ten years on, and of the leaving form (renewing.ts). The start check asks how
// long we may write in one question, as often as we do; the sustained check asks whoever waits for a place that was put off what
// they did month by month. Published: a change is a new version beside it.
import type { Page, Questionnaire } from '../definition.js';
import { arrivalCheckV3, situationCheckV3, sustainedCheckV3, yearlyCheckV3 } from './checks-v3.js';
import { contactUpdateV2 } from './contact-update-v2.js';
import { fiveYearsOnV3, tenYearsOnV3 } from './later-v3.js';
import { startCheckV2 } from './leavers-v2.js';
import { leavingFormV2 } from './leaving-form-v2.js';
import { always } from './making.js';
import { alsoOfDeferred, renewed } from './renewing.js';
import { emailPages, inOneTap, keepInTouch, mobilePages } from './returning.js';

const contactBefore = ['stay-in-touch', 'stay-until', 'email', 'email-owner', 'mobile', 'mobile-owner'];
const contactNow: readonly Page[] = [{ ...keepInTouch, shownWhen: always }, ...emailPages, ...mobilePages].map(
  inOneTap,
);
const { 'stay-in-touch': _asked, ...usualAtStart } = startCheckV2.usual;

/** Early September: are last summer's leavers set? */
export const startCheckV3: Questionnaire = renewed({
  ...startCheckV2,
  usual: { ...usualAtStart, 'keep-in-touch': 'ten-years' },
  pages: [...startCheckV2.pages.filter(({ id }) => !contactBefore.includes(id)), ...contactNow],
});

/** Mid-October: did they start? */
export const arrivalCheckV4 = renewed(arrivalCheckV3);

/** From April: did it last, month by month? */
export const sustainedCheckV4 = renewed({ ...sustainedCheckV3, pages: sustainedCheckV3.pages.map(alsoOfDeferred) });

/** Every autumn after: still there? */
export const yearlyCheckV4 = renewed(yearlyCheckV3);

/** November: what does each leaver of Year 11 do? */
export const situationCheckV4 = renewed(situationCheckV3);

export const fiveYearsOnV4 = renewed(fiveYearsOnV3);
export const tenYearsOnV4 = renewed(tenYearsOnV3);
export const contactUpdateV3 = renewed(contactUpdateV2);

/** From May to results day, at school. */
export const leavingFormV3 = renewed(leavingFormV2);
