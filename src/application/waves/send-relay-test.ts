// Does mail leave? One test mail to the address of whoever asks, sent at once and not through the queue.
// The rules are those of every message: nothing to an address that must not be mailed (requirement D6); the intent is on
// disk after the relay's 354 and before the first byte (E4), as a row of who did what, without the address; what may
// have left is never sent again (E5).
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { MessageId } from '../../domain/waves/message.js';
import { composeMail, type SendOutcome } from '../../mail/index.js';
import type { Tools } from '../tools.js';
import { suppressionKey } from './audience.js';
import { envelope, everyMail } from './sending/write-mail.js';

/** How it ended, and the names by which it is found in a mailbox. */
type RelayTest =
  | { readonly kind: 'suppressed' }
  | {
      readonly kind: 'tried';
      readonly outcome: SendOutcome;
      readonly messageIdHeader: string;
      readonly subject: string;
    };

/** Sends it. Each call is a mail of its own. */
export const sendRelayTest =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId' | 'signer' | 'settings' | 'mailer'>) =>
  async (viewer: Viewer, address: string): Promise<RelayTest> => {
    const { store, clock, newId, signer, settings, mailer } = tools;
    if (await store.suppressions.stopsEverything(suppressionKey(signer, address))) return { kind: 'suppressed' };
    const at = clock.now();
    const rowId = newId();
    const signed = envelope(tools, { _id: `service:test-${rowId}` as MessageId, dueAt: at });
    const words = composeMail('relay-test', everyMail(settings));
    const mail = { ...signed, ...words, to: { name: '', address }, headers: {} };
    const outcome = await mailer.send(mail, async () => {
      await store.auditEvents.append([
        {
          ...{ id: rowId, at, actor: { kind: 'staff', id: viewer.staffId } },
          ...{ act: 'relay-test.sent', subject: 'relay:test' },
        },
      ]);
      return true;
    });
    return { kind: 'tried', outcome, messageIdHeader: signed.messageIdHeader, subject: words.subject };
  };
