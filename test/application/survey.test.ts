// Answering by the link, without the web: what is kept, who may see it, what follows once, and what never stands in clear.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import { openSeal } from '../../src/application/waves/sending/sealed.js';
import type { Typed } from '../../src/domain/survey/answers.js';
import type { Answers } from '../../src/domain/survey/definition.js';
import { destinationCheckV1 } from '../../src/domain/survey/questionnaires/destination-check-v1.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import { mintLink, tokenOf } from '../../src/security/index.js';
import { commandLine } from '../support/web.js';
import { invite, openWave, waveId, type Invited } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;

beforeAll(async () => {
  test = await openTestTools();
  application = createApplication(test.tools);
  await openWave(test.tools);
});
afterAll(() => test.close());

const nothing: Typed = { codes: [], text: '', month: '', year: '', about: false };
const chosen = (...codes: string[]): Typed => ({ ...nothing, codes });
const said = (text: string): Typed => ({ ...nothing, text });
const inMonth = (year: number, month: number, about = false): Typed => ({
  ...nothing,
  year: String(year),
  month: String(month),
  about,
});
const numberOf = (question: string): number => destinationCheckV1.pages.findIndex((page) => page.id === question) + 1;

/** Somebody in a browser of their own. */
async function visitor(token: string) {
  const started = await application.survey.startAnswering(token);
  if (started.kind !== 'started') throw new Error('The link is closed.');
  const cookie = started.cookie.value;
  const formToken = application.survey.formToken(cookie) ?? '';
  const save = (question: string, typed: Typed, more: { skip?: boolean; fromCheck?: boolean } = {}) =>
    application.survey.savePage(cookie, {
      formToken,
      number: numberOf(question),
      typed: { [question]: typed },
      skip: false,
      fromCheck: false,
      ...more,
    });
  return {
    cookie,
    formToken,
    save,
    /** Saves and gives the page that follows. */
    next: async (question: string, typed: Typed): Promise<string> => {
      const saved = await save(question, typed);
      if (saved.kind !== 'saved') throw new Error(`${question}: ${JSON.stringify(saved)}`);
      return saved.next === 'check' ? 'check' : (destinationCheckV1.pages[saved.next - 1]?.id ?? '');
    },
    where: () => application.survey.whereToGoOn(cookie),
    show: (question: string) => application.survey.showPage(cookie, numberOf(question)),
    check: async () => {
      const view = await application.survey.checkAnswers(cookie);
      if (view.kind !== 'check') throw new Error(view.kind);
      return view;
    },
    send: () => application.survey.sendAnswers(cookie, formToken),
  };
}
type Visitor = Awaited<ReturnType<typeof visitor>>;

const response = async ({ invitationId }: Invited) => {
  const stored = await test.tools.store.responses.find(invitationId);
  if (stored === null) throw new Error('No response.');
  return stored;
};

/** Answers of somebody who left early for reasons of health, money and faith. */
async function answerAll(person: Visitor): Promise<void> {
  const steps: readonly (readonly [question: string, typed: Typed, next: string])[] = [
    ['situation', chosen('university'), 'since'],
    ['since', inMonth(2026, 9, true), 'provider'],
    ['provider', said('University of Exampleton'), 'course'],
    ['course', said('Testology'), 'as-planned'],
    ['as-planned', chosen('yes'), 'still-there'],
    ['still-there', chosen('left-early'), 'left-in'],
    ['left-in', inMonth(2026, 10), 'plan-story'],
    ['plan-story', chosen('started-and-left'), 'planned-place'],
    ['planned-place', said('Exampleton'), 'reasons'],
    ['reasons', chosen('health', 'money'), 'reasons-money'],
    ['reasons-money', chosen('FIN/M4'), 'reasons-health'],
    ['reasons-health', chosen('HEA/H1'), 'main-reason'],
    ['main-reason', chosen('health'), 'reason-words'],
    ['reason-words', said('zebra-words-of-my-own'), 'payment'],
    ['payment', chosen('bursary'), 'stay-in-touch'],
    ['stay-in-touch', chosen('yes'), 'stay-until'],
    ['stay-until', chosen('three-years'), 'email'],
    ['email', said('New.Address@Example.ORG'), 'email-owner'],
    ['email-owner', chosen('self'), 'mobile'],
    ['mobile', said('07700 900123'), 'mobile-owner'],
    ['mobile-owner', chosen('parent'), 'check'],
  ];
  for (const [question, typed, next] of steps) {
    expect([question, await person.next(question, typed)]).toEqual([question, next]);
  }
}

