// What the pages about barriers, what was done, careers provision and reports have in common: how one goes from one to the next, who
// wrote what when, and what is said when two people change the same thing at once.
import type { StaffRole } from '../../../domain/alumni/alumnus.js';
import type { WhoseFigures } from '../../../application/insight/whose-figures.js';
import { format } from '../../format.js';
import { openTabs } from '../../places.js';

const pages = [
  { id: 'barriers', text: 'Barriers', href: '/staff/insight/barriers' },
  { id: 'interventions', text: 'What we did, and did it help', href: '/staff/insight/interventions' },
  { id: 'provision', text: 'Careers provision', href: '/staff/insight/provision' },
  { id: 'gatsby', text: 'Gatsby benchmark 3', href: '/staff/insight/gatsby' },
  { id: 'one-page', text: 'One page', href: '/staff/insight/one-page' },
  { id: 'website', text: 'For the website', href: '/staff/insight/website' },
] as const;
export type ActingPage = (typeof pages)[number]['id'];

/** The pages of this part that the role may open, each for the same school. */
export const actingChips = (role: StaffRole, current: ActingPage, about: string) =>
  openTabs(role, pages, current, about);

/** For whom something can be written down: the viewer's schools, and the trust where they see all of it. */
export const placeItems = ({ schools, every }: Pick<WhoseFigures, 'schools' | 'every'>) => [
  { value: '', text: 'Choose' },
  ...(schools.length === every.length ? [{ value: 'trust', text: 'The whole trust' }] : []),
  ...schools.map(({ id, name }) => ({ value: id, text: name })),
];

export const placeWords = (school: string | null): string => school ?? 'The whole trust';

const actWords: Readonly<Record<string, string>> = {
  raised: 'Raised the hypothesis',
  noticed: 'Put it on the board',
  'looked-into': 'Looked into it',
  decided: 'Decided',
  began: 'Began',
  found: 'Said what came of it',
  noted: 'Noted',
  'looked-at-again': 'Took it up again',
  logged: 'Wrote it down',
  'school-began': 'Added a school',
  ended: 'Ended it',
  changed: 'Changed it',
  reviewed: 'Reviewed it',
};

/** Rows of “who did what when”, the latest first. */
export const stepRows = (
  steps: readonly { readonly at: Date; readonly by: string; readonly act: string; readonly words: string }[],
) => [...steps].reverse().map(({ at, by, act, words }) => [format.dateTime(at), by, actWords[act] ?? act, words]);

/** What is said above the form where a change could not be made. */
export const refusalWords = {
  'not-now': 'It has moved on since; this cannot be done where it stands now',
  who: 'Say what stops people, not who they are: leave out faith, origin and the like',
  full: 'It holds as much as it can. Close it and open another',
  'not-yours': 'Choose one of your own schools',
  meanwhile: 'Somebody else changed it meanwhile. Look at what they did, and do yours again if it is still needed',
} as const;
