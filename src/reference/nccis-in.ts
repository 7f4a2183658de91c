// What does a local authority's code for somebody's present activity mean in our records?
// Total over the list: each code is one of our activities, or open with the reason (domain reference, section 3.6). Codes that
// reveal health, pregnancy, faith or caring come in as "not in education or work" alone (requirement P5).
import type { Activity } from '../domain/destinations/activity.js';

/** What an NCCIS activity code comes in as. */
export type ComesInAs = { readonly activity: Activity } | { readonly open: string };

const as = (activity: Activity, ...codes: readonly string[]): readonly (readonly [string, ComesInAs])[] =>
  codes.map((code) => [code, { activity }] as const);
const open = (why: string, ...codes: readonly string[]): readonly (readonly [string, ComesInAs])[] =>
  codes.map((code) => [code, { open: why }] as const);

/** By code. */
export const activityOfNccis: ReadonlyMap<string, ComesInAs> = new Map([
  ...as('university', '240'),
  ...as('further-education', '110', '120', '210', '220', '230', '250', '270', '280'),
  ...as('gap-year', '260'),
  ...as('apprenticeship', '310'),
  ...as('employment', '320', '330', '340', '350', '360', '380', '381'),
  ...as('training', '410', '430', '440', '450', '460', '530'),
  ...as('other', '540', '550'),
  ...as('deferred-place', '615', '616'),
  ...as('looking-for-work', '619'),
  ...as('not-in-education-or-work', '610', '620', '630', '640', '650', '660', '670', '680'),
  ...open('Custody is no activity of ours and is not recorded.', '130', '290', '710'),
  ...open('It says nothing about what they do.', '140', '720'),
  ...open('The authority does not know.', '150', '810', '820'),
  ...open('They did not say.', '830'),
]);
