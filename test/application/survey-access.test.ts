// Who gets at answers: other devices and their codes (requirement T6), links that lead nowhere (T4), fresh links, and word that it
// is not them (T5).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import { openSeal } from '../../src/application/waves/sending/sealed.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import { mintLink, tokenOf } from '../../src/security/index.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import { chosen, inMonth, numberOf, visitor, type Visitor } from '../support/survey-visitor.js';
import { openTestTools } from '../support/tools.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;

beforeAll(async () => {
  test = await openTestTools();
  application = createApplication(test.tools);
  await openWave(test.tools);
});
afterAll(() => test.close());

describe('another device', () => {
  const codeSent = async (invited: Invited): Promise<{ code: string; to: string }> => {
    const messages = test.connection.collection<{ _id: string; seal: string; alumnusId: string; template: string }>(
      'messages',
    );
    const sent = await messages.find({ alumnusId: invited.alumnusId, template: 'answer-code' }).toArray();
    const last = sent.sort((one, other) => (one._id < other._id ? 1 : -1))[0];
    if (last === undefined) throw new Error('No code was sent.');
    const sealed = openSeal(test.tools.vault, last._id as MessageId, last.seal);
    return { code: sealed.fields?.['code'] ?? '', to: sealed.to?.address ?? '' };
  };

  it('goes on at the next question, shows nothing of before, and says how many answers are kept', async () => {
    const invited = await invite(test.tools, 'device');
    const phone = await visitor(application, invited.token);
    await phone.next('situation', chosen('university'));
    await phone.next('since', inMonth(2026, 9));
    const laptop = await visitor(application, invited.token);
    expect(await laptop.where()).toEqual({ kind: 'at', place: numberOf('provider') });
    expect(await laptop.show('situation')).toEqual({ kind: 'locked' });
    expect(await laptop.save('situation', chosen('work'))).toEqual({ kind: 'locked' });
    expect(await laptop.show('provider')).toMatchObject({ kind: 'page', back: null, answers: {} });
    expect(await laptop.check()).toMatchObject({ hidden: 2, rows: [], canSend: true });
    expect(await phone.check()).toMatchObject({ hidden: 0 });
  });

  it('does not give away reasons of health by the questions it asks', async () => {
    const person = await invite(test.tools, 'quiet');
    const phone = await visitor(application, person.token);
    await phone.next('situation', chosen('caring'));
    await phone.save('as-planned', chosen('no'));
    await phone.save('plan-story', chosen('did-not-start'));
    await phone.save('reasons', chosen('health', 'caring'));
    const laptop = await visitor(application, person.token);
    expect(await laptop.show('reasons-health')).toEqual({ kind: 'locked' });
    expect(await laptop.show('main-reason')).toEqual({ kind: 'locked' });
    expect(await phone.show('reasons-health')).toMatchObject({ kind: 'page' });
  });

  it('unlocks by the code sent to the address on file: once, ten minutes, five tries, three an hour, this session', async () => {
    const invited = await invite(test.tools, 'code');
    const phone = await visitor(application, invited.token);
    await phone.next('situation', chosen('work'));
    const laptop = await visitor(application, invited.token);
    const tablet = await visitor(application, invited.token);
    const enter = (who: Visitor, code: string) => application.survey.enterCode(who.cookie, who.formToken, code);
    const ask = (who: Visitor) => application.survey.sendCode(who.cookie, who.formToken);
    const other = (code: string): string => (code === '123456' ? '654321' : '123456');

    expect(await enter(laptop, '123456')).toEqual({ kind: 'wrong' }); // none was sent
    await ask(laptop);
    const first = await codeSent(invited);
    expect(first.to).toBe('code@example.org');
    expect(await enter(tablet, first.code)).toEqual({ kind: 'wrong' });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await enter(laptop, other(first.code))).toEqual({ kind: 'wrong' });
    }
    expect(await enter(laptop, first.code)).toEqual({ kind: 'wrong' }); // the sixth try

    await ask(laptop);
    const second = await codeSent(invited);
    test.setClock(new Date('2026-11-03T10:10:00Z'));
    expect(await enter(laptop, second.code)).toEqual({ kind: 'wrong' }); // ten minutes are over
    await ask(laptop);
    const third = await codeSent(invited);
    const spaced = `${third.code.slice(0, 3)} ${third.code.slice(3)}`;
    expect(await enter(laptop, spaced)).toEqual({ kind: 'unlocked' });
    expect(await enter(laptop, third.code)).toEqual({ kind: 'wrong' }); // used
    expect(await laptop.check()).toMatchObject({ hidden: 0, rows: [{ value: 'work' }] });
    expect(await tablet.check()).toMatchObject({ hidden: 1 });

    await ask(tablet);
    const messages = test.connection.collection('messages');
    expect(await messages.countDocuments({ alumnusId: invited.alumnusId, template: 'answer-code' })).toBe(3);
    test.setClock(new Date('2026-11-03T10:00:00Z'));
  });
});

