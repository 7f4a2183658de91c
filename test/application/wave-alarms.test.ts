// What returned mail does to a wave: a second address gets the step that the first could not, complaints are weighed
// (requirement D10), and mail that is refused for what it says stops the wave (D5). One person's fault is never another's.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import { suppressionKey } from '../../src/application/waves/audience.js';
import type { Alumnus, ContactPoint } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { complaintRate } from '../../src/domain/waves/complaint-rate.js';
import { invitationId } from '../../src/domain/waves/invitation.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import { usualPacing } from '../../src/domain/waves/pacing.js';
import { returnAddress } from '../../src/domain/waves/return-address.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, aPlan, confirmedWave, keepTrust, schools, scheduler } from '../support/a-trust.js';
import { aBounce, aComplaint, asMail } from '../support/returned-mail.js';
import { openTestTools } from '../support/tools.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;
const now = new Date('2026-11-03T10:00:00Z');

beforeAll(async () => {
  opened = await openTestTools({ now, settings: { pacing: usualPacing } });
  application = createApplication(opened.tools);
});
afterAll(() => opened.close());
beforeEach(async () => {
  opened.setClock(now);
  for (const name of ['alumni', 'waves', 'invitations', 'messages', 'suppressions', 'inboundmail', 'lanes']) {
    await opened.connection.collection(name).deleteMany({});
  }
});

const returnedTo = (id: string): string =>
  returnAddress(id as MessageId, opened.tools.signer.sign('return-path', id), 'bounce.trust.example');
const take = (text: string) => application.waves.takeInMail(asMail(text), 'test');
const waveOf = async (id: WaveId) => {
  const wave = await opened.tools.store.waves.find('every-school', id);
  if (wave === null) throw new Error(`There is no wave ${id}.`);
  return wave;
};
const messagesOf = async (person: AlumnusId): Promise<readonly string[]> =>
  (await opened.tools.store.messages.ofPerson(person, 20))
    .map(({ id, state }) => `${id.split(':').slice(2).join(':')} ${state}`)
    .sort();

/** As if the relay had taken whatever is planned. */
const acceptAll = () =>
  opened.connection
    .collection('messages')
    .updateMany(
      { state: 'planned' },
      { $set: { state: 'accepted', acceptedAt: opened.tools.clock.now() }, $unset: { readyAt: 1 } },
    );
/** Sends the reminder, nine days after the invitation. */
async function remind(): Promise<void> {
  opened.setClock(new Date('2026-11-12T10:00:00Z'));
  await application.waves.queueDueMessages();
  await acceptAll();
}
async function resume(waveId: WaveId): Promise<void> {
  const { revision } = await waveOf(waveId);
  await application.waves.changeWaveState(scheduler, { waveId, revision, move: 'resume' });
}

