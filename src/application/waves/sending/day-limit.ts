// How much mail may still leave today?
// What the mail server takes in a day (Y22) is counted by all workers together, service mail included; survey mail asks
// before it is leased, and where nothing is left, or the mail server says so itself, it waits for the next day in
// Europe/London. Service mail goes on (decision R6). The same is told for receiving domains that have a limit of their own.
import { londonDate } from '../../../domain/calendar/london-time.js';
import { limitsOf, providerLanes } from '../../../domain/waves/pacing.js';
import type { Lane } from '../../../store/index.js';
import type { Tools } from '../../tools.js';

type DayTools = Pick<Tools, 'store' | 'clock' | 'settings' | 'log'>;

/** The lane that counts the day; no domain is called so. */
const counter = 'day of the mail server';

/** Mails that may leave today. */
export interface DayPortion {
  readonly count: number;
  /** Those that did not leave after all. */
  readonly giveBack: (unused: number) => Promise<void>;
}

const noneToday: DayPortion = { count: 0, giveBack: () => Promise.resolve() };

export interface DayLimit {
  /** Whether no survey mail may leave any more today. */
  readonly isOver: () => Promise<boolean>;
  /** So many mails, or as many as the day has left. */
  readonly take: (most: number) => Promise<DayPortion>;
  /** Counts service mail, which asks nobody. */
  readonly count: (sent: number) => Promise<void>;
  /** The mail server said that it takes no more today. */
  readonly end: (said: string) => Promise<void>;
}

/** The day as all workers count it. */
export function dayLimit({ store, clock, settings, log }: DayTools): DayLimit {
  const { perDay } = settings.relayLimits;
  const today = () => londonDate(clock.now());
  return {
    isOver: async () => isOver(await store.lanes.find(counter), today(), perDay),
    take: async (most) => {
      const day = today();
      if (isOver(await store.lanes.find(counter), day, perDay)) return noneToday;
      if (perDay === null) return { ...noneToday, count: most };
      const giveBack = async (unused: number): Promise<void> => {
        if (unused > 0) await store.lanes.uncount(counter, day, unused);
      };
      const sum = await store.lanes.count(counter, day, most);
      const count = Math.max(0, Math.min(most, most - (sum - perDay)));
      await giveBack(most - count);
      return { count, giveBack };
    },
    count: async (sent) => {
      if (perDay !== null && sent > 0) await store.lanes.count(counter, today(), sent);
    },
    end: async (said) => {
      if (await store.lanes.endDay(counter, today()))
        log.warn('The mail server takes no more today; survey mail waits for the next day.', { said });
    },
  };
}

const isOver = (lane: Lane | null, day: string, perDay: number | null): boolean =>
  lane?.day === day && (lane.dayEnded === true || (perDay !== null && lane.sentToday >= perDay));

/** A limit that is used up for today; `lane` is null for the mail server itself, `most` null where no number is known. */
export interface UsedUp {
  readonly lane: string | null;
  readonly most: number | null;
}

/** The limits that are used up for today. */
export const usedUpToday =
  ({ store, clock, settings }: Pick<DayTools, 'store' | 'clock' | 'settings'>) =>
  async (): Promise<readonly UsedUp[]> => {
    const { relayLimits, pacing } = settings;
    const lanes = pacing === 'off' ? [] : providerLanes.map((lane) => ({ lane, most: limitsOf(lane, pacing).perDay }));
    const limits = [{ lane: null, most: relayLimits.perDay }, ...lanes.filter(({ most }) => most !== null)];
    const today = londonDate(clock.now());
    const counted = await Promise.all(limits.map(({ lane }) => store.lanes.find(lane ?? counter)));
    return limits.filter(({ most }, place) => isOver(counted[place] ?? null, today, most));
  };
