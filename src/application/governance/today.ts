// What needs somebody today, and what is going on? Counts within the viewer's schools, each with the page behind it
// (look.md, section 4: Today).
import type { SchoolScope } from '../../domain/alumni/alumnus.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { isLateStart } from '../../domain/waves/due-messages.js';
import { funnelOf, type Funnel } from '../../domain/waves/progress.js';
import type { Wave, WaveId } from '../../domain/waves/wave.js';
import { countUsefulDue } from '../care/useful-now.js';
import type { Tools } from '../tools.js';
import { unplacedOf } from '../plans/choose-owner.js';
import { showSending } from '../waves/arm-sending.js';

/** Something that waits for a person, with the page that deals with it. */
export type Need =
  /** Entries of Useful now that are hidden, or soon will be. */
  | { readonly kind: 'useful'; readonly count: number; readonly href: string }
  /** Official files whose figures could not be written to their end. */
  | { readonly kind: 'official-stopped'; readonly count: number; readonly href: string }
  | { readonly kind: 'conflicts'; readonly count: number; readonly href: string }
  /** Told to the viewer and read by nobody; unread for so long that it went on. */
  | { readonly kind: 'safety' | 'safety-late'; readonly count: number; readonly href: string }
  /** Asked the viewer for help and wait for a reply; wait longer than they were promised. */
  | { readonly kind: 'help' | 'help-late'; readonly count: number; readonly href: string }
  | { readonly kind: 'unplaced'; readonly count: number; readonly href: string }
  | { readonly kind: 'calls'; readonly count: number; readonly href: string }
  | { readonly kind: 'replies'; readonly count: number; readonly href: string }
  | { readonly kind: 'unknown-messages'; readonly count: number; readonly title: string; readonly href: string }
  | { readonly kind: 'stuck-messages'; readonly count: number; readonly title: string; readonly href: string }
  | {
      readonly kind: 'halted-wave' | 'late-wave' | 'paused-wave' | 'draft-wave';
      readonly title: string;
      readonly href: string;
    }
  | { readonly kind: 'sending'; readonly href: string };

/** A wave that is on its way, in one line. */
export interface WaveGlance {
  readonly id: WaveId;
  readonly title: string;
  readonly state: Wave['state'];
  readonly href: string;
  readonly invited: number;
  readonly completed: number;
  readonly closesOn: Wave['closesOn'];
}

/** What the first staff page shows. */
export interface Today {
  readonly needs: readonly Need[];
  /** Waves that are under way, newest first. */
  readonly waves: readonly WaveGlance[];
  readonly answersSinceYesterday: number;
  readonly asOf: Date;
}

const dayMs = 86_400_000;
/** In each state. */
const mostWaves = 50;
const underWay: readonly Wave['state'][] = ['confirmed', 'freezing', 'running', 'paused', 'closing'];
/** However many are over or are drafted since, none of these is missed. */
const askedFor: readonly Wave['state'][] = ['draft', ...underWay];

