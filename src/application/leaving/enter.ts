// How does a student come to the leaving form of their group (Y1)?
// By the code of the group, which opens a list of as little of each name as tells people apart; then by their own name with
// their date of birth, or with a code that their tutor reads to them. Whoever gets it wrong five times waits for the tutor.
// Who has sent the form is on the list no more, so that it is filled in once.
import { parseCohortId, type Stage } from '../../domain/alumni/cohort.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { groupKey } from '../../domain/alumni/form-group.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { isOpen, mostNameTries, readFormCode, type LeavingForm } from '../../domain/survey/leaving-form.js';
import { fillsInLeavingForm, shortNames, type ListedName } from '../../domain/survey/leaving-names.js';
import type { SurveyCookie } from '../survey/session.js';
import type { Tools } from '../tools.js';
import { changeAnswers } from './change-answers.js';
import {
  isLeavingToken,
  leavingCookie,
  leavingToken,
  newLeavingSession,
  personSession,
  readLeavingSession,
  type ChosenAtStart,
  type LeavingSession,
} from './session.js';

type EnterTools = Pick<Tools, 'store' | 'clock' | 'signer'>;

/** The group's form where the session's opening still takes answers; null otherwise. */
export async function openFormOf(
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
  session: LeavingSession | null,
): Promise<LeavingForm | null> {
  const form = session === null ? null : await store.leavingForms.find(session.formId);
  return form?.opening === session?.opening && form !== null && isOpen(form, londonDate(clock.now())) ? form : null;
}

/**
 * A session for the group of a code; null for a code that opens nothing today.
 * @param cookie what this browser holds already: whoever comes back on their own device goes on where they were
 */
export const enterGroupCode =
  ({ store, clock, signer }: EnterTools) =>
  async (typed: string, chosen: ChosenAtStart, cookie?: string): Promise<SurveyCookie | null> => {
    const code = readFormCode(typed);
    const form = code === null ? null : await store.leavingForms.byCode(code);
    const now = clock.now();
    if (form === null || !isOpen(form, londonDate(now))) return null;
    const earlier = readLeavingSession(signer, cookie, now, { late: true });
    return leavingCookie(signer, newLeavingSession(form, chosen, earlier), now);
  };

/** What those of the session's group leave; null where there is no session. */
export const stageOfGroup =
  ({ store, clock, signer }: EnterTools) =>
  async (cookie: string | undefined): Promise<Stage | null> => {
    const session = readLeavingSession(signer, cookie, clock.now());
    const form = session === null ? null : await store.leavingForms.find(session.formId);
    return (form === null ? null : parseCohortId(form.cohortId))?.stage ?? null;
  };

/** Those of the group who have still to send it. */
async function missingFrom({ store }: Pick<Tools, 'store'>, form: LeavingForm): Promise<readonly Alumnus[]> {
  const { schoolId, cohortId } = form;
  const group = groupKey(form.formGroup);
  const [people, answers] = await Promise.all([
    store.alumni.ofGroup(schoolId, cohortId, group),
    store.leavingAnswers.ofGroup(schoolId, cohortId, group),
  ]);
  const done = new Set(answers.filter(({ state }) => state === 'done').map(({ id }) => id));
  return people.filter((person) => fillsInLeavingForm(person) && !done.has(person.id));
}

/** The list of names, or why there is none. */
export type NameList =
  | {
      readonly kind: 'names';
      readonly names: readonly ListedName[];
      readonly formGroup: string;
      readonly shared: boolean;
      readonly formToken: string;
    }
  | { readonly kind: 'no-session' };

/** The names that the group's session shows. */
export const listNames =
  (tools: EnterTools) =>
  async (cookie: string | undefined): Promise<NameList> => {
    const session = readLeavingSession(tools.signer, cookie, tools.clock.now());
    const form = await openFormOf(tools, session);
    if (session === null || form === null) return { kind: 'no-session' };
    return {
      kind: 'names',
      names: shortNames(await missingFrom(tools, form)),
      formGroup: form.formGroup,
      shared: session.shared,
      formToken: leavingToken(tools.signer, session),
    };
  };

/** The code that a tutor reads to somebody whose date of birth is not on record or wrong: six digits, for one opening. */
export function tutorsCode(signer: Tools['signer'], form: Pick<LeavingForm, 'id' | 'opening'>, id: AlumnusId): string {
  const mac = Buffer.from(
    signer.sign('survey-session', `leaving person ${form.id} ${form.opening} ${id}`),
    'base64url',
  );
  return String(mac.readUInt32BE(0) % 1_000_000).padStart(6, '0');
}

/** Who somebody says they are, and what shows it. */
export interface SaidWho {
  readonly formToken: string;
  readonly alumnusId: string;
  /** Null where none, or no day that exists, was typed. */
  readonly born: LocalDate | null;
  /** Six digits from the tutor, in place of the date. */
  readonly code: string;
}

export type SayWhoResult =
  | { readonly kind: 'known'; readonly cookie: SurveyCookie }
  /** Name and date do not go together; the page never says which is wrong. */
  | { readonly kind: 'wrong' }
  /** Too often wrong: the tutor has to let them try again. */
  | { readonly kind: 'ask-tutor' }
  | { readonly kind: 'not-our-form' }
  | { readonly kind: 'no-session' };

/** Exchanges the group's session for the person's. A wrong try is counted before anything is said. */
export const sayWho =
  (tools: EnterTools) =>
  async (cookie: string | undefined, said: SaidWho): Promise<SayWhoResult> => {
    const { store, clock, signer } = tools;
    const now = clock.now();
    const session = readLeavingSession(signer, cookie, now);
    const form = await openFormOf(tools, session);
    if (session === null || form === null) return { kind: 'no-session' };
    if (!isLeavingToken(signer, session, said.formToken)) return { kind: 'not-our-form' };
    const person = (await missingFrom(tools, form)).find(({ id }) => id === said.alumnusId);
    if (person === undefined) return { kind: 'wrong' };
    const right =
      (said.born !== null && said.born === person.dateOfBirth) ||
      said.code.replace(/\s/g, '') === tutorsCode(signer, form, person.id);
    const verdict = await changeAnswers({ store }, person, (held) => {
      if (held.failedTries >= mostNameTries) return { next: null, gives: 'ask-tutor' as const };
      if (right) return { next: null, gives: 'known' as const };
      const failedTries = held.failedTries + 1;
      return {
        next: { ...held, failedTries },
        gives: failedTries >= mostNameTries ? ('ask-tutor' as const) : ('wrong' as const),
      };
    });
    return verdict === 'known'
      ? { kind: 'known', cookie: leavingCookie(signer, personSession(session, person.id), now) }
      : { kind: verdict };
  };
