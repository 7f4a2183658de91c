// Which questionnaires are published, and how do they read?
// Published versions never change; the fingerprint of data and texts is recorded here and a guard test computes it again
// (architecture, section 7). A wave names one version; answers are read by that version for ever.
import type { Questionnaire } from './definition.js';
import { destinationCheckV1 } from './questionnaires/destination-check-v1.js';
import { destinationCheckV1En } from './questionnaires/destination-check-v1.en.js';
import type { QuestionnaireTexts } from './texts.js';

/** A questionnaire with its texts, as it was published. */
export interface PublishedQuestionnaire {
  readonly questionnaire: Questionnaire;
  /** Its name as staff see it when they plan a wave. */
  readonly title: string;
  readonly texts: { readonly en: QuestionnaireTexts };
  /** SHA-256, hexadecimal, of the JSON of questionnaire and texts. */
  readonly fingerprint: string;
}

/** All published versions. */
export const publishedQuestionnaires: readonly PublishedQuestionnaire[] = [
  {
    questionnaire: destinationCheckV1,
    title: 'Destination check',
    texts: { en: destinationCheckV1En },
    fingerprint: '4ec7f00cf7cff084b87e9501af6803fc1566aa78a7528a29e91543771963d65e',
  },
];

/** The newest version of that name, or null when there is none. */
export const newestQuestionnaire = (name: string): PublishedQuestionnaire | null =>
  publishedQuestionnaires
    .filter(({ questionnaire }) => questionnaire.name === name)
    .reduce<PublishedQuestionnaire | null>(
      (newest, each) => (each.questionnaire.version > (newest?.questionnaire.version ?? 0) ? each : newest),
      null,
    );

/** The published version, or null when there is none by that name and number. */
export const findQuestionnaire = (ref: {
  readonly name: string;
  readonly version: number;
}): PublishedQuestionnaire | null =>
  publishedQuestionnaires.find(
    ({ questionnaire }) => questionnaire.name === ref.name && questionnaire.version === ref.version,
  ) ?? null;
