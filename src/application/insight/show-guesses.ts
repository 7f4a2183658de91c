// What did people believe, how near were they, and which beliefs does the data contradict (Y14; features.md, M6)?
// The register of sheets with the surprises of all that are unsealed, and one sheet with what each role said beside the figure. Of a
// sealed sheet only the number of guesses is given away. Figures are hidden as on every page, before anything is tested.
import type { School } from '../../domain/alumni/alumnus.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import {
  guessRoles,
  isSealedSheet,
  leastGuesses,
  perhapsAgain,
  scoreOf,
  sharesOf,
  type GuessRole,
  type GuessSheet,
  type GuessSheetId,
  type Score,
  type UnsealedFigure,
} from '../../domain/insight/guess-sheet.js';
import type { Guessable } from '../../domain/insight/guessable.js';
import { beliefsOf, type Belief } from '../../domain/insight/surprises.js';
import { withheld, type Audience, type Withheld } from '../../domain/statistics/disclosure.js';
import { boundsOf, wilson, type Interval } from '../../domain/statistics/proportion.js';
import type { Tools } from '../tools.js';
import { keepsSheet, seesSheet, sheetInView } from './guess-sheets.js';
import { asOutside } from './outside.js';
import { whoseFigures, type WhoseFigures } from './whose-figures.js';

const mostSheets = 60;

/** What may be told of a sheet whether it is sealed or not. */
export interface ListedSheet extends Pick<
  GuessSheet,
  'id' | 'title' | 'schoolId' | 'cohortId' | 'openedAt' | 'figures'
> {
  readonly school: School | null;
  readonly guesses: number;
  /** Of these, how many may be somebody's second. */
  readonly perhapsAgain: number;
  readonly unsealedAt: Date | null;
}

export interface ShownGuesses {
  readonly audience: Audience;
  readonly sheets: readonly ListedSheet[];
  /** Of all unsealed sheets, those that surprise first. */
  readonly beliefs: readonly Belief[];
  /** Of whom a new sheet may ask. */
  readonly schools: readonly School[];
  readonly wholeTrust: boolean;
  readonly cohorts: readonly CohortId[];
}

const listed = (sheet: GuessSheet, schools: readonly School[]): ListedSheet => {
  const { id, title, schoolId, cohortId, openedAt, figures, guesses, unsealed } = sheet;
  const school = schools.find((one) => one.id === schoolId) ?? null;
  return {
    ...{ id, title, schoolId, cohortId, openedAt, figures, school },
    guesses: guesses.length,
    perhapsAgain: perhapsAgain(guesses),
    unsealedAt: unsealed?.at ?? null,
  };
};

type Reader = Pick<WhoseFigures, 'audience' | 'trustShown'>;

/** Why the figure is not told to the reader; null where it is. The trust's may tell a leader those of the one school that is left. */
const whyNot = (
  { schoolId }: Pick<GuessSheet, 'schoolId'>,
  figure: UnsealedFigure,
  { audience, trustShown }: Reader,
): Withheld | null =>
  withheld(figure, audience) ??
  (audience === 'team' || (figure.openly && (schoolId !== null || trustShown)) ? null : 'small-side');
const mayTell =
  (reader: Reader) =>
  (figure: UnsealedFigure, sheet: GuessSheet): boolean =>
    whyNot(sheet, figure, reader) === null;

/** The latest sheets that the viewer sees; what is believed on them is tested together, wherever a belief is shown. */
const sheetsSeen = async ({ store }: Pick<Tools, 'store'>, viewer: Viewer): Promise<readonly GuessSheet[]> =>
  (await store.guessSheets.latest(mostSheets)).filter((sheet) => seesSheet(viewer, sheet));

/** The register. */
export const showGuesses =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer): Promise<ShownGuesses> => {
    const whose = await whoseFigures({ store }, viewer, { school: '' });
    const { audience, schools, every } = whose;
    const sheets = await sheetsSeen({ store }, viewer);
    const places = await store.rollups.places();
    return {
      ...{ audience, schools },
      sheets: sheets.map((sheet) => listed(sheet, every)),
      beliefs: [...beliefsOf(sheets, mayTell(whose))].sort((one, other) => one.chance - other.chance),
      wholeTrust: viewer.schools === 'every-school',
      cohorts: [...new Set(places.map(({ cohortId }) => cohortId))].sort().reverse(),
    };
  };

/** One figure of an unsealed sheet for a reader. */
export interface SheetFigure {
  readonly key: Guessable;
  /** Null where it is withheld: we cannot tell yet. */
  readonly share: number | null;
  readonly interval: Interval | null;
  readonly bounds: Interval | null;
  readonly why: Withheld | null;
  /** What each role said; null where fewer than five did. */
  readonly roles: readonly { readonly role: GuessRole; readonly median: number | null; readonly score: Score | null }[];
}

export interface ShownSheet extends ListedSheet {
  readonly audience: Audience;
  readonly mayKeep: boolean;
  readonly code: string | null;
  /** Of a sealed sheet how many of each role guessed, and nothing of what. */
  readonly byRole: readonly { readonly role: GuessRole; readonly guesses: number }[];
  /** Empty while it is sealed. */
  readonly found: readonly SheetFigure[];
  readonly beliefs: readonly Belief[];
}

function figureFor(sheet: GuessSheet, figure: UnsealedFigure, reader: Reader): SheetFigure {
  const why = whyNot(sheet, figure, reader);
  const roles = guessRoles.map((role) => {
    const shares = sharesOf(
      sheet.guesses.filter((guess) => guess.role === role && guess.writtenBy === undefined),
      figure.key,
    );
    const score = shares.length < leastGuesses ? null : scoreOf(shares, (figure.yes / figure.of) * 100);
    return { role, median: score?.median ?? null, score: why === null ? score : null };
  });
  const { key, people, yes, of } = figure;
  if (why !== null) return { key, share: null, interval: null, bounds: null, why, roles };
  return { key, share: yes / of, interval: wilson(figure), bounds: boundsOf(figure, people), why, roles };
}

/** One sheet. Throws NotFound for one outside the viewer's schools. */
export const showGuessSheet =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: string): Promise<ShownSheet> => {
    const sheet = await sheetInView({ store }, viewer, id as GuessSheetId);
    const whose = await whoseFigures({ store }, viewer, { school: '' });
    const { audience, every } = whose;
    const sheets = await sheetsSeen({ store }, viewer);
    const together = sheets.some((one) => one.id === sheet.id) ? sheets : [...sheets, sheet];
    return {
      ...listed(sheet, every),
      ...{ audience, mayKeep: keepsSheet(viewer, sheet) && isSealedSheet(sheet), code: sheet.code ?? null },
      byRole: guessRoles.map((role) => ({ role, guesses: sheet.guesses.filter((one) => one.role === role).length })),
      found: (sheet.unsealed?.figures ?? []).map((figure) => figureFor(sheet, figure, whose)),
      beliefs: beliefsOf(together, mayTell(whose)).filter((belief) => belief.sheet.id === sheet.id),
    };
  };

/** The same as it goes on paper. Throws NotFound. */
export const showSheetOnPaper =
  (tools: Pick<Tools, 'store'>) =>
  (viewer: Viewer, id: string): Promise<ShownSheet> =>
    showGuessSheet(tools)(asOutside(viewer), id);
