// Between which cohorts, schools and questionnaires may somebody choose who plans a wave?
import { cohortName } from '../../domain/alumni/cohort.js';
import type { School } from '../../domain/alumni/alumnus.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { newestQuestionnaire, waveQuestionnaires } from '../../domain/survey/catalogue.js';
import type { QuestionnaireRef } from '../../domain/waves/wave.js';
import type { Tools } from '../tools.js';

/** What the form for a new wave offers. */
export interface PlanChoices {
  /** Newest first, with how many people of the viewer's schools each has. */
  readonly cohorts: readonly { readonly id: CohortId; readonly name: string; readonly count: number }[];
  readonly schools: readonly School[];
  /** The newest version of each, as staff read it; waves that ask an older one keep it. */
  readonly questionnaires: readonly { readonly ref: QuestionnaireRef; readonly title: string }[];
  /** Whether somebody carries texts; a text step sends none without. */
  readonly texts: boolean;
}

/** What the form offers; only what the viewer may see. */
export const planChoices =
  ({ store, texts }: Pick<Tools, 'store' | 'texts'>) =>
  async (viewer: Viewer): Promise<PlanChoices> => {
    const [counts, schools] = await Promise.all([store.alumni.countByCohort(viewer.schools), store.schools.all()]);
    const cohorts = new Map<CohortId, number>();
    for (const { cohortId, count } of counts) cohorts.set(cohortId, (cohorts.get(cohortId) ?? 0) + count);
    return {
      cohorts: [...cohorts]
        .map(([id, count]) => ({ id, name: cohortName(id), count }))
        .sort((a, b) => b.id.slice(-4).localeCompare(a.id.slice(-4)) || b.id.localeCompare(a.id)),
      schools: schools.filter((school) => covers(viewer.schools, school.id)),
      questionnaires: waveQuestionnaires
        .filter((each) => newestQuestionnaire(each.questionnaire.name) === each)
        .map(({ questionnaire: { name, version }, title }) => ({
          ref: { name, version },
          title: `${title}, version ${version}`,
        })),
      texts: texts !== undefined,
    };
  };
