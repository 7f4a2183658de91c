// Requirement P6, whole: a reviewer can flag, what is flagged comes to the queue of the one named and is made louder when nobody
// reads it, and the program decides nothing about the person because of it: all that is kept of them is as of anybody else.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import type { Alumnus, StaffRole } from '../../src/domain/alumni/alumnus.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { jobs } from '../../jobs/registry.js';
import { invite, openWave, type Invited } from '../support/survey.js';
import { chosen, said, visitor } from '../support/survey-visitor.js';
import { openTestTools } from '../support/tools.js';
import { commandLine } from '../support/web.js';

const young: Partial<Alumnus> = { dateOfBirth: localDate('2009-06-01') };

let test: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;
beforeEach(async () => {
  test = await openTestTools();
  application = createApplication(test.tools);
  await openWave(test.tools);
});
afterEach(() => test.close());

async function aMember(name: string, role: StaffRole = 'reviewer'): Promise<Viewer> {
  const email = `${name}@trust.example`;
  const person = { email, role, schools: 'every-school', name, formGroups: [] } as const;
  const added = await application.governance.addStaff(commandLine, person);
  if (added.kind !== 'added') throw new Error(added.why);
  await test.connection.collection('staff').updateOne({ email }, { $set: { state: 'active' } });
  return { staffId: added.staffId, role, schools: 'every-school' };
}
async function namedLead(): Promise<{ readonly lead: Viewer; readonly deputy: Viewer }> {
  const [lead, deputy] = [await aMember('lead'), await aMember('deputy')];
  const people = { lead: lead.staffId, deputy: deputy.staffId };
  await application.care.changeCareSettings(commandLine, { kind: 'people', school: null, people });
  return { lead, deputy };
}

/** Answers to the end, with these words in the box. */
async function answer({ token }: Invited, words: string): Promise<void> {
  const person = await visitor(application, token);
  for (const [question, typed] of [
    ['situation', chosen('work')],
    ['as-planned', chosen('no')],
    ['plan-story', chosen('never-applied')],
    ['reason-words', said(words)],
    ['stay-in-touch', chosen('yes')],
  ] as const) {
    expect((await person.save(question, typed)).kind).toBe('saved');
  }
  expect((await person.send()).kind).toBe('sent');
}
const runJobs = async (): Promise<void> => {
  for (const job of jobs) await job.run(application);
};

const aboutThem = ['alumni', 'invitations', 'destinationrecords', 'outcomes', 'calls', 'suppressions', 'contactslots'];
/** All that is kept of a person outside the queue of flags, with their own name and what is sealed made alike. */
async function keptOf({ alumnusId }: Pick<Invited, 'alumnusId'>): Promise<string> {
  const found = await Promise.all(
    aboutThem.map(async (name) => {
      const rows = await test.connection.collection(name).find({}).toArray();
      return rows.filter((row) => JSON.stringify(row).includes(`"${alumnusId}`) || String(row._id).includes(alumnusId));
    }),
  );
  return JSON.stringify(found)
    .replaceAll(alumnusId, 'them')
    .replace(/"(?:sealed|auditIntents)":(?:"[^"]*"|\[[^\]]*\])/g, '""');
}

describe('words that may mean that somebody is not safe', () => {
  it('come to the queue of the one named and change nothing else about who wrote them', async () => {
    const { lead } = await namedLead();
    const [plain, worrying] = [await invite(test.tools, 'aaaa', young), await invite(test.tools, 'bbbb', young)];
    await answer(plain, 'The bus takes two hours');
    await answer(worrying, 'My dad hits me');
    await runJobs();
    await runJobs();
    const [row, ...more] = await application.care.listFlags(lead, 'open');
    expect([row?.flag.alumnusId, more.length]).toEqual([worrying.alumnusId, 0]);
    const [one, other] = [await keptOf(plain), await keptOf(worrying)];
    expect(one.length).toBeGreaterThan(500);
    expect(other).toBe(one);
  });

  it('are flagged by a reviewer too, and read late are told to the deputy, while the record stays as it was', async () => {
    const { lead, deputy } = await namedLead();
    const person = await invite(test.tools, 'cccc', young);
    await answer(person, 'The bus takes two hours');
    await runJobs();
    const before = await keptOf(person);
    const reviewer = await aMember('reviewer');
    const heard = { alumnusId: person.alumnusId, words: 'Cried on the telephone', lifeAtRisk: false, agreed: false };
    expect(await application.care.raiseByHand(reviewer, { ...heard, form: 'form1' })).toBe('open');
    expect((await application.care.listFlags(lead, 'open')).map(({ flag }) => flag.alumnusId)).toEqual([
      person.alumnusId,
    ]);
    expect(await application.care.listFlags(deputy, 'open')).toEqual([]);
    test.setClock(new Date('2026-11-05T10:00:00Z')); // two working days on, read by nobody
    await runJobs();
    expect(await application.care.listFlags(deputy, 'open')).toHaveLength(1);
    expect(await keptOf(person)).toBe(before);
  });
});
