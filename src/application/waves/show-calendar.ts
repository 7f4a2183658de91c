// What is planned for every cohort in the two years from a month on, and what became of it?
// Waves that exist show as they stand; what the programmes will still draft is laid out by the same rules that draft it, so
// that the calendar cannot differ from what comes. Counts are of the viewer's schools.
import { cohortName } from '../../domain/alumni/cohort.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { academicYearOf } from '../../domain/calendar/academic-year.js';
import { notesBetween, quietName } from '../../domain/calendar/contact-days.js';
import {
  addDays,
  addMonths,
  firstDayOf,
  lastDayOf,
  monthOf,
  type LocalDate,
  type LocalMonth,
} from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { longestWindowDays } from '../../domain/waves/contact-plan.js';
import { layOut } from '../../domain/waves/lay-out.js';
import {
  draftDay,
  longestYears,
  occurrencesOf,
  occurrenceTitle,
  questionnaireFor,
} from '../../domain/waves/programme.js';
import type { Occurrence, Programme } from '../../domain/waves/programme.js';
import type { QuestionnaireRef, Step, StepMove, Wave } from '../../domain/waves/wave.js';
import { knownDays, listedUntil } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { lateDays, questionnaires } from './draft-due-waves.js';
import { currentProgrammes } from './programmes.js';

/** One line of the calendar. */
export interface CalendarEntry {
  readonly title: string;
  readonly cohort: string;
  /** People of the cohort in the viewer's schools; 0 while nobody is imported. */
  readonly people: number;
  readonly steps: readonly Step[];
  readonly closesOn: LocalDate;
  readonly moves: readonly StepMove[];
  readonly leftOut: readonly StepMove[];
  readonly questionnaire: QuestionnaireRef;
  readonly standsIn: boolean;
  /** Such as Ramadan, for the scheduler to know. */
  readonly notes: readonly string[];
  readonly stand:
    | { readonly kind: 'wave'; readonly wave: Pick<Wave, 'id' | 'state'> }
    | { readonly kind: 'to-come'; readonly draftOn: LocalDate }
    /** Its day went by before there was anybody to write to, or while it was off. */
    | { readonly kind: 'missed' }
    | { readonly kind: 'off' };
}

/** What a wave that began in an earlier month has in this one. */
export interface GoingOn extends Pick<CalendarEntry, 'title' | 'stand' | 'steps' | 'closesOn'> {
  /** Whether its last day for answers lies in the month. */
  readonly closes: boolean;
}

/** Two years, month by month; months in which nothing happens are left out. */
export interface Calendar {
  readonly first: LocalMonth;
  readonly last: LocalMonth;
  readonly months: readonly {
    readonly month: LocalMonth;
    readonly entries: readonly CalendarEntry[];
    readonly goingOn: readonly GoingOn[];
  }[];
  /** Days after it are moved for weekends and Christmas only; null when the calendar ends before. */
  readonly listedUntil: LocalDate | null;
}

const monthsShown = 24;

/** The calendar from the month on, by default from this month. */
export const showCalendar =
  (tools: Pick<Tools, 'store' | 'clock' | 'settings'>) =>
  async (viewer: Viewer, from?: LocalMonth): Promise<Calendar> => {
    const { store, clock } = tools;
    const today = londonDate(clock.now());
    const first = from ?? monthOf(today);
    const last = addMonths(first, monthsShown - 1);
    const [programmes, counts, waves] = await Promise.all([
      currentProgrammes(tools),
      store.alumni.countByCohort(viewer.schools),
      store.waves.between(viewer.schools, addDays(firstDayOf(first), -longestWindowDays), lastDayOf(last)),
    ]);
    const people = new Map<CohortId, number>();
    for (const { cohortId, count } of counts) people.set(cohortId, (people.get(cohortId) ?? 0) + count);

    const planned = programmes.flatMap((programme) =>
      plannedIn(programme, firstDayOf(first), lastDayOf(last), people, today),
    );
    const drafted = await store.waves.ofProgramme(planned.map(({ occurrence }) => occurrence.key));
    const entries = [
      ...waves.map((wave) => ofWave(wave, people.get(wave.cohortId) ?? 0)),
      ...planned
        .filter(({ occurrence }) => !drafted.has(occurrence.key))
        .flatMap(({ occurrence, programme }) =>
          ofOccurrence(tools, occurrence, programme, people.get(occurrence.cohortId) ?? 0, today),
        ),
    ];
    return {
      first,
      last,
      months: byMonth(entries).filter(({ month }) => month >= first && month <= last),
      listedUntil: lastDayOf(last) > listedUntil ? listedUntil : null,
    };
  };

