// What do the official files say of a school, its authority and England, and what do our own records say of the same leavers?
// Official figures are public; our own counts are hidden from leaders where they are small (requirement Q13).
import type { School } from '../../domain/alumni/alumnus.js';
import { parseCohortId, type Stage } from '../../domain/alumni/cohort.js';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import type { FormerNumber } from '../../domain/alumni/former-number.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { uncountedStates } from '../../domain/destinations/as-known-on.js';
import { figureKey, leaversKey } from '../../domain/official/figure.js';
import { officialMeasures, type OfficialMeasure } from '../../domain/official/measure.js';
import { ownRow, rowForLeaders, type OwnCell, type OwnRow } from '../../domain/official/own-row.js';
import { authorityCodeOf, codesOfFormer, nationCode, presentCodes } from '../../domain/official/place.js';
import type { OfficialVersions } from '../../domain/official/versions.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { figuresOf, type DatedFigure } from './figures-by-code.js';

/** One place in the table. */
export interface OfficialColumn {
  readonly who: 'school' | 'former' | 'chosen' | 'authority' | 'nation';
  readonly code: string;
  /** Of `former`: the number under which the school, or one that became part of it, stood then. */
  readonly former?: FormerNumber;
  readonly figures: readonly DatedFigure[];
}

export interface BesideOfficial {
  readonly school: School;
  readonly schools: readonly School[];
  readonly measure: OfficialMeasure;
  /** Measures of which a file is shown. */
  readonly measures: readonly OfficialMeasure[];
  readonly columns: readonly OfficialColumn[];
  /** Whose figures are looked at: those asked for, else those of the first figure; see `leaversKey`. */
  readonly leavers: string;
  /** Cohorts of the school in our records, latest first. */
  readonly cohorts: readonly CohortId[];
  /** Our own row of one of them; null counts are hidden. Absent where the measure has no row of ours. */
  readonly own: {
    readonly cohortId: CohortId;
    readonly row: Readonly<Record<OwnCell, number | null>>;
    readonly leadersView: boolean;
    /** They left in another year than those of the official figures, of whom we hold nobody. */
    readonly otherLeavers: boolean;
  } | null;
}

const stageOf: Readonly<Partial<Record<OfficialMeasure, Stage>>> = {
  '16-18-destinations': 'y13',
  'ks4-destinations': 'y11',
};

const leaders: readonly Viewer['role'][] = ['school-leader', 'network-leader', 'auditor'];

/**
 * What the files say under each former number of the school, where they say something. With the same DfE number the same
 * figure may be found under both: it is the school's own.
 */
async function formerColumns(
  store: Tools['store'],
  versions: OfficialVersions,
  school: School,
  own: readonly DatedFigure[],
): Promise<readonly OfficialColumn[]> {
  const named = ({ importId, ...figure }: DatedFigure): string => `${importId}:${figureKey(figure)}`;
  const known = new Set(own.map(named));
  const columns: OfficialColumn[] = [];
  for (const former of school.formerNumbers ?? []) {
    const codes = codesOfFormer(former);
    const figures = (await figuresOf(store, versions, codes)).filter((figure) => !known.has(named(figure)));
    if (figures.length > 0) columns.push({ who: 'former', code: codes[0] ?? '', former, figures });
  }
  return columns;
}

interface Asked {
  readonly schoolId?: string | undefined;
  readonly measure?: string | undefined;
  /** The code of another place to lay beside, such as `urn:136750`. */
  readonly place?: string | undefined;
  /** Of ours; counts only where we hold none of the same leavers as the official figures. */
  readonly cohort?: string | undefined;
  readonly leavers?: string | undefined;
}

interface OwnCohort {
  readonly id: CohortId;
  readonly people: number;
}

/** The school that was asked for within the viewer's scope, else the first; throws NotFound where there is none. */
function schoolAsked(schools: readonly School[], asked: string | undefined): School {
  const found = asked === undefined ? schools[0] : schools.find(({ id }) => id === asked);
  if (found === undefined) throw new NotFound();
  return found;
}

