// What happens to a mail that came back?
// It is read, judged and matched by the signed name that it bears (requirement D3; the Message-ID is signed as well) or by
// the Message-ID that the mail server gave it in place of ours (Y22), then kept once, by its hash, with what follows from it
// in the same write (D4). What follows is done at once and completed by a recurring job. A name that is not ours is kept and
// never acted on.
import { parseEmailAddress } from '../../domain/alumni/contact-point.js';
import { judgeReturnedMail, type Judgement } from '../../domain/waves/bounce.js';
import { followUpsOf } from '../../domain/waves/mail-follow-ups.js';
import type { MessageId } from '../../domain/waves/message.js';
import { asksToStop, ownWords } from '../../domain/waves/reply.js';
import { worryAmong } from '../../domain/survey/worrying-words.js';
import { namedMessage } from '../../domain/waves/return-address.js';
import { inWords, readReturnedMail, takeFromMaildir, type MailBytes, type ReadMail } from '../../mail/index.js';
import type { StoredMail } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { carryOutMail } from './mail-consequences.js';

/** What taking in mail works with. */
export type TakeInTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'vault' | 'signer' | 'settings' | 'log'>;

const day = 86_400_000;
/** Characters of what a mail says that are kept. */
const mostWords = 8_000;
/** What it says is wiped after this; by then a person has looked at what needed one. */
const contentDays = 90;
/** That it came is kept until refusals of one address are no longer counted: the waves of more than a year. */
const keptDays = 400;

/** What a mail is and whom it is about. */
export interface JudgedMail {
  readonly read: ReadMail;
  readonly judgement: Judgement;
  /** The message that it names, when the name is ours; whether there still is one is another question. */
  readonly matched: MessageId | null;
  /** It names a message in our form, and none of the names is ours. */
  readonly forged: boolean;
}

/** Reads and judges a mail. Touches nothing; without a signer no name can be told to be ours. */
export const judgeMail = (mail: MailBytes, signer: Tools['signer'] | null): JudgedMail =>
  judgeRead(readReturnedMail(mail.head), signer);

/** The same of what was read already. */
export function judgeRead(read: ReadMail, signer: Tools['signer'] | null): JudgedMail {
  const named = read.names.map(namedMessage).filter((each) => each !== null);
  const ours = named.find(({ id, mac }) => signer?.verify('return-path', id, mac) === true);
  return {
    read,
    judgement: judgeReturnedMail(read),
    matched: ours?.id ?? null,
    forged: ours === undefined && named.length > 0 && signer !== null,
  };
}

/** Takes in one mail. `known` when it was taken in before; then nothing is done that was not begun then. */
export const takeInMail =
  (tools: TakeInTools) =>
  (mail: MailBytes, source: string): Promise<JudgedMail & { readonly known: boolean }> =>
    takeInJudged(tools)(judgeMail(mail, tools.signer), { hash: mail.hash, source });

/** Keeps what was judged, once by its hash, and does what follows. */
export const takeInJudged =
  (tools: TakeInTools) =>
  async (
    judged: JudgedMail,
    { hash, source }: { readonly hash: string; readonly source: string },
  ): Promise<JudgedMail & { readonly known: boolean }> => {
    const { store, clock, vault, log } = tools;
    const { read, judgement, forged } = judged;
    const message = await messageOf(tools, judged);
    const at = clock.now();
    const later = (days: number): Date => new Date(at.getTime() + days * day);
    const place = await placeInQueue(tools, judged, message);
    const { waveId, stepId, addressNumber } = message ?? {};
    const leftAt = message?.acceptedAt ?? message?.sendingAt ?? message?.lastReply?.at;
    const { alumnusId, schoolId, followUps: asReply, ...queued } = place;
    const followUps = [...(message === null ? [] : followUpsOf(judgement)), ...asReply];
    const stored: StoredMail = {
      id: hash,
      at,
      source,
      class: judgement.class,
      reason: judgement.reason,
      consequence: judgement.consequence,
      ...(judgement.code === null ? {} : { code: judgement.code }),
      ...(forged ? { forged } : {}),
      ...queued,
      ...(message === null ? {} : { messageId: message.id }),
      ...(followUps.length === 0 ? {} : { followUps: followUps.map((id) => ({ id })) }),
      ...(alumnusId === undefined ? {} : { alumnusId }),
      ...(waveId === undefined ? {} : { waveId }),
      ...(leftAt === undefined ? {} : { leftAt }),
      ...(schoolId === undefined ? {} : { schoolId }),
      ...(stepId === undefined ? {} : { stepId }),
      ...(addressNumber === undefined ? {} : { addressNumber }),
      seal: vault.seal(
        {
          from: inWords(read.from),
          subject: inWords(read.subject),
          address: read.address,
          notice: (place.queue === undefined ? read.notice : ownWords(read.notice)).slice(0, mostWords),
        },
        `inboundmail/${hash}/mail`,
      ),
      sealUntil: later(place.queue === undefined ? contentDays : keptDays),
      removeAt: later(keptDays),
    };
    const fresh = await store.inboundMail.keep(stored);
    if (fresh && judgement.consequence === 'tell-operators' && message !== null) {
      log.warn('A receiver refused mail for a reason of ours: somebody should look.', {
        class: judgement.class,
        reason: judgement.reason,
        code: judgement.code,
      });
    }
    if (fresh) await carryOutMail(tools, stored);
    return { ...judged, matched: judged.matched ?? message?.id ?? null, known: !fresh };
  };

