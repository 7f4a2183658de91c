// May a mail ask whether what is known of somebody still holds, and may it say what that is (M10)?
// Asked of whoever told us something that can go on, in waves whose questions start from it; said only to an address that is
// confirmed as the person's own (Y2). Both as they were before the day on which the mail was due, so that an attempt made
// again sends the same bytes (requirement E9).
import type { ContactPoint } from '../../../domain/alumni/alumnus.js';
import { londonDate } from '../../../domain/calendar/london-time.js';
import { knownPresent } from '../../../domain/destinations/known.js';
import type { DestinationRecord } from '../../../domain/destinations/record.js';
import { findQuestionnaire } from '../../../domain/survey/catalogue.js';
import { canBeConfirmed, mayBeTold, namesOf } from '../../../domain/survey/known.js';
import { hasButton, type LetterId } from '../../../domain/waves/letters/letter.js';
import type { Wave } from '../../../domain/waves/wave.js';
import type { LetterAnswers } from '../../../mail/index.js';

/** Which buttons a mail has, and what stands above them where `answers` is `shown`. */
export interface HeldInMail {
  readonly answers: LetterAnswers;
  readonly held?: string;
}

/** Whether the wave's questions start from what is known. */
export const buildsOnKnown = ({ questionnaire }: Pick<Wave, 'questionnaire'>): boolean =>
  findQuestionnaire(questionnaire)?.questionnaire.buildsOnKnown === true;

/** Whoever has begun goes on, and whoever is asked for an address is asked for nothing else. */
const asksIt = (id: LetterId): boolean => hasButton(id) && id !== 'started' && id !== 'keep-in-touch';

/** The buttons of one person's mail. */
export function heldInMail(
  id: LetterId,
  {
    dueAt,
    record,
    address,
  }: {
    readonly dueAt: Date;
    readonly record: Pick<DestinationRecord, 'claims' | 'decisions'> | undefined;
    readonly address: ContactPoint | undefined;
  },
): HeldInMail {
  const before = londonDate(dueAt);
  const known = record === undefined || !asksIt(id) ? null : knownPresent(record, { before });
  if (known === null) return { answers: 'own' };
  const shown = mayBeTold(address, before) && namesOf(known) !== '';
  if (!canBeConfirmed(known, shown)) return { answers: 'own' };
  return shown ? { answers: 'shown', held: namesOf(known) } : { answers: 'asked' };
}
