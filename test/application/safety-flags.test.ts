// Words that may mean that somebody is not safe, by the use cases over a real database: who is told and when, what an adult
// decides, what goes on when nobody reads it, and what a process leaves that dies in between (Y8). All words are invented.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import { openSeal } from '../../src/application/waves/sending/sealed.js';
import type { Alumnus, StaffRole } from '../../src/domain/alumni/alumnus.js';
import type { SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import type { SafetyFlag } from '../../src/domain/survey/safety-flag.js';
import { asMail } from '../support/returned-mail.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import { chosen, said, visitor, type Visitor } from '../support/survey-visitor.js';
import { openTestTools } from '../support/tools.js';
import { commandLine } from '../support/web.js';

const northgate = 'northgate' as SchoolId;
const young: Partial<Alumnus> = { dateOfBirth: localDate('2009-06-01') };
const dying = 'Some nights I want to die';
const hit = 'My dad hits me';

let test: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;
beforeEach(async () => {
  test = await openTestTools();
  application = createApplication(test.tools);
  await openWave(test.tools);
});
afterEach(() => test.close());

/** Somebody of that role who can sign in. */
async function aMember(name: string, role: StaffRole = 'reviewer', schools: Viewer['schools'] = 'every-school') {
  const email = `${name}@trust.example`;
  const added = await application.governance.addStaff(commandLine, { email, role, schools, name, formGroups: [] });
  if (added.kind !== 'added') throw new Error(added.why);
  await test.connection.collection('staff').updateOne({ email }, { $set: { state: 'active' } });
  return { staffId: added.staffId, role, schools } satisfies Viewer;
}
const name = (people: Partial<Record<'lead' | 'adultRoute' | 'deputy', StaffId>>, school: SchoolId | null = null) =>
  application.care.changeCareSettings(commandLine, { kind: 'people', school, people });

/** Somebody who says it in the box for own words, up to the page where answers are checked. */
async function saying(invited: Invited, words: string): Promise<Visitor> {
  const person = await visitor(application, invited.token);
  for (const [question, typed] of [
    ['situation', chosen('work')],
    ['as-planned', chosen('no')],
    ['plan-story', chosen('never-applied')],
    ['reason-words', said(words)],
  ] as const) {
    const saved = await person.save(question, typed);
    if (saved.kind !== 'saved') throw new Error(`${question}: ${saved.kind}`);
  }
  return person;
}
const flags = async (): Promise<readonly SafetyFlag[]> =>
  (['open', 'asks-first', 'kept-back', 'closed'] as const).reduce<Promise<SafetyFlag[]>>(
    async (all, state) => [...(await all), ...(await test.tools.store.safetyFlags.list('every-school', state, 50))],
    Promise.resolve([]),
  );
const onlyFlag = async (): Promise<SafetyFlag> => {
  const [flag, ...more] = await flags();
  if (flag === undefined || more.length > 0) throw new Error(`${more.length + (flag === undefined ? 0 : 1)} flags.`);
  return flag;
};
/** To whom mail about flags was written, in order. */
async function mailed(): Promise<readonly string[]> {
  const messages = test.connection.collection<{ _id: string; seal: string }>('messages');
  const found = await messages.find({ template: 'safety-flag' }).sort({ dueAt: 1, _id: 1 }).toArray();
  return found.map(({ _id, seal }) => openSeal(test.tools.vault, _id as MessageId, seal).to?.name ?? '');
}
const keepTwice = async (): Promise<void> => {
  await Promise.all([application.care.keepFlags(), application.care.keepFlags()]);
  await application.care.keepFlags();
};

describe('what somebody under 18 writes', () => {
  it('goes to the safeguarding lead at once, once, and is read by nobody else', async () => {
    const [lead, other] = [await aMember('lead'), await aMember('other', 'administrator')];
    // However many accounts of tutors, most of them closed, come before theirs.
    const tutor = { name: 'Tutor', role: 'tutor', state: 'disabled', everySchool: false, schoolIds: ['northgate'] };
    await test.connection.collection<{ _id: string }>('staff').insertMany(
      Array.from({ length: 600 }, (_, n) => ({
        ...{ _id: `t${n}`, email: `a${n}@trust.example`, credential: 0, failures: 0 },
        ...tutor,
      })),
    );
    await name({ lead: lead.staffId });
    const person = await saying(await invite(test.tools, 'y1', young), hit);
    expect((await person.send()).kind).toBe('sent');
    expect((await person.send()).kind).toBe('sent');
    await keepTwice();
    expect(await onlyFlag()).toMatchObject({ state: 'open', route: 'lead', worry: 'harm', told: [lead.staffId] });
    expect(await mailed()).toEqual(['lead']);
    const { id } = await onlyFlag();
    expect((await application.care.readFlag(lead, id)).words?.said).toEqual([hit]);
    await expect(application.care.readFlag(other, id)).rejects.toMatchObject({ name: 'NotFound' });
    await expect(application.care.showFlag(other, id)).rejects.toMatchObject({ name: 'NotFound' });
    expect(await application.care.listFlags(other, 'open')).toEqual([]);
    expect(await application.care.countFlags(other)).toEqual({ open: 1, late: 0, keptBack: 0 });
    await application.governance.appendAudit();
    const acts = await test.tools.store.auditEvents.about(`safety-flag:${id}`);
    expect(acts.map(({ act, actor }) => [act, actor.kind])).toEqual([
      ['safety-flag.read', 'staff'],
      ['safety-flag.raised', 'system'],
    ]);
  });

  it('goes to the lead of the school where there is one, and so does what somebody of unknown age writes', async () => {
    const [lead, own] = [await aMember('lead'), await aMember('own', 'school-leader', [northgate])];
    await name({ lead: lead.staffId });
    await name({ lead: own.staffId }, northgate);
    const invited = await invite(test.tools, 'y1');
    await test.connection.collection('alumni').updateOne({}, { $unset: { dateOfBirth: 1 } });
    await (await saying(invited, hit)).send();
    expect((await onlyFlag()).told).toEqual([own.staffId]);
  });

  it('reaches the administrators where nobody is named, or who was named cannot sign in any more', async () => {
    const [boss, lead] = [await aMember('boss', 'administrator'), await aMember('lead')];
    await name({ lead: lead.staffId });
    await application.governance.disableStaff(boss, lead.staffId);
    await (await saying(await invite(test.tools, 'y1', young), dying)).send();
    expect((await onlyFlag()).told).toEqual([boss.staffId]);
  });

  it('makes one flag for the same words sent again, and another for new ones', async () => {
    await name({ lead: (await aMember('lead')).staffId });
    const person = await saying(await invite(test.tools, 'y1', young), hit);
    await person.send();
    await person.save('job', said('Shop assistant'));
    await person.send();
    expect(await flags()).toHaveLength(1);
    await person.save('reason-words', said(`${hit}. ${dying}`));
    await person.send();
    expect((await flags()).map(({ worry }) => worry).sort()).toEqual(['harm', 'life']);
  });

  it('makes none where the words worry nobody, and none before the answers are sent', async () => {
    await name({ lead: (await aMember('lead')).staffId });
    await (await saying(await invite(test.tools, 'y1', young), 'The bus took two hours')).send();
    await saying(await invite(test.tools, 'y2', young), dying);
    expect(await flags()).toEqual([]);
  });
});

describe('what an adult writes', () => {
  const after = async (person: Visitor) => (await application.care.careAfterSending(person.cookie)).shown;
  const decide = (person: Visitor, yes: boolean) => application.care.passOnOrNot(person.cookie, person.formToken, yes);

  it('goes to the adult route without asking where a life may be at risk', async () => {
    const [lead, adult] = [await aMember('lead'), await aMember('adult')];
    await name({ lead: lead.staffId, adultRoute: adult.staffId });
    const person = await saying(await invite(test.tools, 'a1'), dying);
    await person.send();
    expect(await onlyFlag()).toMatchObject({ route: 'adultRoute', told: [adult.staffId], state: 'open' });
    expect(await after(person)).toBe('told');
  });

  it('is passed on with their yes, once, and told to nobody before', async () => {
    const adult = await aMember('adult');
    await name({ adultRoute: adult.staffId });
    const person = await saying(await invite(test.tools, 'a1'), hit);
    await person.send();
    expect([(await onlyFlag()).state, await mailed(), await after(person)]).toEqual(['asks-first', [], 'asks']);
    expect((await application.care.passOnOrNot(person.cookie, 'x'.repeat(43), true)).kind).toBe('not-our-form');
    expect((await onlyFlag()).state).toBe('asks-first');
    await Promise.all([decide(person, true), decide(person, true)]);
    await decide(person, false); // too late
    await keepTwice();
    expect(await onlyFlag()).toMatchObject({ state: 'open', told: [adult.staffId] });
    expect([await mailed(), await after(person)]).toEqual([['adult'], 'told']);
    expect((await application.care.readFlag(adult, (await onlyFlag()).id)).words?.said).toEqual([hit]);
  });

  it('is wiped with their no, and when they say nothing for thirty days', async () => {
    await name({ adultRoute: (await aMember('adult')).staffId });
    const person = await saying(await invite(test.tools, 'a1'), hit);
    await person.send();
    await decide(person, false);
    const refused = await onlyFlag();
    expect([refused.state, refused.words, refused.told]).toEqual(['kept-back', undefined, []]);
    expect(await after(person)).toBe('help');

    await (await saying(await invite(test.tools, 'a2'), hit)).send();
    test.setClock(new Date('2026-12-03T09:59:00Z'));
    await keepTwice();
    expect((await test.tools.store.safetyFlags.list('every-school', 'asks-first', 9))[0]?.words).toBeDefined();
    test.setClock(new Date('2026-12-03T10:00:00Z'));
    await keepTwice();
    expect((await flags()).map(({ state, words }) => [state, words])).toEqual([
      ['kept-back', undefined],
      ['kept-back', undefined],
    ]);
    expect(await mailed()).toEqual([]);
  });

  it('is asked about for nobody: where nobody is named help is shown and nothing is kept', async () => {
    const person = await saying(await invite(test.tools, 'a1'), hit);
    await person.send();
    expect([await flags(), await after(person)]).toEqual([[], 'help']);
  });
});

describe('what nobody reads', () => {
  it('goes on to the deputy after one working day and to the administrators after another, each told once', async () => {
    const [lead, deputy, boss] = [
      await aMember('lead'),
      await aMember('deputy'),
      await aMember('boss', 'administrator'),
    ];
    await name({ lead: lead.staffId, deputy: deputy.staffId });
    test.setClock(new Date('2026-11-06T16:00:00Z')); // a Friday
    await (await saying(await invite(test.tools, 'y1', young), hit)).send();
    test.setClock(new Date('2026-11-09T15:59:00Z'));
    await keepTwice();
    expect((await onlyFlag()).told).toEqual([lead.staffId]);
    test.setClock(new Date('2026-11-09T16:00:00Z'));
    await keepTwice();
    expect((await onlyFlag()).told).toEqual([lead.staffId, deputy.staffId]);
    expect(await application.care.countFlags(boss)).toMatchObject({ open: 1, late: 1 });
    test.setClock(new Date('2026-11-10T16:00:00Z'));
    await keepTwice();
    expect((await onlyFlag()).told).toEqual([lead.staffId, deputy.staffId, boss.staffId]);
    test.setClock(new Date('2026-11-20T16:00:00Z'));
    await keepTwice();
    expect(await mailed()).toEqual(['lead', 'deputy', 'boss']);
  });

  it('stays where it is once somebody has read it', async () => {
    const [lead, deputy] = [await aMember('lead'), await aMember('deputy')];
    await name({ lead: lead.staffId, deputy: deputy.staffId });
    await (await saying(await invite(test.tools, 'y1', young), hit)).send();
    await application.care.readFlag(lead, (await onlyFlag()).id);
    test.setClock(new Date('2026-12-01T10:00:00Z'));
    await keepTwice();
    expect((await onlyFlag()).told).toEqual([lead.staffId]);
    expect((await application.governance.today(lead)).needs.filter(({ kind }) => kind === 'safety')).toEqual([]);
  });

  it('in a holiday is told to its cover as well, and to the deputy where it has none', async () => {
    const [lead, deputy, cover] = [await aMember('lead'), await aMember('deputy'), await aMember('cover')];
    await name({ lead: lead.staffId, deputy: deputy.staffId });
    const holiday = { kind: 'holiday', from: '2026-11-02', to: '2026-11-06' } as const;
    await application.care.changeCareSettings(commandLine, { ...holiday, cover: cover.staffId });
    await (await saying(await invite(test.tools, 'y1', young), hit)).send();
    expect((await onlyFlag()).told).toEqual([lead.staffId, cover.staffId]);
    await application.care.changeCareSettings(commandLine, { ...holiday, cover: '' });
    await (await saying(await invite(test.tools, 'y2', young), hit)).send();
    const second = (await flags()).find(({ alumnusId }) => alumnusId === 'y2');
    expect(second?.told).toEqual([lead.staffId, deputy.staffId]);
  });
});

describe('a process that dies', () => {
  it('after the words were kept and before anybody was told: they are told once, by the job', async () => {
    const lead = await aMember('lead');
    await name({ lead: lead.staffId });
    const dies = new Error('invented: the process died here');
    const dying = createApplication({
      ...test.tools,
      store: {
        ...test.tools.store,
        messages: { ...test.tools.store.messages, insertNew: () => Promise.reject(dies) },
      },
    });
    const invited = await invite(test.tools, 'y1', young);
    await dying.care.raiseFlag({
      ...{ from: 'survey', saidIn: `${invited.invitationId}:1`, alumnusId: invited.alumnusId, schoolId: northgate },
      ...{ texts: [hit], mayBeAsked: true },
    });
    expect([(await onlyFlag()).tell, await mailed()]).toEqual([[lead.staffId], []]);
    expect(test.logged.join('')).toContain('left to the recurring job');
    expect(test.logged.join('')).not.toContain('hits');
    await keepTwice();
    expect([(await onlyFlag()).tell, await mailed()]).toEqual([undefined, ['lead']]);
  });
});

describe('what is done about a flag', () => {
  const read = async (lead: Viewer) => (await application.care.readFlag(lead, (await onlyFlag()).id)).flag;

  it('is noted, sealed, told to others and closed, each under the revision that was seen', async () => {
    const [lead, helper] = [await aMember('lead'), await aMember('helper')];
    await name({ lead: lead.staffId });
    await (await saying(await invite(test.tools, 'y1', young), hit)).send();
    const unread = await onlyFlag();
    const closing = { kind: 'close', outcome: 'spoke-with-them' } as const;
    const deal = application.care.dealWithFlag;
    expect(await deal(lead, { id: unread.id, revision: unread.revision, act: closing })).toEqual({
      kind: 'refused',
      why: 'unread',
    });
    const { id, revision } = await read(lead);
    const step = { id, revision, act: { kind: 'step', said: 'Rang the school nurse' } } as const;
    await deal(lead, step);
    await expect(deal(lead, step)).rejects.toMatchObject({ name: 'ChangedMeanwhile' }); // pressed twice
    await deal(lead, { id, revision: revision + 1, act: { kind: 'tell', staffId: helper.staffId } });
    expect(await mailed()).toEqual(['lead', 'helper']);
    const seen = await application.care.readFlag(helper, id);
    expect(seen.words?.steps.map(({ by, said: what }) => [by, what])).toEqual([['lead', 'Rang the school nurse']]);
    await deal(helper, { id, revision: seen.flag.revision, act: closing });
    expect(await onlyFlag()).toMatchObject({ state: 'closed', outcome: 'spoke-with-them' });
    const stored = JSON.stringify(await test.connection.collection('safetyflags').find({}).toArray());
    expect(stored).not.toMatch(/hits|nurse/);

    test.setClock(new Date('2027-05-05T10:00:00Z')); // half a year later
    await keepTwice();
    const wiped = await onlyFlag();
    expect([wiped.words, wiped.wordsUntil, wiped.steps]).toEqual([undefined, undefined, []]);
    expect((await application.care.readFlag(lead, id)).words).toEqual({ said: null, steps: [] });
  });

  it('begins by hand too: for an adult with their yes, or where a life may be at risk', async () => {
    const [lead, adult] = [await aMember('lead'), await aMember('adult')];
    await name({ lead: lead.staffId, adultRoute: adult.staffId });
    const { alumnusId } = await invite(test.tools, 'a1');
    const heard = { alumnusId, words: 'Heard on the telephone', lifeAtRisk: false, agreed: false, form: 'form1' };
    expect(await application.care.raiseByHand(lead, heard)).toBe('kept-back');
    expect(await flags()).toEqual([]);
    expect(await application.care.raiseByHand(lead, { ...heard, agreed: true })).toBe('open');
    expect(await application.care.raiseByHand(lead, { ...heard, agreed: true })).toBe('open'); // pressed twice
    expect(await onlyFlag()).toMatchObject({ told: [adult.staffId], raisedBy: lead.staffId });
    await application.care.raiseByHand(lead, { ...heard, lifeAtRisk: true, form: 'form2' });
    expect(await flags()).toHaveLength(2);
    const outside: Viewer = { ...lead, schools: [] };
    const tried = application.care.raiseByHand(outside, { ...heard, form: 'form3' });
    await expect(tried).rejects.toMatchObject({ name: 'NotFound' });
  });
});

describe('what somebody writes back to a mail', () => {
  const mail = (from: string, words: string) =>
    asMail(
      [
        `From: <${from}>`,
        'To: alumni@trust.example',
        'Subject: Re: One minute',
        'Content-Type: text/plain',
        '',
        words,
      ].join('\r\n'),
    );

  it('is looked at like an answer, once, by the job where the process died, and of nobody’s we know too', async () => {
    const [lead, adult] = [await aMember('lead'), await aMember('adult')];
    await name({ lead: lead.staffId, adultRoute: adult.staffId });
    await invite(test.tools, 'a1');
    const life = mail('a1@example.org', dying);
    const dies = createApplication({
      ...test.tools,
      store: {
        ...test.tools.store,
        safetyFlags: { ...test.tools.store.safetyFlags, insert: () => Promise.reject(new Error('invented')) },
      },
    });
    await expect(dies.waves.takeInMail(life, 'test')).rejects.toThrow('invented');
    expect(await flags()).toEqual([]);
    await application.waves.completeReturnedMail();
    await application.waves.takeInMail(life, 'test');
    await application.waves.completeReturnedMail();
    expect(await onlyFlag()).toMatchObject({ from: 'reply', told: [adult.staffId], alumnusId: 'a1' });

    await application.waves.takeInMail(mail('a1@example.org', hit), 'test'); // an adult, whom nobody can ask here
    expect(await flags()).toHaveLength(1);

    await application.waves.takeInMail(mail('nobody@elsewhere.example', hit), 'test');
    const unknown = (await flags()).find(({ alumnusId }) => alumnusId === undefined);
    expect(unknown).toMatchObject({ told: [lead.staffId], route: 'lead' });
    expect((await application.care.listFlags(lead, 'open')).map(({ person }) => person)).toEqual([null]);
    expect(await test.tools.store.inboundMail.withFollowUps(9)).toEqual([]);
  });
});

describe('who may be named', () => {
  it('are those who can sign in and see the people; nobody changes what is not theirs to change', async () => {
    const [local, other] = [
      await aMember('local', 'school-leader', [northgate]),
      await aMember('other', 'reviewer', [northgate]),
    ];
    expect(await name({ lead: local.staffId })).toEqual({ kind: 'refused', why: 'not-their-school' });
    expect(await name({ lead: local.staffId }, northgate)).toEqual({ kind: 'changed' });
    expect(await name({ lead: 'nobody' as StaffId })).toEqual({ kind: 'refused', why: 'no-such-person' });
    const days = { kind: 'holiday', from: '2026-12-24', to: '2026-12-20', cover: '' } as const;
    expect(await application.care.changeCareSettings(commandLine, days)).toEqual({
      kind: 'refused',
      why: 'no-such-days',
    });
    const change = { kind: 'people', school: null, people: {} } as const;
    const tried = application.care.changeCareSettings({ ...other, role: 'administrator' }, change);
    await expect(tried).rejects.toMatchObject({ name: 'NotAllowed' });
    const { care } = await application.care.showCareSettings();
    expect(care).toEqual({ trust: {}, schools: { [northgate]: { lead: local.staffId } }, holidays: [], replyDays: 3 });
  });
});
