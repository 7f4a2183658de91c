// Answering by the link, without the web: what is kept, who may see it, what follows once, and what never stands in clear.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import type { SchoolScope } from '../../src/domain/alumni/alumnus.js';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { Typed } from '../../src/domain/survey/typed.js';
import type { Answers } from '../../src/domain/survey/definition.js';
import { commandLine } from '../support/web.js';
import { invite, openWave, waveId, type Invited } from '../support/survey.js';
import { chosen, inMonth, nothing, numberOf, said, visitor, type Visitor } from '../support/survey-visitor.js';
import { openTestTools } from '../support/tools.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;

beforeAll(async () => {
  test = await openTestTools();
  application = createApplication(test.tools);
  await openWave(test.tools);
});
afterAll(() => test.close());

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
    const person = await visitor(application, invited.token);
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
      channels: ['mail'],
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
      // A table of counts is called "reasons"; its name tells of nobody.
      for await (const document of test.connection.collection(name).find({}))
        documents.push(JSON.stringify(name === 'rollups' ? (document['table'] ?? null) : document));
    }
    const all = documents.join('\n');
    const telling = ['zebra-words', 'HEA/H1', 'FIN/M4', 'health', 'bursary', 'started-and-left', 'reasons'];
    expect(telling.filter((word) => all.includes(word))).toEqual([]);
    expect(all).toContain('University of Exampleton'); // the scan does find what stands in clear
    expect(telling.filter((word) => test.logged.join('\n').includes(word))).toEqual([]);
  });

  it('does what must follow when the process died right after the answers were kept, once', async () => {
    const invited = await invite(test.tools, 'cut');
    const person = await visitor(application, invited.token);
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
    const person = await visitor(application, (await invite(test.tools, 'change')).token);
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
    const person = await visitor(application, invited.token);
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
    const person = await visitor(application, invited.token);
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

  it('says what to do about an answer that cannot be, and takes nothing of it', async () => {
    const person = await visitor(application, (await invite(test.tools, 'wrong')).token);
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

  it('holds a month against the day on which they left school, however long ago', async () => {
    const left = { leftOn: localDate('2016-07-15') };
    const person = await visitor(application, (await invite(test.tools, 'long-ago', left)).token);
    await person.next('situation', chosen('work'));
    expect(await person.next('since', inMonth(2010, 9))).toBe('employer');
  });

  it('shows what was typed in vain to its own session alone, until that page is taken', async () => {
    const invited = await invite(test.tools, 'in-vain');
    const person = await visitor(application, invited.token);
    await person.next('situation', chosen('university'));
    const story = said(`Something that stays between us ${'x'.repeat(120)}`);
    for (let press = 0; press < 2; press += 1) {
      expect(await person.save('provider', story)).toMatchObject({ kind: 'refused' });
    }
    const refused = { problems: { provider: 'too-long' }, typed: { provider: story } };
    expect(await person.show('provider')).toMatchObject({ refused });
    expect(await person.show('since')).toMatchObject({ refused: null });
    const stored = await response(invited);
    expect([stored.passed, JSON.stringify(stored).includes('between us')]).toEqual([1, false]);

    const other = await visitor(application, invited.token);
    expect(await other.show('provider')).toMatchObject({ refused: null, answers: {} });
    await other.next('since', inMonth(2026, 9)); // what another session does leaves it alone
    expect(await person.show('provider')).toMatchObject({ refused });
    await person.next('course', said('Physics')); // nothing typed is lost by another page (row 59)
    expect(await person.show('provider')).toMatchObject({ refused });
    await person.next('provider', said('A place'));
    expect(await person.show('provider')).toMatchObject({ refused: null });

    await person.save('provider', story);
    expect((await person.send()).kind).toBe('sent');
    expect(await person.show('provider')).toMatchObject({ refused: null });
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
  const elsewhere: SchoolScope = ['elsewhere'] as readonly string[] as readonly SchoolId[];
  const none = await application.survey.listResponses({ ...commandLine, schools: elsewhere }, {});
  expect([none.rows, none.schools]).toEqual([[], []]);
  const completed = await application.survey.listResponses(commandLine, { waveId, state: 'completed' });
  expect(completed.rows.every((row) => row.state === 'completed')).toBe(true);
  expect((await application.survey.listResponses(commandLine, { since: '2026-11-04' as never })).rows).toEqual([]);
});
