// What does one cell of a leavers file mean?
// Days are read as 2026-07-17, 17/07/2026 or 17 July 2026's short form 17-07-2026, always day first; months as 2026-10,
// 10/2026 or a whole day. A name that begins like a spreadsheet formula is none (issue 3, bad input).
import { monthOf, parseLocalDate, parseLocalMonth, type LocalDate, type LocalMonth } from '../calendar/local-date.js';
import type { ContactOwner, Permission, PlannedActivity } from './alumnus.js';
import type { Stage } from './cohort.js';

/** Letters and digits only, in lower case: `Year 13`, `year_13` and `YEAR13` are one. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The day, or null when the text names none. */
export function readDay(text: string): LocalDate | null {
  const british = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (british === null) return parseLocalDate(text.replace(/T00:00(:00)?.*$/, ''));
  const [, day = '', month = '', year = ''] = british;
  return parseLocalDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** The month, or null. */
export function readMonth(text: string): LocalMonth | null {
  const british = /^(\d{1,2})[/.-](\d{4})$/.exec(text);
  if (british !== null) return parseLocalMonth(`${british[2] ?? ''}-${(british[1] ?? '').padStart(2, '0')}`);
  const day = readDay(text);
  return day === null ? parseLocalMonth(text) : monthOf(day);
}

/** The stage that somebody left: `Year 13`, `Y13`, `13`. */
export function readStage(text: string): Stage | null {
  const match = /^(?:year|yr|y|nc|ncyear|stage)?(11|13)$/.exec(plain(text));
  return match === null ? null : match[1] === '11' ? 'y11' : 'y13';
}

const activityWords: Readonly<Record<PlannedActivity, readonly string[]>> = {
  university: ['university', 'uni', 'he', 'highereducation', 'degree', 'ucas'],
  apprenticeship: ['apprenticeship', 'apprentice', 'degreeapprenticeship'],
  employment: ['employment', 'work', 'job', 'working', 'employed'],
  'further-education': ['furthereducation', 'fe', 'college', 'sixthform', 'fecollege', 'school'],
  training: ['training', 'traineeship', 'supportedinternship'],
  'gap-year': ['gapyear', 'gap', 'yearout'],
  other: ['other', 'somethingelse'],
  undecided: ['undecided', 'noplan', 'noplanyet', 'notknown', 'unknown', 'notsure'],
};

/** What each of the words means; asked for every row of files of a million. */
const byWord = <T extends string>(words: Readonly<Record<T, readonly string[]>>): ReadonlyMap<string, T> =>
  new Map((Object.keys(words) as T[]).flatMap((meaning) => words[meaning].map((word) => [word, meaning] as const)));
const activityByWord = byWord(activityWords);

/** The broad kind of destination that the words name. */
export const readActivity = (text: string): PlannedActivity | null => activityByWord.get(plain(text)) ?? null;

const ownerWords: Readonly<Record<ContactOwner, readonly string[]>> = {
  self: ['self', 'own', 'student', 'pupil', 'personal', 'alumnus', 'leaver'],
  parent: ['parent', 'mother', 'father', 'carer', 'guardian', 'parentcarer', 'family'],
  shared: ['shared', 'household', 'home', 'joint'],
  unknown: ['unknown', 'notknown'],
};

const ownerByWord = byWord(ownerWords);

/** Whose address or number it is (Y2). */
export const readOwner = (text: string): ContactOwner | null => ownerByWord.get(plain(text)) ?? null;

/** The ground for writing (requirement P1). */
export function readBasis(text: string): Permission['basis'] | null {
  const word = plain(text);
  if (['publictask', 'task', 'publicinterest'].includes(word)) return 'public-task';
  return ['consent', 'consented', 'yes'].includes(word) ? 'consent' : null;
}

/** What keeps a text from being somebody's name, or null for a name. The text comes as it stood in the cell. */
export function notAName(text: string): 'formula' | 'too-long' | 'no-letter' | 'odd-characters' | null {
  if (/^['"\s\uFEFF]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-]|^[\t\r\n]/u.test(text)) return 'formula';
  const name = text.trim();
  if (name.length > 100) return 'too-long';
  if (!/\p{L}/u.test(name)) return 'no-letter';
  return /[\p{Cc}\p{Cf}<>{}[\]|\\^~=@#;]/u.test(name.replaceAll('\u200d', '')) ? 'odd-characters' : null;
}

/** Plain letters and signs with single spaces: by far most cells are tidy as they are. */
const isTidy = /^(?:[!-~]+(?: [!-~]+)*)?$/;

/** Single spaces, none at the ends, one form for accented letters. */
export const tidy = (text: string): string =>
  isTidy.test(text) ? text : text.normalize('NFC').replace(/\s+/gu, ' ').trim();
