// Which letter leaves, now that it leaves?
// Chosen again at the moment of sending, because somebody may have begun to answer since it was queued (feature 27). Once a
// message was tried, it keeps its words: two attempts must send the same bytes (requirement E9). What it says is written
// down before its bytes can leave.
import type { Alumnus, ContactPoint } from '../../../domain/alumni/alumnus.js';
import type { DestinationRecord } from '../../../domain/destinations/record.js';
import type { Invitation } from '../../../domain/waves/invitation.js';
import { languageNamed, surveyLanguages } from '../../../domain/survey/languages/languages.js';
import { english } from '../../../domain/waves/letters/catalogue.js';
import { letterFor } from '../../../domain/waves/letters/letter-for.js';
import { letterIds, letterKey, type LetterRef } from '../../../domain/waves/letters/letter.js';
import type { Wave } from '../../../domain/waves/wave.js';
import type { MailForm } from '../../../mail/index.js';
import type { LeasedMessage } from '../../../store/index.js';
import type { Tools } from '../../tools.js';
import { letterRef, type LetterBook, type LetterVersions } from '../letters/letter-book.js';
import { heldInMail } from './held-in-mail.js';

/** A message with the letter that it is going to say. */
export interface ChosenLetter {
  readonly message: LeasedMessage;
  readonly letter: LetterRef;
}

/** The letter that the message names; null for one that was queued before messages named any. */
function letterOf({ template, letterVersion, language }: LeasedMessage): LetterRef | null {
  const id = letterIds.find((each) => each === template);
  return id === undefined || letterVersion === undefined || language === undefined
    ? null
    : { id, version: letterVersion, language };
}

/** The letter of this message as things stand now. Throws RangeError for a language that no speaker has confirmed. */
export async function letterToSend(
  { book, languages = surveyLanguages }: Pick<Tools, 'languages'> & { readonly book: LetterBook },
  message: LeasedMessage,
  about: {
    readonly wave: Wave;
    readonly versions: LetterVersions;
    readonly invitation: Invitation;
    readonly person: Alumnus;
    readonly address: ContactPoint;
    /** Where the wave's questions start from what is known. */
    readonly record?: DestinationRecord;
  },
): Promise<{ readonly letter: LetterRef; readonly form: MailForm; readonly held?: string }> {
  const { wave, versions, invitation, person, address, record } = about;
  const named = letterOf(message);
  const step = wave.steps.find(({ id }) => id === message.stepId);
  if (step === undefined) throw new RangeError('its step is not in the wave');
  const letter =
    message.attempts > 0 && named !== null
      ? named
      : letterRef(versions, letterFor(step, invitation, { wave, points: person.contactPoints }), wave, person);
  // English always; another language where a speaker has confirmed the wave's letters in it, and the pages that they lead to.
  const confirmed = versions[letterKey(letter.id, letter.language)] !== undefined;
  if (letter.language !== english.language && !(confirmed && languageNamed(letter.language, languages) !== null)) {
    throw new RangeError(`no speaker has confirmed ${letter.language}`);
  }
  const { answers, held } = heldInMail(letter.id, { dueAt: message.dueAt, record, address });
  return { letter, form: await book.formOf(letter, { answers }), ...(held !== undefined && { held }) };
}

/** Writes down what these messages say, where that is not what they name already: one write for each letter. */
export async function noteLetters({ store }: Pick<Tools, 'store'>, chosen: readonly ChosenLetter[]): Promise<void> {
  const changed = new Map<string, { letter: LetterRef; leaseId: string; ids: LeasedMessage['_id'][] }>();
  for (const { message, letter } of chosen) {
    const named = letterOf(message);
    const key = `${letter.language}:${letter.id}:${letter.version}`;
    if (named !== null && key === `${named.language}:${named.id}:${named.version}`) continue;
    const group = changed.get(key) ?? { letter, leaseId: message.leaseId, ids: [] };
    group.ids.push(message._id);
    changed.set(key, group);
  }
  for (const { letter, leaseId, ids } of changed.values()) await store.outbox.noteLetter(leaseId, ids, letter);
}
