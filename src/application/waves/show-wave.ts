// What does a wave's page show?
// Its counts come from the progress document alone (decision R8), for the viewer's schools; beside them the few rows that
// somebody must look at: messages of unknown fate, and who is next.
import type { Alumnus, School } from '../../domain/alumni/alumnus.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { movesFrom, type WaveMove } from '../../domain/waves/transitions.js';
import { leavesFrom, nextDaysOpening } from '../../domain/waves/contact-hours.js';
import { isLateStart } from '../../domain/waves/due-messages.js';
import type { ExclusionReason, Invitation } from '../../domain/waves/invitation.js';
import type { ComplaintRate } from '../../domain/waves/complaint-rate.js';
import { funnelOf, openMessages, type Funnel } from '../../domain/waves/progress.js';
import { stuckAfterHours } from '../../domain/waves/message.js';
import type { Wave, WaveId } from '../../domain/waves/wave.js';
import type { ListedMessage } from '../../store/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { countsFor, type WaveCounts } from './show-counts.js';
import { complaintsOf } from './wave-alarms.js';
import { isHeldUp, showSending, type SendingView } from './arm-sending.js';
import { openingsFor } from './openings.js';
import { usedUpToday, type UsedUp } from './sending/day-limit.js';

const shown = 25;

export interface NamedPerson {
  readonly id: Alumnus['id'];
  readonly name: Alumnus['name'] | null;
  readonly schoolId: School['id'];
}

interface NamedMessage {
  readonly message: ListedMessage;
  readonly person: NamedPerson | null;
}

/** It leaves at the moment, unless something else stands in its way; in the past, that something did. */
interface WaitingMessage extends NamedMessage {
  readonly leavesAt: Date;
}

/** A wave with its counts, as its page shows it. */
export interface WaveView extends WaveCounts {
  /** Messages that the mail server has put off for hours, and those whose address got enough of late. */
  readonly stuck: readonly WaitingMessage[];
  readonly held: readonly WaitingMessage[];
  readonly unknown: readonly NamedMessage[];
  /** In the whole wave; `unknown` lists the first of them within the viewer's schools. */
  readonly unknownCount: number;
  /** Mail that came back, by class. */
  readonly returned: Readonly<Record<string, number>>;
  /** Over all schools of the wave, because receivers judge the trust's domain as one (requirement D10). */
  readonly complaints: ComplaintRate;
  readonly next: readonly {
    readonly invitation: Invitation;
    readonly person: NamedPerson | null;
    readonly leavesAt: Date;
  }[];
  readonly moves: readonly WaveMove[];
  /** It should have started more than a day ago and waits for a person (requirement E10). */
  readonly waitsForStart: boolean;
  /** Something stands in the way of all mail, or of receiving domains that the wave writes to (requirements E10, E11, D5). */
  readonly heldUp: boolean;
  /** What no more may leave by today, where mail of the wave waits for it, and when that goes on. */
  readonly usedUp: readonly UsedUp[];
  readonly goesOnAt: Date;
  /** Whether every school of the wave is the viewer's, who then may change it. */
  readonly whole: boolean;
}

/** The wave for its page. Throws NotFound. */
export const showWave =
  ({ store, clock, settings }: Pick<Tools, 'store' | 'clock' | 'settings'>) =>
  async (viewer: Viewer, waveId: string): Promise<WaveView> => {
    const wave = await store.waves.find(viewer.schools, waveId as WaveId);
    if (wave === null) throw new NotFound();
    const stuckBefore = new Date(clock.now().getTime() - stuckAfterHours * 3_600_000);
    const [unknown, unknownCount, stuck, held, next, returned, complaints] = await Promise.all([
      store.messages.unknown(viewer.schools, wave.id, shown),
      store.messages.countUnknown(wave.id),
      store.messages.stuck(viewer.schools, wave.id, stuckBefore, shown),
      store.messages.held(viewer.schools, wave.id, shown),
      store.invitations.nextDue(viewer.schools, wave.id, shown),
      store.inboundMail.countsOfWave(viewer.schools, wave.id),
      complaintsOf({ store })(wave),
    ]);
    const people = await store.alumni.findMany([
      ...[...unknown, ...stuck, ...held].map((message) => message.alumnusId).filter((id) => id !== undefined),
      ...next.map((invitation) => invitation.alumnusId),
    ]);
    const named = (id: Alumnus['id'] | undefined): NamedPerson | null => {
      const person = id === undefined ? undefined : people.get(id);
      return person === undefined ? null : { id: person.id, name: person.name, schoolId: person.schoolId };
    };
    const late = wave.startedAt === undefined && wave.armedAt === undefined && isLateStart(wave, clock.now());
    const openings = openingsFor(settings, wave);
    const leavesAt = (at: Date = clock.now()): Date => leavesFrom(at, openings);
    const withPeople = (messages: readonly ListedMessage[]): readonly NamedMessage[] =>
      messages.map((message) => ({ message, person: named(message.alumnusId) }));
    return {
      ...countsFor({ settings }, viewer, wave, await store.schools.all()),
      returned,
      complaints,
      unknownCount,
      unknown: withPeople(unknown),
      stuck: withPeople(stuck).map((each) => ({ ...each, leavesAt: leavesAt(each.message.readyAt) })),
      held: withPeople(held).map((each) => ({ ...each, leavesAt: leavesAt(each.message.heldUntil) })),
      next: next.map((invitation) => ({
        ...{ invitation, person: named(invitation.alumnusId), leavesAt: leavesAt(invitation.nextDueAt) },
      })),
      moves: movesFrom(wave.state),
      waitsForStart: late && ['confirmed', 'freezing', 'running'].includes(wave.state),
      heldUp: wave.state === 'running' && isHeldUp(inTheWayOf(wave, await showSending({ store, clock })())),
      usedUp: waitingFor(wave, await usedUpToday({ store, clock, settings })()),
      goesOnAt: leavesAt(nextDaysOpening(clock.now(), settings.contactHours)),
      whole: wave.schoolIds.every((school) => covers(viewer.schools, school)),
    };
  };

