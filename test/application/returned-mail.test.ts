// Taking in mail that came back: each once, the person only where it is the person's, nothing on a name that is not ours
// (requirements D3 to D6 and E7; rows 5, 33 and 34 of the fault table).
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import { suppressionKey } from '../../src/application/waves/audience.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import type { MessageId, MessageState } from '../../src/domain/waves/message.js';
import { messageIdHeader, returnAddress } from '../../src/domain/waves/return-address.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { aLeaver, keepTrust } from '../support/a-trust.js';
import { aBounce, aComplaint, aHolidayNote, asMail } from '../support/returned-mail.js';
import { openTestTools } from '../support/tools.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;
let people = 0;
let person: Alumnus;
let message: MessageId;

const now = new Date('2026-11-03T10:00:00Z');
const mac = (id: string): string => opened.tools.signer.sign('return-path', id);
const returnedTo = (id: MessageId = message): string => returnAddress(id, mac(id), 'bounce.trust.example');
const take = (text: string) => application.waves.takeInMail(asMail(text), 'test');

async function queue(wave: string, state: MessageState): Promise<MessageId> {
  const id = `${wave}:${person.id}:i:1` as MessageId;
  await opened.tools.store.messages.insertNew(
    [
      {
        id,
        kind: 'survey',
        state,
        waveId: wave as WaveId,
        alumnusId: person.id,
        schoolId: person.schoolId,
        addressNumber: 1,
        template: 'invitation',
        dueAt: now,
        expiresAt: new Date('2026-12-11T00:00:00Z'),
      },
    ],
    now,
  );
  return id;
}

const stateOf = async (id: MessageId = message): Promise<string | undefined> =>
  (await opened.tools.store.messages.findReturned(id))?.state;
const pointState = async (): Promise<string | undefined> =>
  (await opened.tools.store.alumni.find('every-school', person.id))?.contactPoints[0]?.state;
async function stops(): Promise<{ readonly address: boolean; readonly person: boolean }> {
  const key = suppressionKey(opened.tools.signer, person.contactPoints[0]?.value ?? '');
  const { addresses, people: stopped } = await opened.tools.store.suppressions.among([key], [person.id]);
  return { address: addresses.has(key), person: stopped.has(person.id) };
}
const auditRows = async (act: string): Promise<number> => {
  await opened.tools.store.auditEvents.moveIntents();
  return (await opened.tools.store.auditEvents.about(`alumnus:${person.id}`)).filter((row) => row.act === act).length;
};

beforeAll(async () => {
  opened = await openTestTools({ now });
  application = createApplication(opened.tools);
});
afterAll(async () => {
  await opened.close();
});
beforeEach(async () => {
  opened.setClock(now);
  people += 1;
  person = aLeaver(people, { id: `a1-${String(people).padStart(4, '0')}` as AlumnusId });
  await keepTrust(opened.tools, [person]);
  message = await queue('w1', 'accepted');
});

describe('a hard bounce', () => {
  it('suppresses the address and marks it in the record, once, however often it comes', async () => {
    const mail = aBounce({ to: returnedTo() });
    const [first, second] = [await take(mail), await take(mail)];
    expect([first.known, second.known]).toEqual([false, true]);
    expect(first.matched).toBe(message);
    expect(await stops()).toEqual({ address: true, person: false });
    expect(await pointState()).toBe('bounced');
    expect(await auditRows('contact.bounced')).toBe(1);
    const shown = await opened.tools.store.messages.ofPerson(person.id, 5);
    expect(shown.map(({ state, returned }) => ({ state, returned }))).toEqual([
      { state: 'accepted', returned: { class: 'hard', reason: 'no-such-address', at: now } },
    ]);
  });

  it('is matched by its return address in lower or upper case, and by the Message-ID alone', async () => {
    const header = messageIdHeader(message, mac(message), 'trust.example');
    for (const mail of [
      aBounce({ to: returnedTo().toLowerCase() }),
      aBounce({ to: returnedTo().toUpperCase() }),
      aBounce({ to: 'alumni@trust.example', messageId: header }),
    ]) {
      expect((await take(mail)).matched).toBe(message);
    }
  });

  it('taken in by two processes at once acts once', async () => {
    const mail = aBounce({ to: returnedTo() });
    const both = await Promise.all([take(mail), take(mail)]);
    await application.waves.completeReturnedMail();
    expect(both.map(({ known }) => known).sort()).toEqual([false, true]);
    expect(await auditRows('contact.bounced')).toBe(1);
  });

  it('kept by a process that then died is acted on by the job, once', async () => {
    const mail = aBounce({ to: returnedTo() });
    const keep = opened.tools.store.inboundMail.keep;
    const dying = createApplication({
      ...opened.tools,
      store: {
        ...opened.tools.store,
        inboundMail: {
          ...opened.tools.store.inboundMail,
          keep: async (stored) => {
            await keep(stored);
            throw new Error('invented: killed after keeping');
          },
        },
      },
    });
    await expect(dying.waves.takeInMail(asMail(mail), 'test')).rejects.toThrow('invented');
    expect(await stops()).toEqual({ address: false, person: false });
    await application.waves.completeReturnedMail();
    await application.waves.completeReturnedMail();
    expect(await stops()).toEqual({ address: true, person: false });
    expect(await auditRows('contact.bounced')).toBe(1);
    expect((await opened.tools.store.inboundMail.find(asMail(mail).hash))?.followUps).toBeUndefined();
  });
});

