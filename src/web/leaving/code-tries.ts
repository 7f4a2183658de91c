// How many codes may one address try? Twenty wrong ones a minute (requirement T7), IPv6 by its /64; a right one counts nothing,
// so that a class behind one address gets in. Each process counts for itself.
import { RateLimiterMemory } from 'rate-limiter-flexible';

const wrongTries = 20;
const seconds = 60;

/** The address as it is counted. */
const countedAs = (address: string): string =>
  address.includes(':') && !address.startsWith('::ffff:') ? address.split(':').slice(0, 4).join(':') : address;

export interface CodeTries {
  /** Whether this address has to wait. */
  readonly mustWait: (address: string) => Promise<boolean>;
  readonly noteWrong: (address: string) => Promise<void>;
}

/** Counts from now on, in this process. */
export function codeTries(): CodeTries {
  const limiter = new RateLimiterMemory({ points: wrongTries, duration: seconds });
  return {
    mustWait: async (address) => ((await limiter.get(countedAs(address)))?.consumedPoints ?? 0) >= wrongTries,
    noteWrong: async (address) => {
      await limiter.penalty(countedAs(address));
    },
  };
}
