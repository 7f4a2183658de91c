// Who answered our mail, and what waits for somebody to read it?
// The list shows whose it is and by what it was matched, never what it says: reading names a purpose and leaves an audit
// row in the same write that fetches it (Y3, requirement P5). A viewer of some schools sees those of their schools.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { StoredMail } from '../../store/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

const shown = 50;

/** For what somebody may read a reply; the audit keeps which (requirement P5). */
export const replyPurposes = ['deal-with-reply', 'support-person', 'answer-request'] as const;
export type ReplyPurpose = (typeof replyPurposes)[number];

/** A reply without its words. */
export interface ReplyRow {
  readonly mail: Omit<StoredMail, 'seal'>;
  readonly person: Alumnus | null;
  /** Nothing more goes to them already. */
  readonly stopped: boolean;
}

/** What a reply says. */
export interface ReplyWords {
  readonly from: string;
  readonly subject: string;
  readonly words: string;
}

const withoutSeal = ({ seal: _seal, ...mail }: StoredMail): ReplyRow['mail'] => mail;

async function rowsOf({ store }: Pick<Tools, 'store'>, mails: readonly StoredMail[]): Promise<readonly ReplyRow[]> {
  const ids = [...new Set(mails.flatMap(({ alumnusId }) => (alumnusId === undefined ? [] : [alumnusId])))];
  const people = await store.alumni.findMany(ids);
  const stops = await store.suppressions.among([], ids);
  return mails.map((mail) => {
    const id = mail.alumnusId;
    return {
      mail: withoutSeal(mail),
      person: (id === undefined ? undefined : people.get(id)) ?? null,
      stopped: id !== undefined && stops.people.has(id),
    };
  });
}

/** Those that wait, who asks to be left alone first, then the oldest; or the latest fifty that were dealt with. */
export const listReplies =
  (tools: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, queue: 'open' | 'done'): Promise<readonly ReplyRow[]> => {
    const rows = await rowsOf(tools, await tools.store.replies.list(viewer.schools, queue, shown));
    if (queue === 'done') return rows;
    return [...rows].sort((a, b) => Number(b.mail.stopAsked === true) - Number(a.mail.stopAsked === true));
  };

/** One reply without its words. Throws NotFound outside the viewer's schools. */
export const showReply =
  (tools: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: string): Promise<ReplyRow> => {
    const mail = await tools.store.replies.find(viewer.schools, id);
    const [row] = mail === null ? [] : await rowsOf(tools, [mail]);
    if (row === undefined) throw new NotFound();
    return row;
  };

/** Opens what a reply says, and notes who read it and why. Null when its time is over. Throws NotFound. */
export const readReply =
  ({ store, clock, newId, vault }: Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>) =>
  async (
    viewer: Viewer,
    { id, purpose }: { readonly id: string; readonly purpose: ReplyPurpose },
  ): Promise<ReplyWords | null> => {
    const known = await store.replies.find(viewer.schools, id);
    if (known === null) throw new NotFound();
    const mail = await store.replies.noteReading(viewer.schools, id, {
      id: newId(),
      at: clock.now(),
      actor: { kind: 'staff', id: viewer.staffId },
      act: 'reply.read',
      subject: known.alumnusId === undefined ? `reply:${id}` : `alumnus:${known.alumnusId}`,
      reason: purpose,
    });
    if (mail?.seal === undefined) return null;
    const { from, subject, notice } = vault.open(mail.seal, `inboundmail/${id}/mail`) as {
      readonly from: string;
      readonly subject: string;
      readonly notice: string;
    };
    return { from, subject, words: notice };
  };

/** Everything that came back about a person or from them, without its words, for their history; newest first. */
export const mailOfPerson =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: AlumnusId): Promise<readonly ReplyRow['mail'][]> => {
    if ((await store.alumni.find(viewer.schools, id)) === null) throw new NotFound();
    return (await store.replies.ofPerson(id, 100)).map(withoutSeal);
  };
