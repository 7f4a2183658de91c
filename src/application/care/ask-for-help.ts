// "May somebody from the trust contact you?" (Y7)
// Offered to everybody behind their link or with their leaving form open, and only where somebody is named who replies. The page says by which day, with weekends
// and the trust's holidays counted in. What they write is sealed, and looked through like every free text: pressing the button
// says that it may be passed on to who can help (Y8).
import { ownAddresses, ownNumbers } from '../../domain/alumni/contact-point.js';
import { addDays, type LocalDate, type LocalTime } from '../../domain/calendar/local-date.js';
import { londonDate, londonInstant } from '../../domain/calendar/london-time.js';
import { holidaysBetween, openDaysAfter, type Holiday } from '../../domain/calendar/open-days.js';
import {
  helpWays,
  longestHelpText,
  promisedTo,
  type HelpRequest,
  type HelpRequestId,
  type HelpWay,
} from '../../domain/survey/help-request.js';
import type { AlumnusId, SchoolId } from '../../domain/alumni/ids.js';
import type { Answers } from '../../domain/survey/definition.js';
import type { Reading } from '../../domain/survey/reading.js';
import { unsentHelpOf, visibleAnswers, type Sight, type UnsentHelp } from '../../domain/survey/response.js';
import { wordsUntil } from '../../domain/survey/safety-flag.js';
import { speaksOfTrouble } from '../../domain/survey/speaks-of-trouble.js';
import { worryIn } from '../../domain/survey/worrying-words.js';
import { bankHolidays } from '../../reference/index.js';
import { faultOf } from '../fault.js';
import { formTokenOf, isOwnForm } from '../survey/session.js';
import { openVisit, type Visit, type VisitResult, type VisitTools } from '../survey/visit.js';
import type { Tools } from '../tools.js';
import type { RaiseFlag } from './raise-flag.js';
import { helpOwnerOf } from './settings.js';
import { addToRequest } from './add-to-request.js';
import { finishRequest, helpAboutPlace, lookAtWords } from './keep-help.js';
import { keepTyped } from './unsent-help.js';
import type { CareNeighbours } from './tell-people.js';

type NoVisit = Exclude<VisitResult, { kind: 'visit' }>;
type AskTools = VisitTools & Pick<Tools, 'newId' | 'log'>;

/** The offer, as pages make it. */
export interface HelpOffer {
  readonly kind: 'offer';
  /** The answers that the visitor may see speak of trouble: the offer stands open. */
  readonly open: boolean;
  /** This visitor asked already, and nobody has replied: by which day somebody does. */
  readonly asked: LocalDate | null;
  readonly replyBy: LocalDate;
  /** Holidays of the trust until then. */
  readonly closed: readonly Holiday[];
  /** The ways by which they can be reached; empty where we have none of their own. */
  readonly ways: readonly HelpWay[];
  /** What this session typed and did not send. */
  readonly typed: Asker['typed'];
  readonly reading: Reading;
  readonly formToken: string;
}

/** `not-offered` where nobody would reply, and to a caller. */
export type HelpPage = HelpOffer | { readonly kind: 'not-offered' } | NoVisit;

/** Whoever asks, in which session. */
export interface Asker {
  readonly alumnusId: AlumnusId;
  readonly schoolId: SchoolId;
  /** They can be spoken to at school. */
  readonly atSchool: boolean;
  /** Their session ended while they typed: what they ask for is taken in, and a page of its own shows nothing (row 59). */
  readonly over: boolean;
  /** As far as this session sees them. */
  readonly answers: Answers;
  /** What the session typed here and did not send. */
  readonly typed: Omit<UnsentHelp, 'by'> | null;
  readonly sight: Sight;
  readonly reading: Reading;
  readonly formToken: string;
}

/** Whoever came by their link; null for a caller, who writes down what somebody else says. */
export const askerOf = (
  { signer }: Pick<Tools, 'signer'>,
  { session, invitation, draft, sight }: Visit,
): Asker | null =>
  session.caller !== undefined
    ? null
    : {
        ...{ alumnusId: invitation.alumnusId, schoolId: invitation.schoolId, atSchool: false, over: false, sight },
        answers: visibleAnswers(draft, sight),
        typed: unsentHelpOf(draft, sight.session),
        reading: invitation.reading ?? {},
        formToken: formTokenOf(signer, session),
      };

/** What is offered, and who would reply; null where nothing is. */
export async function offerTo({ store, clock }: Pick<Tools, 'store' | 'clock'>, asker: Asker | null) {
  const named = asker === null ? null : await helpOwnerOf({ store }, asker.schoolId);
  const person = asker === null || named === null ? null : await store.alumni.find('every-school', asker.alumnusId);
  if (asker === null || named === null || person === null) return null;
  const { owner, care } = named;
  const today = londonDate(clock.now());
  const replyBy = openDaysAfter(today, care.replyDays, { bankHolidays, holidays: care.holidays });
  const reachable = {
    'at-school': asker.atSchool,
    mail: ownAddresses(person.contactPoints, today).length > 0,
    phone: ownNumbers(person.contactPoints, today).length > 0,
  };
  const { sight, answers, typed, reading, formToken } = asker;
  const held = await store.helpRequests.openOf(person.id);
  const offer: HelpOffer = {
    kind: 'offer',
    open: speaksOfTrouble(answers),
    asked: held === null ? null : promisedTo(held, sight.unlocked ? undefined : sight.session), // whoever else holds the link learns nothing of it (decision R13)
    ...{ replyBy, closed: holidaysBetween(today, replyBy, care.holidays) },
    ways: helpWays.filter((way) => reachable[way]),
    ...{ typed, reading, formToken },
  };
  return { offer, owner, person };
}