describe('the address of a code', () => {
  const own = { kind: 'email', owner: 'self', state: 'usable' } as const;
  const point = (number: number, value: string, addedOn: string, given: object = {}) => ({
    ...{ ...own, number, value, addedOn: localDate(addedOn), ...given },
  });
  const codesTo = async (
    id: string,
    contactPoints: Alumnus['contactPoints'],
  ): Promise<readonly (number | undefined)[]> => {
    const invited = await invite(test.tools, id, { contactPoints });
    const person = await visitor(application, invited.token);
    const asked = await application.survey.sendCode(person.cookie, person.formToken);
    expect(asked).toEqual({ kind: 'asked' }); // the page says the same either way
    const codes = test.connection.collection<{ addressNumber: number }>('messages');
    const sent = await codes.find({ alumnusId: id, template: 'answer-code' }).toArray();
    return sent.map(({ addressNumber }) => addressNumber);
  };

  it('is one that stood before the wave began, never one that whoever holds the link has added', async () => {
    const gone = point(1, 'old@example.org', '2026-07-01', { state: 'bounced' });
    expect(await codesTo('added', [gone, point(2, 'new@example.org', '2026-11-03')])).toEqual([]);
    const before = point(2, 'second@example.org', '2026-07-02');
    expect(await codesTo('stood', [gone, before, point(3, 'new@example.org', '2026-11-03')])).toEqual([2]);
  });
});

