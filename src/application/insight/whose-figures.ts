// Whose figures does somebody ask for, and whose may they see?
// The trust's whole figures are every reader's, unless they and a leader's own would tell those of the one school that is left; a
// single school's only those of its viewers (requirement W5). Who sees people by name sees every number, leaders see what is safe
// (requirement Q13).
import type { School } from '../../domain/alumni/alumnus.js';
import { cohortId, parseCohortId, stages, type Stage } from '../../domain/alumni/cohort.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import type { Audience } from '../../domain/statistics/disclosure.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { askedFor } from './asked-for.js';

const leaders: readonly Viewer['role'][] = ['school-leader', 'network-leader', 'auditor'];

/** What somebody of this role may be told. */
export const audienceOf = ({ role }: Pick<Viewer, 'role'>): Audience => (leaders.includes(role) ? 'leaders' : 'team');

/** How many years stand side by side. */
export const mostYears = 5;

export interface AskedFigures {
  /** A school's id; the trust where absent. */
  readonly school?: string | undefined;
  readonly stage?: string | undefined;
  /** Where a figure is of one cohort: it names its stage too. */
  readonly cohort?: string | undefined;
}

export interface WhoseFigures {
  readonly audience: Audience;
  /** Schools that the viewer may look at one by one. */
  readonly schools: readonly School[];
  /** The one asked for; null for the trust. */
  readonly school: School | null;
  /** False where the trust's figures beside their own would tell a leader those of the one school that is left. */
  readonly trustShown: boolean;
  /** All schools of the trust. */
  readonly every: readonly School[];
  readonly stage: Stage;
  /** Stages of which there are leavers. */
  readonly stages: readonly Stage[];
  /** The last few cohorts of the stage, oldest first. */
  readonly cohorts: readonly CohortId[];
  /** All of them. */
  readonly allCohorts: readonly CohortId[];
}

/** Throws CannotAsk for a school outside the viewer's, and for a stage that there is not. */
export async function whoseFigures(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
  asked: AskedFigures,
): Promise<WhoseFigures> {
  const every = await store.schools.all();
  const schools = every.filter(({ id }) => covers(viewer.schools, id));
  const places = await store.rollups.places();
  const audience = audienceOf(viewer);
  const others = every.filter(
    ({ id }) => !covers(viewer.schools, id) && places.some(({ schoolId }) => schoolId === id),
  );
  const trustShown = audience === 'team' || others.length !== 1;
  const only =
    viewer.schools !== 'every-school' && (asked.school === undefined || !trustShown) ? schools[0] : undefined;
  const ids: readonly string[] = schools.map(({ id }) => id);
  const id = askedFor('school', asked.school, ids, only?.id);
  const school = schools.find((one) => one.id === id);
  if (!trustShown && school === undefined) throw new NotFound();
  const known = places.flatMap((place) => parseCohortId(place.cohortId) ?? []);
  const there = stages.filter((stage) => known.some((one) => one.stage === stage));
  const ofCohort = parseCohortId(asked.cohort ?? '')?.stage;
  const stage = askedFor('stage', asked.stage, stages, ofCohort ?? there.at(-1) ?? 'y13');
  const years = [...new Set(known.filter((one) => one.stage === stage).map((one) => one.leavingYear))].sort();
  return {
    ...{ audience, trustShown, every, schools, school: school ?? null, stage, stages: there },
    cohorts: years.slice(-mostYears).map((year) => cohortId(stage, year)),
    allCohorts: years.map((year) => cohortId(stage, year)),
  };
}