/** Our cohorts of the stage at the school, latest first. */
async function ownCohorts(store: Tools['store'], schoolId: SchoolId, stage: Stage): Promise<readonly OwnCohort[]> {
  const counts = await store.alumni.countByCohort([schoolId]);
  return counts
    .filter(({ cohortId }) => parseCohortId(cohortId)?.stage === stage)
    .map(({ cohortId, count }) => ({ id: cohortId, people: count }))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

const leftIn = (id: CohortId): string => leaversKey({ leavers: parseCohortId(id)?.leavingYear ?? null });

/** Whether the cohort left in another year than the leavers of a figure, where that says when they left. */
const isOfOthers = (id: CohortId, leavers: string): boolean =>
  leavers !== leaversKey({ leavers: null }) && leavers !== leftIn(id);

/** Our row of one cohort, without who stands in no figure; of whom there is no result, nothing is known. */
async function ownRowOf(store: Tools['store'], schoolId: SchoolId, { id, people: all }: OwnCohort): Promise<OwnRow> {
  const results = await store.outcomes.countResults(id, schoolId);
  const people = all - (await store.alumni.countInStates(schoolId, id, uncountedStates));
  const withResult = results.reduce((sum, { count }) => sum + count, 0);
  return ownRow([...results, { verdict: 'not-known', count: Math.max(0, people - withResult) }]);
}

/** Official figures beside our own for one school; null while no school is recorded. Throws NotFound outside the viewer's schools. */
export const besideOfficial =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, asked: Asked): Promise<BesideOfficial | null> => {
    const schools = (await store.schools.all()).filter(({ id }) => covers(viewer.schools, id));
    if (schools.length === 0 && asked.schoolId === undefined) return null;
    const school = schoolAsked(schools, asked.schoolId);
    const all = await Promise.all(officialMeasures.map((measure) => store.officialImports.versions(measure)));
    const known = all.filter(({ shown }) => shown.length > 0);
    const versions = known.find(({ measure }) => measure === asked.measure) ?? known[0] ?? all[0];
    if (versions === undefined) throw new NotFound();
    const { measure } = versions;
    const places: readonly (readonly [OfficialColumn['who'], readonly string[]])[] = [
      ['school', presentCodes(school)],
      ...(asked.place === undefined ? [] : [['chosen', placeCodes(asked.place)] as const]),
      ['authority', [authorityCodeOf(school.laestab)]],
      ['nation', [nationCode]],
    ];
    const columns: OfficialColumn[] = [];
    for (const [who, codes] of places) {
      columns.push({ who, code: codes[0] ?? '', figures: await figuresOf(store, versions, codes) });
    }
    columns.splice(1, 0, ...(await formerColumns(store, versions, school, columns[0]?.figures ?? [])));
    const stage = stageOf[measure];
    const cohorts = stage === undefined ? [] : await ownCohorts(store, school.id, stage);
    const found = columns.flatMap(({ figures }) => figures).map(leaversKey);
    const leavers = found.find((one) => one === asked.leavers) ?? found[0] ?? leaversKey({ leavers: null });
    const chosen =
      cohorts.find(({ id }) => leftIn(id) === leavers) ?? cohorts.find(({ id }) => id === asked.cohort) ?? cohorts[0];
    const leadersView = leaders.includes(viewer.role);
    const row = chosen === undefined ? null : await ownRowOf(store, school.id, chosen);
    return {
      ...{ school, schools, measure, columns, leavers, cohorts: cohorts.map(({ id }) => id) },
      measures: known.map((one) => one.measure),
      own:
        row === null || chosen === undefined
          ? null
          : {
              ...{ cohortId: chosen.id, row: leadersView ? rowForLeaders(row) : row, leadersView },
              otherLeavers: isOfOthers(chosen.id, leavers),
            },
    };
  };

/** What somebody may type for a place: a URN, a DfE number, an authority's number, or a code. */
function placeCodes(text: string): readonly string[] {
  const plain = text.trim().toLowerCase();
  const digits = plain.replace(/[\s/]/g, '');
  if (/^\d{6}$/.test(digits)) return [`urn:${digits}`];
  if (/^\d{7}$/.test(digits)) return [`estab:${digits}`];
  if (/^\d{3}$/.test(digits)) return [`la:${digits}`];
  return /^(estab|urn|la|region|nation|ukprn|provider):[a-z0-9-]{1,80}$/i.test(text.trim())
    ? [text.trim()]
    : ['none:none'];
}
