// How do we reach somebody, how often, and what do they allow? One page behind their link, on which they change it (Y4).
// What we have is shown to whom it may be shown: behind a link that went to an address confirmed as their own, or after the
// code (Y2, requirement T6); everybody behind the link may add, stop and choose. Each change is one write with its act.
import type { Alumnus, ContactPoint } from '../../domain/alumni/alumnus.js';
import type { GrantPurpose } from '../../domain/alumni/grants.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { actOf, allowedOn, withChange, type Change } from '../../domain/survey/choices.js';
import { mayBeTold } from '../../domain/survey/known.js';
import type { Reading } from '../../domain/survey/reading.js';
import { changePerson } from '../alumni/change-person.js';
import type { Tools } from '../tools.js';
import type { SurveyNeighbours } from './neighbours.js';
import { formTokenOf, isOwnForm } from './session.js';
import { noteTiding, type Tiding } from './tell-us.js';
import { openVisit, type Visit, type VisitResult, type VisitTools } from './visit.js';

type NoVisit = Exclude<VisitResult, { kind: 'visit' }>;
type ChoiceTools = VisitTools & Pick<Tools, 'newId'>;

/** How often somebody hears from us. `stopped`: this set of questions no more; `never`: nothing any more. */
export type HowOften = 'usual' | 'year' | 'stopped' | 'never';

/** What we have: the name on record, the one to use where it is another, and the contact points in use. */
export interface Held {
  readonly given: string;
  readonly toUse: string | null;
  readonly points: readonly ContactPoint[];
}

/** What the page shows. */
export interface ChoicesPage {
  readonly kind: 'choices';
  /** Null where this visitor may not see what we have. */
  readonly held: Held | null;
  readonly howOften: HowOften;
  /** Where this set of questions stands: asked, stopped as they wished, or answered, so that nothing more comes about it. */
  readonly set: 'asked' | 'stopped' | 'answered';
  readonly allowed: readonly GrantPurpose[];
  readonly formToken: string;
}

async function personOf({ store }: VisitTools, { invitation }: Visit): Promise<Alumnus> {
  const person = await store.alumni.find('every-school', invitation.alumnusId);
  if (person === null) throw new Error('An invitation names a person who is not there.');
  return person;
}

/** Whether what we have may be shown to this visitor. */
async function maySeeHeld({ store, clock }: VisitTools, { session, sight, invitation }: Visit, person: Alumnus) {
  const point = person.contactPoints.find(({ number }) => number === session.to);
  if (mayBeTold(point, londonDate(clock.now()))) return true;
  return (await store.surveyAccess.find(invitation.id)).unlocked.includes(sight.session);
}

function howOften({ objectedOn, onceAYearSince }: Alumnus, { invitation }: Visit): HowOften {
  if (objectedOn !== undefined) return 'never';
  if (onceAYearSince !== undefined) return 'year';
  return invitation.state === 'stopped' ? 'stopped' : 'usual';
}

const setOf = ({ invitation: { state } }: Visit): ChoicesPage['set'] =>
  state === 'stopped' ? 'stopped' : state === 'completed' ? 'answered' : 'asked';

/** The choices as they stand. */
export const showChoices =
  (tools: VisitTools) =>
  async (cookie: string | undefined): Promise<ChoicesPage | NoVisit> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { visit } = result;
    if (visit.session.caller !== undefined) return { kind: 'closed' };
    const person = await personOf(tools, visit);
    const { name, contactPoints } = person;
    return {
      kind: 'choices',
      held: (await maySeeHeld(tools, visit, person))
        ? {
            given: name.given,
            toUse: name.toUse ?? null,
            points: contactPoints.filter(({ state }) => state !== 'stopped'),
          }
        : null,
      howOften: howOften(person, visit),
      set: setOf(visit),
      allowed: allowedOn(person, londonDate(tools.clock.now())),
      formToken: formTokenOf(tools.signer, visit.session),
    };
  };

/** What somebody chose; a permission names where it was said by itself. */
export type Choice =
  | Exclude<Change, { kind: 'allow' | 'as-usual' }>
  | Omit<Extract<Change, { kind: 'allow' }>, 'evidence'>
  | { readonly kind: 'often'; readonly often: HowOften };

export type ChoiceResult =
  /** `over`: their session is, and the page may not be shown again; how they read. */
  | { readonly kind: 'changed'; readonly over: boolean; readonly reading: Reading }
  | { readonly kind: 'not-our-form' }
  | NoVisit;

/** What somebody typed, and how often they wish to hear from us, is taken in although the session ended meanwhile (row 59). */
const takenLate: readonly Choice['kind'][] = ['add', 'name', 'often'];

async function make(tools: ChoiceTools, visit: Visit, change: Change): Promise<void> {
  const done = { actor: { kind: 'alumnus' }, act: actOf[change.kind] } as const;
  await changePerson(tools, visit.invitation.alumnusId, done, async (person) => {
    // A contact point that may not be seen may not be changed: its number would be a guess.
    const touches = change.kind === 'owner' || change.kind === 'stop-using';
    if (touches && !(await maySeeHeld(tools, visit, person))) return null;
    return withChange(person, change, londonDate(tools.clock.now()));
  });
}

const changed = ({ clock }: VisitTools, { session, invitation }: Visit) =>
  ({ kind: 'changed', over: session.expiresAt <= clock.now(), reading: invitation.reading ?? {} }) as const;

const scopes = { year: 'year', stopped: 'wave', never: 'all' } as const;

/** Makes one change. Doing it again changes nothing. Throws ChangedMeanwhile when others kept on writing first. */
export const choose =
  (tools: ChoiceTools, { waves }: Pick<SurveyNeighbours, 'waves'>) =>
  async (cookie: string | undefined, formToken: string, choice: Choice): Promise<ChoiceResult> => {
    const result = await openVisit(tools, cookie, { late: takenLate.includes(choice.kind) });
    if (result.kind !== 'visit') return result;
    const { visit } = result;
    if (visit.session.caller !== undefined) return { kind: 'closed' };
    if (!isOwnForm(tools.signer, visit.session, formToken)) return { kind: 'not-our-form' };
    const evidence = `Choices page, ${visit.invitation.id}`;
    if (choice.kind === 'allow') {
      const at = tools.clock.now().toISOString();
      await make(tools, visit, { ...choice, evidence: `${evidence}, ${at}` });
    } else if (choice.kind !== 'often') await make(tools, visit, choice);
    else if (choice.often === 'usual') {
      await make(tools, visit, { kind: 'as-usual' });
      await waves.takeStopBack(visit.invitation.id);
    } else await waves.stopAsWished({ invitation: visit.invitation, scope: scopes[choice.often], evidence });
    return changed(tools, visit);
  };

/** "This is not me", "they cannot answer", "they have died", said behind the link. */
export const tellUsHere =
  (tools: ChoiceTools, neighbours: Pick<SurveyNeighbours, 'waves'>) =>
  async (cookie: string | undefined, formToken: string, tiding: Tiding): Promise<ChoiceResult> => {
    const result = await openVisit(tools, cookie);
    if (result.kind !== 'visit') return result;
    const { session, invitation } = result.visit;
    if (session.caller !== undefined) return { kind: 'closed' };
    if (!isOwnForm(tools.signer, session, formToken)) return { kind: 'not-our-form' };
    await noteTiding(tools, neighbours, { invitation, addressNumber: session.to ?? null }, tiding);
    return changed(tools, result.visit);
  };
