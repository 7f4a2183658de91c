// Who of these people may be written to in a wave, at which address, and why not the others?
// Brings together what the rules of domain/waves/eligibility need: suppressions, stops and other waves, each read once
// per batch. The dry run and the freezing ask here, so that they cannot differ.
import { addDays, type LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate, londonInstant } from '../../domain/calendar/london-time.js';
import type { Alumnus, School } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { idsOf } from '../../domain/alumni/merge.js';
import {
  answeredRecentlyDays,
  askedOftenDays,
  eligibility,
  nothingElsewhere,
  type Eligibility,
  type Elsewhere,
  type NumberSteps,
} from '../../domain/waves/eligibility.js';
import { isAwaitingAnswer } from '../../domain/waves/due-messages.js';
import { isDeadAddress } from '../../domain/waves/suppression.js';
import type { Wave, WaveId } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';
import { numberKey } from './number-stops.js';

/** The key under which an address is suppressed: a keyed hash of its canonical form (requirement D6). */
export const suppressionKey = (signer: Tools['signer'], address: string): string =>
  signer.sign('suppression', address.trim().toLowerCase());

type StopTools = Pick<Tools, 'store' | 'signer' | 'settings' | 'texts'>;

/** Judges one person on a day, with what their other waves have to do with it. */
type Judge = (person: Alumnus, on: LocalDate, elsewhere?: Elsewhere) => Eligibility;

/**
 * Reads the stops of these people and their addresses once; gives a function that judges each of them on a day. With
 * `ways` it reads those of their numbers too, and who cannot be written to may be texted or rung instead.
 */
export async function readStops(
  { store, signer, settings }: StopTools,
  people: readonly Alumnus[],
  { schools, ways = [] }: { readonly schools: readonly School[]; readonly ways?: NumberSteps['ways'] },
): Promise<Judge> {
  const points = people.flatMap(({ contactPoints }) =>
    contactPoints.filter(({ kind }) => kind === 'email' || ways.length > 0),
  );
  const keys = new Map(
    points.map(({ kind, value }) => [value, (kind === 'email' ? suppressionKey : numberKey)(signer, value)]),
  );
  const stopped = await store.suppressions.among([...new Set(keys.values())], people.flatMap(idsOf));
  const { publicTaskMonths, keeping, mostWavesAYear } = settings;
  const reasonOf = (value: string) => stopped.addresses.get(keys.get(value) ?? '');
  const isSuppressed = (value: string): boolean => reasonOf(value) !== undefined;
  const isDead = (address: string): boolean => {
    const reason = reasonOf(address);
    return reason !== undefined && isDeadAddress(reason);
  };
  const forEverybody = {
    ...{ publicTaskMonths, keeping, mostWavesAYear, isSuppressed, ...nothingElsewhere },
    ...(ways.length > 0 && { byNumber: { ways, isSuppressed, isDead } }),
  };
  const ofSchool = new Map(
    schools.map(({ id, joinedTrustOn, leftTrustOn }) => [
      id,
      { ...forEverybody, joinedTrustOn, ...(leftTrustOn === undefined ? {} : { leftTrustOn }) },
    ]),
  );
  return (person, on, elsewhere) => {
    const stopRecorded = idsOf(person).some((id) => stopped.people.has(id));
    const usual = ofSchool.get(person.schoolId) ?? forEverybody;
    return eligibility(person, { ...(elsewhere === undefined ? usual : { ...usual, ...elsewhere }), on, stopRecorded });
  };
}

/** Somebody of a cohort, and whether the wave is for them. */
export interface Judged {
  readonly person: Alumnus;
  readonly verdict: Eligibility;
}

/** Everybody of the batch with the verdict, on the day of the wave's first step. */
export async function judge(tools: StopTools, wave: Wave, people: readonly Alumnus[]): Promise<readonly Judged[]> {
  const on = wave.steps[0]?.on;
  if (on === undefined) throw new RangeError(`The wave ${wave.id} has no steps.`);
  if (people.length === 0) return [];
  const [elsewhere, verdictOn] = await Promise.all([
    readElsewhere(tools, wave, people, on),
    tools.store.schools.all().then((schools) => readStops(tools, people, { schools, ways: numberWays(tools, wave) })),
  ]);
  return people.map((person) => ({ person, verdict: verdictOn(person, on, elsewhere(person.id)) }));
}

