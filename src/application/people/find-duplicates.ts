// Which records may be of the same person?
// Who came in or was changed, by an import or otherwise, is compared with those born on the same day, and with those who share a number, a
// whole name or a way to be reached; never everybody with everybody. A day's block is compared once for all of it that is
// due, so the cost grows with what came in. Pairs that somebody decided about are left alone.
import { matchOf, pairId } from '../../domain/alumni/duplicate.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { referenceDateOf } from '../../domain/destinations/sustained/destination-year.js';
import type { Duplicate } from '../../store/index.js';
import type { Tools } from '../tools.js';

/** Of a million leavers of fifteen years some two hundred are born on one day. */
const mostInBlock = 1_000;

/** The pair as it waits for a reviewer; null where too little speaks for it. */
function pairOf(one: Alumnus, other: Alumnus, foundOn: LocalDate): Duplicate | null {
  const match = matchOf(one, other);
  if (match === null) return null;
  const [first, second] = one.id < other.id ? [one, other] : [other, one];
  const id = pairId(one.id, other.id);
  const leftLast = one.leftOn > other.leftOn ? one.leftOn : other.leftOn;
  return {
    ...{ id, people: [first.id, second.id], schoolIds: [first.schoolId, second.schoolId] },
    ...{ state: 'open', score: match.score, foundOn, key: `${referenceDateOf(leftLast)}~${id}`, revision: 1 },
  };
}

/** Compares up to `limit` people who are due, and with them all who are due in their blocks; gives how many. Repeatable. */
export const findDuplicates =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (limit: number): Promise<number> => {
    const foundOn = londonDate(clock.now());
    const compared = new Set<AlumnusId>();
    for (const person of await store.alumni.withMatchDue(limit)) {
      if (compared.has(person.id)) continue;
      const block =
        person.dateOfBirth === undefined ? null : await store.alumni.bornOn(person.dateOfBirth, mostInBlock);
      const due = (block?.people ?? []).filter(({ id }) => block?.due.has(id) === true);
      const fresh = new Map([person, ...due].map((each) => [each.id, each]));
      const sharing = await store.alumni.sharing([...fresh.values()], mostInBlock);
      const others = new Map([...(block?.people ?? []), ...sharing].map((each) => [each.id, each]));
      const pairs = new Map<Duplicate['id'], Duplicate>();
      for (const one of fresh.values()) {
        for (const other of others.values()) {
          const pair = one.id === other.id ? null : pairOf(one, other, foundOn);
          if (pair !== null) pairs.set(pair.id, pair);
        }
      }
      await store.duplicates.insertNew([...pairs.values()]);
      await store.alumni.clearMatchDue([...fresh.values()]);
      for (const id of fresh.keys()) compared.add(id);
    }
    return compared.size;
  };
