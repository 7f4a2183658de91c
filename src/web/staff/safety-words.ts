// What safety flags are called on screen: where words stood, what they may be about, how things stand, how it ended (Y24).
import type { FlagRow } from '../../application/care/look-at-flags.js';
import type { CareTask } from '../../domain/survey/care-settings.js';
import type { FlagOutcome, FlagSource } from '../../domain/survey/safety-flag.js';
import type { Worry } from '../../domain/survey/worrying-words.js';
import { format } from '../format.js';
import { nameOnScreen } from './person-header.js';

/** Where it was said. */
export const sourceWords: Readonly<Record<FlagSource, string>> = {
  survey: 'Survey answer',
  'leaving-form': 'Leaving form',
  'help-request': 'Request for help',
  reply: 'Reply to our mail',
  staff: 'A member of staff',
};
/** What it may be about. */
export const worryWords: Readonly<Record<Worry, string>> = {
  life: 'Somebody may die or be badly hurt',
  harm: 'Something that should not go on',
};
/** How it ended. */
export const flagOutcomeWords: Readonly<Record<FlagOutcome, string>> = {
  'spoke-with-them': 'We spoke with them',
  'passed-on': 'Passed on to another service',
  'no-concern': 'No concern',
  'not-reached': 'Not reached',
};
/** What somebody is named for. */
export const taskWords: Readonly<Record<CareTask, { readonly label: string; readonly hint: string }>> = {
  lead: { label: 'Safeguarding lead', hint: 'For people under 18, and whose age we do not know' },
  adultRoute: { label: 'For adults', hint: 'For people of 18 and over, with their yes unless a life is at risk' },
  helpOwner: { label: 'Replies to those who ask for help', hint: 'Where nobody is named, help is not offered' },
  deputy: {
    label: 'Deputy',
    hint: 'Is told of what nobody has read for one working day, and in holidays without cover',
  },
};

/** Whose words they are. */
export const whose = ({ person }: Pick<FlagRow, 'person'>): string =>
  person === null ? 'Nobody that we know' : nameOnScreen(person);

/** How it stands. */
export function flagTag({ flag }: Pick<FlagRow, 'flag'>): { readonly tone: string; readonly text: string } {
  if (flag.outcome !== undefined) return { tone: 'quiet', text: flagOutcomeWords[flag.outcome] };
  if (flag.readAt !== undefined) return { tone: 'careful', text: 'Read, not closed' };
  const goesOn = flag.goesOnAt === undefined ? '' : `; goes on ${format.dateTime(flag.goesOnAt)}`;
  return { tone: 'wrong', text: `Not read${goesOn}` };
}