describe('other mail', () => {
  it('of a complaint stops the person and the address, once', async () => {
    const mail = aComplaint({ to: returnedTo() });
    await take(mail);
    await take(mail);
    await application.waves.completeReturnedMail();
    expect(await stops()).toEqual({ address: true, person: true });
    expect(await auditRows('person.objected')).toBe(1);
    expect((await opened.tools.store.alumni.find('every-school', person.id))?.objectedOn).toBe('2026-11-03');
  });

  it.each([
    ['5.7.26', 'policy'],
    ['5.7.1', 'policy'],
    ['5.3.4', 'content'],
    ['4.7.0', 'throttle'],
  ])('with %s is %s and never touches the person', async (status, found) => {
    const taken = await take(aBounce({ to: returnedTo(), status }));
    expect(taken.judgement.class).toBe(found);
    expect(await stops()).toEqual({ address: false, person: false });
    expect(await pointState()).toBe('usable');
  });

  it('of a holiday is noted, and is neither a bounce nor an answer', async () => {
    const taken = await take(aHolidayNote({ to: returnedTo() }));
    expect(taken.judgement).toMatchObject({ class: 'auto-reply', consequence: 'note' });
    expect(await stops()).toEqual({ address: false, person: false });
    expect(await pointState()).toBe('usable');
  });

  it('soft three times, in two waves and over 72 hours, marks the address and suppresses nothing', async () => {
    const later = await queue('w2', 'accepted');
    const soft = (id: MessageId, n: number) =>
      aBounce({ to: returnedTo(id), status: '4.4.7', diagnostic: `451 4.4.7 ${n}` });
    await take(soft(message, 1));
    await take(soft(message, 1));
    await take(soft(message, 2));
    opened.setClock(new Date('2026-11-06T09:59:00Z'));
    await take(soft(later, 3));
    expect(await pointState()).toBe('usable');
    opened.setClock(new Date('2026-11-06T10:00:00Z'));
    await take(soft(later, 4));
    expect(await pointState()).toBe('bounced');
    expect(await stops()).toEqual({ address: false, person: false });
  });

  it('is kept sealed, its words for 90 days', async () => {
    const mail = asMail(aBounce({ to: returnedTo() }));
    await application.waves.takeInMail(mail, 'test');
    const raw = await opened.connection.collection('inboundmail').findOne({ _id: mail.hash as never });
    expect(JSON.stringify(raw)).not.toContain('example.org');
    expect(raw?.['removeAt']).toEqual(new Date('2027-12-08T10:00:00Z'));
    opened.setClock(new Date('2027-02-01T10:00:00Z'));
    await application.waves.completeReturnedMail();
    expect((await opened.tools.store.inboundMail.find(mail.hash))?.seal).toBeUndefined();
  });
});

