// Which letters are there, what is a letter made of, and what may it name?
// A letter is what one kind of mail says; staff write it, the frame around it (link, why you, how to stop, privacy, postal
// address) belongs to the product and cannot be taken out (look.md, section 3; P2). A provider's name and anything else
// that we hold about a person has no variable (Y2), and the only name is the one to use (Y4).
import type { StaffId } from '../../alumni/ids.js';

/** Every letter, in the order in which somebody may get them. */
export const letterIds = [
  'invitation',
  'reminder',
  'started',
  'other-address',
  'last',
  'keep-in-touch',
  'thank-you',
] as const;
export type LetterId = (typeof letterIds)[number];

/** A letter as it is written: a subject, and a body in the small markup of markup.ts. */
export interface LetterText {
  readonly subject: string;
  readonly body: string;
}

/** A published letter: the same for ever. Version 0 came with the product. */
export interface LetterRef {
  readonly id: LetterId;
  readonly version: number;
  /** Of a catalogue, such as `en`. */
  readonly language: string;
}

/** How a letter in one language is named where its versions are kept: English by the letter alone. */
export type LetterKey = LetterId | `${string}:${LetterId}`;
export const letterKey = (id: LetterId, language: string): LetterKey => (language === 'en' ? id : `${language}:${id}`);

/** One version of a letter, with who saved it; nobody did version 0. */
export interface LetterVersion extends LetterText {
  readonly id: LetterId;
  readonly language: string;
  readonly version: number;
  readonly savedBy: StaffId | null;
  readonly savedAt: Date | null;
}

/** What may stand in a letter, by the words that staff write in braces. */
export const letterVariables = {
  'first name': 'name',
  school: 'school',
  trust: 'trust',
  'last day': 'closes',
} as const;
export type LetterVariable = keyof typeof letterVariables;
/** What is filled in for each person. */
export type LetterField = (typeof letterVariables)[LetterVariable];

/** Words of a letter in order: as they stand, or a field to be filled in. */
export type Run = string | { readonly field: LetterField };

/** One part of a letter. */
export type Block =
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Run[])[] }
  | { readonly kind: 'button'; readonly label: string };

/** A letter that was read and found right. */
export interface Letter {
  readonly id: LetterId;
  readonly subject: string;
  readonly blocks: readonly Block[];
}

/** Whether the letter has the one button; a thank-you asks for nothing. */
export const hasButton = (id: LetterId): boolean => id !== 'thank-you';
