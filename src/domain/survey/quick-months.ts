// Which months would most people choose who are asked since when they have been somewhere?
// The first months of the academic year that is going on, as far as they have begun: places begin in September and October.
import {
  addMonths,
  localMonth,
  monthOf,
  monthsFromTo,
  type LocalDate,
  type LocalMonth,
} from '../calendar/local-date.js';

const most = 2;

/** At most two, the earliest first. `quickMonths('2026-11-03')` is September and October 2026. */
export function quickMonths(today: LocalDate): readonly LocalMonth[] {
  const year = Number(today.slice(0, 4));
  const september = localMonth(`${today.slice(5, 7) >= '09' ? year : year - 1}-09`);
  const last = addMonths(september, most - 1);
  return monthsFromTo(september, last < monthOf(today) ? last : monthOf(today));
}