/** Points within the time, of cohorts that have people and of those that are still to leave. */
function plannedIn(
  programme: Programme,
  first: LocalDate,
  last: LocalDate,
  people: ReadonlyMap<CohortId, number>,
  today: LocalDate,
): readonly { readonly occurrence: Occurrence; readonly programme: Programme }[] {
  const stillHere = academicYearOf(today);
  const latest = academicYearOf(last);
  const known = [...people.keys()].some((cohort) => cohort.startsWith(programme.id));
  if (!known) return [];
  return Array.from({ length: latest - academicYearOf(first) + longestYears + 2 }, (_, back) => latest - back)
    .flatMap((year) => occurrencesOf(programme, year).map((occurrence) => ({ occurrence, programme, year })))
    .filter(({ occurrence, year }) => people.has(occurrence.cohortId) || year >= stillHere)
    .filter(({ occurrence: { anchor } }) => anchor >= addDays(first, -longestWindowDays) && anchor <= last);
}

function ofWave(wave: Wave, people: number): CalendarEntry {
  const { origin, moved = [], steps, closesOn, questionnaire, title, id, state } = wave;
  return {
    ...{ title, cohort: cohortName(wave.cohortId), people, steps, closesOn, questionnaire },
    ...{
      moves: [...(origin?.moves ?? []), ...moved],
      leftOut: origin?.leftOut ?? [],
      standsIn: origin?.standsIn ?? false,
      notes: notesFor(steps, closesOn),
    },
    stand: { kind: 'wave', wave: { id, state } },
  };
}

function ofOccurrence(
  { settings }: Pick<Tools, 'settings'>,
  occurrence: Occurrence,
  programme: Programme,
  people: number,
  today: LocalDate,
): readonly CalendarEntry[] {
  const asks = questionnaireFor(occurrence.point.asks, questionnaires);
  if (asks === null) return [];
  const missed = occurrence.anchor < addDays(today, -lateDays) || (people === 0 && occurrence.anchor < today);
  const plan = layOut(occurrence, {
    ...{ days: knownDays, hours: settings.contactHours, today: missed ? occurrence.anchor : today },
  });
  const off = programme.offFor.includes(occurrence.cohortId);
  const draftOn = draftDay(occurrence, programme);
  return [
    {
      ...{ title: occurrenceTitle(occurrence), cohort: cohortName(occurrence.cohortId), people, ...plan },
      ...{ questionnaire: asks.ref, standsIn: asks.standsIn, notes: notesFor(plan.steps, plan.closesOn) },
      stand: off ? { kind: 'off' } : missed ? { kind: 'missed' } : { kind: 'to-come', draftOn },
    },
  ];
}

const notesFor = (steps: readonly Step[], closesOn: LocalDate): readonly string[] => {
  const [first] = steps;
  return first === undefined ? [] : notesBetween(first.on, closesOn, knownDays).map(quietName);
};

/** Whether its later steps will come, or came; what was cancelled or missed has none. */
const goesOn = ({ stand }: CalendarEntry): boolean =>
  stand.kind === 'to-come' || (stand.kind === 'wave' && stand.wave.state !== 'cancelled');

function byMonth(entries: readonly CalendarEntry[]): Calendar['months'] {
  const day = ({ steps }: CalendarEntry): string => steps[0]?.on ?? '';
  const inOrder = entries.toSorted((a, b) => day(a).localeCompare(day(b)) || a.title.localeCompare(b.title));
  const later = inOrder.filter(goesOn);
  const days = [
    ...inOrder.map(day),
    ...later.flatMap(({ steps, closesOn }) => [...steps.map(({ on }) => on), closesOn]),
  ];
  return [...new Set(days.map((each) => each.slice(0, 7) as LocalMonth))].sort().map((month) => {
    const lies = (on: string): boolean => on.startsWith(month);
    return {
      month,
      entries: inOrder.filter((entry) => lies(day(entry))),
      goingOn: later
        .filter((entry) => day(entry) < month)
        .map(({ title, stand, steps, closesOn }) => ({
          ...{ title, stand, closesOn, closes: lies(closesOn), steps: steps.filter(({ on }) => lies(on)) },
        }))
        .filter(({ steps, closes }) => steps.length > 0 || closes),
    };
  });
}
