// How often and how much may be read through the API? All processes count together where they are given a shared counter; a wrong
// key counts by address (T7).
import { RateLimiterMemory, type RateLimiterAbstract, type RateLimiterRes } from 'rate-limiter-flexible';

/** People a page, where nobody says otherwise, and at most. */
export const usualRows = 100;
export const mostRows = 500;
/** Requests a minute with one key. */
export const perMinute = 600;

const wrongKeys = 20;
const seconds = 60;

/** Makes a counter of so many points within so many seconds, under a name of its own. */
export type MakeCounter = (name: string, points: number, duration: number) => RateLimiterAbstract;

/** Whether the request may go on, or after how many seconds. */
export type Turn = { readonly ok: true; readonly left: number } | { readonly ok: false; readonly after: number };

export interface ApiLimits {
  /** Requests a minute with one key. */
  readonly most: number;
  /** Counts one request with the key. */
  readonly take: (key: string) => Promise<Turn>;
  /** Whether this address tried too many keys that open nothing. */
  readonly mayTry: (address: string) => Promise<Turn>;
  readonly noteWrong: (address: string) => Promise<void>;
}

const secondsOf = ({ msBeforeNext }: Pick<RateLimiterRes, 'msBeforeNext'>): number =>
  Math.max(1, Math.ceil(msBeforeNext / 1000));

const inThisProcess: MakeCounter = (_name, points, duration) => new RateLimiterMemory({ points, duration });

/** Counts from now on; in this process alone unless a shared counter is given. `countedAs`: what is kept for an address. */
export function apiLimits({
  most = perMinute,
  counter = inThisProcess,
  countedAs = (address: string): string => address,
} = {}): ApiLimits {
  const byKey = counter('api-key', most, seconds);
  const byAddress = counter('api-address', wrongKeys, seconds);
  return {
    most,
    take: async (key) => {
      try {
        return { ok: true, left: (await byKey.consume(key)).remainingPoints };
      } catch (refused) {
        if (refused instanceof Error) throw refused;
        return { ok: false, after: secondsOf(refused as RateLimiterRes) };
      }
    },
    mayTry: async (address) => {
      const counted = await byAddress.get(countedAs(address));
      return counted !== null && counted.consumedPoints >= wrongKeys
        ? { ok: false, after: secondsOf(counted) }
        : { ok: true, left: wrongKeys };
    },
    noteWrong: async (address) => {
      await byAddress.penalty(countedAs(address));
    },
  };
}
