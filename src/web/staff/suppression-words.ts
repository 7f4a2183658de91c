// What entries of the list of addresses not to be mailed are called on screen, and their rows (Y24).
import type { SuppressionView } from '../../application/waves/suppression-list.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { SuppressionReason } from '../../domain/waves/suppression.js';
import { format } from '../format.js';

/** The page’s own address. */
export const home = '/staff/settings/suppressions';

/** Why an entry stands there. */
export const reasonWords: Readonly<Partial<Record<SuppressionReason, string>>> = {
  bounced: 'Mail came back: no such address',
  complained: 'Called our mail spam',
  unsubscribed: 'Unsubscribed',
  objected: 'Asked us to stop',
  'not-me': 'Said it is not theirs',
  'has-died': 'Has died',
  'cannot-answer': 'Cannot answer',
  'by-hand': 'Added by staff',
  imported: 'From a list',
};
/** The reasons in the order of the chips. */
export const reasons = Object.keys(reasonWords) as SuppressionReason[];
/** What an entry stops. */
export const scopeWords = { survey: 'Survey mail', all: 'All mail' } as const;

/** What shows it. */
export const evidenceWords = (evidence: string | undefined): string => {
  if (evidence === undefined) return '–';
  const [kind = ''] = evidence.split(':');
  const words: Readonly<Record<string, string>> = {
    mail: 'A mail that came back',
    reply: 'Their reply',
    link: 'The link in our mail',
    staff: 'A member of staff',
    provider: 'The mail provider',
  };
  return words[kind] ?? evidence;
};

/** One entry as a row of the table. */
export const row = ({ id, person, reason, scope, at, evidence }: SuppressionView) => [
  person === null
    ? `Key ${id.replace('person:', '').slice(0, 8)}…`
    : {
        text: `${person.name.toUse ?? person.name.given} ${person.name.family}`,
        href: `/staff/people/${person.id}/contact`,
      },
  id.startsWith('person:') ? 'The person' : 'One address',
  reasonWords[reason] ?? reason,
  scopeWords[scope],
  evidenceWords(evidence),
  format.date(londonDate(at)),
  { text: 'Lift', href: `${home}?lift=${encodeURIComponent(id)}` },
];
