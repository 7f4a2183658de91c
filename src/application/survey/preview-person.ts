// Who is the made-up person of a preview, and with what does their preview begin?
// With nothing, or as somebody who comes back and has pressed that nothing has changed: then what they had told us stands there.
import { addMonths, monthOf, type LocalDate, type LocalMonth } from '../../domain/calendar/local-date.js';
import { situations, type Activity } from '../../domain/destinations/activity.js';
import type { PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import { drawBlock } from '../../domain/survey/choice-order.js';
import type { Known } from '../../domain/survey/known.js';
import type { ModuleRef } from '../../domain/survey/modules.js';
import { emptyDraft, type Draft, type SessionMark } from '../../domain/survey/response.js';
import { withUnchanged } from '../../domain/survey/unchanged.js';
import { nameLists } from '../../reference/index.js';

/** Who the made-up person is. */
export interface PreviewPerson {
  readonly leftSchoolIn: LocalMonth;
  /** What they had planned; null for no plan. */
  readonly planned: Activity | null;
  /** Somebody else answers for them. */
  readonly byProxy: boolean;
  /** BCP 47; also one that no speaker has confirmed. */
  readonly language: string;
  /** They read the easy version, where their language has one. */
  readonly easy: boolean;
  /** Optional modules that are on for their school or cohort. */
  readonly modules: readonly ModuleRef[];
  /** They come back and say by one button that nothing has changed, where the questionnaire starts from what is known. */
  readonly unchanged: boolean;
}

/** In whose name a preview's answers stand. */
export const nobody = 'preview' as SessionMark;

/** What somebody who comes back had told us; the names are made up where they are on no list. */
function toldBefore({ planned, leftSchoolIn }: PreviewPerson, today: LocalDate): Known {
  const september = addMonths(leftSchoolIn, 2);
  const since = september > monthOf(today) ? monthOf(today) : september;
  const [situation = 'university'] = Object.entries(situations).find(([, { activity }]) => activity === planned) ?? [];
  const provider = situation === 'university' ? 'University of Leeds' : 'Exampleton College (invented)';
  const names = situation === 'work' ? {} : { provider, course: 'Physics' };
  const employer = situation === 'work' || situation === 'apprenticeship' ? 'Exampleton Bakery (invented)' : undefined;
  return {
    ...{ situation, ...names, ...(employer !== undefined && { employer }) },
    ...{ since: { month: since, about: false }, heldSince: since, knownOn: today, byThemselves: true },
  };
}

/** The draft with which a preview begins. */
export function beginning(
  { questionnaire }: PublishedQuestionnaire,
  id: string,
  person: PreviewPerson,
  today: LocalDate,
): Draft {
  const drawn = drawBlock(questionnaire, id);
  const draft = drawn === undefined ? emptyDraft : { ...emptyDraft, drawn };
  if (!person.unchanged || person.byProxy || questionnaire.buildsOnKnown !== true) return draft;
  return withUnchanged(questionnaire, draft, { known: toldBefore(person, today), by: nobody, lists: nameLists });
}