describe('links', () => {
  it('refuses every link that we did not send, that was revoked, or whose wave has closed, in one way', async () => {
    const invited = await invite(test.tools, 'links');
    const revoked = await invite(test.tools, 'revoked');
    await test.tools.store.messages.revokeOfInvitation(revoked.invitationId);
    const wrongSecret = tokenOf(`${invited.invitationId}:i:1`, mintLink().secret);
    const unknown = tokenOf('w1:nobody:i:1', mintLink().secret);
    for (const token of [wrongSecret, unknown, revoked.token, 'nonsense', '', '../../etc', 'a'.repeat(5000)]) {
      expect(await application.survey.startAnswering(token)).toEqual({ kind: 'closed' });
    }
    test.setClock(new Date('2026-12-01T00:00:00Z'));
    expect(await application.survey.startAnswering(invited.token)).toEqual({ kind: 'closed' });
    test.setClock(new Date('2026-11-30T23:59:00Z'));
    expect((await application.survey.startAnswering(invited.token)).kind).toBe('started');
    test.setClock(new Date('2026-11-03T10:00:00Z'));
  });

  it('sends a fresh link for a link of an open wave only, to the own address, at most three an hour', async () => {
    const invited = await invite(test.tools, 'fresh');
    const parents = await invite(test.tools, 'parents', {
      contactPoints: [
        {
          number: 1,
          kind: 'email',
          value: 'p@example.org',
          owner: 'parent',
          state: 'usable',
          addedOn: '2026-07-01' as never,
        },
      ],
    });
    await test.tools.store.messages.revokeOfInvitation(invited.invitationId);
    await application.survey.askForFreshLink('nonsense');
    await application.survey.askForFreshLink(tokenOf(`${invited.invitationId}:i:1`, mintLink().secret));
    await application.survey.askForFreshLink(parents.token);
    const queued = () => test.connection.collection('messages').countDocuments({ template: 'fresh-link' });
    expect(await queued()).toBe(0);
    for (let press = 0; press < 5; press += 1) await application.survey.askForFreshLink(invited.token);
    expect(await queued()).toBe(3);
  });

  it('hears "not me", "cannot answer" and "has died", twice as once, and stops what is open', async () => {
    const wrong = await invite(test.tools, 'wrong-person');
    expect([
      await application.survey.tellUs(wrong.token, 'not-me'),
      await application.survey.tellUs(wrong.token, 'not-me'),
    ]).toEqual(['noted', 'noted']);
    expect(await test.tools.store.invitations.find(wrong.invitationId)).toMatchObject({
      state: 'stopped',
      stop: 'not-me',
    });
    const alumnus = await test.tools.store.alumni.find('every-school', wrong.alumnusId);
    expect(alumnus?.contactPoints[0]?.state).toBe('stopped');
    expect(await application.survey.startAnswering(wrong.token)).toEqual({ kind: 'closed' });

    const died = await invite(test.tools, 'died');
    await application.survey.tellUs(died.token, 'has-died');
    await application.survey.tellUs(died.token, 'has-died');
    expect((await test.tools.store.alumni.find('every-school', died.alumnusId))?.state).toBe('has-died');
    const unable = await invite(test.tools, 'unable');
    await application.survey.tellUs(unable.token, 'cannot-answer');
    expect((await test.tools.store.alumni.find('every-school', unable.alumnusId))?.state).toBe('cannot-answer');
    expect(await application.survey.tellUs('nonsense', 'has-died')).toBe('closed');
  });

  it('acts by no link whose time is over, two weeks after its wave has closed; nothing is stopped by it', async () => {
    const late = await invite(test.tools, 'late-mail');
    const last = await invite(test.tools, 'last-day');
    test.setClock(new Date('2026-12-14T23:59:00Z'));
    expect(await application.survey.tellUs(last.token, 'cannot-answer')).toBe('noted');
    test.setClock(new Date('2026-12-15T00:00:00Z'));
    for (const tiding of ['has-died', 'cannot-answer', 'not-me'] as const) {
      expect(await application.survey.tellUs(late.token, tiding)).toBe('closed');
    }
    expect(await test.tools.store.alumni.find('every-school', late.alumnusId)).toMatchObject({ state: 'usual' });
    expect(await test.tools.store.invitations.find(late.invitationId)).toMatchObject({ state: 'invited' });
    test.setClock(new Date('2026-11-03T10:00:00Z'));
  });

  it('acts for 120 days at most while its wave is still open, and then a fresh one is to be had', async () => {
    const old = await invite(test.tools, 'old-mail');
    const longAgo = new Date('2026-07-06T09:59:59Z');
    await test.connection
      .collection('messages')
      .updateOne({ invitationId: old.invitationId }, { $set: { dueAt: longAgo } });
    expect(await application.survey.startAnswering(old.token)).toEqual({ kind: 'closed' });
    expect(await application.survey.tellUs(old.token, 'has-died')).toBe('closed');
    await application.survey.askForFreshLink(old.token);
    const fresh = { alumnusId: old.alumnusId, template: 'fresh-link' };
    expect(await test.connection.collection('messages').countDocuments(fresh)).toBe(1);
  });

  it('takes no forged, foreign or old session', async () => {
    const person = await visitor(application, (await invite(test.tools, 'session')).token);
    const other = await visitor(application, (await invite(test.tools, 'session-2')).token);
    const page = { number: 1, typed: { situation: chosen('work') }, skip: false, fromCheck: false };
    const { survey } = application;
    expect(await survey.savePage(undefined, { ...page, formToken: '' })).toEqual({ kind: 'no-session' });
    expect(await survey.savePage(`${person.cookie}x`, { ...page, formToken: '' })).toEqual({ kind: 'no-session' });
    expect(await survey.savePage(person.cookie, { ...page, formToken: other.formToken })).toEqual({
      kind: 'not-our-form',
    });
    expect(await survey.sendAnswers(person.cookie, other.formToken)).toEqual({ kind: 'not-our-form' });
    const [invitation, , end, mac] = person.cookie.split('.');
    const stolen = [invitation, other.cookie.split('.')[1], end, mac].join('.');
    expect(await survey.whereToGoOn(stolen)).toEqual({ kind: 'no-session' });
    test.setClock(new Date('2026-11-04T10:00:01Z'));
    expect(await survey.whereToGoOn(person.cookie)).toEqual({ kind: 'no-session' });
    test.setClock(new Date('2026-11-03T10:00:00Z'));
  });
});
