// What leaves is decided when it leaves: by where somebody stands then, in the versions that the wave fixed, and the message
// keeps which letter it was.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { suppressionKey } from '../../src/application/waves/audience.js';
import type { WavePlan } from '../../src/application/waves/plan-wave.js';
import { senderTimes } from '../../src/application/waves/sending/sender-times.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { invitationId, type InvitationId } from '../../src/domain/waves/invitation.js';
import { messageId } from '../../src/domain/waves/message.js';
import { returnAddress } from '../../src/domain/waves/return-address.js';
import type { StepId, WaveId } from '../../src/domain/waves/wave.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { aLeaver, aPlan, confirmedWave, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { mailerTo } from '../support/mailer-to.js';
import { aBounce, asMail } from '../support/returned-mail.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { openTestTools } from '../support/tools.js';
import { chosen, visitor } from '../support/survey-visitor.js';
import { commandLine } from '../support/web.js';

let sink: SmtpSink;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;

beforeEach(async () => {
  sink = await startSmtpSink();
  opened = await openTestTools({ mailer: mailerTo(sink.port) });
  tools = opened.tools;
  application = createApplication(tools);
});
afterEach(async () => {
  await tools.mailer.close();
  await sink.close();
  await opened.close();
});

/** Sends until the relay has taken that many messages in all. */
async function sendUntil(accepted: number): Promise<void> {
  const stopping = new AbortController();
  const sender = application.waves.runSender({ signal: stopping.signal, times: { ...senderTimes, idleMs: 20 } });
  await eventually(
    () => sink.accepted.length,
    (count) => count >= accepted,
  );
  stopping.abort();
  await sender;
}

const subjects = (): readonly string[] =>
  sink.accepted.map((mail) => /Subject: (.+)\r/.exec(mail.raw)?.[1] ?? '').sort();
const tokenTo = (n: number): string => {
  const mail = sink.accepted.find(({ to }) => to === `avery${n}@example.org`);
  return /\/s\/([A-Za-z0-9_.-]+)/.exec(mail?.raw.replace(/=\r\n/g, '').replace(/=3D/g, '=') ?? '')?.[1] ?? '';
};
const letterOf = async (wave: WaveId, n: number, step: StepId, address = 1) => {
  const message = await opened.connection
    .collection<{ readonly _id: string; readonly [field: string]: unknown }>('messages')
    .findOne({ _id: messageId(wave, aLeaver(n).id, step, address) });
  return [message?.['template'], message?.['letterVersion'], message?.['language']];
};