describe('answering from the first page to the last', () => {
  it('keeps each page at once, sends once, and everything that must follow has happened, twice over', async () => {
    const invited = await invite(test.tools, 'full');
    const person = await visitor(invited.token);
    expect(await person.where()).toEqual({ kind: 'at', place: 1 });
    expect((await person.send()).kind).toBe('not-yet');
    await answerAll(person);
    expect((await test.tools.store.invitations.find(invited.invitationId))?.state).toBe('started');

    expect((await person.send()).kind).toBe('sent');
    expect((await person.send()).kind).toBe('sent');
    const stored = await response(invited);
    expect([stored.state, stored.submissions.length, stored.followUps]).toEqual(['completed', 1, undefined]);
    expect((await test.tools.store.invitations.find(invited.invitationId))?.state).toBe('completed');

    const record = await test.tools.store.destinationRecords.find('every-school', invited.alumnusId);
    const claims = record?.claims.filter((claim) => claim.source === 'survey') ?? [];
    expect(claims.map(({ activity, from, to, provider }) => ({ activity, from, to, provider }))).toEqual([
      { activity: 'university', from: '2026-09', to: '2026-10', provider: 'University of Exampleton' },
    ]);

    const alumnus = await test.tools.store.alumni.find('every-school', invited.alumnusId);
    expect(alumnus?.permissions.at(-1)).toEqual({
      purpose: 'destination-survey',
      basis: 'consent',
      evidence: `Survey answer ${invited.invitationId}, sent 1`,
      recordedOn: '2026-11-03',
      until: '2029-11-03',
      wording: 'destination-check 1',
      ageAtCollection: 18,
    });
    expect(alumnus?.contactPoints.slice(1)).toEqual([
      {
        number: 2,
        kind: 'email',
        value: 'new.address@example.org',
        owner: 'self',
        state: 'usable',
        addedOn: '2026-11-03',
      },
      { number: 3, kind: 'mobile', value: '+447700900123', owner: 'parent', state: 'usable', addedOn: '2026-11-03' },
    ]);

    await application.governance.appendAudit();
    const acts = await test.tools.store.auditEvents.about(`response:${invited.invitationId}`);
    expect(acts.map(({ act, actor }) => [act, actor.kind])).toEqual([['response.sent', 'alumnus']]);
    expect(await application.survey.finishResponses(10)).toBe(0);
  });

  it('keeps nothing that was said about health, faith, money, caring or in own words in clear, nor in the log', async () => {
    const documents: string[] = [];
    for (const { name } of await test.connection.listCollections()) {
      for await (const document of test.connection.collection(name).find({})) documents.push(JSON.stringify(document));
    }
    const all = documents.join('\n');
    const telling = ['zebra-words', 'HEA/H1', 'FIN/M4', 'health', 'bursary', 'started-and-left', 'reasons'];
    expect(telling.filter((word) => all.includes(word))).toEqual([]);
    expect(all).toContain('University of Exampleton'); // the scan does find what stands in clear
    expect(telling.filter((word) => test.logged.join('\n').includes(word))).toEqual([]);
  });

  it('does what must follow when the process died right after the answers were kept, once', async () => {
    const invited = await invite(test.tools, 'cut');
    const person = await visitor(invited.token);
    await person.next('situation', chosen('work'));
    const answers: Answers = { situation: 'work' };
    const { tools } = test;
    await tools.store.responses.submit(
      await response(invited),
      {
        number: 1,
        answers: tools.vault.seal(answers, `responses/${invited.invitationId}/submissions/1`),
        at: tools.clock.now(),
      },
      { id: tools.newId(), at: tools.clock.now(), actor: { kind: 'alumnus' }, act: 'response.sent', subject: 'test' },
    );
    expect((await test.tools.store.invitations.find(invited.invitationId))?.state).toBe('started');
    expect([await application.survey.finishResponses(10), await application.survey.finishResponses(10)]).toEqual([
      1, 0,
    ]);
    expect((await test.tools.store.invitations.find(invited.invitationId))?.state).toBe('completed');
    const record = await test.tools.store.destinationRecords.find('every-school', invited.alumnusId);
    expect(record?.claims.map((claim) => claim.activity)).toEqual(['employment']);
  });
});

