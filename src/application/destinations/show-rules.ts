// By what are records judged? The tables that are not the domain's own: the trust's periods, and the codes of others.
import type { CurrencyPeriods } from '../../domain/destinations/currency.js';
import { crosswalks, type Crosswalk } from '../../reference/index.js';
import type { Tools } from '../tools.js';

interface Rules {
  readonly currency: CurrencyPeriods;
  readonly crosswalks: readonly Crosswalk[];
}

/** What stands in force; the same for everybody. */
export const showRules =
  ({ settings }: Pick<Tools, 'settings'>) =>
  (): Rules => ({ currency: settings.currency, crosswalks });
