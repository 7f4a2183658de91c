// What was done for somebody who asked for help: a reply by mail, a note of what was offered, somebody else to see to it, an end
// (Y7). One guarded write each, which a reply's mail follows. The first reply or note is what they were promised.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { ownAddresses } from '../../domain/alumni/contact-point.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { HelpOutcome, HelpRequest } from '../../domain/survey/help-request.js';
import { mostSteps, wordsUntil } from '../../domain/survey/safety-flag.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { suppressionKey } from '../waves/audience.js';
import { finishRequest, helpStepPlace } from './keep-help.js';
import { requestFor, type HelpTools } from './look-at-help.js';
import { careNow } from './settings.js';
import type { CareNeighbours } from './tell-people.js';

/** What was pressed. */
export type HelpAct =
  | { readonly kind: 'reply' | 'step'; readonly said: string }
  | { readonly kind: 'owner'; readonly staffId: string }
  | { readonly kind: 'close'; readonly outcome: HelpOutcome };

export type HelpDealt =
  { readonly kind: 'done' } | { readonly kind: 'refused'; readonly why: 'no-address' | 'no-such-person' | 'too-many' };

type DealTools = HelpTools & Pick<Tools, 'signer'>;

const acts = {
  reply: 'help-request.replied',
  step: 'help-request.noted',
  owner: 'help-request.given',
  close: 'help-request.closed',
} as const;

/** The number of an address of their own that mail may go to; null where there is none. */
async function addressOf({ store, clock, signer }: DealTools, person: Alumnus | null): Promise<number | null> {
  for (const { number, value } of ownAddresses(person?.contactPoints ?? [], londonDate(clock.now()))) {
    if (!(await store.suppressions.stopsEverything(suppressionKey(signer, value)))) return number;
  }
  return null;
}

type Change = Partial<HelpRequest>;

/** What the act makes of the request, or why it cannot be. */
async function changeBy(
  tools: DealTools,
  viewer: Viewer,
  held: HelpRequest,
  act: HelpAct,
): Promise<Change | HelpDealt> {
  const at = tools.clock.now();
  if (act.kind === 'owner') {
    const member = (await careNow(tools)).staff.find(({ id }) => id === act.staffId);
    if (member === undefined || !covers(member.schools, held.schoolId))
      return { kind: 'refused', why: 'no-such-person' };
    return { owner: member.id, tell: [...(held.tell ?? []), member.id] };
  }
  if (act.kind === 'close') {
    return {
      state: 'closed',
      outcome: act.outcome,
      closedAt: at,
      wordsUntil: wordsUntil(held.askedAt, { closedAt: at }),
    };
  }
  if (held.steps.length >= mostSteps) return { kind: 'refused', why: 'too-many' };
  const said = tools.vault.seal(act.said, helpStepPlace(held.id, held.steps.length));
  return { steps: [...held.steps, { at, by: viewer.staffId, said }], repliedAt: held.repliedAt ?? at };
}

/** Does what was pressed. Throws NotFound, ChangedMeanwhile. */
export const dealWithHelp =
  (tools: DealTools, neighbours: CareNeighbours) =>
  async (
    viewer: Viewer,
    { id, revision, act }: { readonly id: string; readonly revision: number; readonly act: HelpAct },
  ): Promise<HelpDealt> => {
    const { store, clock, newId } = tools;
    const { request: held, own } = await requestFor(tools, viewer, id);
    if (!own && act.kind !== 'owner') throw new NotFound();
    if (held.revision !== revision || held.state !== 'open') throw new ChangedMeanwhile();
    const person = await store.alumni.find('every-school', held.alumnusId);
    const addressNumber = act.kind === 'reply' ? await addressOf(tools, person) : null;
    if (act.kind === 'reply' && addressNumber === null) return { kind: 'refused', why: 'no-address' };
    const change = await changeBy(tools, viewer, held, act);
    if ('kind' in change) return change;
    const { lateAt: _lateAt, ...withoutLate } = held;
    const base = act.kind === 'owner' ? held : withoutLate;
    const next: HelpRequest = {
      ...base,
      ...change,
      ...(addressNumber === null
        ? {}
        : { toSend: [...(held.toSend ?? []), { step: held.steps.length, addressNumber }] }),
      revision: revision + 1,
    };
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const audit = { id: newId(), at: clock.now(), actor, act: acts[act.kind], subject: `help-request:${held.id}` };
    if (!(await store.helpRequests.replace(next, audit))) throw new ChangedMeanwhile();
    await finishRequest(tools, neighbours, next);
    return { kind: 'done' };
  };
