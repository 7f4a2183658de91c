// Where did somebody study in the six months that the Department looks at?
// Official rows split education by where it was from October to March, and come two years later: what people do by then says
// nothing of it. Of several kinds the one of most of these months; where two have as many, the one begun later.
import type { Activity } from './activity.js';
import type { DestinationRecord } from './record.js';
import { destinationYearOf, monthsOfDestinationYear } from './sustained/destination-year.js';
import { dfeSettings } from './sustained/dfe-1618-v1.js';

/** `u` university, `f` college or sixth form, `t` training, as in a way. */
export type StudyLetter = 'u' | 'f' | 't';

/** University first where nothing else decides. */
const kinds: readonly (readonly [StudyLetter, Activity])[] = [
  ['u', 'university'],
  ['f', 'further-education'],
  ['t', 'training'],
];

/** The kind of education from October to March; null where none is known. */
export function studiedIn({ spells, leftOn }: Pick<DestinationRecord, 'spells' | 'leftOn'>): StudyLetter | null {
  const { first, last } = dfeSettings.window;
  const window = monthsOfDestinationYear(destinationYearOf(leftOn)).slice(first, last + 1);
  const found = kinds.map(([letter, kind]) => {
    const begun = spells.filter(({ activity, standing }) => standing === 'began' && activity === kind);
    const there = window.map((month) => begun.filter(({ from, lastKnown }) => from <= month && month <= lastKnown));
    const latest = there.flat().reduce((last, { from }) => (from > last ? from : last), '');
    return { letter, months: there.filter((each) => each.length > 0).length, latest };
  });
  const [most] = found.sort((a, b) => b.months - a.months || (a.latest < b.latest ? 1 : a.latest > b.latest ? -1 : 0));
  return most === undefined || most.months === 0 ? null : most.letter;
}