async function invited(count: number): Promise<WaveId> {
  await keepTrust(
    tools,
    Array.from({ length: count }, (_, n) => aLeaver(n)),
  );
  const wave = await confirmedWave(application, aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
  await application.waves.advanceWaves();
  await application.waves.queueDueMessages();
  await sendUntil(count);
  return wave;
}

describe('a reminder', () => {
  it('asks who opened the questions to go on, also when they opened them after it was queued', async () => {
    const wave = await invited(3);
    expect(await letterOf(wave, 0, 'i')).toEqual(['invitation', 0, 'en']);
    await application.survey.startAnswering(tokenTo(0));
    await application.survey.startAnswering(tokenTo(0));
    opened.setClock(new Date('2026-11-12T09:30:00Z'));
    await application.waves.queueDueMessages();
    expect(await letterOf(wave, 0, 'r1')).toEqual(['started', 0, 'en']);
    expect(await letterOf(wave, 1, 'r1')).toEqual(['reminder', 0, 'en']);
    await application.survey.startAnswering(tokenTo(1));
    await sendUntil(6);
    expect(subjects().slice(0, 3)).toEqual([
      'How are things going? It takes a minute',
      'One minute: how are things going?',
      'One minute: how are things going?',
    ]);
    expect(subjects().filter((subject) => subject.startsWith('Your place is kept'))).toHaveLength(2);
    expect(await letterOf(wave, 1, 'r1')).toEqual(['started', 0, 'en']);
    expect(await letterOf(wave, 2, 'r1')).toEqual(['reminder', 0, 'en']);
  });

  it('says the same words at its second attempt, whatever has happened meanwhile', async () => {
    const wave = await invited(1);
    opened.setClock(new Date('2026-11-12T09:30:00Z'));
    await sink.misbehave({ at: 'before-250', how: '4xx' });
    await application.waves.queueDueMessages();
    const stopping = new AbortController();
    const sender = application.waves.runSender({ signal: stopping.signal, times: { ...senderTimes, idleMs: 20 } });
    const id = messageId(wave, aLeaver(0).id, 'r1', 1);
    await eventually(
      () => opened.connection.collection<{ _id: string }>('messages').countDocuments({ _id: id, state: 'deferred' }),
      (count) => count === 1,
    );
    stopping.abort();
    await sender;
    await sink.misbehave(null);
    await application.survey.startAnswering(tokenTo(0));
    opened.setClock(new Date('2026-11-12T11:30:00Z'));
    await sendUntil(2);
    expect(await letterOf(wave, 0, 'r1')).toEqual(['reminder', 0, 'en']);
    expect(subjects()[0]).toBe('How are things going? It takes a minute');
  });

  it('to the next address after a bounce says why it comes there, and is sent once', async () => {
    const wave = await invited(1);
    const person = await tools.store.alumni.find('every-school', aLeaver(0).id);
    if (person === null) throw new Error('The person is gone.');
    const [first] = person.contactPoints;
    if (first === undefined) throw new Error('The address is gone.');
    const second = { ...first, number: 2, value: 'second@example.org', addedOn: localDate('2026-07-02') };
    const contactPoints = [{ ...first, state: 'bounced' as const }, second];
    await tools.store.alumni.replace({ ...person, contactPoints, revision: person.revision + 1 }, []);
    opened.setClock(new Date('2026-11-12T09:30:00Z'));
    await application.waves.queueDueMessages();
    await application.waves.queueDueMessages();
    await sendUntil(2);
    expect(await letterOf(wave, 0, 'r1', 2)).toEqual(['other-address', 0, 'en']);
    expect(sink.accepted.map(({ to }) => to)).toEqual(['avery0@example.org', 'second@example.org']);
    const invitation = await tools.store.invitations.find(invitationId(wave, aLeaver(0).id));
    expect(invitation).toMatchObject({ addressNumber: 2, moved: { from: 1, step: 'r1' } });
  });
});

describe('a reminder that came back', () => {
  it('says at the next address why it comes there', async () => {
    const wave = await invited(1);
    opened.setClock(new Date('2026-11-12T09:30:00Z'));
    await application.waves.queueDueMessages();
    await sendUntil(2);
    const person = await tools.store.alumni.find('every-school', aLeaver(0).id);
    const [first] = person?.contactPoints ?? [];
    if (person === null || first === undefined) throw new Error('The person is gone.');
    const contactPoints = [first, { ...first, number: 2, value: 'second@example.org' }];
    await tools.store.alumni.replace({ ...person, contactPoints, revision: person.revision + 1 }, []);
    const id = messageId(wave, person.id, 'r1', 1);
    const to = returnAddress(id, tools.signer.sign('return-path', id), 'bounce.trust.example');
    const bounce = asMail(aBounce({ to, recipient: first.value }));
    for (let times = 0; times < 2; times += 1) {
      await application.waves.takeInMail(bounce, 'test');
      await application.waves.queueDueMessages();
    }
    await sendUntil(3);
    expect(sink.accepted.at(-1)?.to).toBe('second@example.org');
    expect(await letterOf(wave, 0, 'r1', 2)).toEqual(['other-address', 0, 'en']);
  });
});

describe('newer letters', () => {
  it('are taken over by a running wave for what leaves later, and never for what was sent', async () => {
    const wave = await invited(2);
    const save = (subject: string, letter = 'invitation') =>
      application.waves.saveLetter(scheduler, { letter, subject, body: 'Hello {first name}.\n\n[Go on]', basedOn: 0 });
    await save('Another invitation');
    await save('Another reminder', 'reminder');
    opened.setClock(new Date('2026-11-12T09:30:00Z'));
    await application.waves.queueDueMessages();
    const { wave: before } = await application.waves.showWave(scheduler, wave);
    const newer = await application.waves.newerLetters(before);
    const shown = 'invitation 1, reminder 1';
    expect(newer.map(({ id, from, to }) => [id, from, to])).toEqual([
      ['invitation', 0, 1],
      ['reminder', 0, 1],
    ]);
    const order = { waveId: wave, revision: before.revision, shown };
    expect(await application.waves.takeOverLetters(scheduler, order)).toBe('taken-over');
    await expect(application.waves.takeOverLetters(scheduler, order)).rejects.toThrow();
    const { wave: after } = await application.waves.showWave(scheduler, wave);
    const again = { ...order, revision: after.revision };
    expect(await application.waves.takeOverLetters(scheduler, again)).toBe('nothing-newer');
    await sendUntil(4);
    expect(await letterOf(wave, 0, 'i')).toEqual(['invitation', 0, 'en']);
    expect(await letterOf(wave, 0, 'r1')).toEqual(['reminder', 1, 'en']);
    expect(subjects().filter((subject) => subject === 'Another reminder')).toHaveLength(2);
    expect(subjects().filter((subject) => subject.startsWith('One minute'))).toHaveLength(2);
  });
});

describe('a test', () => {
  it('goes to whoever asked, says that it is one, and leads to no session', async () => {
    await keepTrust(tools, [aLeaver(0)]);
    const added = await application.governance.addStaff(commandLine, {
      ...{ email: 'scheduler@trust.example', name: 'Avery Scheduler' },
      ...{ role: 'scheduler', schools: 'every-school' },
    });
    if (added.kind !== 'added') throw new Error(added.why);
    const viewer: Viewer = { staffId: added.staffId, role: 'scheduler', schools: 'every-school' };
    const drafted = await application.waves.draftWave(scheduler, aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
    if (drafted.kind === 'refused') throw new Error('The plan was refused.');
    const order = { waveId: drafted.waveId, stepId: 'r1', letter: 'started' };
    expect(await application.waves.sendTest(viewer, order)).toBe('scheduler@trust.example');
    for (const wrong of [{ letter: 'last' }, { stepId: 'l' }, { waveId: 'nothing' }]) {
      await expect(application.waves.sendTest(viewer, { ...order, ...wrong })).rejects.toMatchObject({
        name: 'NotFound',
      });
    }
    await sendUntil(1);
    const [mail] = sink.accepted;
    expect(mail?.to).toBe('scheduler@trust.example');
    const raw = mail?.raw.replace(/=\r\n/g, '') ?? '';
    expect(raw).toContain('Subject: [Test] Your place is kept: about a minute to go');
    expect(raw).toContain('This is a test. Nobody else got it');
    expect(raw).toContain('Hello Avery Scheduler,');
    expect(raw).toContain('http://127.0.0.1:3000/test-mail');
    expect(raw).not.toMatch(/\/[su]\/|List-Unsubscribe|example\.org/);
  });
});

describe('thanks', () => {
  /** Invites two people to a wave, thanked or not, and has the first answer twice. */
  async function answered(
    plan: Partial<WavePlan>,
    before: (id: InvitationId) => Promise<void> = () => Promise.resolve(),
  ): Promise<WaveId> {
    await keepTrust(tools, [aLeaver(0), aLeaver(1)]);
    const wave = await confirmedWave(application, { ...aPlan(), ...plan });
    await application.waves.advanceWaves();
    await application.waves.queueDueMessages();
    await sendUntil(2);
    await before(invitationId(wave, aLeaver(0).id));
    const somebody = await visitor(application, tokenTo(0));
    await somebody.next('situation', chosen('looking'));
    await somebody.send();
    await somebody.save('situation', chosen('caring'));
    await somebody.send();
    return wave;
  }
  const thanksOf = (wave: WaveId) =>
    opened.connection
      .collection<{ readonly _id: string; readonly [field: string]: unknown }>('messages')
      .findOne({ _id: `service:thank-you:${invitationId(wave, aLeaver(0).id)}` });

  it('come once, where the wave says so, and count as no contact of the wave', async () => {
    const wave = await answered({ thanks: true });
    await sendUntil(3);
    const mail = sink.accepted[2];
    expect(mail?.to).toBe('avery0@example.org');
    expect(mail?.raw).toContain('Subject: Thank you: your answers have arrived');
    expect(mail?.raw).not.toMatch(/List-Unsubscribe|\/s\//);
    await application.waves.sendThanks(invitationId(wave, aLeaver(0).id));
    expect(await opened.connection.collection('messages').countDocuments({ template: 'thank-you' })).toBe(1);
    expect(await thanksOf(wave)).toMatchObject({ state: 'accepted', kind: 'service', letterVersion: 0 });
    await application.waves.refreshProgress();
    const { funnel } = await application.waves.showWave(scheduler, wave);
    expect(funnel).toMatchObject({ accepted: 2, completed: 1 });
  });

  it('do not come where the wave says nothing', async () => {
    const wave = await answered({});
    expect(await thanksOf(wave)).toBeNull();
  });

  it('do not come to who had asked not to be written to about it, and answered all the same', async () => {
    const wave = await answered({ thanks: true }, (id) => tools.store.invitations.stop(id, 'unsubscribed'));
    expect(await thanksOf(wave)).toBeNull();
  });

  it('never reach somebody who must not be written to any more', async () => {
    const wave = await answered({ thanks: true });
    const key = suppressionKey(tools.signer, 'avery0@example.org');
    await tools.store.suppressions.addAddress(key, 'bounced', tools.clock.now());
    const stopping = new AbortController();
    const sender = application.waves.runSender({ signal: stopping.signal, times: { ...senderTimes, idleMs: 20 } });
    await eventually(
      async () => (await thanksOf(wave))?.['state'],
      (state) => state === 'suppressed',
    );
    stopping.abort();
    await sender;
    expect(sink.accepted).toHaveLength(2);
  });

  it('end with everything else when the person says stop', async () => {
    const wave = await answered({ thanks: true });
    await application.waves.stopPerson({ alumnusId: aLeaver(0).id, reason: 'objected', actor: { kind: 'alumnus' } });
    expect(await thanksOf(wave)).toMatchObject({ state: 'suppressed', stopped: 'objected' });
  });
});

describe('a contact update', () => {
  it('is asked for in a letter of its own', async () => {
    await keepTrust(tools, [aLeaver(0)]);
    const wave = await confirmedWave(application, {
      ...aPlan(),
      questionnaire: { name: 'contact-update', version: 1 },
    });
    await application.waves.advanceWaves();
    await application.waves.queueDueMessages();
    await sendUntil(1);
    expect(subjects()).toEqual(['Can we still reach you here?']);
    expect(await letterOf(wave, 0, 'i')).toEqual(['keep-in-touch', 0, 'en']);
  });
});
