// When is each cohort written to in the ten years after leaving?
// A standing plan for one kind of leaver: wave points anchored to what is measured (October to March of the year after
// leaving), not to months since leaving (year, "The year"; domain reference, sections 2.1 and 2.9). A plan never changes: a
// change is a new version, and waves that are drafted keep the version that they came from.
import { cohortId, cohortName, type Stage } from '../alumni/cohort.js';
import type { CohortId, StaffId } from '../alumni/ids.js';
import { addDays, localDate, type LocalDate, type LocalTime } from '../calendar/local-date.js';
import type { QuestionnaireRef, StepId } from './wave.js';

/** One programme for each stage after which pupils leave. */
export type ProgrammeId = Stage;

export const pointIds = ['start', 'arrival', 'situation', 'sustained', 'yearly', 'five', 'ten'] as const;
export type PointId = (typeof pointIds)[number];

/** One step of a wave point, in days after its anchor. */
export interface PlannedStep {
  readonly id: StepId;
  readonly afterDays: number;
  readonly at: LocalTime;
}

/** One wave that every cohort gets, once or in several years. */
export interface WavePoint {
  readonly id: PointId;
  readonly on: boolean;
  /** Month and day that it is anchored to, `10-15`. */
  readonly anchor: string;
  /** Academic years after the one that follows leaving: 0 for the first autumn, spring and summer. */
  readonly years: readonly number[];
  /** Why then, in words for staff. */
  readonly because: string;
  /** The name of the questionnaire it is meant to ask. */
  readonly asks: string;
  /** In order; the invitation first. */
  readonly steps: readonly PlannedStep[];
  readonly closesAfterDays: number;
}

/** A standing plan in one version. */
export interface Programme {
  readonly id: ProgrammeId;
  readonly version: number;
  readonly points: readonly WavePoint[];
  /** A wave is drafted this many days before its invitation. */
  readonly draftDaysBefore: number;
  /** Cohorts for which it is turned off. */
  readonly offFor: readonly CohortId[];
  /** Who made the version, and when; absent for the one that comes with Onward. */
  readonly madeBy?: StaffId;
  readonly madeAt?: Date;
}

/** One wave point of one cohort in one year; at most one wave is ever drafted for its key. */
export interface Occurrence {
  /** `y13-2026:arrival-0`: the same whatever the version, so that a change drafts nothing a second time. */
  readonly key: string;
  readonly programmeId: ProgrammeId;
  readonly version: number;
  readonly cohortId: CohortId;
  readonly point: WavePoint;
  readonly years: number;
  readonly anchor: LocalDate;
}

/** Contact data is kept and people are asked for ten years after leaving (Q14). */
export const longestYears = 10;

const pointNames: Readonly<Record<PointId, string>> = {
  start: 'start check',
  arrival: 'arrival check',
  situation: 'Year 11 check',
  sustained: 'sustained check',
  yearly: 'yearly check',
  five: 'five years on',
  ten: 'ten years on',
};

/** What a wave point is called: `arrival check`. */
export const pointName = (id: PointId): string => pointNames[id];

/** `Year 13, 2026: arrival check`, `Year 13, 2026: yearly check, 2 years on`. */
export function occurrenceTitle({ cohortId: cohort, point, years }: Occurrence): string {
  const howLong = point.id === 'yearly' ? `, ${years} ${years === 1 ? 'year' : 'years'} on` : '';
  return `${cohortName(cohort)}: ${pointName(point.id)}${howLong}`;
}

/**
 * The day that a point is anchored to.
 *
 * @param leavingYear the calendar year of the summer in which the cohort left
 * @example anchorDay('04-01', 2026, 0) is 2027-04-01, and anchorDay('10-15', 2026, 0) is 2026-10-15
 */
export const anchorDay = (anchor: string, leavingYear: number, years: number): LocalDate =>
  localDate(`${leavingYear + years + (anchor >= '09-01' ? 0 : 1)}-${anchor}`);

/** Every wave of a cohort by the programme, in order of day; points that are turned off left out. */
export function occurrencesOf(programme: Programme, leavingYear: number): readonly Occurrence[] {
  const cohort = cohortId(programme.id, leavingYear);
  return programme.points
    .filter((point) => point.on)
    .flatMap((point) =>
      point.years.map((years) => ({
        key: `${cohort}:${point.id}-${years}`,
        programmeId: programme.id,
        version: programme.version,
        cohortId: cohort,
        point,
        years,
        anchor: anchorDay(point.anchor, leavingYear, years),
      })),
    )
    .sort((a, b) => (a.anchor < b.anchor ? -1 : 1));
}

/** The questionnaire that a point gets: the newest of the name it asks for, else the stand-in, which is said on screen. */
export function questionnaireFor(
  asks: string,
  published: readonly QuestionnaireRef[],
  standIn = 'destination-check',
): { readonly ref: QuestionnaireRef; readonly standsIn: boolean } | null {
  const newest = (name: string): QuestionnaireRef | undefined =>
    published.filter((each) => each.name === name).sort((a, b) => b.version - a.version)[0];
  const wanted = newest(asks);
  const ref = wanted ?? newest(standIn);
  return ref === undefined ? null : { ref, standsIn: wanted === undefined };
}

/** From which day on the wave is drafted: in good time before its anchor. */
export const draftDay = ({ anchor }: Occurrence, { draftDaysBefore }: Programme): LocalDate =>
  addDays(anchor, -draftDaysBefore);
