// What of a message is sealed until it is over?
// The link's secret; for service mail also the recipient and the fields of its text. Sealed for its own place, so that
// it opens nowhere else (requirement T1, Q3).
import type { MessageId } from '../../../domain/waves/message.js';
import type { Tools } from '../../tools.js';

/** Where a message's seal stands. */
export const sealPlace = (id: MessageId): string => `messages/${id}/link`;

/** The seal of a survey message holds the secret alone. */
export interface SealedMessage {
  readonly secret?: string;
  readonly to?: { readonly name: string; readonly address: string };
  readonly fields?: Readonly<Record<string, string>>;
  readonly linkPath?: string;
}

/** Opens a seal that this application made. Throws when it is not whole. */
export const openSeal = (vault: Tools['vault'], id: MessageId, seal: string): SealedMessage =>
  vault.open(seal, sealPlace(id)) as SealedMessage;
