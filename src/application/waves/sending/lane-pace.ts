// When may the next message to a receiving domain leave?
// Evenly, a little slower than the limit, and never more within any second than the limit (requirement D7). A second
// counts from the moment the mail server answered a message until the next one begins to leave: whatever happens between
// our clock and the server's, no second there can hold more.

/** Sends at an even pace. */
export interface Pace {
  /** Waits for the next turn; ends early when the signal comes. */
  readonly turn: (signal: AbortSignal) => Promise<void>;
  /** Waits until one more may leave; what it gives is called when that one was answered. */
  readonly depart: () => Promise<() => void>;
  /** How long ago the last messages were answered, in milliseconds; for whoever comes next. */
  readonly answeredAgo: () => readonly number[];
}

const second = 1_000;
const slower = 1.01; // of the even distance; what is lost to it is less than what a late timer would lose
const unanswered = 5_000; // a message without an answer counts as answered after so long

/**
 * @param perSecond the limit
 * @param answered when the last messages were answered before this, by `performance.now()`, in order
 */
export function lanePace(perSecond: number, answered: readonly number[]): Pace {
  const distance = (slower * second) / perSecond;
  const departures: { readonly left: number; answered: number | null }[] = answered.map((at) => ({
    left: at,
    answered: at,
  }));
  const last = answered.at(-1);
  let next = last === undefined ? performance.now() : last + distance;
  let queue = Promise.resolve();

  /** When one more may leave, as far as is known now. */
  const open = (): number => {
    const before = departures.at(-perSecond);
    if (departures.length < perSecond || before === undefined) return 0;
    return (before.answered ?? before.left + unanswered) + second + 1;
  };

  return {
    turn: async (signal) => {
      const now = performance.now();
      const mine = Math.max(next, now - distance); // one late turn is made up for, not more
      next = mine + distance;
      if (mine > now) await pause(mine - now, signal);
    },
    depart: () => {
      const mine = queue.then(async () => {
        for (let wait = open() - performance.now(); wait > 0; wait = open() - performance.now()) {
          await pause(Math.min(Math.ceil(wait), 20));
        }
        const departure = { left: performance.now(), answered: null as number | null };
        departures.push(departure);
        if (departures.length > 2 * perSecond + 2) departures.shift();
        return () => {
          departure.answered ??= performance.now();
        };
      });
      queue = mine.then(() => undefined);
      return mine;
    },
    answeredAgo: () => {
      const now = performance.now();
      return departures.slice(-perSecond).map((each) => Math.round(now - (each.answered ?? now)));
    },
  };
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
    if (signal?.aborted === true) done();
  });
}
