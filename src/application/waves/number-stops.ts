// Whose number may be rung or texted? Brings together what the rules of domain/waves/reach-by-number need: stops of people
// and of numbers, each read once for a batch. The phone queue and the texts ask here, so that they cannot differ.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { idsOf } from '../../domain/alumni/merge.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { reachByNumber, type ReachByNumber } from '../../domain/waves/reach-by-number.js';
import type { Tools } from '../tools.js';

/** The key under which a number is suppressed: a keyed hash (requirement D6). */
export const numberKey = (signer: Tools['signer'], number: string): string =>
  signer.sign('suppression', `tel:${number}`);

/** Reads the stops of these people and their numbers once; gives a function that judges each of them on a day. */
export async function readNumberStops(
  { store, signer, settings }: Pick<Tools, 'store' | 'signer' | 'settings'>,
  people: readonly Alumnus[],
): Promise<(person: Alumnus, channel: 'text' | 'phone', on: LocalDate) => ReachByNumber> {
  const numbers = people.flatMap(({ contactPoints }) => contactPoints.filter(({ kind }) => kind === 'mobile'));
  const keys = new Map(numbers.map(({ value }) => [value, numberKey(signer, value)]));
  const stopped = await store.suppressions.among([...new Set(keys.values())], people.flatMap(idsOf));
  const left = new Map(
    (await store.schools.all()).flatMap(({ id, leftTrustOn }) =>
      leftTrustOn === undefined ? [] : [[id, { leftTrustOn }] as const],
    ),
  );
  return (person, channel, on) =>
    reachByNumber(person, channel, {
      on,
      ...left.get(person.schoolId),
      publicTaskMonths: settings.publicTaskMonths,
      isSuppressed: (number) => stopped.addresses.has(keys.get(number) ?? ''),
      stopRecorded: idsOf(person).some((id) => stopped.people.has(id)),
    });
}
