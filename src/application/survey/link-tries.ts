// How many links that open nothing may be tried (requirement T7)? Twenty a minute from one address, and fifty a second from all
// together. Only failures count (Q8), and only failures wait: a link that opens something was looked up before, so that a whole
// school behind one address gets in whatever others try.
import { codeTries } from '../leaving/code-tries.js';
import type { Tools } from '../tools.js';

const mostTogether = 50;
const second = 1_000;

/** Whether what opened nothing was counted, or whoever tried it has to wait. */
export type LinkTried = 'counted' | 'wait';

/** Under which name all failures together are counted. */
export const allTogether = (signer: Tools['signer']): string => signer.sign('code-tries', 'link, all together');

/** Counts a link that opened nothing. */
export function noteDeadLink(tools: Pick<Tools, 'store' | 'signer'>): (address: string) => Promise<LinkTried> {
  const { wrongTries } = tools.store;
  const ofOne = codeTries(tools, 'link');
  const together = allTogether(tools.signer);
  return async (address) => {
    if ((await ofOne.mustWait(address)) || (await wrongTries.areAtLeast(together, mostTogether))) return 'wait';
    await ofOne.noteWrong(address);
    await wrongTries.add(together, second);
    return 'counted';
  };
}
