// "Useful now": what may help somebody with money and coming back to study, with caring, changing course, apprenticeships, health
// (Y13). The same page for everyone, in one order; staff keep its entries, each with who publishes it and the day on which somebody
// last looked whether it still holds. An entry that nobody has looked at for half a year, or ever, is not shown.
import { addDays, daysBetween, type LocalDate } from '../calendar/local-date.js';

/** The sections, in the order of the page. */
export const usefulSections = ['money', 'caring', 'changing', 'apprenticeships', 'health'] as const;
export type UsefulSection = (typeof usefulSections)[number];

export interface UsefulEntry {
  readonly id: string;
  readonly section: UsefulSection;
  readonly title: string;
  /** In a sentence or two, whom it helps and with what. */
  readonly text: string;
  /** An https address. */
  readonly link: string;
  /** Who publishes it. */
  readonly source: string;
  /** When somebody last looked whether it still holds; absent: never. */
  readonly checkedOn?: LocalDate;
}

/** For so many days an entry counts as looked at. */
export const checkLasts = 183;
export const mostUseful = 40;

/** The last day on which the entry is shown; null when it was never looked at. */
export const shownUntil = ({ checkedOn }: Pick<UsefulEntry, 'checkedOn'>): LocalDate | null =>
  checkedOn === undefined ? null : addDays(checkedOn, checkLasts);

/** Whether alumni see the entry on the day. */
export const isShown = (entry: Pick<UsefulEntry, 'checkedOn'>, today: LocalDate): boolean =>
  (shownUntil(entry) ?? '') >= today;

/** Whether somebody should look soon: it is hidden, or will be within a month. */
export const isDue = (entry: Pick<UsefulEntry, 'checkedOn'>, today: LocalDate): boolean => {
  const until = shownUntil(entry);
  return until === null || daysBetween(today, until) < 30;
};

/** What alumni see, by section; sections with nothing to show are left out. */
export const usefulBySection = (
  entries: readonly UsefulEntry[],
  today: LocalDate,
): readonly { readonly section: UsefulSection; readonly entries: readonly UsefulEntry[] }[] =>
  usefulSections
    .map((section) => ({
      section,
      entries: entries.filter((entry) => entry.section === section && isShown(entry, today)),
    }))
    .filter((part) => part.entries.length > 0);

/** The address that was typed, as it may stand on a page; null for anything but an https address without a name in it. */
export function parseLink(typed: string): string | null {
  const text = typed.trim();
  return /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[\w\-./~%?=&#]*)?$/i.test(text) && text.length <= 300
    ? text
    : null;
}
