// How often and how much may be read through the API? Each process counts for itself; a wrong key counts by address (T7).
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** People a page, where nobody says otherwise, and at most. */
export const usualRows = 100;
export const mostRows = 500;
/** Requests a minute with one key. */
export const perMinute = 600;

const wrongKeys = 20;
const seconds = 60;

/** Whether the request may go on, or after how many seconds. */
export type Turn = { readonly ok: true; readonly left: number } | { readonly ok: false; readonly after: number };

export interface ApiLimits {
  /** Counts one request with the key. */
  readonly take: (key: string) => Promise<Turn>;
  /** Whether this address tried too many keys that open nothing. */
  readonly mayTry: (address: string) => Promise<Turn>;
  readonly noteWrong: (address: string) => Promise<void>;
}

const secondsOf = ({ msBeforeNext }: Pick<RateLimiterRes, 'msBeforeNext'>): number =>
  Math.max(1, Math.ceil(msBeforeNext / 1000));

/** Counts from now on, in this process. */
export function apiLimits(most = perMinute): ApiLimits {
  const byKey = new RateLimiterMemory({ points: most, duration: seconds });
  const byAddress = new RateLimiterMemory({ points: wrongKeys, duration: seconds });
  return {
    take: async (key) => {
      try {
        return { ok: true, left: (await byKey.consume(key)).remainingPoints };
      } catch (refused) {
        if (refused instanceof Error) throw refused;
        return { ok: false, after: secondsOf(refused as RateLimiterRes) };
      }
    },
    mayTry: async (address) => {
      const counted = await byAddress.get(address);
      return counted !== null && counted.consumedPoints >= wrongKeys
        ? { ok: false, after: secondsOf(counted) }
        : { ok: true, left: wrongKeys };
    },
    noteWrong: async (address) => {
      await byAddress.penalty(address);
    },
  };
}
