// The table of layouts. A layout that a publisher changes gets a new version beside the old one, so that an old file still
// reads as it did (architecture, section 1, line 7).
import type { OfficialFormat } from '../format.js';
import { long1618, longKs4, longProgression } from './ees-long.js';
import { wide1618, wideKs4, wideLongerTerm, wideProgression } from './ees-wide.js';
import { leoProviders, longTermAggregates, ofsContinuation } from './graduates.js';
import { tables1618, tablesProgression } from './tables.js';

/** Every layout of official files that is understood. */
export const officialFormats: readonly OfficialFormat[] = [
  tables1618,
  wide1618,
  long1618,
  wideKs4,
  longKs4,
  tablesProgression,
  wideProgression,
  longProgression,
  wideLongerTerm,
  leoProviders,
  longTermAggregates,
  ofsContinuation,
];

/** `dfe-1618-tables@1`. */
export const formatId = ({ name, version }: Pick<OfficialFormat, 'name' | 'version'>): string => `${name}@${version}`;
