// How does somebody at a meeting guess first (Y14)?
// By the code on the wall: the sheet's questions and nothing else. Nobody is known, so it is the browser that guesses once: it keeps a
// random mark, and of mark and sheet the guess's id is made by a key. A guess is taken once, however often or by how many hands it is sent,
// and never changed. A device that is handed on may guess again, and such a guess says so, as does one of a browser that keeps nothing.
// Who takes a second device, or forgets the mark, still guesses twice: that is the price of asking no names, and the sheet says it.
import { randomBytes } from 'node:crypto';
import type { Guess, GuessRole, GuessSheet } from '../../domain/insight/guess-sheet.js';
import { readFormCode } from '../../domain/survey/leaving-form.js';
import type { Tools } from '../tools.js';
import { askedOnly } from './guess-sheets.js';

type CodeTools = Pick<Tools, 'store' | 'signer' | 'clock'>;

const purpose = 'survey-session';
const said = (sheet: Pick<GuessSheet, 'id'>, id: string): string => `guess ${sheet.id} ${id}`;

/** A random id, and how often the device was handed on to the next person. */
const markShape = /^([A-Za-z0-9_-]{16})\.(\d{1,4})$/;
const readMark = (mark: string | undefined): string | null =>
  mark !== undefined && markShape.test(mark) ? mark : null;
const isHandedOn = (mark: string): boolean => !mark.endsWith('.0');

/** The mark of a browser that is handed on to the next person. */
export function handedOn(mark: string | undefined): string {
  const [, id, turns] = markShape.exec(mark ?? '') ?? [];
  return `${id ?? randomBytes(12).toString('base64url')}.${(Number(turns ?? 0) % 9_999) + 1}`;
}

/** What the browser's guess on the sheet is called; one sheet's tells nothing of another's. */
const guessIdOf = ({ signer }: Pick<Tools, 'signer'>, sheet: Pick<GuessSheet, 'id'>, mark: string): string =>
  signer.sign(purpose, `guess of ${sheet.id} ${mark}`).slice(0, 16);

/** What somebody with the code is asked. */
export interface OpenSheet extends Pick<GuessSheet, 'title' | 'schoolId' | 'cohortId' | 'figures'> {
  readonly code: string;
  /** Null for the whole trust. */
  readonly school: string | null;
  readonly ticket: string;
  /** For the browser to keep: its own, or a new one. */
  readonly mark: string;
  /** Whether this browser's guess is there. */
  readonly stands: boolean;
}

async function sheetOf({ store }: Pick<Tools, 'store'>, typed: string): Promise<GuessSheet | null> {
  const code = readFormCode(typed);
  return code === null ? null : store.guessSheets.byCode(code);
}

/** The questions behind a code, for the browser of this mark; null for a code that opens nothing. */
export const sheetByCode =
  (tools: CodeTools) =>
  async (typed: string, given?: string): Promise<OpenSheet | null> => {
    const { store, signer } = tools;
    const sheet = await sheetOf({ store }, typed);
    if (sheet?.code === undefined) return null;
    const { title, schoolId, cohortId, figures, code } = sheet;
    const mark = readMark(given) ?? `${randomBytes(12).toString('base64url')}.0`;
    const id = guessIdOf(tools, sheet, mark);
    const school =
      schoolId === null ? null : ((await store.schools.all()).find((one) => one.id === schoolId)?.name ?? null);
    const ticket = `${id}.${signer.sign(purpose, said(sheet, id))}`;
    const stands = given === mark && (await store.guessSheets.holds(sheet.id, id));
    return { title, schoolId, cohortId, figures, code, school, ticket, mark, stands };
  };

/**
 * `closed`: there is no such sheet any more, or it is full. `not-ours`: a ticket of another sheet, or of nobody's. `already`: that
 * browser's guess stands, and stays what it is.
 */
export interface GuessTaken {
  readonly kind: 'taken' | 'already' | 'closed' | 'not-ours' | 'nothing';
}

/** Takes a guess. */
export const takeGuess =
  (tools: CodeTools) =>
  async (
    typed: string,
    given: {
      readonly ticket: string;
      /** As the browser sent it; undefined where it keeps none. */
      readonly mark: string | undefined;
      readonly role: GuessRole;
      readonly shares: Guess['shares'];
    },
  ): Promise<GuessTaken> => {
    const { store, signer, clock } = tools;
    const sheet = await sheetOf({ store }, typed);
    if (sheet === null) return { kind: 'closed' };
    const [, id, mac] = /^([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{43})$/.exec(given.ticket) ?? [];
    if (id === undefined || mac === undefined || !signer.verify(purpose, said(sheet, id), mac)) {
      return { kind: 'not-ours' };
    }
    const shares = askedOnly(sheet, given.shares);
    if (Object.keys(shares).length === 0) return { kind: 'nothing' };
    const mark = readMark(given.mark);
    const alone = mark !== null && !isHandedOn(mark) && guessIdOf(tools, sheet, mark) === id;
    const guess: Guess = { id, role: given.role, shares, at: clock.now(), ...(!alone && { perhapsAgain: true }) };
    if (await store.guessSheets.add(sheet.id, guess, null)) return { kind: 'taken' };
    return { kind: (await store.guessSheets.holds(sheet.id, id)) ? 'already' : 'closed' };
  };
