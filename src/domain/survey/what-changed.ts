// What did answers like theirs change (look.md, section 2; Y11)? One true sentence on the last page, the leaving form’s too, set by
// staff: for everyone who left, or for one kind of leaver, which then comes first. Never by what somebody answered; without one
// nothing is said.
import { stages, type Stage } from '../alumni/cohort.js';
import type { LocalDate } from '../calendar/local-date.js';

/** For whom a sentence may stand. */
export const changedFor = ['everyone', ...stages] as const;
export type ChangedFor = (typeof changedFor)[number];

export interface WhatChanged {
  /** The sentence by language (BCP 47); English is always there. */
  readonly texts: Readonly<Record<string, string>> & { readonly en: string };
  /** The day from which on it is so. */
  readonly since: LocalDate;
  /** By what staff know that it is true and came of answers; for staff alone. */
  readonly restsOn: string;
}

export type ChangesSaid = Readonly<Partial<Record<ChangedFor, WhatChanged>>>;

/** What those who left the stage are told; null: nothing is set. */
export const changeToldTo = (said: ChangesSaid, stage: Stage | null): WhatChanged | null =>
  (stage === null ? undefined : said[stage]) ?? said.everyone ?? null;

/** The sentence in the language, in English where nobody wrote it in theirs; with the language that it is in. */
export const changeIn = (
  { texts }: Pick<WhatChanged, 'texts'>,
  language: string,
): { readonly text: string; readonly language: string } => {
  const own = texts[language];
  return own === undefined ? { text: texts.en, language: 'en' } : { text: own, language };
};
