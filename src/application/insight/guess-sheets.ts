// How is a sheet of guesses opened, filled in by staff for a group, and unsealed (Y14; features.md, M6)?
// While it is sealed nobody reads a guess: staff see how many there are. Unsealing counts the figures first and puts them beside the
// guesses in the write that ends guessing. The trust's sheet is opened by who sees every school.
import { randomInt } from 'node:crypto';
import type { AuditIntent } from '../../domain/alumni/audit.js';
import { parseCohortId } from '../../domain/alumni/cohort.js';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { guessableFacts, type Guessable } from '../../domain/insight/guessable.js';
import {
  isSealedSheet,
  type Guess,
  type GuessedShare,
  type GuessRole,
  type GuessSheet,
  type GuessSheetId,
  type UnsealedFigure,
} from '../../domain/insight/guess-sheet.js';
import { merged } from '../../domain/insight/reports.js';
import { withheld } from '../../domain/statistics/disclosure.js';
import { codeLength, codeSigns } from '../../domain/survey/leaving-form.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { toldOpenly } from './told-openly.js';

type SheetTools = Pick<Tools, 'store' | 'clock' | 'newId'>;

const mostAttempts = 5;
const newCode = (): string => Array.from({ length: codeLength }, () => codeSigns[randomInt(codeSigns.length)]).join('');

/** Whether the sheet is within what the viewer sees: the trust's is everybody's, a school's its own. */
export const seesSheet = ({ schools }: Viewer, { schoolId }: Pick<GuessSheet, 'schoolId'>): boolean =>
  schoolId === null || covers(schools, schoolId);

/** Who may open, add to and unseal it: those who see all that it is of. */
export const keepsSheet = ({ schools }: Viewer, { schoolId }: Pick<GuessSheet, 'schoolId'>): boolean =>
  covers(schools, schoolId);

const actOn = ({ clock, newId }: SheetTools, viewer: Viewer, act: string, id: GuessSheetId): AuditIntent => ({
  ...{ id: newId(), at: clock.now(), act, subject: `guess-sheet:${id}` },
  actor: { kind: 'staff', id: viewer.staffId },
});

/** A figure of the school's or the trust's leavers of the year, as it is counted now. */
async function figureNow(
  { store }: Pick<Tools, 'store'>,
  { schoolId, cohortId }: Pick<GuessSheet, 'schoolId' | 'cohortId'>,
  key: Guessable,
): Promise<UnsealedFigure> {
  const { report, count } = guessableFacts[key];
  const tables = await store.rollups.ofCohorts(report, [cohortId]);
  const figure = count(
    merged(tables.filter((one) => schoolId === null || one.schoolId === schoolId).map(({ table }) => table)),
  );
  const openly = withheld(figure, 'leaders') === null && (await toldOpenly({ store }, { schoolId, cohortId }, key));
  return { key, ...figure, openly };
}

export interface NewSheet {
  readonly title: string;
  /** Empty for the whole trust. */
  readonly school: string;
  readonly cohort: CohortId;
  readonly figures: readonly Guessable[];
}

/** Opens a sheet with a code of its own; null for a school or year that the viewer cannot ask for. */
export const openGuessSheet =
  (tools: SheetTools) =>
  async (viewer: Viewer, { title, school, cohort, figures }: NewSheet): Promise<GuessSheetId | null> => {
    const { store, clock, newId } = tools;
    const schoolId = school === '' ? null : (school as SchoolId);
    const known = schoolId === null || (await store.schools.all()).some(({ id }) => id === schoolId);
    if (!known || !keepsSheet(viewer, { schoolId }) || parseCohortId(cohort) === null) return null;
    const place = { schoolId, cohortId: cohort };
    const counts = await Promise.all(figures.map((key) => figureNow({ store }, place, key)));
    const seenBefore = counts.filter(({ openly }) => openly).map(({ key }) => key);
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const id = newId() as GuessSheetId;
      const sheet: GuessSheet = {
        ...{ id, title, ...place, figures, seenBefore, guesses: [], code: newCode() },
        ...{ openedBy: viewer.staffId, openedAt: clock.now() },
      };
      if (await store.guessSheets.insert(sheet, actOn(tools, viewer, 'guess-sheet.opened', id))) return id;
    }
    throw new ChangedMeanwhile();
  };

/** The sheet within the viewer's schools. Throws NotFound. */
export async function sheetInView(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
  id: GuessSheetId,
): Promise<GuessSheet> {
  const sheet = await store.guessSheets.find(id);
  if (sheet === null || !seesSheet(viewer, sheet)) throw new NotFound();
  return sheet;
}

export interface GroupGuess {
  readonly role: GuessRole;
  /** Where it was said, by whom in general: "governors, autumn meeting". */
  readonly said: string;
  readonly shares: Guess['shares'];
}

/** `unsealed`: the figures stand, and nothing can be added any more. */
export type Added = { readonly kind: 'added' | 'unsealed' | 'nothing' };

/** What is said of figures that the sheet does not ask is left out. */
export const askedOnly = ({ figures }: Pick<GuessSheet, 'figures'>, shares: Guess['shares']): Guess['shares'] =>
  Object.fromEntries(
    figures.flatMap((key): readonly (readonly [Guessable, GuessedShare])[] => {
      const share = shares[key];
      return share === undefined ? [] : [[key, share]];
    }),
  );

/** Writes down what a group believes, with who wrote it. Throws NotFound. */
export const addGroupGuess =
  (tools: SheetTools) =>
  async (viewer: Viewer, id: GuessSheetId, { role, said, shares }: GroupGuess): Promise<Added> => {
    const { store, clock, newId } = tools;
    const sheet = await sheetInView(tools, viewer, id);
    if (!keepsSheet(viewer, sheet)) throw new NotFound();
    if (!isSealedSheet(sheet)) return { kind: 'unsealed' };
    const asked = askedOnly(sheet, shares);
    if (Object.keys(asked).length === 0) return { kind: 'nothing' };
    const guess: Guess = { id: newId(), role, said, shares: asked, at: clock.now(), writtenBy: viewer.staffId };
    const added = await store.guessSheets.add(id, guess, actOn(tools, viewer, 'guess-sheet.group-guess', id));
    return { kind: added ? 'added' : 'unsealed' };
  };

/** Counts the figures and puts them beside the guesses; a second time changes nothing. Throws NotFound. */
export const unsealGuessSheet =
  (tools: SheetTools) =>
  async (viewer: Viewer, id: GuessSheetId): Promise<void> => {
    const { store, clock } = tools;
    const sheet = await sheetInView(tools, viewer, id);
    if (!keepsSheet(viewer, sheet)) throw new NotFound();
    if (!isSealedSheet(sheet)) return;
    const figures = await Promise.all(sheet.figures.map((key) => figureNow({ store }, sheet, key)));
    const unsealed = { at: clock.now(), by: viewer.staffId, figures };
    await store.guessSheets.unseal(id, unsealed, actOn(tools, viewer, 'guess-sheet.unsealed', id));
  };
