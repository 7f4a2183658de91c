// How does somebody at a meeting guess first (Y14)?
// By the code on the wall: the sheet's questions and nothing else. Each page carries a ticket of its own, signed and of one sheet;
// the ticket is the guess's id, so that a guess is taken once, however often or by how many hands it is sent, and never changed.
// Nobody is known: role and sheet alone are kept.
import { randomBytes } from 'node:crypto';
import type { Guess, GuessRole, GuessSheet } from '../../domain/insight/guess-sheet.js';
import { readFormCode } from '../../domain/survey/leaving-form.js';
import type { Tools } from '../tools.js';
import { askedOnly } from './guess-sheets.js';

type CodeTools = Pick<Tools, 'store' | 'signer' | 'clock'>;

const purpose = 'survey-session';
const said = (sheet: Pick<GuessSheet, 'id'>, id: string): string => `guess ${sheet.id} ${id}`;

/** What somebody with the code is asked. */
export interface OpenSheet extends Pick<GuessSheet, 'title' | 'schoolId' | 'cohortId' | 'figures'> {
  readonly code: string;
  /** Null for the whole trust. */
  readonly school: string | null;
  readonly ticket: string;
}

async function sheetOf({ store }: Pick<Tools, 'store'>, typed: string): Promise<GuessSheet | null> {
  const code = readFormCode(typed);
  return code === null ? null : store.guessSheets.byCode(code);
}

/** The questions behind a code, with a new ticket; null for a code that opens nothing. */
export const sheetByCode =
  ({ store, signer }: CodeTools) =>
  async (typed: string): Promise<OpenSheet | null> => {
    const sheet = await sheetOf({ store }, typed);
    if (sheet?.code === undefined) return null;
    const { title, schoolId, cohortId, figures, code } = sheet;
    const id = randomBytes(12).toString('base64url');
    const school =
      schoolId === null ? null : ((await store.schools.all()).find((one) => one.id === schoolId)?.name ?? null);
    const ticket = `${id}.${signer.sign(purpose, said(sheet, id))}`;
    return { title, schoolId, cohortId, figures, code, school, ticket };
  };

/**
 * `closed`: there is no such sheet any more, or it is full. `not-ours`: a ticket of another sheet, or of nobody's. `already`: that
 * ticket's guess stands, and stays what it is.
 */
export interface GuessTaken {
  readonly kind: 'taken' | 'already' | 'closed' | 'not-ours' | 'nothing';
}

/** Takes a guess. */
export const takeGuess =
  ({ store, signer, clock }: CodeTools) =>
  async (
    typed: string,
    given: { readonly ticket: string; readonly role: GuessRole; readonly shares: Guess['shares'] },
  ): Promise<GuessTaken> => {
    const sheet = await sheetOf({ store }, typed);
    if (sheet === null) return { kind: 'closed' };
    const [, id, mac] = /^([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{43})$/.exec(given.ticket) ?? [];
    if (id === undefined || mac === undefined || !signer.verify(purpose, said(sheet, id), mac)) {
      return { kind: 'not-ours' };
    }
    const shares = askedOnly(sheet, given.shares);
    if (Object.keys(shares).length === 0) return { kind: 'nothing' };
    const guess: Guess = { id, role: given.role, shares, at: clock.now() };
    if (await store.guessSheets.add(sheet.id, guess, null)) return { kind: 'taken' };
    const held = await store.guessSheets.find(sheet.id);
    return { kind: held?.guesses.some((one) => one.id === id) === true ? 'already' : 'closed' };
  };
