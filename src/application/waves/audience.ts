// Who of these people may be written to in a wave, at which address, and why not the others?
// Brings together what the rules of domain/waves/eligibility need: suppressions, stops and other waves, each read once
// per batch. The dry run and the freezing ask here, so that they cannot differ.
import { addDays, type LocalDate } from '../../domain/calendar/local-date.js';
import { londonInstant } from '../../domain/calendar/london-time.js';
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { answeredRecentlyDays, eligibility, type Eligibility } from '../../domain/waves/eligibility.js';
import { isAwaitingAnswer } from '../../domain/waves/due-messages.js';
import type { Wave, WaveId } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';

/** The key under which an address is suppressed: a keyed hash of its canonical form (requirement D6). */
export const suppressionKey = (signer: Tools['signer'], address: string): string =>
  signer.sign('suppression', address.trim().toLowerCase());

type StopTools = Pick<Tools, 'store' | 'signer' | 'settings'>;

/** Reads the stops of these people and their addresses once; gives a function that judges each of them on a day. */
export async function readStops(
  { store, signer, settings }: StopTools,
  people: readonly Alumnus[],
): Promise<
  (
    person: Alumnus,
    on: LocalDate,
    elsewhere: { readonly inAnotherWave: boolean; readonly answeredRecently: boolean },
  ) => Eligibility
> {
  const addresses = people.flatMap((person) => person.contactPoints.filter((point) => point.kind === 'email'));
  const keys = new Map(addresses.map(({ value }) => [value, suppressionKey(signer, value)]));
  const stopped = await store.suppressions.among(
    [...new Set(keys.values())],
    people.map((person) => person.id),
  );
  return (person, on, elsewhere) =>
    eligibility(person, {
      on,
      publicTaskMonths: settings.publicTaskMonths,
      isSuppressed: (address) => stopped.addresses.has(keys.get(address) ?? ''),
      stopRecorded: stopped.people.has(person.id),
      ...elsewhere,
    });
}

/** Everybody of the batch with the verdict, on the day of the wave's first step. */
export async function judge(
  tools: StopTools,
  wave: Wave,
  people: readonly Alumnus[],
): Promise<readonly { readonly person: Alumnus; readonly verdict: Eligibility }[]> {
  const on = wave.steps[0]?.on;
  if (on === undefined) throw new RangeError(`The wave ${wave.id} has no steps.`);
  const invitations = (await tools.store.invitations.ofPeople(people.map((person) => person.id))).filter(
    (invitation) => invitation.waveId !== wave.id,
  );
  const open = await openWaves(tools, [...new Set(invitations.map((invitation) => invitation.waveId))]);
  const recently = londonInstant(addDays(on, -answeredRecentlyDays), '00:00' as Wave['steps'][number]['at']);
  const elsewhere = new Set<AlumnusId>();
  const answered = new Set<AlumnusId>();
  for (const { alumnusId, waveId, state, completedAt } of invitations) {
    if (open.has(waveId) && isAwaitingAnswer(state)) elsewhere.add(alumnusId);
    if (completedAt !== undefined && completedAt >= recently) answered.add(alumnusId);
  }
  const verdictOn = await readStops(tools, people);
  return people.map((person) => ({
    person,
    verdict: verdictOn(person, on, {
      inAnotherWave: elsewhere.has(person.id),
      answeredRecently: answered.has(person.id),
    }),
  }));
}

async function openWaves({ store }: StopTools, ids: readonly WaveId[]): Promise<ReadonlySet<WaveId>> {
  if (ids.length === 0) return new Set();
  const waves = await store.waves.findMany(ids);
  const open = new Set<Wave['state']>(['confirmed', 'freezing', 'running', 'paused']);
  return new Set([...waves.values()].filter((wave) => open.has(wave.state)).map((wave) => wave.id));
}

/** The cohort's people of the wave's schools in order of id, in batches. */
export async function* candidateBatches(
  { store }: Pick<Tools, 'store'>,
  wave: Wave,
  after = '',
  limit = 500,
): AsyncGenerator<readonly Alumnus[]> {
  let position = after;
  for (;;) {
    const batch = await store.alumni.candidates({
      cohortId: wave.cohortId,
      schoolIds: wave.schoolIds,
      after: position,
      limit,
    });
    const last = batch.at(-1);
    if (last === undefined) return;
    yield batch;
    position = last.id;
  }
}
