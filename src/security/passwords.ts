// Is this the password, and is it long enough?
// argon2id with 19 MiB and two passes (26 ms each), at most two at a time, and the same work for somebody unknown
// (requirement W10). At least 15 characters, any of them (ASVS 5.0, 6.2.1 and 6.2.9).
import argon2 from 'argon2';

export const shortestPassword = 15;
export const longestPassword = 128;

export interface Passwords {
  readonly hash: (password: string) => Promise<string>;
  /** False for a wrong password and, after the same work, for `null`: nobody by that name. */
  readonly verify: (hash: string | null, password: string) => Promise<boolean>;
}

const settings = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const mostAtOnce = 2;

/** Hashing with a bound on how many run at once, so that signing in cannot take the machine. */
export function passwords(): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  const nobody = argon2.hash('nobody has this password', settings);

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < mostAtOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve)); // the one that ends hands its place over
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  return {
    hash: (password) => inTurn(() => argon2.hash(password.normalize('NFKC'), settings)),
    verify: (hash, password) =>
      inTurn(async () => {
        const right = await argon2.verify(hash ?? (await nobody), password.normalize('NFKC'));
        return right && hash !== null;
      }),
  };
}