describe('a wave', () => {
  it('counts what came back by class, within the schools that somebody may see', async () => {
    const id = await queue('w9', 'accepted');
    await take(aBounce({ to: returnedTo(id) }));
    await take(aBounce({ to: returnedTo(id), status: '5.7.1' }));
    await take(aBounce({ to: returnedTo(id), status: '5.0.0', diagnostic: 'no' }));
    const { inboundMail } = opened.tools.store;
    const counts = { hard: 1, policy: 1, unclassified: 1 };
    expect(await inboundMail.countsOfWave('every-school', 'w9' as WaveId)).toEqual(counts);
    expect(await inboundMail.countsOfWave([person.schoolId], 'w9' as WaveId)).toEqual(counts);
    expect(await inboundMail.countsOfWave([], 'w9' as WaveId)).toEqual({});
  });
});

describe('a maildir', () => {
  it('is emptied into the store once, and one unreadable entry holds up none of the others', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'onward-maildir-'));
    mkdirSync(path.join(folder, 'new', '2.a-folder-is-no-mail'), { recursive: true });
    writeFileSync(path.join(folder, 'new', '1.first'), aHolidayNote({ to: 'avery@example.org' }));
    writeFileSync(path.join(folder, 'new', '3.last'), aBounce({ to: returnedTo() }));
    const reading = createApplication({
      ...opened.tools,
      settings: { ...opened.tools.settings, bounceMaildir: folder },
    });
    await expect(reading.waves.readBounceMaildir()).rejects.toThrow('EISDIR');
    expect(readdirSync(path.join(folder, 'new'))).toEqual(['2.a-folder-is-no-mail']);
    expect(readdirSync(path.join(folder, 'cur')).sort()).toEqual(['1.first:2,S', '3.last:2,S']);
    expect(await stops()).toEqual({ address: true, person: false });
    rmSync(folder, { recursive: true });
  });

  it('is asked for by a setting: without it nothing is read', async () => {
    await expect(application.waves.readBounceMaildir()).resolves.toBeUndefined();
  });
});

describe('a message of unknown fate', () => {
  it.each([
    ['a bounce', aBounce],
    ['a complaint', aComplaint],
    ['an automatic answer', aHolidayNote],
  ])('is accepted once %s proves that it left', async (_, make) => {
    const id = await queue('w3', 'unknown');
    await take(make({ to: returnedTo(id) }));
    expect(await stateOf(id)).toBe('accepted');
  });

  it('waits for the worker that still holds it', async () => {
    const id = await queue('w4', 'sending');
    await take(aHolidayNote({ to: returnedTo(id) }));
    expect(await stateOf(id)).toBe('sending');
    await opened.connection.collection('messages').updateOne({ _id: id }, { $set: { state: 'unknown' } });
    await application.waves.completeReturnedMail();
    expect(await stateOf(id)).toBe('accepted');
  });

  it('that a person ordered to be sent again, or a rejected one, stays what it is', async () => {
    const id = await queue('w5', 'rejected');
    await take(aHolidayNote({ to: returnedTo(id) }));
    expect(await stateOf(id)).toBe('rejected');
  });
});

describe('a name that is not ours', () => {
  it('is kept and never acted on, forged in any way', async () => {
    const id = await queue('w6', 'unknown');
    const proper = returnedTo(id);
    const forged = [
      proper.replace(/\.[a-z2-7]{17}@/, '.aaaaaaaaaaaaaaaaa@'),
      proper.replace('w6', 'w7'),
      proper.replace(/\.[a-z2-7]{17}@/, '@'),
      returnedTo(message).replace('w1_', 'w6_'),
      'avery@example.org',
    ];
    for (const to of forged) {
      for (const make of [aBounce, aComplaint, aHolidayNote]) expect((await take(make({ to }))).matched).toBeNull();
    }
    await application.waves.completeReturnedMail();
    expect(await stateOf(id)).toBe('unknown');
    expect(await stateOf()).toBe('accepted');
    expect(await stops()).toEqual({ address: false, person: false });
    expect(await pointState()).toBe('usable');
    expect(await opened.connection.collection('inboundmail').countDocuments({ forged: true })).toBe(9);
  });

  it('is seen to be tested: the proper one acts', async () => {
    const id = await queue('w8', 'unknown');
    await take(aComplaint({ to: returnedTo(id) }));
    expect(await stateOf(id)).toBe('accepted');
    expect(await stops()).toEqual({ address: true, person: true });
  });
});
