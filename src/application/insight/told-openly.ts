// Do the pages of Insight tell leaders a figure that can be guessed? A sheet of guesses says no more of it than they do: hidden by a rule
// of its own, it would tell what they hide beside it (requirement Q13).
import { parseCohortId } from '../../domain/alumni/cohort.js';
import type { StaffId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { MeltPart } from '../../domain/insight/flow.js';
import type { Guessable } from '../../domain/insight/guessable.js';
import type { GuessSheet } from '../../domain/insight/guess-sheet.js';
import { qualityCounts } from '../../domain/insight/quality.js';
import type { QualityMeasure, Table } from '../../domain/insight/reports.js';
import type { Tools } from '../tools.js';
import { qualityStanding, seenFigures, tablesBySchool } from './seen-figures.js';
import { showFlow } from './show-flow.js';
import { showStaying } from './show-staying.js';
import { whoseFigures, type WhoseFigures } from './whose-figures.js';

/** A leader of the whole trust. */
const outside: Viewer = { staffId: 'outside' as StaffId, role: 'network-leader', schools: 'every-school' };

const meltOf: Readonly<Partial<Record<Guessable, MeltPart>>> = {
  'did-not-start': 'didNotStart',
  'left-early': 'leftEarly',
};
const kindOf: Readonly<Partial<Record<Guessable, string>>> = {
  'stays-university': 'university',
  'stays-apprenticeship': 'apprenticeship',
};
const stayMonths = 12;

async function qualityTold(
  tools: Pick<Tools, 'store'>,
  whose: WhoseFigures,
  measure: QualityMeasure,
  cohortId: GuessSheet['cohortId'],
): Promise<boolean> {
  const tables = await tablesBySchool(tools, 'quality', whose, whose.cohorts);
  const counts = (table: Table, group?: string) => qualityCounts(table, measure, group);
  const seen = seenFigures(whose, tables, counts, qualityStanding(whose.cohorts, tables, measure));
  return seen.own([cohortId]).share !== null;
}

/** Whether leaders are told it of the school's or the trust's leavers of the year; of years that no page shows never. */
export async function toldOpenly(
  tools: Pick<Tools, 'store'>,
  { schoolId, cohortId }: Pick<GuessSheet, 'schoolId' | 'cohortId'>,
  key: Guessable,
): Promise<boolean> {
  const asked = { school: schoolId ?? '', stage: parseCohortId(cohortId)?.stage };
  const whose = await whoseFigures(tools, outside, asked);
  if (!whose.cohorts.includes(cohortId)) return false;
  const one = { ...asked, cohort: cohortId };
  const [part, kind] = [meltOf[key], kindOf[key]];
  if (part !== undefined) return (await showFlow(tools)(outside, one)).melt[part].share !== null;
  if (kind !== undefined) {
    const { staying } = await showStaying(tools)(outside, { ...one, kind });
    return staying.curve.some(({ month }) => month === stayMonths);
  }
  return qualityTold(tools, whose, key as QualityMeasure, cohortId);
}
