// What waits for somebody to reply, and what was done about it (Y7)?
// A request is its owner's: they alone read it, each reading noted before the words are opened (requirement P5). Administrators
// see who waits and until when within their schools, so that they can give it to somebody else.
import type { Alumnus, StaffMember } from '../../domain/alumni/alumnus.js';
import { ownAddresses, ownNumbers } from '../../domain/alumni/contact-point.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import {
  isLate,
  waysAskedFor,
  type HelpRequest,
  type HelpRequestId,
  type HelpWay,
} from '../../domain/survey/help-request.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { helpStepPlace, saidIn } from './keep-help.js';
import type { ReadStep } from './look-at-flags.js';
import { careNow } from './settings.js';

const shown = 100;

export type HelpTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>;

/** A request in a line, without its words. */
export interface HelpRow {
  readonly request: Omit<HelpRequest, 'about' | 'further' | 'steps'>;
  /** How they would like to be reached, what was said last first. */
  readonly ways: readonly HelpWay[];
  readonly person: Alumnus | null;
  readonly school: string;
  readonly owner: string;
  readonly late: boolean;
}

async function rowsOf({ store, clock }: HelpTools, requests: readonly HelpRequest[]): Promise<readonly HelpRow[]> {
  const [people, schools, staff] = await Promise.all([
    store.alumni.findMany(requests.map(({ alumnusId }) => alumnusId)),
    store.schools.all(),
    store.staff.list('every-school'),
  ]);
  const today = londonDate(clock.now());
  return requests.map(({ about: _about, steps: _steps, further, ...request }) => ({
    request,
    ways: waysAskedFor({ way: request.way, ...(further !== undefined && { further }) }),
    person: people.get(request.alumnusId) ?? null,
    school: schools.find(({ id }) => id === request.schoolId)?.name ?? request.schoolId,
    owner: nameOf(staff, request.owner),
    late: isLate(request, today),
  }));
}

const nameOf = (staff: readonly StaffMember[], id: string): string =>
  staff.find((each) => each.id === id && each.state === 'active')?.name ?? 'nobody any more';

/** The viewer's own, or all of an administrator's schools. */
export const listHelpRequests =
  (tools: HelpTools) =>
  async (viewer: Viewer, state: HelpRequest['state']): Promise<readonly HelpRow[]> => {
    const { helpRequests } = tools.store;
    const found =
      viewer.role === 'administrator'
        ? await helpRequests.list(viewer.schools, state, shown)
        : await helpRequests.ofOwner(viewer.staffId, state, shown);
    return rowsOf(tools, found);
  };

/** The request if the viewer may see that it is there; `own`: it is theirs. Throws NotFound. */
export async function requestFor(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
  id: string,
): Promise<{ readonly request: HelpRequest; readonly own: boolean }> {
  const request = await store.helpRequests.find(id as HelpRequestId);
  const own = request?.owner === viewer.staffId;
  const administers = viewer.role === 'administrator' && request !== null && covers(viewer.schools, request.schoolId);
  if (request === null || !(own || administers)) throw new NotFound();
  return { request, own };
}

/** A request with what is needed to reply. */
export interface HelpView extends HelpRow {
  readonly own: boolean;
  /** Where they may be reached, of their own, the way that they chose first. */
  readonly reach: readonly string[];
  /** To whom it can be given. */
  readonly staff: readonly StaffMember[];
  /** Where the owner asked for them: what was said and when, as far as something was written and not wiped, and what was done. */
  readonly words: {
    readonly said: readonly { readonly at: Date; readonly about: string }[];
    readonly steps: readonly ReadStep[];
  } | null;
}

async function viewOf(
  tools: HelpTools,
  request: HelpRequest,
  own: boolean,
  words: HelpView['words'],
): Promise<HelpView> {
  const [[row], { staff }] = await Promise.all([rowsOf(tools, [request]), careNow(tools)]);
  if (row === undefined) throw new NotFound();
  const today = londonDate(tools.clock.now());
  const points = row.person?.contactPoints ?? [];
  const [addresses, numbers] = [ownAddresses(points, today), ownNumbers(points, today)];
  const inOrder = row.ways[0] === 'phone' ? [...numbers, ...addresses] : [...addresses, ...numbers];
  const group = row.person?.formGroup;
  const atSchool = row.ways.includes('at-school')
    ? [`at school${group === undefined ? '' : `, form group ${group}`}`]
    : [];
  return {
    ...row,
    own,
    words,
    reach: own ? [...atSchool, ...inOrder.map(({ value }) => value)] : [],
    staff: staff.filter(({ id, schools }) => id !== request.owner && covers(schools, request.schoolId)),
  };
}

/** One request without its words. Throws NotFound. */
export const showHelpRequest =
  (tools: HelpTools) =>
  async (viewer: Viewer, id: string): Promise<HelpView> => {
    const { request, own } = await requestFor(tools, viewer, id);
    return viewOf(tools, request, own, null);
  };

/** The same with its words, for its owner. Throws NotFound. */
export const readHelpRequest =
  (tools: HelpTools) =>
  async (viewer: Viewer, id: string): Promise<HelpView> => {
    const { store, clock, newId, vault } = tools;
    const { request, own } = await requestFor(tools, viewer, id);
    if (!own) throw new NotFound();
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await store.helpRequests.noteReading(request.id, {
      ...{ id: newId(), at: clock.now(), actor, act: 'help-request.read', subject: `help-request:${request.id}` },
    });
    const staff = await store.staff.list('every-school');
    return viewOf(tools, request, own, {
      said: saidIn(tools, request).flatMap(({ at, about }) => (about === null ? [] : [{ at, about }])),
      steps: request.steps.map(({ at, by, said }, place) => ({
        ...{ at, by: nameOf(staff, by) },
        said: vault.open(said, helpStepPlace(request.id, place)) as string,
      })),
    });
  };
