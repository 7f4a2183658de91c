// What follows from a reply? One press each (Y3): what they told us becomes a claim, an address is changed, they are left
// alone, they have died, somebody rings them, a saved answer goes out, or nothing.
// The act first, then the reply leaves the queue: each act may be repeated, so a process that dies in between leaves a
// reply that is pressed again and nothing done twice. Who a reply is from is always for a person to judge.
import type { Alumnus, ContactPoint } from '../../domain/alumni/alumnus.js';
import { ownAddresses, parseEmailAddress, parseMobile, withContact } from '../../domain/alumni/contact-point.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { ReplyOutcome } from '../../domain/waves/reply.js';
import type { StoredMail } from '../../store/index.js';
import { changePerson } from '../alumni/change-person.js';
import type { CallRequest, CallRequested } from '../calls/request-call.js';
import type { ToldInReply } from '../destinations/record-reply.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { suppressionKey } from '../waves/audience.js';
import { numberKey } from '../waves/number-stops.js';
import type { ServiceOrder } from '../waves/queue-service.js';
import { stopOpenTo } from '../waves/stops.js';
import { findSavedAnswer } from './saved-answers.js';

type DealTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'signer' | 'vault'>;

/** What other parts of the house do for a reply. */
export interface ReplyNeighbours {
  readonly stopPerson: (stop: {
    readonly alumnusId: AlumnusId;
    readonly reason: 'unsubscribed' | 'has-died';
    readonly actor: { readonly kind: 'staff'; readonly id: Viewer['staffId'] };
    readonly evidence: string;
  }) => Promise<void>;
  readonly queueService: (order: ServiceOrder) => Promise<void>;
  readonly requestCall: (request: CallRequest) => Promise<CallRequested>;
  readonly recordReply: (viewer: Viewer, replyId: string, told: ToldInReply) => Promise<void>;
}

/** The press. */
export type ReplyAct =
  | { readonly how: 'told'; readonly told: Omit<ToldInReply, 'alumnusId' | 'on'> }
  | { readonly how: 'address'; readonly address: string; readonly stopOld: boolean }
  | { readonly how: 'answered'; readonly answerId: string }
  | { readonly how: Exclude<ReplyOutcome, 'told' | 'address' | 'answered'> };

export type Dealt =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'refused';
      readonly why: 'nobody' | 'not-an-address' | 'no-address' | 'no-answer' | 'cannot-be-rung' | 'dealt-with';
    };

const done: Dealt = { kind: 'done' };
const refused = (why: Extract<Dealt, { kind: 'refused' }>['why']): Dealt => ({ kind: 'refused', why });
const answerLasts = 3 * 86_400_000;

/** Does what was pressed and takes the reply out of the queue. Throws NotFound outside the viewer's schools. */
export const dealWithReply =
  (tools: DealTools, neighbours: ReplyNeighbours) =>
  async (viewer: Viewer, id: string, act: ReplyAct): Promise<Dealt> => {
    const { store, clock, newId } = tools;
    const mail = await store.replies.find(viewer.schools, id);
    if (mail === null) throw new NotFound();
    if (mail.queue !== 'open') return refused('dealt-with');
    if (act.how !== 'nothing') {
      const person = mail.alumnusId === undefined ? null : await store.alumni.find(viewer.schools, mail.alumnusId);
      if (person === null) return refused('nobody');
      const result = await carryOut(tools, neighbours, viewer, { mail, person, act });
      if (result.kind === 'refused') return result;
    }
    const at = clock.now();
    const closed = await store.replies.close(
      id,
      { how: act.how, by: viewer.staffId, at },
      {
        id: newId(),
        at,
        actor: { kind: 'staff', id: viewer.staffId },
        act: `reply.${act.how}`,
        subject: mail.alumnusId === undefined ? `reply:${id}` : `alumnus:${mail.alumnusId}`,
      },
    );
    return closed ? done : refused('dealt-with');
  };

interface Case {
  readonly mail: StoredMail;
  readonly person: Alumnus;
  readonly act: ReplyAct;
}

