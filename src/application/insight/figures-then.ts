// What did our figures of a school's cohort say on a past day, and do kept ones still come out the same? (moonshot M12)
// Worked out from the records of one school's cohort, which are read in batches; figures of a day that is over can be kept, with the
// versions and the people that they rest on and a hash, and counted again at any time (decision R17). Once somebody of it has been
// erased, or was found to be one person with another, the kept figures stand, and it is said how many people are missing.
import { createHash } from 'node:crypto';
import type { School } from '../../domain/alumni/alumnus.js';
import type { AlumnusId, CohortId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import { leadingRuleset, rulesetKey } from '../../domain/destinations/sustained/catalogue.js';
import {
  keptReportId,
  recipeThen,
  tallyThen,
  textOfFigures,
  type FiguresThen,
  type KeptReport,
} from '../../domain/insight/known-then.js';
import type { CountedPlace } from '../../domain/insight/reports.js';
import { nameLists } from '../../reference/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

type ThenTools = Pick<Tools, 'store' | 'clock'>;

const batch = 500;
const listsNow = Object.values(nameLists).map(({ version }) => version);
const hashOf = (figures: FiguresThen): string => createHash('sha256').update(textOfFigures(figures)).digest('hex');

/** Figures of one day, and whose records they are made of. */
interface Counted {
  readonly figures: FiguresThen;
  readonly people: readonly AlumnusId[];
}

/** Everybody who stands in the school's cohort, or stood in it before it was put right, counted as of each of the days. */
async function countOn({ store }: Pick<Tools, 'store'>, place: CountedPlace, days: readonly LocalDate[]) {
  const tallies = days.map((day) => tallyThen(place, day, nameLists));
  const count = (record: DestinationRecord): void => {
    for (const tally of tallies) tally.add(record);
  };
  const { cohortId, schoolId } = place;
  for (let after = '', more = true; more;) {
    const people = await store.alumni.candidates({ cohortId, schoolIds: [schoolId], after, limit: batch });
    const records = await store.destinationRecords.findMany(
      'every-school', // of a few the school was put right just now, and the record follows
      people.map(({ id }) => id),
    );
    for (const record of records.values()) count(record);
    after = people.at(-1)?.id ?? '';
    more = people.length === batch;
  }
  for await (const record of store.destinationRecords.movedFrom(place)) count(record);
  return tallies.map((tally) => ({ figures: tally.figures(), people: tally.people() }));
}

interface AskedThen {
  readonly school?: string | undefined;
  readonly cohort?: string | undefined;
}

export interface ShownThen {
  readonly schools: readonly School[];
  readonly school: School;
  /** Cohorts of the school, the latest first. */
  readonly cohorts: readonly CohortId[];
  readonly cohortId: CohortId;
  readonly on: LocalDate;
  readonly then: FiguresThen;
  readonly today: FiguresThen;
  readonly kept: readonly Omit<KeptReport, 'people'>[];
}

/** The place that is asked for, the first or latest where nothing is said; null where there is nobody yet. Throws NotFound outside the viewer's schools. */
async function placeAsked({ store }: ThenTools, viewer: Viewer, asked: AskedThen) {
  const schools = (await store.schools.all()).filter(({ id }) => covers(viewer.schools, id));
  const school = asked.school === undefined ? schools[0] : schools.find(({ id }) => id === asked.school);
  if (school === undefined) {
    if (asked.school === undefined) return null;
    throw new NotFound();
  }
  const counts = await store.alumni.countByCohort([school.id]);
  const cohorts = [...new Set(counts.map(({ cohortId }) => cohortId))].sort().reverse();
  const cohortId = cohorts.find((one) => one === asked.cohort) ?? cohorts[0];
  return cohortId === undefined ? null : { schools, school, cohorts, cohortId };
}

/** The figures of the day beside today's; null while the trust has nobody. Throws NotFound outside the viewer's schools. */
export const showFiguresThen =
  (tools: ThenTools) =>
  async (viewer: Viewer, asked: AskedThen & { readonly on: LocalDate }): Promise<ShownThen | null> => {
    const found = await placeAsked(tools, viewer, asked);
    if (found === null) return null;
    const place = { schoolId: found.school.id, cohortId: found.cohortId };
    const [then, today] = (await countOn(tools, place, [asked.on, londonDate(tools.clock.now())])) as [
      Counted,
      Counted,
    ];
    const kept = await tools.store.keptReports.ofPlace(place);
    return { ...found, on: asked.on, then: then.figures, today: today.figures, kept };
  };

/** `not-over`: whatever is still told on that day would change it. */
export type KeptThen =
  { readonly kind: 'kept'; readonly id: string } | { readonly kind: 'refused'; readonly why: 'not-over' };

/** Keeps the figures of a day that is over; those that are kept already stay as they are. Throws NotFound. */
export const keepFiguresThen =
  (tools: ThenTools & Pick<Tools, 'newId'>) =>
  async (
    viewer: Viewer,
    asked: { readonly school: string; readonly cohort: string; readonly on: LocalDate },
  ): Promise<KeptThen> => {
    const { store, clock, newId } = tools;
    const at = clock.now();
    if (asked.on >= londonDate(at)) return { kind: 'refused', why: 'not-over' };
    const found = await placeAsked(tools, viewer, asked);
    if (found === null || found.cohortId !== asked.cohort) throw new NotFound();
    const place = { schoolId: found.school.id, cohortId: found.cohortId };
    const [{ figures, people }] = (await countOn(tools, place, [asked.on])) as [Counted];
    const id = keptReportId(place.schoolId, place.cohortId, asked.on);
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await store.keptReports.insert(
      {
        ...{ id, ...place, on: asked.on, madeAt: at, madeBy: viewer.staffId, people, figures },
        ...{ rule: rulesetKey(leadingRuleset(place.cohortId)), lists: listsNow, recipe: recipeThen },
        hash: hashOf(figures),
      },
      { id: newId(), at, actor, act: 'figures.kept', subject: `kept-report:${id}` },
    );
    return { kind: 'kept', id };
  };

/** What counting a kept report again gives. */
export interface Recounted {
  /** The kept text still has its hash. */
  readonly whole: boolean;
  /** Counting again gives the same bytes. */
  readonly same: boolean;
  /** People of it whose records are no longer there. */
  readonly missing: number;
  /** What it rests on that is another version by now. */
  readonly changed: readonly ('rule' | 'lists' | 'recipe')[];
}

async function recounted(tools: Pick<Tools, 'store'>, report: KeptReport): Promise<Recounted> {
  const [again] = (await countOn(tools, report, [report.on])) as [Counted];
  const there = new Set(again.people);
  const changes = {
    rule: report.rule !== rulesetKey(leadingRuleset(report.cohortId)),
    lists: report.lists.join() !== listsNow.join(),
    recipe: report.recipe !== recipeThen,
  };
  return {
    whole: hashOf(report.figures) === report.hash,
    same: hashOf(again.figures) === report.hash,
    missing: report.people.filter((person) => !there.has(person)).length,
    changed: (['rule', 'lists', 'recipe'] as const).filter((part) => changes[part]),
  };
}

export interface CheckedReport extends Recounted {
  readonly report: KeptReport;
  readonly school: School;
}

/** A kept report, counted again. Throws NotFound outside the viewer's schools. */
export const checkKeptReport =
  (tools: ThenTools) =>
  async (viewer: Viewer, id: string): Promise<CheckedReport> => {
    const report = await tools.store.keptReports.find(viewer.schools, id);
    const school = (await tools.store.schools.all()).find((one) => one.id === report?.schoolId);
    if (report === null || school === undefined) throw new NotFound();
    return { report, school, ...(await recounted(tools, report)) };
  };

export interface KeptReportsChecked {
  readonly reports: number;
  readonly same: number;
  /** They come out otherwise, because people of them are missing or another version holds of what they rest on. */
  readonly explained: number;
  /** Ids of those that were changed in the database, or come out otherwise for no such reason. */
  readonly wrong: readonly string[];
}

/** Every kept report, counted again. */
export const checkKeptReports = (tools: ThenTools) => async (): Promise<KeptReportsChecked> => {
  const found = { reports: 0, same: 0, explained: 0, wrong: [] as string[] };
  for await (const report of tools.store.keptReports.each()) {
    const { whole, same, missing, changed } = await recounted(tools, report);
    found.reports += 1;
    if (whole && same) found.same += 1;
    else if (whole && (missing > 0 || changed.length > 0)) found.explained += 1;
    else found.wrong.push(report.id);
  }
  return found;
};