async function runningWave(people: readonly Alumnus[]): Promise<WaveId> {
  await keepTrust(opened.tools, people);
  const wave = await confirmedWave(application, aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
  await application.waves.advanceWaves();
  await application.waves.queueDueMessages();
  await acceptAll();
  return wave;
}

const point = (number: number, given: Partial<ContactPoint> = {}): ContactPoint => ({
  ...(aLeaver(1).contactPoints[0] as ContactPoint),
  number,
  value: `avery1.${number}@example.org`,
  ...given,
});

describe('a hard bounce', () => {
  it('sends the same step to the next own address at once, and what follows goes there too', async () => {
    const person = aLeaver(1, { contactPoints: [point(1), point(2), point(3, { owner: 'parent' })] });
    const wave = await runningWave([person]);
    expect(await messagesOf(person.id)).toEqual(['i:2 accepted']); // the newest first
    const bounce = aBounce({ to: returnedTo(`${wave}:${person.id}:i:2`) });
    await take(bounce);
    await take(bounce);
    await application.waves.completeReturnedMail();
    await application.waves.queueDueMessages();
    await application.waves.queueDueMessages();
    expect(await messagesOf(person.id)).toEqual(['i:1 planned', 'i:2 accepted']);
    // The first that they get: it is the invitation, with nothing to explain.
    const invitation = await opened.tools.store.invitations.find(invitationId(wave, person.id));
    expect(invitation?.moved).toBeUndefined();
    await acceptAll();
    opened.setClock(new Date('2026-11-12T10:00:00Z'));
    await application.waves.queueDueMessages();
    expect(await messagesOf(person.id)).toEqual(['i:1 accepted', 'i:2 accepted', 'r1:1 planned']);
  });

  it('of the last own address sends nothing more, not even to a parent or a suppressed address', async () => {
    const person = aLeaver(1, { contactPoints: [point(1), point(2), point(3, { owner: 'parent' })] });
    const wave = await runningWave([person]);
    for (const number of [2, 1]) {
      await take(
        aBounce({ to: returnedTo(`${wave}:${person.id}:i:${number}`), recipient: `avery1.${number}@example.org` }),
      );
      await application.waves.queueDueMessages();
      await acceptAll();
    }
    expect(await messagesOf(person.id)).toEqual(['i:1 accepted', 'i:2 accepted']);
    const invitation = await opened.tools.store.invitations.find(invitationId(wave, person.id));
    expect(invitation).toMatchObject({ addressNumber: 1, state: 'invited' });
  });

  it('after the answers came sends nothing', async () => {
    const person = aLeaver(1, { contactPoints: [point(1), point(2)] });
    const wave = await runningWave([person]);
    await opened.tools.store.invitations.markCompleted(invitationId(wave, person.id), now);
    await take(aBounce({ to: returnedTo(`${wave}:${person.id}:i:2`) }));
    await application.waves.queueDueMessages();
    expect(await messagesOf(person.id)).toEqual(['i:2 accepted']);
  });
});

describe('complaints about a wave', () => {
  it.each([
    [0, 1_000, 'fine'],
    [7, 10_000, 'fine'],
    [8, 10_000, 'careful'],
    [19, 10_000, 'careful'],
    [20, 10_000, 'stop'],
    [1, 0, 'stop'],
  ] as const)('%i of %i is %s', (complaints, accepted, level) => {
    expect(complaintRate(complaints, accepted).level).toBe(level);
  });

  it('pause it at 0.20 %, once, and again only for mail that left after somebody let it go on', async () => {
    const people = [1, 2, 3, 4].map((n) => aLeaver(n));
    const wave = await runningWave(people);
    const counts = { candidates: 4, exclusions: {}, invitations: { invited: 4 }, accepted: 4 };
    const school = schools[0] ?? ('northgate' as never);
    // Texts cannot be called spam, so they do not thin the share.
    const count = (r1: number) => {
      const steps = { i: { accepted: 600 }, r1: { accepted: r1, rejected: 9 }, t: { accepted: 90_000 } };
      const progress = { asOf: now, schools: [{ ...counts, schoolId: school, steps }] };
      return opened.tools.store.waves.saveProgress(wave, progress);
    };
    await count(400);
    const complain = (place: number, step = 'i') =>
      take(aComplaint({ to: returnedTo(`${wave}:${people[place]?.id ?? ''}:${step}:1`) }));

    await complain(0);
    await complain(0);
    expect((await waveOf(wave)).state).toBe('running');
    const careful = await application.waves.showWave(scheduler, wave);
    expect(careful.complaints).toEqual({ complaints: 1, accepted: 1_000, share: 0.001, level: 'careful' });

    await complain(1);
    expect((await waveOf(wave)).state).toBe('paused');
    expect(opened.logged.filter((line) => line.includes('"error"'))).toHaveLength(1);
    await opened.tools.store.auditEvents.moveIntents();
    const acts = await opened.tools.store.auditEvents.about(`wave:${wave}`);
    expect(acts.find(({ act }) => act === 'wave.halted')).toMatchObject({
      actor: { kind: 'system' },
      reason: 'complaints',
    });

    await resume(wave);
    await complain(1);
    await application.waves.completeReturnedMail();
    await complain(2); // about what had left before
    expect((await waveOf(wave)).state).toBe('running');
    await remind();
    await count(800);
    await complain(3, 'r1');
    const { state, halted } = await waveOf(wave);
    expect([state, halted]).toMatchObject(['paused', { why: 'complaints', count: 1, of: 400 }]);
  });

  it('that say “not spam”, or only ask to leave, are none', async () => {
    const [one, two] = [aLeaver(1), aLeaver(2)];
    const wave = await runningWave([one, two]);
    const of = (person: Alumnus, type: string) =>
      aComplaint({ to: returnedTo(`${wave}:${person.id}:i:1`) }).replace(
        'Feedback-Type: abuse',
        `Feedback-Type: ${type}`,
      );
    await take(of(one, 'not-spam'));
    await take(of(two, 'opt-out'));
    expect((await waveOf(wave)).state).toBe('running');
    const { suppressions } = opened.tools.store;
    const { people } = await suppressions.among([], [one.id, two.id]);
    expect([...people]).toEqual([two.id]);
    // Who only asked to leave gets the codes that they ask for.
    const found = await suppressions.find(suppressionKey(opened.tools.signer, two.contactPoints[0]?.value ?? ''));
    expect(found).toMatchObject({ reason: 'unsubscribed', scope: 'survey' });
  });
});

describe('mail refused for what it says', () => {
  it.each([
    ['5.6.0', 'paused'],
    ['5.3.4', 'paused'],
    ['5.7.1', 'running'],
    ['4.7.0', 'running'],
    ['4.4.7', 'running'],
  ])('with %s leaves the wave %s and the person as they were', async (status, state) => {
    const person = aLeaver(1);
    const wave = await runningWave([person]);
    const mail = aBounce({ to: returnedTo(`${wave}:${person.id}:i:1`), status });
    await take(mail);
    await take(mail);
    expect((await waveOf(wave)).state).toBe(state);
    expect(await opened.tools.store.alumni.find('every-school', person.id)).toEqual(person);
    expect(await opened.connection.collection('suppressions').countDocuments({})).toBe(0);
  });

  it('pauses it again only for mail that left after somebody let it go on', async () => {
    const people = [1, 2].map((n) => aLeaver(n));
    const wave = await runningWave(people);
    const refuse = async (place: number, step: string): Promise<string> => {
      await take(aBounce({ to: returnedTo(`${wave}:${people[place]?.id ?? ''}:${step}:1`), status: '5.6.0' }));
      return (await waveOf(wave)).state;
    };
    expect(await refuse(0, 'i')).toBe('paused');
    await resume(wave);
    expect(await refuse(1, 'i')).toBe('running');
    await remind();
    expect(await refuse(1, 'r1')).toBe('paused');
  });

  it('stops what goes to the receiver’s domain when it is our own fault, once, until a person lets it go on', async () => {
    const people = [1, 2].map((n) => aLeaver(n));
    const wave = await runningWave(people);
    const { lanes } = opened.tools.store;
    const report = (place: number, status: string, step = 'i') =>
      take(aBounce({ to: returnedTo(`${wave}:${people[place]?.id ?? ''}:${step}:1`), status }));
    for (const status of ['4.4.7', '5.6.0', '4.7.0']) await report(0, status);
    expect(await lanes.find('example.org')).toBeNull();
    await report(0, '5.7.26');
    const stopped = { text: '5.7.26, in a mail that came back', at: now };
    expect((await lanes.find('example.org'))?.stopped).toEqual(stopped);
    opened.setClock(new Date('2026-11-03T10:05:00Z'));
    await report(1, '5.7.515');
    expect((await lanes.find('example.org'))?.stopped).toEqual(stopped);
    const portion = { holder: 'w', leaseMs: 1_000, day: localDate('2026-11-03'), now, most: 10, perDay: null };
    expect(await lanes.take('example.org', portion)).toBeNull();
    await application.waves.letLaneGo(scheduler, 'example.org');
    await report(0, '5.7.26'); // read again
    await report(1, '5.7.26'); // late, about what had left before
    await application.waves.completeReturnedMail();
    expect((await lanes.find('example.org'))?.stopped).toBeUndefined();
    await resume(wave); // what it says was refused too
    await remind();
    await report(1, '5.7.26', 'r1');
    expect((await lanes.find('example.org'))?.stopped).toMatchObject({ at: new Date('2026-11-12T10:00:00Z') });
  });
});
