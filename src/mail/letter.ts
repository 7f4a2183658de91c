// How does a letter become mail for many people without being written for each of them?
// Its parts are rendered once, with a mark in place of every field; what is kept are the pieces between the marks. A mail
// for one person is those pieces joined with their own values: as they stand in text, escaped in HTML.
import ejs from 'ejs';
import type { Frame } from '../domain/waves/letters/frame.js';
import { hasButton, type Letter, type LetterField, type Run } from '../domain/waves/letters/letter.js';
import { emailTemplate, tidy, type ComposedMail } from './compose.js';

/** What is filled in for each person: the letter's own fields, where its links lead, and what we have for them. */
export type MergeField = LetterField | 'link' | 'unsubscribe' | 'same' | 'changed' | 'held';
/** `same`, `changed` and `held` only for a form that has them. */
export type MergeFields = Readonly<
  Record<LetterField | 'link' | 'unsubscribe', string> & Partial<Record<'same' | 'changed' | 'held', string>>
>;

/**
 * Which buttons stand in a letter: its own; the two answers of somebody who comes back (M10); or those below what we have
 * for them, where that may be said (Y2).
 */
export type LetterAnswers = 'own' | 'asked' | 'shown';

/** A stretch of a mail that is the same for all, or a field. */
export type Piece = string | { readonly field: MergeField };

/** A letter that is ready to be merged; nothing of it is compiled or rendered again. */
export interface MailForm {
  readonly subject: string;
  readonly text: readonly Piece[];
  readonly html: readonly Piece[];
}

/** What a letter is set into. */
export interface LetterSetting {
  /** For `lang`: `en-GB`, `ar`. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly frame: Frame;
  readonly sender: string;
  readonly trust: string;
  readonly postalAddress: string;
  readonly privacyNotice: string;
  readonly answers?: LetterAnswers;
  /** A line above everything, for a test. */
  readonly banner?: string;
}

// Private-use characters: no letter holds one (its source is cleaned of them), and no escaping touches them.
const [opens, closes] = ['\ue000', '\ue001'];
const mark = (field: MergeField): string => `${opens}${field}${closes}`;
const marked = (runs: readonly Run[]): string =>
  runs.map((run) => (typeof run === 'string' ? run : mark(run.field))).join('');

const pieces = (rendered: string): readonly Piece[] =>
  rendered
    .split(new RegExp(`(${opens}[a-z]+${closes})`))
    .map((part): Piece => (part.startsWith(opens) ? { field: part.slice(1, -1) as MergeField } : part))
    .filter((piece) => piece !== '');

/** Renders a letter once for everybody who gets it. */
export function compileLetter(letter: Letter, setting: LetterSetting): MailForm {
  const { frame, language, direction, banner, answers = 'own' } = setting;
  const withLink = hasButton(letter.id);
  const given = {
    title: letter.subject,
    language,
    direction,
    banner: banner ?? null,
    blocks: letter.blocks.map((block) => {
      if (block.kind === 'button') return block;
      return block.kind === 'paragraph'
        ? { kind: block.kind, words: marked(block.runs) }
        : { kind: block.kind, items: block.items.map(marked) };
    }),
    frame: {
      ...frame,
      why: marked(withLink ? frame.why : frame.once),
      stop: withLink ? frame.stop : null,
      stopByReply: withLink ? frame.stopByReply : frame.stopOnlyByReply,
    },
    sender: tidy(setting.sender),
    trust: tidy(setting.trust),
    postalAddress: tidy(setting.postalAddress),
    privacyNotice: tidy(setting.privacyNotice),
    answers: answers === 'own' ? null : { same: mark('same'), changed: mark('changed') },
    held: answers === 'shown' ? mark('held') : null,
    link: mark('link'),
    unsubscribe: mark('unsubscribe'),
  };
  return {
    subject: letter.subject,
    text: pieces(emailTemplate('letter.text')(given)),
    html: pieces(emailTemplate('letter.html')(given)),
  };
}

const asHtml = (value: string): string => ejs.escapeXML(value);

const joined = (form: readonly Piece[], values: MergeFields, write: (value: string) => string): string =>
  form
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      const value = tidy(values[piece.field] ?? '');
      if (value === '') throw new RangeError(`a letter lacks ${piece.field}`);
      return write(value);
    })
    .join('');

/**
 * The mail for one person.
 *
 * @throws RangeError naming a field that is empty: a mail with a gap is worse than one that is late
 */
export const mergeLetter = (form: MailForm, values: MergeFields): ComposedMail => ({
  subject: form.subject,
  text: joined(form.text, values, (value) => value),
  html: joined(form.html, values, asHtml),
});
