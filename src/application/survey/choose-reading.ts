// How does somebody want to read and answer, and may they have it so?
// Kept with the invitation, whatever device it is opened on later; being rung goes by the list of calls (Y13). A language that
// no speaker has confirmed is not offered, and not taken from a form that names it all the same (year.md, "Not now").
import { ownNumbers } from '../../domain/alumni/contact-point.js';
import { withAskedToBeRung } from '../../domain/alumni/permission.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { languageNamed, surveyLanguages } from '../../domain/survey/languages/languages.js';
import type { Reading } from '../../domain/survey/reading.js';
import { changePerson } from '../alumni/change-person.js';
import type { Tools } from '../tools.js';
import type { SurveyNeighbours } from './neighbours.js';
import { formTokenOf, isOwnForm, readSession } from './session.js';
import { openVisit, type VisitResult, type VisitTools } from './visit.js';

type NoVisit = Exclude<VisitResult, { kind: 'visit' }>;

/** What was chosen by the person whose session it is; nothing where there is none. */
export const readingOf =
  ({ store, signer, clock }: Pick<Tools, 'store' | 'signer' | 'clock'>) =>
  async (cookie: string | undefined): Promise<Reading> => {
    const session = readSession(signer, cookie, clock.now());
    const invitation = session === null ? null : await store.invitations.find(session.invitationId);
    return invitation?.reading ?? {};
  };

/** What the page of ways to answer shows. */
export const waysToAnswer =
  (tools: VisitTools) =>
  async (
    cookie: string | undefined,
  ): Promise<{ readonly kind: 'ways'; readonly reading: Reading; readonly formToken: string } | NoVisit> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { session, invitation } = result.visit;
    return { kind: 'ways', reading: invitation.reading ?? {}, formToken: formTokenOf(tools.signer, session) };
  };

/** Keeps what was chosen. */
export const chooseReading =
  (tools: VisitTools & Pick<Tools, 'languages'>) =>
  async (
    cookie: string | undefined,
    formToken: string,
    chosen: Required<Pick<Reading, 'easy' | 'helped'>> & Pick<Reading, 'language'>,
  ): Promise<{ readonly kind: 'kept' } | { readonly kind: 'not-our-form' } | NoVisit> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { session, invitation } = result.visit;
    if (!isOwnForm(tools.signer, session, formToken)) return { kind: 'not-our-form' };
    const { easy, helped } = chosen;
    const language = languageNamed(chosen.language, tools.languages ?? surveyLanguages);
    await tools.store.invitations.keepReading(invitation.id, {
      easy,
      helped,
      ...(language === null ? {} : { language }),
    });
    return { kind: 'kept' };
  };

/**
 * Asks for a call. Asking is their yes to being rung, recorded for as long as the wave is open, whatever else they agreed to. Whoever
 * asks reads the same, whether or not we have a number that may be rung.
 */
export const askForCall =
  (tools: VisitTools & Pick<Tools, 'newId' | 'settings'>, { calls }: Pick<SurveyNeighbours, 'calls'>) =>
  async (
    cookie: string | undefined,
    formToken: string,
  ): Promise<{ readonly kind: 'asked'; readonly reading: Reading } | { readonly kind: 'not-our-form' } | NoVisit> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { session, invitation, wave } = result.visit;
    if (!isOwnForm(tools.signer, session, formToken)) return { kind: 'not-our-form' };
    const { alumnusId } = invitation;
    const actor = { kind: 'alumnus' } as const;
    const on = londonDate(tools.clock.now());
    const asked = { evidence: `Asked to be rung, ${invitation.id}`, on, until: wave.closesOn };
    await changePerson(tools, alumnusId, { actor, act: 'contact.asked-to-be-rung' }, (person) =>
      ownNumbers(person.contactPoints, on).length === 0
        ? null
        : withAskedToBeRung(person, asked, tools.settings.publicTaskMonths),
    );
    await calls.requestCall({ alumnusId, actor });
    return { kind: 'asked', reading: invitation.reading ?? {} };
  };