/** The receiving domains that the wave writes to, as of when its list was made. */
const lanesOf = ({ freezing }: Wave): ReadonlySet<string> => new Set((freezing?.lanes ?? []).map(({ lane }) => lane));

/** Without what stands in the way of others alone. */
function inTheWayOf(wave: Wave, sending: SendingView): SendingView {
  const written = lanesOf(wave);
  return { ...sending, lanes: sending.lanes.filter(({ name }) => written.has(name)) };
}

/** The limits that mail of the wave waits for, as of its progress. */
function waitingFor(wave: Wave, usedUp: readonly UsedUp[]): readonly UsedUp[] {
  const { state, progress } = wave;
  if (state !== 'running' || openMessages(funnelOf(progress?.schools ?? []).messages) === 0) return [];
  const written = lanesOf(wave);
  return usedUp.filter(({ lane }) => lane === null || written.has(lane));
}

/** All waves that the viewer's schools take part in, newest first; `unknown`: messages of unknown fate to decide about. */
export const listWaves =
  ({ store }: Pick<Tools, 'store'>) =>
  async (
    viewer: Viewer,
  ): Promise<readonly { readonly wave: Wave; readonly funnel: Funnel; readonly unknown: number }[]> => {
    const [waves, undecided] = await Promise.all([
      store.waves.list(viewer.schools, 100),
      store.messages.countUndecided(viewer.schools),
    ]);
    return waves.map((wave) => {
      const progress = (wave.progress?.schools ?? []).filter((each) => covers(viewer.schools, each.schoolId));
      return { wave, funnel: funnelOf(progress), unknown: undecided.get(wave.id) ?? 0 };
    });
  };

/** A page of names of one wave. */
export interface WavePeople {
  readonly wave: Wave;
  readonly people: readonly NamedPerson[];
  readonly next: string | null;
}

interface Asked {
  readonly waveId: string;
  readonly after?: string;
}

/** Those of a wave who are not written to, for one reason, 25 a page. Throws NotFound. */
export const listExcluded =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, { reason, ...asked }: Asked & { readonly reason: ExclusionReason }): Promise<WavePeople> =>
    pageOf({ store }, viewer, asked, (waveId, from) =>
      store.invitations.page(viewer.schools, waveId, { state: 'excluded', exclusion: reason, ...from }),
    );

/** Those of a wave who are reached by telephone only, 25 a page. Throws NotFound. */
export const listByTelephone =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, asked: Asked): Promise<WavePeople> =>
    pageOf({ store }, viewer, asked, (waveId, from) => store.invitations.byTelephone(viewer.schools, waveId, from));

async function pageOf(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
  { waveId, after }: Asked,
  read: (wave: WaveId, from: { readonly limit: number; readonly after?: string }) => Promise<readonly Invitation[]>,
): Promise<WavePeople> {
  const wave = await store.waves.find(viewer.schools, waveId as WaveId);
  if (wave === null) throw new NotFound();
  const rows = await read(wave.id, { limit: shown + 1, ...(after === undefined ? {} : { after }) });
  const page = rows.slice(0, shown);
  const people = await store.alumni.findMany(page.map((each) => each.alumnusId));
  return {
    wave,
    people: page.map(({ alumnusId, schoolId }) => ({
      id: alumnusId,
      name: people.get(alumnusId)?.name ?? null,
      schoolId,
    })),
    next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
  };
}
