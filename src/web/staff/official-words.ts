// How official figures and files are said on screen (Y24): values with their signs in words, groups of students, versions.
import type { DatedFigure } from '../../application/official/figures-by-code.js';
import type { ListedOfficial } from '../../application/official/look-at-official.js';
import type { CellChange } from '../../domain/official/difference.js';
import { valueWords } from '../../domain/official/difference.js';
import { facets, leaversWords, type Facets, type Release } from '../../domain/official/figure.js';
import { cellWords } from '../../domain/official/measure.js';
import type { OfficialImportState } from '../../domain/official/official-import.js';
import { format } from '../format.js';

export const stateTags = {
  ready: { tone: 'careful', text: 'Waits for you' },
  committing: { tone: 'note', text: 'Being written' },
  done: { tone: 'quiet', text: 'Not shown' },
  discarded: { tone: 'quiet', text: 'Discarded' },
  stopped: { tone: 'wrong', text: 'Bring it again' },
} as const satisfies Readonly<Record<OfficialImportState, { readonly tone: string; readonly text: string }>>;

/** Where the file stands: shown, shown in part, or its state. */
export function standTag({ import: { state }, shown }: ListedOfficial) {
  if (state !== 'done' || shown === 'no') return stateTags[state];
  return shown === 'whole' ? { tone: 'good', text: 'Shown' } : { tone: 'note', text: 'Shown in part' };
}

export const releaseWords: Readonly<Record<Release, string>> = {
  provisional: 'provisional',
  revised: 'revised',
  final: 'final',
  'not-said': 'whether provisional or revised is not said',
};

/** `Level 3 · Disadvantage status: Disadvantaged`; everybody where nothing narrows it. Which institutions is said apart. */
export const groupWords = (about: Facets): string => {
  const parts = facets.flatMap((facet) =>
    facet === 'institutions' || facet === 'counted' ? [] : (about[facet] ?? []),
  );
  return parts.length === 0 ? 'All students' : parts.join(' · ');
};

/** Whose students an area's figure counts, where the file has several. */
export const countedWords = ({ institutions, counted }: Facets): string =>
  [institutions, counted].filter((part) => part !== undefined).join(', ');

/** The day as of which the figure stands. */
export const asOfWords = ({ publishedOn, importedAt }: Pick<DatedFigure, 'publishedOn' | 'importedAt'>): string =>
  publishedOn === null
    ? `imported ${format.day(importedAt)}; the day of publication was not given`
    : `published ${format.date(publishedOn)}, imported ${format.day(importedAt)}`;

/** A row of the table of changes. */
export const changeRow = ({ name, about, unit, cell, before, after }: CellChange): readonly string[] => [
  name === '' ? 'Not named in the file' : name,
  [groupWords(about), countedWords(about)].filter((part) => part !== '').join(' · '),
  `${cellWords(cell)}${unit === 'percent' ? ', per cent' : ''}`,
  valueWords(before, unit, cell),
  valueWords(after, unit, cell),
];

/** `2022/23 leavers, revised`. */
export const sliceWords = (leavers: number | null, release: Release): string =>
  `${leaversWords(leavers)}${release === 'not-said' ? '' : `, ${releaseWords[release]}`}`;
