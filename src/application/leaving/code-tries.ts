// How many codes may one address try? Twenty wrong ones a minute (requirement T7), IPv6 by its /64, over all processes together; a right
// one counts nothing, so that a class behind one address gets in. The database knows a keyed hash of the address alone.
import type { Tools } from '../tools.js';

const wrongTries = 20;
const withinMs = 60_000;

/** The network part of the address, as it is counted. */
const countedAs = (address: string): string =>
  address.includes(':') && !address.startsWith('::ffff:') ? address.split(':').slice(0, 4).join(':') : address;

export interface CodeTries {
  /** Whether this address has to wait. */
  readonly mustWait: (address: string) => Promise<boolean>;
  readonly noteWrong: (address: string) => Promise<void>;
}

/** Counts wrong codes of one kind; each kind has a count of its own. */
export function codeTries(
  { store, signer }: Pick<Tools, 'store' | 'signer'>,
  kind: 'leaving' | 'guess' | 'link',
): CodeTries {
  const place = (address: string): string => signer.sign('code-tries', `${kind} ${countedAs(address)}`);
  return {
    mustWait: (address) => store.wrongTries.areAtLeast(place(address), wrongTries),
    noteWrong: (address) => store.wrongTries.add(place(address), withinMs),
  };
}
