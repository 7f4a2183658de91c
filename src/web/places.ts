// Which places does the top bar show? Only those that exist and that the viewer's role may open.
import type { StaffMember } from '../domain/alumni/alumnus.js';
import { mayOpen } from './access.js';

const bar = [
  { id: 'today', text: 'Today', href: '/staff' },
  { id: 'waves', text: 'Waves', href: '/staff/waves' },
  { id: 'people', text: 'People', href: '/staff/people' },
  { id: 'responses', text: 'Responses', href: '/staff/responses' },
  { id: 'reviews', text: 'Reviews', href: '/staff/reviews' },
  { id: 'import', text: 'Import', href: '/staff/imports' },
  { id: 'settings', text: 'Settings', href: '/staff/settings/staff' },
] as const;

/** For the staff layout: `places(member)`. */
export const places = (
  member: StaffMember,
): readonly { readonly id: string; readonly text: string; readonly href: string }[] =>
  bar.filter(({ href }) => mayOpen(member.role, href));