/** How the wave's steps reach people at their number; texts only where a provider carries them. */
const numberWays = ({ texts }: Pick<Tools, 'texts'>, { steps }: Wave): NumberSteps['ways'] => [
  ...(texts !== undefined && steps.some(({ kind }) => kind === 'text') ? ['text' as const] : []),
  ...(steps.some(({ kind }) => kind === 'phone') ? ['phone' as const] : []),
];

/** What the other waves of these people have to do with a message on the day; undefined where they are in none. */
async function readElsewhere(
  tools: StopTools,
  wave: Wave,
  people: readonly Alumnus[],
  on: LocalDate,
): Promise<(person: AlumnusId) => Elsewhere | undefined> {
  const invitations = (await tools.store.invitations.elsewhere(people.map((person) => person.id))).filter(
    (invitation) => invitation.waveId !== wave.id,
  );
  const open = await openWaves(tools, [...new Set(invitations.map((invitation) => invitation.waveId))], on);
  const midnight = '00:00' as Wave['steps'][number]['at'];
  const recently = londonInstant(addDays(on, -answeredRecentlyDays), midnight);
  const yearAgo = londonInstant(addDays(on, -askedOftenDays), midnight);
  const found = new Map<AlumnusId, Elsewhere>();
  for (const { alumnusId, waveId, state, completedAt, lastDueAt } of invitations) {
    const before = found.get(alumnusId) ?? nothingElsewhere;
    const writtenOn = lastDueAt === undefined ? undefined : londonDate(lastDueAt);
    const latest = [before.lastWrittenOn, writtenOn].filter((day) => day !== undefined).sort();
    const lastWrittenOn = latest.at(-1);
    found.set(alumnusId, {
      inAnotherWave: before.inAnotherWave || (open.has(waveId) && isAwaitingAnswer(state)),
      answeredRecently: before.answeredRecently || (completedAt !== undefined && completedAt >= recently),
      wavesLastYear: before.wavesLastYear + (lastDueAt !== undefined && lastDueAt >= yearAgo ? 1 : 0),
      ...(lastWrittenOn === undefined ? {} : { lastWrittenOn }),
    });
  }
  return (person) => found.get(person);
}

/** Waves that still write or take answers on the day. */
async function openWaves({ store }: StopTools, ids: readonly WaveId[], on: LocalDate): Promise<ReadonlySet<WaveId>> {
  if (ids.length === 0) return new Set();
  const waves = await store.waves.findMany(ids);
  const open = new Set<Wave['state']>(['confirmed', 'freezing', 'running', 'paused']);
  return new Set(
    [...waves.values()].filter(({ state, closesOn }) => open.has(state) && closesOn >= on).map((wave) => wave.id),
  );
}

/**
 * Everybody of the wave's cohort and schools with the verdict, in batches in order of id, from after an id. While one batch
 * is dealt with the next is judged already, and the one after that is read.
 */
export async function* judgedBatches(
  tools: StopTools,
  wave: Wave,
  after = '',
  limit = 1_000,
): AsyncGenerator<readonly Judged[]> {
  let people = ahead(candidates(tools, wave, after, limit));
  const judgeNext = async (): Promise<readonly Judged[]> => {
    const read = await people;
    const last = read.at(-1);
    if (last !== undefined) people = ahead(candidates(tools, wave, last.id, limit));
    return judge(tools, wave, read);
  };
  let next = ahead(judgeNext());
  for (;;) {
    const batch = await next;
    if (batch.length === 0) return;
    next = ahead(judgeNext());
    yield batch;
  }
}

/** Work begun before it is waited for: where it fails, that is told then; nobody waits where the caller stops before. */
function ahead<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/** The next people of the wave's cohort and schools in order of id. */
const candidates = (
  { store }: Pick<Tools, 'store'>,
  { cohortId, schoolIds }: Wave,
  after: string,
  limit: number,
): Promise<readonly Alumnus[]> => store.alumni.candidates({ cohortId, schoolIds, after, limit });
