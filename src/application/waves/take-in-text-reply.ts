// What follows when somebody writes a text back?
// STOP stops texts and calls to the number at once, STOP ALL everything, before anything is answered. Whatever else they
// write waits among the replies for a person (Y3), its words sealed, kept once however often the provider says it.
// Whose it is tells the number: that of a text that we sent, or of exactly one person. Anybody can write any sender, so
// nothing but a stop follows by itself.
import { createHash } from 'node:crypto';
import { parseMobile } from '../../domain/alumni/contact-point.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { worryIn } from '../../domain/survey/worrying-words.js';
import { asksToStop } from '../../domain/waves/reply.js';
import { stopIn } from '../../domain/waves/text-message.js';
import type { ListedMessage, StoredMail } from '../../store/index.js';
import type { Tools } from '../tools.js';
import { numberKey } from './number-stops.js';
import { stopPerson } from './stops.js';

export type TextReplyTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'signer' | 'vault' | 'log'>;

/** A text as the provider tells of it. */
interface TextReply {
  readonly id?: string | undefined;
  readonly from?: string | undefined;
  readonly text?: string | undefined;
}

/** What it says and that it came are kept for as long as with mail; see take-in-mail.ts. */
const keptMs = 400 * 86_400_000;

/** Takes in one text that somebody wrote. Repeatable. */
export async function takeInTextReply(tools: TextReplyTools, reply: TextReply): Promise<void> {
  const { store, clock, newId, signer } = tools;
  const words = reply.text ?? '';
  const number = parseMobile(reply.from ?? '');
  const text = number === null ? null : await store.messages.findText({ toHash: numberKey(signer, number) });
  const keyword = stopIn(words);
  // "please stop texting me" is honoured as STOP is, and a person sees it: it may be meant for mail too.
  const stop = keyword ?? (asksToStop('', words) ? 'text' : null);
  const at = clock.now();
  if (stop !== null && number !== null) await honourStop(tools, { stop, number, text, at });
  if (text?.alumnusId !== undefined) {
    await store.auditEvents.append([
      {
        id: newId(),
        at,
        actor: { kind: 'alumnus' },
        act: stop === null ? 'text.replied' : 'text.stopped',
        subject: `alumnus:${text.alumnusId}`,
      },
    ]);
  }
  if (keyword === null) await queueReply(tools, reply, { number, text, stopAsked: stop !== null, at });
}

async function honourStop(
  tools: TextReplyTools,
  {
    stop,
    number,
    text,
    at,
  }: {
    readonly stop: 'text' | 'all';
    readonly number: string;
    readonly text: ListedMessage | null;
    readonly at: Date;
  },
): Promise<void> {
  const { store, signer } = tools;
  await store.suppressions.addAddress(numberKey(signer, number), 'unsubscribed', at);
  if (text?.alumnusId === undefined) return;
  if (stop === 'all') {
    await stopPerson(tools)({ alumnusId: text.alumnusId, reason: 'unsubscribed', actor: { kind: 'alumnus' } });
    return;
  }
  await store.messages.stopTextsOfPerson(text.alumnusId, 'unsubscribed');
  await store.calls.endOfPerson(text.alumnusId, 'stopped');
}

/** Keeps it among the replies, with whose it is where that is known. */
async function queueReply(
  { store, vault }: TextReplyTools,
  reply: TextReply,
  {
    number,
    text,
    stopAsked,
    at,
  }: {
    readonly number: string | null;
    readonly text: ListedMessage | null;
    readonly stopAsked: boolean;
    readonly at: Date;
  },
): Promise<void> {
  const from = number ?? (reply.from ?? '').trim();
  const words = (reply.text ?? '').trim();
  // A provider that names no text says the same words of one day only once.
  const name = reply.id === undefined ? [from, words, londonDate(at)] : [reply.id];
  const id = createHash('sha256')
    .update(JSON.stringify(['text', ...name]))
    .digest('hex');
  const later = new Date(at.getTime() + keptMs);
  const kept: StoredMail = {
    ...{ id, at, source: 'texts', channel: 'text', class: 'unclassified', reason: 'text' },
    ...{ consequence: 'ask-a-person', queue: 'open', about: 'reply' },
    ...(stopAsked ? { stopAsked } : {}),
    ...(await whose(store, number, text)),
    ...(worryIn(words) === null ? {} : { followUps: [{ id: 'look-for-worry' }] }), // by the recurring job
    seal: vault.seal({ from, subject: '', address: null, notice: words }, `inboundmail/${id}/mail`),
    ...{ sealUntil: later, removeAt: later },
  };
  await store.inboundMail.keep(kept);
}

async function whose(
  store: Tools['store'],
  number: string | null,
  text: ListedMessage | null,
): Promise<Pick<StoredMail, 'alumnusId' | 'schoolId' | 'messageId' | 'waveId' | 'addressNumber' | 'matchedBy'>> {
  const named = text?.alumnusId === undefined ? null : await store.alumni.find('every-school', text.alumnusId);
  const found = named !== null || number === null ? [] : await store.alumni.withContact(number, 2);
  const person = named ?? (found.length === 1 ? found[0] : undefined);
  if (person === undefined) return {};
  const sent = named === null ? null : text;
  const point = person.contactPoints.find(({ kind, value }) => kind === 'mobile' && value === number);
  return {
    ...{ alumnusId: person.id, schoolId: person.schoolId, matchedBy: 'sender' },
    ...(sent === null ? {} : { messageId: sent.id }),
    ...(sent?.waveId === undefined ? {} : { waveId: sent.waveId }),
    ...(point === undefined ? {} : { addressNumber: point.number }),
  };
}
