// Who looks after people whose words are worrying (Y8), who replies to those who ask for help (Y7), and when are they away?
// Names are settings: those of a school go before those of the trust. During a holiday its cover is told as well, or the deputy
// where it has none; where nobody at all is named, the administrators are.
import type { SchoolId, StaffId } from '../alumni/ids.js';
import { parseLocalDate, type LocalDate } from '../calendar/local-date.js';
import { isWithin, type Holiday } from '../calendar/open-days.js';
import type { CareRoute } from './safety-flag.js';

/** The tasks that somebody can be named for. */
export const careTasks = ['lead', 'adultRoute', 'deputy', 'helpOwner'] as const;
export type CareTask = (typeof careTasks)[number];
export type CarePeople = Readonly<Partial<Record<CareTask, StaffId>>>;

/** What a form carries, so that it speaks of the people whom it showed. */
export const seenPeople = (people: CarePeople): string => careTasks.map((task) => people[task] ?? '').join(' ');

/** A holiday of the trust, and who looks meanwhile. */
export interface CareHoliday extends Holiday {
  readonly cover?: StaffId;
}

/** What the trust set. */
export interface CareSettings {
  readonly trust: CarePeople;
  /** Of a school, where they are others. */
  readonly schools: Readonly<Record<SchoolId, CarePeople>>;
  readonly holidays: readonly CareHoliday[];
  /** Within how many open days somebody who asks for help gets a reply. */
  readonly replyDays: number;
}

/** Nobody is named yet. */
export const noCare: CareSettings = { trust: {}, schools: {}, holidays: [], replyDays: 3 };

export const mostHolidays = 60;
/** Most open days that may be promised. */
export const mostReplyDays = 10;

/** Who is named for the school's people; for somebody of no school we know, the trust's own. */
export const namedFor = ({ trust, schools }: CareSettings, school: SchoolId | undefined): CarePeople => ({
  ...trust,
  ...(school === undefined ? {} : schools[school]),
});

/** Who is told first on that day; empty where nobody is named. */
export function toldFirst(
  care: CareSettings,
  {
    route,
    school,
    today,
  }: { readonly route: CareRoute; readonly school: SchoolId | undefined; readonly today: LocalDate },
): readonly StaffId[] {
  const people = namedFor(care, school);
  const first = people[route] ?? people.deputy;
  const away = care.holidays.filter((each) => isWithin(today, each));
  const covers = away.map(({ cover }) => cover ?? people.deputy);
  return [...new Set([first, ...covers].filter((id) => id !== undefined))];
}

/** The settings without people of whom the test says no. */
export function onlyThose(care: CareSettings, test: (id: StaffId) => boolean): CareSettings {
  const some = (people: CarePeople): CarePeople =>
    Object.fromEntries(Object.entries(people).filter(([, id]) => test(id)));
  return {
    ...care,
    trust: some(care.trust),
    schools: Object.fromEntries(Object.entries(care.schools).map(([school, people]) => [school, some(people)])),
    holidays: care.holidays.map(({ cover, ...days }) =>
      cover !== undefined && test(cover) ? { ...days, cover } : days,
    ),
  };
}

/** A holiday as it was typed; null where the days are none, or end before they begin. */
export function readHoliday(from: string, to: string): Holiday | null {
  const first = parseLocalDate(from);
  const last = to === '' ? first : parseLocalDate(to);
  return first === null || last === null || last < first ? null : { first, last };
}