/** Whether people are safe first, then conflicts, then replies, then messages of unknown fate, then waves that wait for somebody to confirm them. */
export const today =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (viewer: Viewer): Promise<Today> => {
    const asOf = clock.now();
    const [
      found,
      undecided,
      unread,
      late,
      asked,
      overdue,
      useful,
      stopped,
      conflicts,
      calls,
      replies,
      answersSinceYesterday,
      heldUp,
      unplaced,
    ] = await Promise.all([
      Promise.all(askedFor.map((state) => store.waves.inState(viewer.schools, state, mostWaves))),
      store.messages.countUndecided(viewer.schools),
      store.safetyFlags.countUnread(viewer.staffId),
      viewer.role === 'administrator' ? store.safetyFlags.countLate(viewer.schools) : 0,
      store.helpRequests.countWaiting(viewer.staffId),
      viewer.role === 'administrator' ? store.helpRequests.countLate(viewer.schools, londonDate(asOf)) : 0,
      countUsefulDue({ store, clock }),
      store.officialImports.countStopped(),
      Promise.all([
        store.destinationRecords.countReviews(viewer.schools),
        store.duplicates.countWaiting(viewer.schools),
      ]).then(([records, pairs]) => records + pairs),
      store.calls.countDue(viewer.schools, asOf),
      store.replies.countOpen(viewer.schools),
      store.responses.submittedSince(viewer.schools, new Date(asOf.getTime() - dayMs)),
      sendingIsHeldUp({ store, clock }),
      unplacedOf({ store }, viewer),
    ]);
    const waves = newestFirst(found.flat());
    const ofUnknown = newestFirst([...(await store.waves.findMany([...undecided.keys()])).values()]);
    return {
      needs: [
        ...(unread > 0 ? [{ kind: 'safety', count: unread, href: '/staff/safety' } as const] : []),
        ...(late > 0 ? [{ kind: 'safety-late', count: late, href: '/staff/safety' } as const] : []),
        ...(asked > 0 ? [{ kind: 'help', count: asked, href: '/staff/help' } as const] : []),
        ...(overdue > 0 ? [{ kind: 'help-late', count: overdue, href: '/staff/help' } as const] : []),
        ...(heldUp ? [{ kind: 'sending', href: '/staff/sending' } as const] : []),
        ...waves.filter(pausedByItself).map(halted),
        ...leftAlone(unplaced),
        ...(stopped > 0 ? [{ kind: 'official-stopped', count: stopped, href: '/staff/official' } as const] : []),
        ...(conflicts > 0 ? [{ kind: 'conflicts', count: conflicts, href: '/staff/reviews' } as const] : []),
        ...(calls > 0 ? [{ kind: 'calls', count: calls, href: '/staff/calls' } as const] : []),
        ...(replies > 0 ? [{ kind: 'replies', count: replies, href: '/staff/replies' } as const] : []),
        ...ofUnknown.flatMap((wave) => unknownMessages(wave, undecided.get(wave.id) ?? 0)),
        ...waves.flatMap((wave) => waiting(wave, viewer.schools, asOf)),
        ...waves.filter(({ state }) => state === 'draft').map(drafted),
        ...(useful > 0 ? [{ kind: 'useful', count: useful, href: '/staff/settings/useful-now' } as const] : []),
      ],
      waves: waves.filter(({ state }) => underWay.includes(state)).map((wave) => glance(wave, viewer.schools)),
      answersSinceYesterday,
      asOf,
    };
  };

/** Leavers without a place or a next step, on the lists that the viewer answers for (Y5). */
const leftAlone = ({ count, scopeId }: { readonly count: number; readonly scopeId: string | null }): readonly Need[] =>
  scopeId === null ? [] : [{ kind: 'unplaced', count, href: `/staff/plans/${scopeId}?view=results&list=unplaced` }];

/** Ids are ordered by time. */
const newestFirst = (waves: readonly Wave[]): readonly Wave[] => waves.toSorted((a, b) => (a.id < b.id ? 1 : -1));

const pageOf = (wave: Wave): string => `/staff/waves/${wave.id}`;

/** The wave's counts over the schools that the scope covers. */
const countsOf = (wave: Wave, scope: SchoolScope): Funnel =>
  funnelOf((wave.progress?.schools ?? []).filter(({ schoolId }) => covers(scope, schoolId)));

const unknownMessages = (wave: Wave, count: number): readonly Need[] =>
  count === 0 ? [] : [{ kind: 'unknown-messages', count, title: wave.title, href: pageOf(wave) }];

/** Whether somebody has to look at sending itself (requirements E10, E11, D5). */
async function sendingIsHeldUp({ store, clock }: Pick<Tools, 'store' | 'clock'>): Promise<boolean> {
  const { relay, lanes, machines } = await showSending({ store, clock })();
  return relay.openedAt !== null || machines.length > 0 || lanes.some(({ stopped }) => stopped !== undefined);
}

const pausedByItself = ({ state, halted }: Wave): boolean => state === 'paused' && halted !== undefined;
const halted = (wave: Wave): Need => ({ kind: 'halted-wave', title: wave.title, href: pageOf(wave) });

/** A wave that waits for a person: messages put off for hours, a start that is late (requirement E10), a pause. */
function waiting(wave: Wave, scope: SchoolScope, now: Date): readonly Need[] {
  const { title, state, startedAt, armedAt } = wave;
  const href = pageOf(wave);
  if (state === 'paused') return pausedByItself(wave) ? [] : [{ kind: 'paused-wave', title, href }];
  const notBegun = startedAt === undefined && armedAt === undefined;
  if (['confirmed', 'freezing', 'running'].includes(state) && notBegun && isLateStart(wave, now)) {
    return [{ kind: 'late-wave', title, href }];
  }
  const count = state === 'running' ? countsOf(wave, scope).stuck : 0;
  return count === 0 ? [] : [{ kind: 'stuck-messages', count, title, href }];
}

const drafted = (wave: Wave): Need => ({ kind: 'draft-wave', title: wave.title, href: pageOf(wave) });

const glance = (wave: Wave, scope: SchoolScope): WaveGlance => {
  const { invited, completed } = countsOf(wave, scope);
  const { id, title, state, closesOn } = wave;
  return { id, title, state, closesOn, invited, completed, href: pageOf(wave) };
};