/** The offer, for the page of its own and for the others that make it. */
export const helpPage =
  (tools: VisitTools) =>
  async (cookie: string | undefined): Promise<HelpPage> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    return (await offerTo(tools, askerOf(tools, result.visit)))?.offer ?? { kind: 'not-offered' };
  };

export type AskResult =
  /** `over`: their session is, so that the next page would not tell them; the offer does, as it stands now. */
  | { readonly kind: 'asked'; readonly over: boolean; readonly offer: HelpOffer }
  | { readonly kind: 'refused'; readonly why: 'no-way' | 'too-long' | 'too-often'; readonly offer: HelpOffer }
  | { readonly kind: 'not-offered' | 'not-our-form' }
  | NoVisit;

/** A reply is late from the morning after the day that was promised. */
const morning = '08:00' as LocalTime;

/** What was asked for on the form. */
export interface Asked {
  readonly way: string;
  readonly about: string;
}

/** Keeps the request, or adds it to the one that is open; the same words again change nothing. */
export async function keepRequest(
  tools: AskTools,
  { neighbours, raise }: { readonly neighbours: CareNeighbours; readonly raise: RaiseFlag },
  asker: Asker | null,
  { way, about }: Asked,
): Promise<AskResult> {
  const { store, clock, vault, newId, log } = tools;
  const offered = await offerTo(tools, asker);
  if (asker === null || offered === null) return { kind: 'not-offered' };
  const { offer, owner, person } = offered;
  const done = { kind: 'asked', over: asker.over, offer: { ...offer, asked: offer.asked ?? offer.replyBy } } as const;
  const again = { ...offer, asked: null }; // the form stands open, with what was typed
  const chosen = offer.ways.find((each) => each === way);
  if (chosen === undefined) return { kind: 'refused', why: 'no-way', offer: again };
  if (about.length > longestHelpText) return { kind: 'refused', why: 'too-long', offer: again };
  const id = newId() as HelpRequestId;
  const askedAt = clock.now();
  const lateAt = londonInstant(addDays(offer.replyBy, 1), morning);
  const first: HelpRequest = {
    ...{ id, alumnusId: person.id, schoolId: person.schoolId, askedAt, askedBy: asker.sight.session },
    ...{ way: chosen, owner, replyBy: offer.replyBy },
    ...(about === '' ? {} : { about: vault.seal(about, helpAboutPlace(id)) }),
    ...(worryIn(about) === null ? {} : { toLook: true }),
    ...{ state: 'open', steps: [], tell: [owner], wordsUntil: wordsUntil(askedAt, {}), revision: 1 },
    lateAt,
  };
  const actor = { kind: 'alumnus' } as const;
  const audit = { id: newId(), at: askedAt, actor, act: 'help-request.made', subject: `help-request:${id}` };
  let request = first;
  while (!(await store.helpRequests.insert(first, audit))) {
    const { replyBy } = offer;
    const by = asker.sight.session;
    const added = await addToRequest(tools, person.id, { at: askedAt, by, way: chosen, replyBy, about, lateAt });
    if (added.kind === 'same') return done; // pressed twice
    if (added.kind === 'too-often') return { kind: 'refused', why: 'too-often', offer: again };
    if (added.kind === 'added') {
      request = added.request;
      break;
    }
  }
  try {
    await lookAtWords(tools, raise, request);
    await finishRequest(tools, neighbours, request);
  } catch (error) {
    log.warn('What follows from a request for help is left to the recurring job', {
      failure: faultOf(error),
    });
  }
  return done;
}

/** Asks for help behind the link, also where the session ended while somebody typed: no cry for help is lost by that. */
export const askForHelp =
  (tools: AskTools, neighbours: CareNeighbours, raise: RaiseFlag) =>
  async (cookie: string | undefined, formToken: string, asked: Asked): Promise<AskResult> => {
    const result = await openVisit(tools, cookie, { late: true });
    if (result.kind !== 'visit') return result;
    const { session } = result.visit;
    if (!isOwnForm(tools.signer, session, formToken)) return { kind: 'not-our-form' };
    const asker = askerOf(tools, result.visit);
    const over = session.expiresAt <= tools.clock.now();
    const kept = await keepRequest(tools, { neighbours, raise }, asker && { ...asker, over }, asked);
    if (kept.kind === 'asked') await keepTyped(tools, result.visit, null);
    return kept;
  };