describe('changes of mind', () => {
  it('drops answers that a change has orphaned, and asks the new questions', async () => {
    const person = await visitor((await invite(test.tools, 'change')).token);
    await person.next('situation', chosen('university'));
    await person.next('since', inMonth(2026, 9));
    await person.next('provider', said('University of Exampleton'));
    const changed = await person.save('situation', chosen('work'), { fromCheck: true });
    expect(changed).toMatchObject({ kind: 'saved', next: numberOf('since') });
    const rows = (await person.check()).rows.map(({ question, value }) => [question.id, value]);
    expect(rows).toEqual([['situation', 'work']]);
    expect(await person.show('provider')).toEqual({ kind: 'elsewhere' });
  });

  it('takes a correction until the wave closes as a next submission, which counts in the record', async () => {
    const invited = await invite(test.tools, 'correct');
    const person = await visitor(invited.token);
    await person.next('situation', chosen('looking'));
    await person.next('stay-in-touch', chosen('no'));
    expect((await person.send()).kind).toBe('sent');
    const objected = await test.tools.store.alumni.find('every-school', invited.alumnusId);
    expect(objected?.objectedOn).toBe('2026-11-03');

    await person.save('stay-in-touch', chosen('yes'), { fromCheck: true });
    expect((await person.check()).changedSince).toBe(true);
    await person.send();
    await person.send();
    expect((await response(invited)).submissions.map(({ number }) => number)).toEqual([1, 2]);
    const back = await test.tools.store.alumni.find('every-school', invited.alumnusId);
    expect([back?.objectedOn, back?.permissions.at(-1)?.until]).toEqual([undefined, '2027-11-03']);
  });

  it('does no harm in two tabs, by double presses, or by an old page', async () => {
    const invited = await invite(test.tools, 'tabs');
    const person = await visitor(invited.token);
    await person.next('situation', chosen('work'));
    const pages = [
      person.save('since', inMonth(2026, 8)),
      person.save('employer', said('Exampleton Bakery')),
      person.save('job', said('Baker')),
      person.save('as-planned', chosen('no')),
      person.save('situation', chosen('work')),
    ];
    expect((await Promise.all(pages)).map((saved) => saved.kind)).toEqual(Array(5).fill('saved'));
    expect((await person.check()).rows.map(({ question }) => question.id)).toEqual([
      'situation',
      'since',
      'employer',
      'job',
      'as-planned',
    ]);
    const sent = await Promise.all([person.send(), person.send(), person.send()]);
    expect(sent.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent']);
    expect((await response(invited)).submissions.length).toBe(1);
    expect((await person.save('course', said('x'))).kind).toBe('elsewhere');
  });

  it('says what to do about an answer that cannot be, and keeps nothing of it', async () => {
    const person = await visitor((await invite(test.tools, 'wrong')).token);
    expect(await person.save('situation', nothing)).toMatchObject({ problems: { situation: 'missing' } });
    expect(await person.save('situation', nothing, { skip: true })).toMatchObject({
      problems: { situation: 'missing' },
    });
    expect(await person.save('situation', chosen('astronaut'))).toMatchObject({
      problems: { situation: 'unknown-choice' },
    });
    await person.next('situation', chosen('work'));
    expect(await person.save('since', inMonth(2027, 1))).toMatchObject({ problems: { since: 'month-ahead' } });
    expect(await person.save('stay-in-touch', nothing)).toMatchObject({
      problems: { 'stay-in-touch': 'choose-or-skip' },
    });
    expect((await person.check()).rows.map(({ question }) => question.id)).toEqual(['situation']);
  });
});

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
    const phone = await visitor(invited.token);
    await phone.next('situation', chosen('university'));
    await phone.next('since', inMonth(2026, 9));
    const laptop = await visitor(invited.token);
    expect(await laptop.where()).toEqual({ kind: 'at', place: numberOf('provider') });
    expect(await laptop.show('situation')).toEqual({ kind: 'locked' });
    expect(await laptop.save('situation', chosen('work'))).toEqual({ kind: 'locked' });
    expect(await laptop.show('provider')).toMatchObject({ kind: 'page', back: null, answers: {} });
    expect(await laptop.check()).toMatchObject({ hidden: 2, rows: [], canSend: true });
    expect(await phone.check()).toMatchObject({ hidden: 0 });
  });

  it('does not give away reasons of health by the questions it asks', async () => {
    const person = await invite(test.tools, 'quiet');
    const phone = await visitor(person.token);
    await phone.next('situation', chosen('caring'));
    await phone.save('as-planned', chosen('no'));
    await phone.save('plan-story', chosen('did-not-start'));
    await phone.save('reasons', chosen('health', 'caring'));
    const laptop = await visitor(person.token);
    expect(await laptop.show('reasons-health')).toEqual({ kind: 'locked' });
    expect(await laptop.show('main-reason')).toEqual({ kind: 'locked' });
    expect(await phone.show('reasons-health')).toMatchObject({ kind: 'page' });
  });

  it('unlocks by the code sent to the address on file: once, ten minutes, five tries, three an hour, this session', async () => {
    const invited = await invite(test.tools, 'code');
    const phone = await visitor(invited.token);
    await phone.next('situation', chosen('work'));
    const laptop = await visitor(invited.token);
    const tablet = await visitor(invited.token);
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

  it('takes no forged, foreign or old session', async () => {
    const person = await visitor((await invite(test.tools, 'session')).token);
    const other = await visitor((await invite(test.tools, 'session-2')).token);
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

it('lists responses within the viewer’s schools, last saved first', async () => {
  const all = await application.survey.listResponses(commandLine, {});
  expect(all.rows.find((row) => row.alumnusId === 'full')).toMatchObject({
    name: 'Avery Testperson',
    school: 'Northgate Academy (invented)',
    wave: 'Y13 2026 arrival check',
    state: 'completed',
    passed: 21,
    sent: 1,
  });
  const none = await application.survey.listResponses({ ...commandLine, schools: ['elsewhere'] }, {});
  expect([none.rows, none.schools]).toEqual([[], []]);
  const completed = await application.survey.listResponses(commandLine, { waveId, state: 'completed' });
  expect(completed.rows.every((row) => row.state === 'completed')).toBe(true);
  expect((await application.survey.listResponses(commandLine, { since: '2026-11-04' as never })).rows).toEqual([]);
});
