// Which waves do the programmes call for now?
// Each is drafted once, in good time before its invitation; a person then reads and confirms it. The key of cohort and point
// is unique in the store, so that two clocks draft one wave, and a draft that somebody cancelled is not drafted again.
import { addDays, type LocalDate } from '../../domain/calendar/local-date.js';
import { academicYearOf } from '../../domain/calendar/academic-year.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { StaffId } from '../../domain/alumni/ids.js';
import { waveQuestionnaires } from '../../domain/survey/catalogue.js';
import { layOut } from '../../domain/waves/lay-out.js';
import {
  draftDay,
  longestYears,
  occurrencesOf,
  occurrenceTitle,
  questionnaireFor,
  type Occurrence,
  type Programme,
} from '../../domain/waves/programme.js';
import type { WaveAct } from '../../domain/waves/transitions.js';
import type { QuestionnaireRef, Wave, WaveId } from '../../domain/waves/wave.js';
import { knownDays } from '../../reference/index.js';
import type { Tools } from '../tools.js';
import { currentProgrammes } from './programmes.js';

type DraftTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'settings' | 'log'>;

/** Who stands as the planner of a wave that a programme drafted. */
export const programmeItself = 'programme' as StaffId;

/** People who come in after the day of the invitation still get the wave, if they come within this many days. */
export const lateDays = 14;

/** The published questionnaires by name and version. */
export const questionnaires: readonly QuestionnaireRef[] = waveQuestionnaires.map(
  ({ questionnaire: { name, version } }) => ({ name, version }),
);

/** What the programme calls for on the day. */
export function dueOccurrences(programme: Programme, today: LocalDate): readonly Occurrence[] {
  const latest = academicYearOf(today);
  const years = Array.from({ length: longestYears + 2 }, (_, back) => latest - back);
  return years
    .flatMap((year) => occurrencesOf(programme, year))
    .filter(
      (each) =>
        draftDay(each, programme) <= today &&
        each.anchor >= addDays(today, -lateDays) &&
        !programme.offFor.includes(each.cohortId),
    );
}

/** Drafts what is due and not drafted yet; gives how many waves that were. Safe to run twice and at once. */
export const draftDueWaves = (tools: DraftTools) => async (): Promise<number> => {
  const { store, clock, log } = tools;
  const today = londonDate(clock.now());
  const due = (await currentProgrammes(tools)).flatMap((programme) => dueOccurrences(programme, today));
  const drafted = due.length === 0 ? new Map() : await store.waves.ofProgramme(due.map(({ key }) => key));
  let made = 0;
  for (const occurrence of due) {
    if (drafted.has(occurrence.key) || (await store.imports.isOpenFor(occurrence.cohortId))) continue;
    if (await draft(tools, occurrence, today)) made += 1;
  }
  if (made > 0) log.info('Waves were drafted by the programmes.', { waves: made });
  return made;
};

async function draft(tools: DraftTools, occurrence: Occurrence, today: LocalDate): Promise<boolean> {
  const { store, clock, newId, settings } = tools;
  const schoolIds = await store.alumni.schoolsOf(occurrence.cohortId);
  const asks = questionnaireFor(occurrence.point.asks, questionnaires);
  if (schoolIds.length === 0 || asks === null) return false;
  const { moves, leftOut, ...plan } = layOut(occurrence, { days: knownDays, hours: settings.contactHours, today });
  const now = clock.now();
  const id = newId() as WaveId;
  const { key, programmeId, version, cohortId } = occurrence;
  const wave: Wave = {
    ...{ id, title: occurrenceTitle(occurrence), cohortId, schoolIds, questionnaire: asks.ref, ...plan },
    ...{ state: 'draft', createdBy: programmeItself, revision: 1 },
    origin: { key, programmeId, version, moves, leftOut, standsIn: asks.standsIn },
  };
  return store.waves.insertOfProgramme(wave, now, [
    {
      ...{ id: newId(), at: now, actor: { kind: 'system' }, subject: `wave:${id}`, reason: key },
      act: 'wave.drafted' satisfies WaveAct,
    },
  ]);
}
