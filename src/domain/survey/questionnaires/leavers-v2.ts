// Version 2 of the start check and the check of Year 11 leavers: where and what from lists, from when until when in one range,
// so that fewer pages say more. Reasons, payment and staying in touch are asked as before. Published: a change is a new version
// beside it. The start check has no button "nothing has changed", in this version or another: nothing that goes on is known yet
// of somebody who has just left, only a plan; and whether plan and present differ is what it asks of everyone (Y9).
import type { Answers, Page, Questionnaire } from '../definition.js';
import { contactIds, fromBank, planStoryAtStart, planStoryByEnd, reasonIds } from './bank.js';
import { placeIds } from './bank-places.js';

const ending = { question: 'situation', refusals: ['rather-not-say'] } as const;
const usual: Answers = { situation: 'university', 'as-planned': 'yes', 'stay-in-touch': 'yes' };

const withStory = (planStory: Page, pages: readonly Page[]): readonly Page[] =>
  pages.map((page) => (page.id === planStory.id ? planStory : page));

/** Early September: are last summer's leavers set? */
export const startCheckV2: Questionnaire = {
  name: 'start-check',
  version: 2,
  ending,
  usual: { ...usual, begun: 'not-yet' },
  pages: withStory(
    planStoryAtStart,
    fromBank(
      ...['situation', 'deferred-until', 'begun', 'starts-in', 'started-in', ...placeIds, 'as-planned'],
      ...reasonIds,
      ...contactIds,
    ),
  ),
};

/** November: what does each leaver of Year 11 do? */
export const situationCheckV2: Questionnaire = {
  name: 'situation-check',
  version: 2,
  ending,
  usual: { ...usual, situation: 'college', also: ['nothing-else'] },
  pages: withStory(
    planStoryByEnd,
    fromBank(
      ...['situation', 'deferred-until', 'months-there', 'how-ended', ...placeIds, 'also', 'as-planned'],
      ...reasonIds,
      ...contactIds,
    ),
  ),
};
