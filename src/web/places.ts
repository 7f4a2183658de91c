// Which places does the top bar show? Only those that exist and that the viewer's role may open.
import type { StaffMember, StaffRole } from '../domain/alumni/alumnus.js';
import { mayOpen } from './access.js';

const bar = [
  { id: 'today', text: 'Today', href: '/staff' },
  { id: 'waves', text: 'Waves', href: '/staff/waves' },
  { id: 'people', text: 'People', href: '/staff/people' },
  { id: 'plans', text: 'Plans', href: '/staff/plans' },
  { id: 'responses', text: 'Responses', href: '/staff/responses' },
  { id: 'leaving', text: 'Leaving form', href: '/staff/leaving' },
  { id: 'reach', text: 'Reach', href: '/staff/reach' },
  { id: 'reviews', text: 'Reviews', href: '/staff/reviews' },
  { id: 'insight', text: 'Insight', href: '/staff/insight' },
  { id: 'figures', text: 'Official figures', href: '/staff/figures' },
  { id: 'import', text: 'Import', href: '/staff/imports' },
] as const;

/** The pages of Settings; the first that somebody may open is where the bar leads. */
const settings = [
  { id: 'staff', text: 'Staff', href: '/staff/settings/staff' },
  { id: 'schools', text: 'Schools', href: '/staff/settings/schools' },
  { id: 'api-keys', text: 'API keys', href: '/staff/settings/api-keys' },
  { id: 'measures', text: 'Measures', href: '/staff/settings/measures' },
  { id: 'care', text: 'Safety and help', href: '/staff/settings/care' },
  { id: 'letters', text: 'Letters', href: '/staff/settings/letters' },
  { id: 'questionnaires', text: 'Questionnaires', href: '/staff/settings/questionnaires' },
  { id: 'sensitive', text: 'Sensitive questions', href: '/staff/settings/sensitive' },
  { id: 'modules', text: 'Optional questions', href: '/staff/settings/modules' },
  { id: 'languages', text: 'Languages', href: '/staff/settings/languages' },
  { id: 'saved-answers', text: 'Saved answers', href: '/staff/settings/saved-answers' },
  { id: 'useful-now', text: 'Useful now', href: '/staff/settings/useful-now' },
  { id: 'what-changed', text: 'What changed', href: '/staff/settings/what-changed' },
  { id: 'suppressions', text: 'Addresses not to be mailed', href: '/staff/settings/suppressions' },
] as const;

/** Of pages beside each other those that the role may open; `about` goes on to each address. */
export const openTabs = (
  role: StaffRole,
  pages: readonly { readonly id: string; readonly text: string; readonly href: string }[],
  current: string,
  about = '',
) =>
  pages
    .filter(({ href }) => mayOpen(role, href))
    .map(({ id, text, href }) => ({ text, href: `${href}${about}`, current: id === current }));

/** For the pages of Settings: `settingsTabs(member, 'schools')`. */
export const settingsTabs = ({ role }: StaffMember, current: string) => openTabs(role, settings, current);

/** For the staff layout: `places(member)`. */
export const places = (
  member: StaffMember,
): readonly { readonly id: string; readonly text: string; readonly href: string }[] => [
  ...bar.filter(({ href }) => mayOpen(member.role, href)),
  ...settingsTabs(member, '')
    .slice(0, 1)
    .map(({ href }) => ({ id: 'settings', text: 'Settings', href })),
];
