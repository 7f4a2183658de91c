// Optional questions: switched on by staff for a school or a cohort, recorded in each invitation when it is made, asked of those
// people and of no others, whatever is switched afterwards.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { submissionPlace } from '../../src/application/survey/visit.js';
import type { SchoolId } from '../../src/domain/alumni/ids.js';
import { findQuestionnaire } from '../../src/domain/survey/catalogue.js';
import { surveyLanguages } from '../../src/domain/survey/languages/languages.js';
import { modulesFor, withEveryModule, withModules, type ModuleRef } from '../../src/domain/survey/modules.js';
import { atExampleton, comeBack } from '../support/returning.js';
import { invite, openWave } from '../support/survey.js';
import { aLeaver, aPlan, confirmedWave, keepTrust, scheduler } from '../support/a-trust.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Answer, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;

beforeAll(async () => {
  ({ test, web } = await openSite());
  await keepTrust(
    test.tools,
    Array.from({ length: 4 }, (_, n) => aLeaver(n)),
  );
});
afterAll(() => web.close());

const home = '/staff/settings/modules';
const northgate = `${home}/school/northgate`;
const cohort = `${home}/cohort/y13-2026`;
const numberIn = ({ text }: Answer): string => /name="number" value="(\d+)"/.exec(text)?.[1] ?? '';
const words = ({ text }: Answer): string => text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const arrival = { name: 'arrival-check', version: 4 } as const;

describe('what is asked beside the usual questions', () => {
  it('is switched on for a school or a cohort, shown, and written down', async () => {
    const staff = await web.signedIn('scheduler');
    expect(words(await staff.get(home))).toContain('What school did for them');
    const number = numberIn(await staff.get(northgate));
    expect((await staff.post(northgate, { number, modules: 'what-school-did' })).location).toBe(home);
    expect((await staff.post(cohort, { number: '0', modules: ['where-they-live', 'work-and-pay'] })).location).toBe(
      home,
    );
    const page = words(await staff.get(home));
    expect(page).toContain('Northgate Academy (invented) What school did for them');
    expect(page).toContain('Year 13, 2026 Work and pay, Where they live');
    expect((await staff.get(northgate)).text).toMatch(/value="what-school-did" checked/);
    await web.application.governance.appendAudit();
    const acts = await test.tools.store.auditEvents.about('modules:cohort:y13-2026');
    expect(acts.map(({ act, reason }) => [act, reason])).toEqual([
      ['modules.switched', 'work-and-pay, where-they-live'],
    ]);
  });

  it('is not overwritten by who saw it before another changed it, and the same again is no change', async () => {
    const staff = await web.signedIn('scheduler');
    await staff.get(northgate);
    const late = await staff.post(northgate, { number: '0', modules: 'where-they-live' });
    expect([late.status, words(late).includes('Somebody else changed this meanwhile')]).toEqual([409, true]);
    const number = numberIn(await staff.get(northgate));
    expect((await staff.post(northgate, { number, modules: 'what-school-did' })).location).toBe(home);
    expect(numberIn(await staff.get(northgate))).toBe(number);
    const both = await Promise.all(
      [1, 2].map(() =>
        web.application.waves.switchModules(scheduler, {
          ...{ kind: 'school', id: 'southgate', number: 0, modules: ['work-and-pay'] },
        }),
      ),
    );
    expect([...both].sort()).toEqual(['changed-meanwhile', 'switched']);
  });

  it('is changed by nobody for what they do not see, nor to a module that is not there', async () => {
    const staff = await web.signedIn('scheduler', ['southgate'] as readonly string[] as readonly SchoolId[]);
    expect(words(await staff.get(home))).not.toContain('Northgate');
    await staff.get(`${home}/school/southgate`);
    expect((await staff.post(northgate, { number: '1' })).status).toBe(404);
    expect((await staff.get(cohort)).status).toBe(403);
    expect((await staff.post(cohort, { number: '1' })).status).toBe(403);
    expect((await staff.post(`${home}/school/southgate`, { number: '1', modules: 'no-such' })).status).toBe(422);
    const reader = await web.signedIn('network-leader');
    expect((await reader.get(home)).text).not.toContain(`href="${northgate}"`);
    expect((await reader.get(northgate)).status).toBe(403);
  });

  it('stands in each invitation from when it is made, and stays when it is switched off', async () => {
    const { waves } = web.application;
    const wave = await confirmedWave(web.application, { ...aPlan(), questionnaire: arrival });
    const staff = await web.signedIn('scheduler');
    await waves.advanceWaves();
    const asked = async () => {
      const found = await test.connection
        .collection<{ schoolId: string; modules?: ModuleRef[] }>('invitations')
        .find({ waveId: wave })
        .toArray();
      return new Map(
        found.map(({ schoolId, modules = [] }) => [schoolId, modules.map(({ name, version }) => `${name} ${version}`)]),
      );
    };
    // Southgate has "work and pay" on, and so has the cohort; it does not go with an arrival check.
    const expected = new Map([
      ['northgate', ['what-school-did 1', 'where-they-live 1']],
      ['southgate', ['where-they-live 1']],
    ]);
    expect(await asked()).toEqual(expected);
    expect((await staff.post(cohort, { number: numberIn(await staff.get(cohort)) })).location).toBe(home);
    await waves.advanceWaves();
    expect(await asked()).toEqual(expected);
  });

  it('is shown in the dry run, by school', async () => {
    const drafted = await web.application.waves.draftWave(scheduler, { ...aPlan(), questionnaire: arrival });
    if (drafted.kind === 'refused') throw new Error(JSON.stringify(drafted.problems));
    const page = await (await web.signedIn('scheduler')).get(`/staff/waves/${drafted.waveId}`);
    expect(words(page)).toContain('Optional questions Northgate Academy (invented): What school did for them');
    expect(words(page)).not.toContain('Southgate Academy (invented): ');
  });
});

