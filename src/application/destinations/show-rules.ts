// By what are records judged? The tables that are not the domain's own: the trust's periods, how far everybody is counted under its own
// rule's versions, and the codes of others.
import type { CurrencyPeriods } from '../../domain/destinations/currency.js';
import { crosswalks, type Crosswalk } from '../../reference/index.js';
import type { PublishedOwnRule } from '../../store/index.js';
import type { Tools } from '../tools.js';

interface Rules {
  readonly currency: CurrencyPeriods;
  readonly crosswalks: readonly Crosswalk[];
  /** The versions of the trust's own rule that are settings. */
  readonly ownRules: readonly PublishedOwnRule[];
  /** How many people a recount looks at. */
  readonly people: number;
}

/** What stands in force; the same for everybody. */
export const showRules =
  ({ settings, store }: Pick<Tools, 'settings' | 'store'>) =>
  async (): Promise<Rules> => {
    const ownRules = await store.ownRules.list();
    const counting = ownRules.some(({ recount }) => recount !== undefined);
    return { currency: settings.currency, crosswalks, ownRules, people: counting ? await store.outcomes.count() : 0 };
  };
