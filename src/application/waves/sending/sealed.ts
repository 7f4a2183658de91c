// What of a message is sealed until it is over?
// The link's secret; for service mail also the recipient and the fields of its text or letter. Sealed for its own place, so that
// it opens nowhere else (requirement T1, Q3).
import type { LocalDate } from '../../../domain/calendar/local-date.js';
import type { LetterRef } from '../../../domain/waves/letters/letter.js';
import type { MessageId } from '../../../domain/waves/message.js';
import type { Tools } from '../../tools.js';

/** Where a message's seal stands. */
export const sealPlace = (id: MessageId): string => `messages/${id}/link`;

/** A letter that goes out as service mail: a thank-you, or a test for a member of staff. */
export interface SealedLetter extends LetterRef {
  readonly name: string;
  readonly school: string;
  readonly closesOn: LocalDate;
  readonly isTest: boolean;
}

/** The seal of a survey message holds the secret alone. */
export interface SealedMessage {
  readonly secret?: string;
  readonly to?: { readonly name: string; readonly address: string };
  readonly fields?: Readonly<Record<string, string>>;
  /** In which its words are; English where absent. */
  readonly language?: string;
  readonly linkPath?: string;
  readonly letter?: SealedLetter;
}

/** Opens a seal that this application made. Throws when it is not whole. */
export const openSeal = (vault: Tools['vault'], id: MessageId, seal: string): SealedMessage =>
  vault.open(seal, sealPlace(id)) as SealedMessage;
