// Which subject might somebody mean who says what they study?
import type { Listed, NameList } from '../domain/survey/listed.js';
import { folded, nameList } from './name-list.js';
import { subjectRows } from './subject-rows.js';

/** What a course is called beside its subject. */
const degrees = [
  ...[
    'ba',
    'bsc',
    'beng',
    'bed',
    'bmus',
    'llm',
    'ma',
    'msc',
    'meng',
    'mphys',
    'mchem',
    'mmath',
    'msci',
    'hons',
    'honours',
  ],
  ...['degree', 'foundation', 'year', 'first', 'placement', 'industry', 'abroad', 'studying', 'course', 'joint'],
];

const codeByName = new Map(
  subjectRows.flatMap(([code, ...names]) => names.map((name) => [folded(name), code] as const)).reverse(),
);

const withoutDegree = (text: string): string =>
  folded(text)
    .split(' ')
    .filter((word) => !degrees.includes(word))
    .join(' ');

/** Subjects by their CAH code at level 3. */
export const subjectList: NameList = nameList({
  version: 'subjects 2026-11-23',
  entries: subjectRows.map(([code, name, ...others]) => ({ code, name, others })),
  called: (text) => codeByName.get(withoutDegree(text)) ?? null,
  beside: degrees,
  partly: true,
});

/** All of them, by name. */
export const subjects: readonly Listed[] = subjectRows
  .map(([code, name]) => ({ code, name }))
  .sort((one, other) => one.name.localeCompare(other.name, 'en-GB'));
