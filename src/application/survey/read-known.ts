// What is known of somebody that these questions may start from, and may this visitor be shown it?
// Read from the destination record as it stands, without what these answers themselves said; shown only where the link went
// to an address or number that is confirmed as the person's own (Y2). On the telephone nothing that we hold is read out.
import { londonDate } from '../../domain/calendar/london-time.js';
import { knownPresent } from '../../domain/destinations/known.js';
import { canBeConfirmed, mayBeTold, type Known } from '../../domain/survey/known.js';
import type { Questionnaire } from '../../domain/survey/definition.js';
import type { Invitation } from '../../domain/waves/invitation.js';
import type { Tools } from '../tools.js';
import type { SurveySession } from './session.js';

/** What is known, and whether its names may be shown here. */
export interface KnownHere {
  readonly known: Known;
  readonly shown: boolean;
}

/** Null where the questions do not start from anything, or nothing is known that could be confirmed or shown here. */
export async function readKnown(
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
  {
    invitation,
    session,
    questionnaire,
  }: { readonly invitation: Invitation; readonly session: SurveySession; readonly questionnaire: Questionnaire },
): Promise<KnownHere | null> {
  if (questionnaire.buildsOnKnown !== true || session.caller !== undefined) return null;
  const [record, person] = await Promise.all([
    store.destinationRecords.find('every-school', invitation.alumnusId),
    store.alumni.find('every-school', invitation.alumnusId),
  ]);
  const known = record === null ? null : knownPresent(record, { except: `response:${invitation.id}` });
  if (known === null || person === null) return null;
  const point = person.contactPoints.find(({ number }) => number === session.to);
  const shown = mayBeTold(point, londonDate(clock.now()));
  return canBeConfirmed(known, shown) ? { known, shown } : null;
}