/**
 * The message that it is about: by a name that we signed; else by the Message-ID that the mail server put in place of ours
 * (Y22), which nobody knows but who got the mail. Where a name was forged, nothing is believed.
 */
async function messageOf({ store }: TakeInTools, { matched, forged, read }: JudgedMail): Promise<Message> {
  if (matched !== null) return store.messages.findReturned(matched);
  return forged ? null : store.messages.findRenamed(read.messageIds);
}

type Message = Awaited<ReturnType<Tools['store']['messages']['findReturned']>>;

/** Whether a person wrote it, as far as its marks tell. */
const isByAPerson = ({ feedbackType, automaticAnswer, fromMailSystem }: ReadMail): boolean =>
  feedbackType === null && !automaticAnswer && !fromMailSystem;

/**
 * Whose it is, and whether a person must look at it. An answer that bears a name of ours is the person's to whom that
 * message went; else the sender's address tells, when exactly one person has it. Only the first acts by itself on "stop":
 * anybody can write any sender (Y3).
 */
async function placeInQueue(
  { store }: TakeInTools,
  { read, judgement, forged }: JudgedMail,
  message: Message,
): Promise<
  Pick<StoredMail, 'alumnusId' | 'schoolId' | 'queue' | 'about' | 'matchedBy' | 'stopAsked'> & {
    readonly followUps: readonly ('honour-stop' | 'look-for-worry')[];
  }
> {
  const { alumnusId, schoolId } = message ?? {};
  const whose = {
    ...(alumnusId === undefined ? {} : { alumnusId }),
    ...(schoolId === undefined ? {} : { schoolId }),
  };
  if (!isByAPerson(read)) {
    const asks = judgement.consequence === 'ask-a-person' && message !== null;
    return { ...whose, followUps: [], ...(asks ? { queue: 'open', about: 'report', matchedBy: 'name' } : {}) };
  }
  const stopAsked = asksToStop(inWords(read.subject), ownWords(read.notice));
  const worrying = worryAmong([inWords(read.subject), ownWords(read.notice)]) !== null;
  const look = worrying ? (['look-for-worry'] as const) : [];
  const queued = { queue: 'open', about: 'reply', ...(stopAsked ? { stopAsked } : {}) } as const;
  if (alumnusId !== undefined) {
    const school = schoolId ?? (await store.alumni.find('every-school', alumnusId))?.schoolId; // service mail names none
    const named = school === undefined ? { alumnusId } : { alumnusId, schoolId: school };
    return {
      ...named,
      ...queued,
      matchedBy: 'name',
      followUps: [...(stopAsked ? (['honour-stop'] as const) : []), ...look],
    };
  }
  const sender = forged ? null : parseEmailAddress(addressIn(read.from));
  const found = sender === null ? [] : await store.alumni.withContact(sender, 2);
  const [only] = found;
  if (only === undefined || found.length > 1) return { ...queued, followUps: look };
  return { ...queued, alumnusId: only.id, schoolId: only.schoolId, matchedBy: 'sender', followUps: look };
}

const addressIn = (from: string): string => /<([^<>]{3,254})>\s*$/.exec(from)?.[1] ?? from;

/** Takes in what was delivered into the maildir that the settings name; nothing where they name none. */
export const readBounceMaildir = (tools: TakeInTools) => async (): Promise<void> => {
  const { bounceMaildir } = tools.settings;
  if (bounceMaildir === undefined) return;
  const take = takeInMail(tools);
  await takeFromMaildir(bounceMaildir, (mail) => take(mail, 'maildir'));
};
