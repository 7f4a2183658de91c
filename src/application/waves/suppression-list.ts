// Which addresses must not be mailed, why, and who changes that?
// The list holds keys, not addresses (requirement D6), so it outlives an erasure: staff find an entry by typing the address,
// or by the person it was recorded for. Each act leaves an audit row in the same write (decision R19).
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AuditIntent } from '../../domain/alumni/audit.js';
import { parseEmailAddress } from '../../domain/alumni/contact-point.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate, LocalTime } from '../../domain/calendar/local-date.js';
import { londonInstant } from '../../domain/calendar/london-time.js';
import {
  isTheirWish,
  stoppedPerson,
  type SuppressionReason,
  type SuppressionScope,
} from '../../domain/waves/suppression.js';
import type { StoredSuppression } from '../../store/index.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { suppressionKey } from './audience.js';
import { stopOpenTo } from './stops.js';

type ListTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'signer'>;
const pageSize = 25;
const mostAttempts = 5;
const startOfDay = '00:00' as LocalTime;

/** One entry as the page lists it. */
export interface SuppressionView extends StoredSuppression {
  /** Whose address it is, while that is known and within the viewer's schools. */
  readonly person: Pick<Alumnus, 'id' | 'name'> | null;
}

const act = (
  { clock, newId }: ListTools,
  viewer: Viewer,
  what: string,
  subject: string,
  reason?: string,
): AuditIntent => ({
  id: newId(),
  at: clock.now(),
  actor: { kind: 'staff', id: viewer.staffId },
  act: what,
  subject,
  ...(reason === undefined ? {} : { reason }),
});

/** A page of 25, newest first; those of the viewer's schools, all where the viewer sees every school. */
export const listSuppressions =
  ({ store }: Pick<Tools, 'store'>) =>
  async (
    viewer: Viewer,
    { reason, after }: { readonly reason?: SuppressionReason; readonly after?: string },
  ): Promise<{ readonly entries: readonly SuppressionView[]; readonly next: string | null }> => {
    const found = await store.suppressions.page(viewer.schools, {
      limit: pageSize + 1,
      ...(reason === undefined ? {} : { reason }),
      ...(after === undefined ? {} : { after }),
    });
    const page = found.slice(0, pageSize);
    const people = await store.alumni.findMany(
      page.flatMap(({ alumnusId }) => (alumnusId === undefined ? [] : [alumnusId])),
    );
    return {
      entries: page.map((entry) => {
        const person = entry.alumnusId === undefined ? undefined : people.get(entry.alumnusId);
        const seen =
          person !== undefined && (viewer.schools === 'every-school' || viewer.schools.includes(person.schoolId));
        return { ...entry, person: seen ? { id: person.id, name: person.name } : null };
      }),
      next: found.length > page.length ? (page.at(-1)?.position ?? null) : null,
    };
  };

/** The entry of an address, lifted ones too; null when there is none. `not-an-address` for what cannot be one. */
export const findSuppression =
  ({ store, signer }: Pick<Tools, 'store' | 'signer'>) =>
  async (address: string): Promise<StoredSuppression | null | 'not-an-address'> => {
    const parsed = parseEmailAddress(address);
    return parsed === null ? 'not-an-address' : store.suppressions.find(suppressionKey(signer, parsed));
  };

/** Adds an address by hand. `already` when it stands there. */
export const addSuppression =
  (tools: ListTools) =>
  async (
    viewer: Viewer,
    { address, scope, reason }: { readonly address: string; readonly scope: SuppressionScope; readonly reason: string },
  ): Promise<'added' | 'already' | 'not-an-address'> => {
    const parsed = parseEmailAddress(address);
    if (parsed === null) return 'not-an-address';
    const key = suppressionKey(tools.signer, parsed);
    const [owner] = await tools.store.alumni.withContact(parsed, 2);
    const added = await tools.store.suppressions.addAddress(key, 'by-hand', tools.clock.now(), {
      scope,
      evidence: `staff:${viewer.staffId}`,
      ...(owner === undefined ? {} : { alumnusId: owner.id, schoolId: owner.schoolId }),
      audit: act(tools, viewer, 'suppression.added', `address:${key}`, reason),
    });
    await stopOpenTo(tools, parsed);
    return added ? 'added' : 'already';
  };

