// Which rows for counting, and tellings beside them, were made before they were kept, or by an earlier recipe?
// Everybody's, once after Onward was renewed: each is marked to be written again, a batch at a time, and the mark of how far it
// came stands among the settings. Repeating a batch does no harm.
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { outcomeRecipe } from '../../domain/destinations/outcome.js';
import { tellingRecipe } from '../../domain/destinations/telling.js';
import type { Tools } from '../tools.js';

const mark = 'tellings';
const done = `recipes ${outcomeRecipe} and ${tellingRecipe}`;
const going = `${done} after `;

/** Marks up to `limit` people; gives how many. */
export const renewRows =
  ({ store }: Pick<Tools, 'store'>) =>
  async (limit: number): Promise<number> => {
    const stands = (await store.settings.get(mark)) ?? '';
    if (stands === done) return 0;
    const after = stands.startsWith(going) ? stands.slice(going.length) : '';
    const ids: readonly AlumnusId[] = await store.outcomes.idsAfter(after, limit);
    await store.destinationRecords.markOutcomeDue(ids);
    await store.settings.set(mark, ids.length < limit ? done : `${going}${ids.at(-1) ?? ''}`);
    return ids.length;
  };