async function carryOut(
  tools: DealTools,
  neighbours: ReplyNeighbours,
  viewer: Viewer,
  { mail, person, act }: Case,
): Promise<Dealt> {
  const actor = { kind: 'staff', id: viewer.staffId } as const;
  switch (act.how) {
    case 'told':
      await neighbours.recordReply(viewer, mail.id, { ...act.told, alumnusId: person.id, on: londonDate(mail.at) });
      return done;
    case 'address':
      return changeAddress(tools, viewer, { mail, person, act });
    case 'not-theirs':
      return notTheirs(tools, viewer, { mail, person, act });
    case 'stop':
    case 'has-died': {
      const reason = act.how === 'stop' ? 'unsubscribed' : act.how;
      await neighbours.stopPerson({ alumnusId: person.id, reason, actor, evidence: `reply:${mail.id}` });
      return done;
    }
    case 'call': {
      const asked = await neighbours.requestCall({ alumnusId: person.id, actor });
      return asked.kind === 'asked' ? done : refused('cannot-be-rung');
    }
    case 'answered': {
      const answer = await findSavedAnswer(tools, act.answerId);
      if (answer === null) return refused('no-answer');
      const point = await pointToAnswer(tools, mail, person);
      if (point === undefined) return refused('no-address');
      await neighbours.queueService({
        template: 'reply-answer',
        to: { kind: 'alumnus', alumnusId: person.id, addressNumber: point.number },
        fields: { answer: answer.text },
        expiresAt: new Date(tools.clock.now().getTime() + answerLasts),
        name: `reply-${mail.id.slice(0, 16)}`,
      });
      return done;
    }
    case 'nothing':
      return done;
  }
}

/** The address or number that was written to, or that they wrote from when it is one of theirs. */
function pointWrittenTo({ vault }: DealTools, mail: StoredMail, person: Alumnus): ContactPoint | undefined {
  const kind = mail.channel === 'text' ? 'mobile' : 'email';
  const points = person.contactPoints.filter((point) => point.kind === kind);
  const number = mail.addressNumber;
  if (number !== undefined) return points.find((point) => point.number === number);
  if (mail.seal === undefined) return undefined;
  const { from } = vault.open(mail.seal, `inboundmail/${mail.id}/mail`) as { readonly from: string };
  const bare = /<([^<>]{3,254})>\s*$/.exec(from)?.[1] ?? from;
  const value = kind === 'mobile' ? parseMobile(bare) : parseEmailAddress(bare);
  return points.find((point) => point.value === value);
}

/** Where a saved answer goes, which is always a mail: the address of the reply, or to whoever wrote a text the first of their own. */
async function pointToAnswer(tools: DealTools, mail: StoredMail, person: Alumnus): Promise<ContactPoint | undefined> {
  const { store, signer, clock } = tools;
  const written = mail.channel === 'text' ? undefined : pointWrittenTo(tools, mail, person);
  const points = mail.channel === 'text' ? ownAddresses(person.contactPoints, londonDate(clock.now())) : [written];
  for (const point of points) {
    if (point === undefined) continue;
    if (!(await store.suppressions.stopsEverything(suppressionKey(signer, point.value)))) return point;
  }
  return undefined;
}

/** The key under which the address or number stands on the list of what must not be used. */
const keyOf = ({ signer }: DealTools, { kind, value }: ContactPoint): string =>
  (kind === 'mobile' ? numberKey : suppressionKey)(signer, value);

async function changeAddress(tools: DealTools, viewer: Viewer, { mail, person, act }: Case): Promise<Dealt> {
  const address = act.how === 'address' ? parseEmailAddress(act.address) : null;
  if (address === null) return refused('not-an-address');
  // Whoever wrote a text says nothing against the number that they wrote from.
  const stopsOld = act.how === 'address' && act.stopOld && mail.channel !== 'text';
  const old = stopsOld ? pointWrittenTo(tools, mail, person) : undefined;
  await changePoints(tools, viewer, person.id, 'contact.changed-as-told', (points) =>
    withContact(points, { kind: 'email', value: address, owner: 'self' }, londonDate(tools.clock.now())).map((point) =>
      point.value === address
        ? { ...point, state: 'usable' } // they say themselves that it is theirs and works
        : point.number === old?.number
          ? { ...point, state: 'stopped' }
          : point,
    ),
  );
  return done;
}

async function notTheirs(tools: DealTools, viewer: Viewer, { mail, person }: Case): Promise<Dealt> {
  const point = pointWrittenTo(tools, mail, person);
  if (point === undefined) return refused('no-address');
  await tools.store.suppressions.addAddress(keyOf(tools, point), 'not-me', mail.at, {
    evidence: `reply:${mail.id}`,
    alumnusId: person.id,
    schoolId: person.schoolId,
  });
  await stopOpenTo(tools, point.value);
  await changePoints(tools, viewer, person.id, 'contact.not-theirs', (points) =>
    points.map((each) => (each.number === point.number ? { ...each, state: 'stopped' } : each)),
  );
  return done;
}

async function changePoints(
  tools: DealTools,
  { staffId, schools }: Viewer,
  id: AlumnusId,
  act: string,
  change: (points: Alumnus['contactPoints']) => Alumnus['contactPoints'],
): Promise<void> {
  const actor = { kind: 'staff', id: staffId } as const;
  const person = await changePerson(tools, id, { actor, act, schools }, (stands) => {
    const contactPoints = change(stands.contactPoints);
    return JSON.stringify(contactPoints) === JSON.stringify(stands.contactPoints) ? null : { ...stands, contactPoints };
  });
  if (person === null) throw new NotFound();
}
