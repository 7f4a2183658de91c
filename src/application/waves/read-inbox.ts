// How does mail come in from the mailbox that the settings name?
// From where the last reading ended, for as long as one tick may last; what is taken in twice acts once, by its hash (D4).
import type { InboxPosition } from '../../mail/index.js';
import type { Tools } from '../tools.js';
import { takeInMail, type TakeInTools } from './take-in-mail.js';

const positionName = 'inbox-position';
/** A tick reads for so long; the next one goes on from there. */
const longest = 40_000;

/** Reads the mailbox; nothing where none is set. Rejects when it cannot be read. */
export const readInbox = (tools: TakeInTools & Pick<Tools, 'inbox'>) => async (): Promise<void> => {
  const { inbox, store } = tools;
  if (inbox === undefined) return;
  const stored = await store.settings.get(positionName);
  const until = performance.now() + longest;
  const take = takeInMail(tools);
  await inbox.read({
    from: stored === null ? null : (JSON.parse(stored) as InboxPosition),
    take: (mail) => take(mail, 'inbox'),
    keep: (position) => store.settings.set(positionName, JSON.stringify(position)),
    enough: () => performance.now() > until,
  });
};
