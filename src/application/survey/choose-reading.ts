// How does somebody want to read and answer, and may they have it so?
// Kept with the invitation, whoever opens it later (Y13). A language that no speaker has confirmed is not offered, and not
// taken from a form that names it all the same (year.md, "Not now").
import type { Reading } from '../../domain/survey/reading.js';
import type { Tools } from '../tools.js';
import { readSession } from './session.js';

/** What was chosen by the person whose session it is; nothing where there is none. */
export const readingOf =
  ({ store, signer, clock }: Pick<Tools, 'store' | 'signer' | 'clock'>) =>
  async (cookie: string | undefined): Promise<Reading> => {
    const session = readSession(signer, cookie, clock.now());
    const invitation = session === null ? null : await store.invitations.find(session.invitationId);
    return invitation?.reading ?? {};
  };
