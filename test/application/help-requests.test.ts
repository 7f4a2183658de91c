// Asking the trust to get in touch, by the use cases over a real database and real mail: the day that is promised, one open request
// a person, who reads it, a reply by the outbox, who is told when it is late, and what a process leaves that dies in between (Y7).
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import { openSeal } from '../../src/application/waves/sending/sealed.js';
import type { Alumnus, StaffRole } from '../../src/domain/alumni/alumnus.js';
import type { SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { mostFurther, type HelpRequest } from '../../src/domain/survey/help-request.js';
import { publishedQuestionnaires } from '../../src/domain/survey/catalogue.js';
import { speaksOfTrouble, troubles } from '../../src/domain/survey/speaks-of-trouble.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import { chosen, visitor, type Visitor } from '../support/survey-visitor.js';
import { openTestTools } from '../support/tools.js';
import { commandLine } from '../support/web.js';

const northgate = 'northgate' as SchoolId;
const mine = 'My loan has not come and the rent is due';
let test: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;
let owner: Viewer;
beforeEach(async () => {
  test = await openTestTools(); // Tuesday 3 November 2026
  application = createApplication(test.tools);
  await openWave(test.tools);
  owner = await aMember('owner');
  await name({ helpOwner: owner.staffId });
});
afterEach(() => test.close());

async function aMember(called: string, role: StaffRole = 'reviewer', schools: Viewer['schools'] = 'every-school') {
  const email = `${called}@trust.example`;
  const person = { email, role, schools, name: called, formGroups: [] };
  const added = await application.governance.addStaff(commandLine, person);
  if (added.kind !== 'added') throw new Error(added.why);
  await test.connection.collection('staff').updateOne({ email }, { $set: { state: 'active' } });
  return { staffId: added.staffId, role, schools } satisfies Viewer;
}
const name = (people: Readonly<Record<string, StaffId>>, school: SchoolId | null = null) =>
  application.care.changeCareSettings(commandLine, { kind: 'people', school, people });

const asking = async (id: string, given: Partial<Alumnus> = {}): Promise<{ who: Invited; person: Visitor }> => {
  const who = await invite(test.tools, id, given);
  return { who, person: await visitor(application, who.token) };
};
const ask = ({ cookie, formToken }: Visitor, about = mine, way = 'mail', from = application) =>
  from.care.askForHelp(cookie, formToken, { way, about });
const open = async (): Promise<HelpRequest> => {
  const [request, ...more] = await test.tools.store.helpRequests.list('every-school', 'open', 9);
  if (request === undefined || more.length > 0) throw new Error('Not one request.');
  return request;
};
async function mails(template: string): Promise<readonly (readonly [to: string, answer: string | undefined])[]> {
  const messages = test.connection.collection<{ _id: string; seal: string }>('messages');
  const found = await messages.find({ template }).sort({ _id: 1 }).toArray();
  return found.map(({ _id, seal }) => {
    const { to, fields } = openSeal(test.tools.vault, _id as MessageId, seal);
    return [to?.name ?? '', fields?.['answer']];
  });
}
const keepTwice = async (): Promise<void> => {
  await Promise.all([application.care.keepHelp(), application.care.keepHelp()]);
  await application.care.keepHelp();
};

describe('the offer', () => {
  it('promises the day by open days, and names the holidays in between', async () => {
    const { person } = await asking('a1');
    expect(await application.care.helpPage(person.cookie)).toMatchObject({
      ...{ kind: 'offer', replyBy: '2026-11-06', closed: [], ways: ['mail'], asked: null },
    });
    const holiday = { first: localDate('2026-11-05'), last: localDate('2026-11-10') };
    await application.care.changeCareSettings(commandLine, {
      ...{ kind: 'holiday', from: holiday.first, to: holiday.last, cover: '' },
    });
    await application.care.changeCareSettings(commandLine, { kind: 'reply-days', days: 2 });
    expect(await application.care.helpPage(person.cookie)).toMatchObject({ replyBy: '2026-11-11', closed: [holiday] });
  });

  it('is not made where nobody is named, or who was named can sign in no more, and asking then keeps nothing', async () => {
    const { person } = await asking('a1');
    await application.governance.disableStaff(commandLine, owner.staffId);
    expect((await application.care.helpPage(person.cookie)).kind).toBe('not-offered');
    expect((await ask(person)).kind).toBe('not-offered');
    await name({});
    expect((await application.care.helpPage(person.cookie)).kind).toBe('not-offered');
    expect(await test.connection.collection('helprequests').countDocuments({})).toBe(0);
  });

  it('stands open after answers that speak of trouble, and closed after others', async () => {
    const { person } = await asking('a1');
    await person.save('situation', chosen('looking'));
    await person.send();
    expect((await application.care.careAfterSending(person.cookie)).offer?.open).toBe(true);
    const { person: fine } = await asking('a2');
    await fine.save('situation', chosen('work'));
    await fine.send();
    expect((await application.care.careAfterSending(fine.cookie)).offer?.open).toBe(false);
  });

  it('knows only questions and answers that are asked', () => {
    const asked = publishedQuestionnaires.flatMap(({ questionnaire }) =>
      questionnaire.pages.flatMap((page) => page.questions),
    );
    for (const [id, codes] of Object.entries(troubles)) {
      const known = asked
        .filter((question) => question.id === id)
        .flatMap(({ choices = [] }) => choices.map(({ code }) => code));
      const ranges = asked.some((question) => question.id === id && question.kind === 'month-range');
      expect([id, codes.filter((code) => !known.includes(code) && !ranges)]).toEqual([id, []]);
    }
    expect(speaksOfTrouble({ reasons: ['place', 'money'] })).toBe(true);
    expect(speaksOfTrouble({ reasons: ['place'], 'right-place': '3' })).toBe(false);
  });
});

describe('asking', () => {
  it('makes one request, told once to the owner of the school, with what they wrote sealed', async () => {
    const local = await aMember('local', 'school-leader', [northgate]);
    await name({ helpOwner: local.staffId }, northgate);
    const { person, who } = await asking('a1');
    const asked = await Promise.all([ask(person), ask(person)]);
    expect(asked.map(({ kind }) => kind)).toEqual(['asked', 'asked']);
    expect((await ask(person)).kind).toBe('asked'); // the same words again change nothing
    await keepTwice();
    expect(await open()).toMatchObject({
      owner: local.staffId,
      alumnusId: who.alumnusId,
      way: 'mail',
      replyBy: '2026-11-06',
    });
    expect(await mails('help-request')).toEqual([['local', undefined]]);
    expect(await application.care.helpPage(person.cookie)).toMatchObject({ asked: '2026-11-06' });
    const stored = JSON.stringify(await test.connection.collection('helprequests').find({}).toArray());
    expect(stored).not.toContain('loan');
    expect(test.logged.join('')).not.toMatch(/loan|a1@example/);
  });

  it('again while one is open adds what is said: its owner is told, it is looked at, and whoever had a reply waits again', async () => {
    const adult = await aMember('adult');
    await name({ helpOwner: owner.staffId, adultRoute: adult.staffId });
    const { person, who } = await asking('a1');
    await ask(person);
    await keepTwice();
    const first = await open();
    await application.care.dealWithHelp(owner, {
      ...{ id: first.id, revision: first.revision, act: { kind: 'step', said: 'Rang them' } },
    });

    test.setClock(new Date('2026-11-09T10:00:00Z'));
    const other = await visitor(application, who.token); // another browser
    expect(await application.care.helpPage(other.cookie)).toMatchObject({ asked: null, replyBy: '2026-11-12' });
    const grave = 'My dad hits me';
    const said = await Promise.all([ask(other, grave), ask(other, grave)]);
    expect(said.map(({ kind }) => kind)).toEqual(['asked', 'asked']);
    await ask(other, grave);
    await keepTwice();
    const held = await open();
    expect(held).toMatchObject({ id: first.id, replyBy: '2026-11-12' });
    expect([held.repliedAt, held.further?.length, held.toLook, held.tell]).toEqual([
      undefined,
      1,
      undefined,
      undefined,
    ]);
    expect(JSON.stringify(held)).not.toContain('hits');
    expect(await mails('help-request')).toHaveLength(2);
    const flags = await test.tools.store.safetyFlags.list('every-school', 'open', 9);
    expect(flags.map(({ from, told }) => [from, told])).toEqual([['help-request', [adult.staffId]]]);
    expect((await application.governance.today(owner)).needs).toContainEqual(expect.objectContaining({ kind: 'help' }));
    const read = await application.care.readHelpRequest(owner, held.id);
    expect(read.words?.said).toEqual([
      { at: first.askedAt, about: mine },
      { at: new Date('2026-11-09T10:00:00Z'), about: grave },
    ]);
    expect(await application.care.helpPage(other.cookie)).toMatchObject({ asked: '2026-11-12' });

    // Who waits still keeps the day that they were promised; what is added has its own, and is told when the first is late.
    test.setClock(new Date('2026-11-10T10:00:00Z'));
    const third = await visitor(application, who.token);
    await ask(third, 'And my phone is broken');
    expect(await open()).toMatchObject({ replyBy: '2026-11-12', lateAt: new Date('2026-11-13T08:00:00Z') });
    expect(await application.care.helpPage(third.cookie)).toMatchObject({ asked: '2026-11-13' });
    test.setClock(new Date('2026-11-13T08:00:00Z'));
    await keepTwice();
    expect(await mails('help-request')).toHaveLength(4);
    await ask(await visitor(application, who.token), 'I am waiting');
    await keepTwice();
    expect(await mails('help-request')).toHaveLength(5);
    expect((await open()).lateAt).toBeDefined();
  });

  it('more often than one request can hold says so and keeps what was typed, and the words are wiped with the others', async () => {
    const { person } = await asking('a1');
    await ask(person);
    await ask(person, 'Please help');
    const full = Array.from({ length: mostFurther }, () => ({ $first: '$further' }));
    await test.connection.collection('helprequests').updateOne({}, [{ $set: { further: full } }]);
    const refused = await ask(person, 'Please help, once more');
    expect(refused).toMatchObject({ kind: 'refused', why: 'too-often', offer: { asked: null } });
    const { id } = await open();
    test.setClock(new Date('2028-11-05T10:00:00Z')); // two years on
    await keepTwice();
    expect(await test.tools.store.helpRequests.find(id)).not.toHaveProperty('further');
  });

  it('needs a way to reach them, a form of their own, and no more than can be kept', async () => {
    const { person } = await asking('a1');
    expect(await ask(person, mine, 'phone')).toMatchObject({ kind: 'refused', why: 'no-way' }); // we have no number
    expect(await ask(person, 'x'.repeat(2_001))).toMatchObject({ kind: 'refused', why: 'too-long' });
    const foreign = { ...person, formToken: 'x'.repeat(43) };
    expect((await ask(foreign)).kind).toBe('not-our-form');
    expect(await test.connection.collection('helprequests').countDocuments({})).toBe(0);
  });

  it('in worrying words raises a flag too, of an adult as well, since the page said so', async () => {
    const adult = await aMember('adult');
    await name({ helpOwner: owner.staffId, adultRoute: adult.staffId });
    const { person } = await asking('a1');
    await ask(person, 'My partner hits me');
    await keepTwice();
    const flags = await test.tools.store.safetyFlags.list('every-school', 'open', 9);
    expect(flags.map(({ from, told }) => [from, told])).toEqual([['help-request', [adult.staffId]]]);
  });

  it('is finished by the job where the process died: told once, looked at once', async () => {
    await name({ helpOwner: owner.staffId, lead: owner.staffId, adultRoute: owner.staffId });
    const dying = createApplication({
      ...test.tools,
      store: {
        ...test.tools.store,
        messages: { ...test.tools.store.messages, insertNew: () => Promise.reject(new Error('invented')) },
        safetyFlags: { ...test.tools.store.safetyFlags, insert: () => Promise.reject(new Error('invented')) },
      },
    });
    const { person } = await asking('a1');
    expect((await ask(person, 'I want to die', 'mail', dying)).kind).toBe('asked');
    expect(await mails('help-request')).toEqual([]);
    await keepTwice();
    expect(await mails('help-request')).toEqual([['owner', undefined]]);
    expect(await test.tools.store.safetyFlags.list('every-school', 'open', 9)).toHaveLength(1);
    expect((await open()).toLook).toBeUndefined();
  });
});

describe('the one who replies', () => {
  const deal = (viewer: Viewer, request: Pick<HelpRequest, 'id' | 'revision'>, act: object) =>
    application.care.dealWithHelp(viewer, { id: request.id, revision: request.revision, act: act as never });

  it('alone reads it, and each reading is on record', async () => {
    const [other, boss] = [await aMember('other'), await aMember('boss', 'administrator')];
    await ask((await asking('a1')).person);
    const { id } = await open();
    expect((await application.care.readHelpRequest(owner, id)).words?.said.map(({ about }) => about)).toEqual([mine]);
    await expect(application.care.showHelpRequest(other, id)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(application.care.readHelpRequest(boss, id)).rejects.toMatchObject({ name: 'NotFound' });
    expect(await application.care.showHelpRequest(boss, id)).toMatchObject({ own: false, reach: [], words: null });
    const elsewhere: Viewer = { ...boss, schools: [] };
    await expect(application.care.showHelpRequest(elsewhere, id)).rejects.toMatchObject({ name: 'NotFound' });
    await application.governance.appendAudit();
    const acts = await test.tools.store.auditEvents.about(`help-request:${id}`);
    expect(acts.map(({ act }) => act).sort()).toEqual(['help-request.made', 'help-request.read']);
  });

  it('sends one reply by the outbox, however often it is pressed and wherever the process dies', async () => {
    await ask((await asking('a1')).person);
    const request = await open();
    const reply = { kind: 'reply', said: 'We have rung the loans company for you.' };
    const dying = createApplication({
      ...test.tools,
      store: {
        ...test.tools.store,
        messages: { ...test.tools.store.messages, insertNew: () => Promise.reject(new Error('invented')) },
      },
    });
    const given = { id: request.id, revision: request.revision, act: reply as never };
    await expect(dying.care.dealWithHelp(owner, given)).rejects.toThrow('invented');
    await expect(deal(owner, request, reply)).rejects.toMatchObject({ name: 'ChangedMeanwhile' });
    await keepTwice();
    expect(await mails('reply-answer')).toEqual([['Avery Testperson', reply.said]]);
    expect(await open()).toMatchObject({ repliedAt: new Date('2026-11-03T10:00:00Z') });
    expect((await open()).toSend).toBeUndefined();
    await deal(owner, await open(), { kind: 'reply', said: 'And this is their number.' });
    expect(await mails('reply-answer')).toHaveLength(2);
    expect((await application.governance.today(owner)).needs.filter(({ kind }) => kind === 'help')).toEqual([]);
    const read = await application.care.readHelpRequest(owner, request.id);
    expect(read.words?.steps.map(({ said }) => said)).toEqual([reply.said, 'And this is their number.']);
  });

  it('notes what was offered where no mail may go', async () => {
    const { person, who } = await asking('a1');
    await ask(person);
    await test.connection
      .collection<{ _id: string }>('alumni')
      .updateOne({ _id: who.alumnusId }, { $set: { 'contactPoints.0.state': 'stopped' } });
    expect(await deal(owner, await open(), { kind: 'reply', said: 'Hello' })).toEqual({
      kind: 'refused',
      why: 'no-address',
    });
    await deal(owner, await open(), { kind: 'step', said: 'Rang them: hardship fund' });
    expect((await open()).repliedAt).toBeDefined();
    expect(await mails('reply-answer')).toEqual([]);
  });

  it('gives it to somebody who then has it, and closes it; then they may ask again', async () => {
    const [boss, next] = [await aMember('boss', 'administrator'), await aMember('next', 'school-leader', [northgate])];
    const outside = await aMember('outside', 'school-leader', []);
    const { person } = await asking('a1');
    await ask(person);
    expect(await deal(boss, await open(), { kind: 'owner', staffId: outside.staffId })).toEqual({
      ...{ kind: 'refused', why: 'no-such-person' },
    });
    await expect(deal(boss, await open(), { kind: 'step', said: 'x' })).rejects.toMatchObject({ name: 'NotFound' });
    await deal(boss, await open(), { kind: 'owner', staffId: next.staffId });
    expect((await mails('help-request')).map(([to]) => to).sort()).toEqual(['next', 'owner']);
    const { id } = await open();
    await expect(application.care.showHelpRequest(owner, id)).rejects.toMatchObject({ name: 'NotFound' });
    await deal(next, await open(), { kind: 'close', outcome: 'helped' });
    expect(await test.tools.store.helpRequests.list('every-school', 'open', 9)).toEqual([]);
    await ask(person, 'Something else');
    expect((await open()).id).not.toBe(id);

    test.setClock(new Date('2027-05-05T10:00:00Z')); // half a year after the end
    await keepTwice();
    const wiped = await test.tools.store.helpRequests.find(id);
    expect([wiped?.about, wiped?.steps, wiped?.outcome]).toEqual([undefined, [], 'helped']);
  });

  it('is told with the administrators when it is late, once, and nobody is where somebody replied', async () => {
    const boss = await aMember('boss', 'administrator');
    await ask((await asking('a1')).person);
    test.setClock(new Date('2026-11-07T07:59:00Z'));
    await keepTwice();
    expect((await mails('help-request')).map(([to]) => to)).toEqual(['owner']);
    test.setClock(new Date('2026-11-07T08:00:00Z'));
    await keepTwice();
    test.setClock(new Date('2026-11-20T08:00:00Z'));
    await keepTwice();
    expect((await mails('help-request')).map(([to]) => to).sort()).toEqual(['boss', 'owner', 'owner']);
    expect((await application.care.listHelpRequests(boss, 'open')).map(({ late }) => late)).toEqual([true]);
    expect((await application.governance.today(boss)).needs).toContainEqual({
      ...{ kind: 'help-late', count: 1, href: '/staff/help' },
    });
    await deal(owner, await open(), { kind: 'step', said: 'Rang them' });
    expect((await application.governance.today(boss)).needs.filter(({ kind }) => kind === 'help-late')).toEqual([]);
  });
});