/** An entry that stands and that the viewer may see; null otherwise. */
export const suppressionToLift =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: string): Promise<StoredSuppression | null> => {
    const entry = await store.suppressions.find(id);
    return entry === null || entry.liftedAt !== undefined || !isWithin(viewer, entry) ? null : entry;
  };

/** What came of asking to lift an entry. `objection-stands`: lifted, and from now on it is their own wish that stands there. */
export type Lifting = 'lifted' | 'objection-stands' | 'only-if-they-ask';

/** Lifts an entry, with the reason for the record. Throws NotFound when it is not there, or not the viewer's. */
export const liftSuppression =
  (tools: ListTools) =>
  async (
    viewer: Viewer,
    { id, reason, theyAsked }: { readonly id: string; readonly reason: string; readonly theyAsked: boolean },
  ): Promise<Lifting> => {
    const entry = await tools.store.suppressions.find(id);
    if (entry === null || entry.liftedAt !== undefined || !isWithin(viewer, entry)) throw new NotFound();
    if (isTheirWish(entry.reason) && !theyAsked) return 'only-if-they-ask';
    const audit = act(
      tools,
      viewer,
      theyAsked ? 'suppression.lifted-as-asked' : 'suppression.lifted',
      subjectOf(entry),
      reason,
    );
    // The record first: while the entry stands nothing is sent, so a process that dies here has only to be asked again.
    const objectedOn = entry.alumnusId === undefined ? null : await clearRecord(tools, entry.alumnusId, entry);
    const objection = objectedOn === null ? null : londonInstant(objectedOn, startOfDay);
    const changed =
      objection === null
        ? await tools.store.suppressions.lift(id, tools.clock.now(), audit)
        : await tools.store.suppressions.leaveObjection(id, entry.reason, objection, audit);
    if (!changed) throw new ChangedMeanwhile();
    return objection === null ? 'lifted' : 'objection-stands';
  };

const isWithin = ({ schools }: Viewer, { schoolId }: StoredSuppression): boolean =>
  schools === 'every-school' || (schoolId !== undefined && schools.includes(schoolId));

const subjectOf = ({ id, alumnusId }: StoredSuppression): string =>
  alumnusId === undefined ? `address:${id}` : `alumnus:${alumnusId}`;

/**
 * What the record says about the stop is taken back with it, but never their own wish with a stop that was not theirs. Gives
 * the day of an objection that goes on after the person's stop; null where there is none.
 */
async function clearRecord(
  { store, signer }: ListTools,
  id: AlumnusId,
  entry: StoredSuppression,
): Promise<LocalDate | null> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const person = await store.alumni.find('every-school', id);
    if (person === null) return null;
    const { objectedOn, ...rest } = person;
    const isPersons = stoppedPerson(entry.id) !== null;
    const stands = isPersons && isTheirWish(entry.reason) ? undefined : objectedOn;
    const next: Alumnus = {
      ...(stands === undefined ? rest : { ...rest, objectedOn: stands }),
      state: isPersons && person.state === entry.reason ? 'usual' : person.state,
      contactPoints: person.contactPoints.map((point) =>
        point.state !== 'usable' && !isPersons && suppressionKey(signer, point.value) === entry.id
          ? { ...point, state: 'usable' }
          : point,
      ),
      revision: person.revision + 1,
    };
    const goesOn = (isPersons ? stands : undefined) ?? null;
    if (JSON.stringify({ ...next, revision: 0 }) === JSON.stringify({ ...person, revision: 0 })) return goesOn;
    if (await store.alumni.replace(next, [])) return goesOn;
  }
  throw new ChangedMeanwhile();
}