describe('somebody who is asked a module', () => {
  const withThe = (id: string, modules: readonly { readonly name: string; readonly version: number }[]) =>
    test.connection
      .collection('invitations')
      .updateOne({ _id: `w1:${id}` as never }, { $set: { modules: modules.map((each) => ({ ...each })) } });

  beforeAll(() => openWave(test.tools));

  it('gets its questions before staying in touch, and their answers are kept with the others', async () => {
    const invited = await invite(test.tools, 'asked', {}, arrival);
    await withThe('asked', [{ name: 'where-they-live', version: 1 }]);
    const browser = web.browser();
    await browser.post(`/s/${invited.token}`, { choice: 'start' });
    await browser.get('/survey/question/1');
    let { location } = await browser.post('/survey/question/1', { situation: 'looking' });
    const headings: string[] = [];
    while (location !== null && location !== '/survey/check') {
      const page = await browser.get(location);
      headings.push(/<title>([^<]*?) –/.exec(page.text)?.[1] ?? '');
      const lives = headings.at(-1) === 'Where do you live now?';
      ({ location } = await browser.post(location, lives ? { 'lives-in': 'LS2 9JT' } : { action: 'skip' }));
    }
    expect(headings.slice(-2)).toEqual([
      'Where do you live now?',
      'May we write to you again to ask how things are going?',
    ]);
    await browser.get('/survey/check');
    expect((await browser.post('/survey/check')).location).toBe('/survey/thank-you');
    const response = await test.tools.store.responses.find(invited.invitationId);
    const last = response?.submissions.at(-1);
    if (response === null || last === undefined) throw new Error('Nothing was sent.');
    expect(test.tools.vault.open(last.answers, submissionPlace(response.id, last.number))).toMatchObject({
      'lives-in': 'LS2',
    });
    const list = await (await web.signedIn('reviewer')).get('/staff/responses');
    expect(words(list)).toContain('Y13 2026 arrival check, also: Where they live');
  });

  it('is offered them after saying by one button that nothing has changed', async () => {
    const answers = { ...atExampleton, situation: 'work', employer: 'Bluebrick' };
    const questionnaire = findQuestionnaire(arrival)?.questionnaire;
    if (questionnaire === undefined) throw new Error('Not published.');
    const given = { tools: test.tools, application: web.application };
    const invited = await comeBack(given, 'returning', { answers, questionnaire });
    await withThe('returning', [{ name: 'where-they-live', version: 1 }]);
    const browser = web.browser();
    await browser.post(`/s/${invited.token}/same`, { choice: 'same' });
    expect((await test.tools.store.responses.find(invited.invitationId))?.submissions.length).toBe(1);
    const offered = /action="(\/survey\/question\/\d+)"/.exec((await browser.get('/survey/thank-you')).text)?.[1] ?? '';
    const works = await browser.get(offered);
    expect(works.text).toContain('What is your job?');
    const { location } = await browser.post(offered, { 'works-as': 'Baker' });
    expect((await browser.get(location ?? '')).text).toContain('Where do you live now?');
  });
});

describe('a questionnaire with modules', () => {
  const published = findQuestionnaire({ name: 'yearly-check', version: 3 });
  if (published === null) throw new Error('Not published.');
  const all = ['what-school-did', 'work-and-pay', 'where-they-live', 'no-such'];

  it('takes those that go with it and ask nothing that it asks by itself, each in its newest version', () => {
    expect(modulesFor(published, all).map(({ name }) => name)).toEqual([
      ...['what-school-did', 'work-and-pay', 'where-they-live'],
    ]);
    const five = findQuestionnaire({ name: 'five-years-on', version: 3 });
    expect(five === null ? null : modulesFor(five, all)).toEqual([]);
  });

  it('is the same one each time, itself without any, and none with a module that was never published', () => {
    const pay = [{ name: 'work-and-pay', version: 1 }];
    expect(withModules(published, pay)).toBe(withModules(published, pay));
    expect([withModules(published), withModules(published, [])]).toEqual([published, published]);
    expect(() => withModules(published, [{ name: 'work-and-pay', version: 9 }])).toThrow('no module work-and-pay 9');
  });

  it('reads in every language, and in easy read', () => {
    const whole = withEveryModule(published);
    const ids = whole.questionnaire.pages.flatMap(({ questions }) => questions.map(({ id }) => id));
    for (const language of surveyLanguages) {
      for (const easy of [false, true]) {
        expect(Object.keys(language.textsOf(whole, { easy }).questions).sort()).toEqual([...ids].sort());
      }
    }
  });
});
