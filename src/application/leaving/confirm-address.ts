// Is the address that somebody gave on the leaving form their own (Y1)?
// A code of six digits goes to it (service mail, decision R6); typed in the session that sent the form, it confirms the address.
// Used once, half an hour, five tries, three codes an hour. A mistyped address can be put right before; whoever cannot open
// their mail now is done all the same, and the address stays unconfirmed.
import { randomInt } from 'node:crypto';
import { isSchoolAddress, parseEmailAddress } from '../../domain/alumni/contact-point.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { maySendMore, mayTry, withinLastHour } from '../../domain/survey/access.js';
import { numberOfAddress, withConfirmedAddress, withCorrectedAddress } from '../../domain/survey/leaving-contact.js';
import { changePerson } from '../alumni/change-person.js';
import type { SurveyNeighbours } from '../survey/neighbours.js';
import { changeAnswers } from './change-answers.js';
import { isLeavingToken } from './session.js';
import { openLeavingVisit, type LeavingTools, type LeavingVisit } from './visit.js';

const codeMinutes = 30;
const byThemselves = { actor: { kind: 'alumnus' } } as const;

type Neighbours = Pick<SurveyNeighbours, 'waves'>;

/** What the page shows: the address to confirm (null: none was given), and whether that is done. */
export type ConfirmPage =
  | {
      readonly kind: 'confirm';
      readonly address: string | null;
      readonly confirmed: boolean;
      readonly asked: boolean;
      readonly shared: boolean;
      readonly formToken: string;
    }
  | { readonly kind: 'no-session' };

export type ConfirmResult =
  | { readonly kind: 'asked' | 'confirmed' | 'wrong' | 'not-an-email' | 'school-address' }
  | { readonly kind: 'not-our-form' | 'no-session' };

/** The visit of the session that sent the form; null for every other. */
async function sender(tools: LeavingTools, cookie: string | undefined): Promise<LeavingVisit | null> {
  const result = await openLeavingVisit(tools, cookie, { sent: true });
  if (result.kind !== 'visit') return null;
  const { held, sight } = result.visit;
  return held?.state === 'done' && held.sentBy === sight.session ? result.visit : null;
}

const addressOf = ({ person, held }: LeavingVisit): string | null =>
  person.contactPoints.find(({ kind, number }) => kind === 'email' && number === held?.addressNumber)?.value ?? null;

/** The page after sending. */
export const confirmPage =
  (tools: LeavingTools) =>
  async (cookie: string | undefined): Promise<ConfirmPage> => {
    const visit = await sender(tools, cookie);
    if (visit === null) return { kind: 'no-session' };
    return {
      kind: 'confirm',
      address: addressOf(visit),
      confirmed: visit.held?.confirmedAt !== undefined,
      asked: visit.held?.code !== undefined,
      shared: visit.session.shared,
      formToken: visit.formToken,
    };
  };

const hashOf = ({ signer }: LeavingTools, { session }: LeavingVisit, code: string): string =>
  signer.sign('survey-session', `leaving code ${session.alumnusId} ${session.id} ${code}`);

/** Sends a code to the address, where one may be sent. */
async function order(tools: LeavingTools, { waves }: Neighbours, visit: LeavingVisit, addressNumber: number) {
  const now = tools.clock.now();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAt = new Date(now.getTime() + codeMinutes * 60_000);
  const open = { session: visit.sight.session, hash: hashOf(tools, visit, code), expiresAt, tries: 0 };
  const written = await changeAnswers(tools, visit.person, (held) =>
    maySendMore(held.codesSentAt, now)
      ? {
          next: { ...held, addressNumber, code: open, codesSentAt: [...withinLastHour(held.codesSentAt, now), now] },
          gives: true,
        }
      : { next: null, gives: false },
  );
  if (!written) return;
  await waves.queueService({
    template: 'address-code',
    to: { kind: 'alumnus', alumnusId: visit.person.id, addressNumber },
    fields: { code },
    expiresAt,
    ...(visit.session.language !== undefined && { language: visit.session.language }),
  });
}

/** Sends a code to the address that was given, the first time or again. */
export const sendAddressCode =
  (tools: LeavingTools, neighbours: Neighbours) =>
  async (cookie: string | undefined, formToken: string): Promise<ConfirmResult> => {
    const visit = await sender(tools, cookie);
    if (visit === null) return { kind: 'no-session' };
    if (!isLeavingToken(tools.signer, visit.session, formToken)) return { kind: 'not-our-form' };
    const number = visit.held?.addressNumber;
    if (number !== undefined && visit.held?.confirmedAt === undefined) await order(tools, neighbours, visit, number);
    return { kind: 'asked' };
  };

/** Puts a mistyped address right and sends the code there. */
export const correctAddress =
  (tools: LeavingTools, neighbours: Neighbours) =>
  async (cookie: string | undefined, formToken: string, typed: string): Promise<ConfirmResult> => {
    const visit = await sender(tools, cookie);
    if (visit === null) return { kind: 'no-session' };
    if (!isLeavingToken(tools.signer, visit.session, formToken)) return { kind: 'not-our-form' };
    const wrong = visit.held?.addressNumber;
    if (wrong === undefined || visit.held?.confirmedAt !== undefined) return { kind: 'asked' };
    const address = parseEmailAddress(typed);
    if (address === null) return { kind: 'not-an-email' };
    if (isSchoolAddress(address, tools.settings.schoolMailDomains)) return { kind: 'school-address' };
    const on = londonDate(tools.clock.now());
    const person = await changePerson(tools, visit.person.id, { ...byThemselves, act: 'contact.corrected' }, (stands) =>
      withCorrectedAddress(stands, wrong, address, on),
    );
    const number = person === null ? null : numberOfAddress(person, address);
    if (number !== null) await order(tools, neighbours, visit, number);
    return { kind: 'asked' };
  };

/** Confirms the address if the code is the one that was sent to it. Every try counts, the wrong ones too. */
export const enterAddressCode =
  (tools: LeavingTools) =>
  async (cookie: string | undefined, formToken: string, typed: string): Promise<ConfirmResult> => {
    const visit = await sender(tools, cookie);
    if (visit === null) return { kind: 'no-session' };
    if (!isLeavingToken(tools.signer, visit.session, formToken)) return { kind: 'not-our-form' };
    const now = tools.clock.now();
    const given = hashOf(tools, visit, typed.replace(/\s/g, ''));
    const number = await changeAnswers(tools, visit.person, (held) => {
      const { code } = held;
      if (code === undefined || !mayTry(code, visit.sight.session, now)) return { next: null, gives: null };
      if (code.hash !== given) return { next: { ...held, code: { ...code, tries: code.tries + 1 } }, gives: null };
      return { next: null, gives: held.addressNumber ?? null };
    });
    if (number === null) return { kind: 'wrong' };
    await changePerson(tools, visit.person.id, { ...byThemselves, act: 'contact.confirmed' }, (stands) =>
      withConfirmedAddress(stands, number, londonDate(now)),
    );
    // Last, so that a process that dies in between leaves a code that still works.
    await changeAnswers(tools, visit.person, ({ code: _used, ...held }) => ({
      next: { ...held, confirmedAt: now },
      gives: undefined,
    }));
    return { kind: 'confirmed' };
  };
