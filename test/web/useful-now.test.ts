// "Useful now": staff keep it, alumni see what was looked at within half a year, the same for all, after they have sent (Y13).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { invite, openWave } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;
let scheduler: Browser;
let people = 0;
const home = '/staff/settings/useful-now';

beforeAll(async () => {
  ({ test, web } = await openSite());
  await openWave(test.tools);
  scheduler = await web.signedIn('scheduler');
});
afterAll(() => web.close());

/** Somebody who has sent the answer. */
async function sent(situation: string): Promise<Browser> {
  people += 1;
  const browser = web.browser();
  await browser.post(`/s/${(await invite(test.tools, `u${people}`)).token}`, { choice: 'start' });
  await browser.get('/survey/question/1');
  await browser.post('/survey/question/1', { situation, action: 'continue' });
  await browser.get('/survey/check');
  await browser.post('/survey/check');
  return browser;
}
const change = async (fields: Readonly<Record<string, string>>) => {
  await scheduler.get(home);
  return scheduler.post(home, fields);
};

describe('useful now', () => {
  it('is offered to nobody while nobody has looked at an entry', async () => {
    const browser = await sent('work');
    expect((await browser.get('/survey/thank-you')).text).not.toContain('/survey/useful');
    expect((await browser.get('/survey/useful')).location).toBe('/survey/thank-you');
    expect((await browser.get('/leaving/done')).text).not.toContain('/leaving/useful');
    expect((await browser.get('/leaving/useful')).location).toBe('/leaving/done');
    expect((await scheduler.get(home)).text).toContain('Hidden: nobody has looked at it yet');
    expect((await scheduler.get('/staff')).text).not.toContain('Useful now');
  });

  it('shows what was looked at, with who publishes it and when, the same to everyone', async () => {
    expect((await change({ act: 'checked', id: 'carers-allowance' })).location).toBe(home);
    expect((await change({ act: 'checked', id: 'carers-allowance' })).location).toBe(home);
    const pages = [];
    for (const situation of ['work', 'caring']) {
      const browser = await sent(situation);
      expect((await browser.get('/survey/thank-you')).text).toContain('href="/survey/useful"');
      pages.push((await browser.get('/survey/useful')).text);
    }
    const [page = '', other] = pages;
    expect(page).toBe(other);
    expect(page).toContain('href="https://www.gov.uk/carers-allowance"');
    expect((await web.browser().get('/leaving/done')).text).toContain('href="/leaving/useful"');
    const atSchool = (await web.browser().get('/leaving/useful')).text;
    expect([atSchool.includes('gov.uk/carers-allowance'), atSchool.includes('/survey/choices')]).toEqual([true, false]);
    expect(page).toContain('From GOV.UK. We last looked at it on 3 November 2026.');
    expect(page).not.toContain('Student Minds');
    expect(page).toContain('/survey/choices#asked-part'); // the one favour we ask for
  });

  it('is for those who have sent, and for nobody else', async () => {
    const browser = web.browser();
    expect((await browser.get('/survey/useful')).status).toBe(401);
    await browser.post(`/s/${(await invite(test.tools, 'begun')).token}`, { choice: 'start' });
    expect((await browser.get('/survey/useful')).location).toBe('/survey');
  });

  it('takes entries of the trust’s own, and says what is wrong with one', async () => {
    const entry = {
      ...{
        act: 'save',
        section: 'health',
        title: 'Our counsellor',
        text: 'She sees leavers too.',
        source: 'The trust',
      },
      link: 'https://trust.example/counsellor',
    };
    const wrong = await change({ ...entry, link: 'javascript:alert(1)' });
    expect([wrong.status, wrong.text.includes('Enter an address that begins with https://')]).toEqual([422, true]);
    expect(wrong.text).toContain('She sees leavers too.');
    expect((await change({ ...entry, text: 'Win a voucher' })).text).toContain('reads like an advertisement');
    expect((await change(entry)).location).toBe(home);
    expect((await (await sent('work')).get('/survey/useful')).text).toContain('Our counsellor');
    const id = /edit=([^#"]+)#entry">Change<span class="govuk-visually-hidden"> Our counsellor/.exec(
      (await scheduler.get(home)).text,
    )?.[1];
    expect((await change({ ...entry, id: id ?? '', title: 'Our new counsellor' })).status).toBe(303);
    expect((await change({ act: 'remove', id: id ?? '' })).status).toBe(303);
    expect((await change({ act: 'remove', id: id ?? '' })).status).toBe(409);
    expect((await (await sent('work')).get('/survey/useful')).text).not.toContain('counsellor');
  });

  it('hides what nobody has looked at for half a year, and Today says so a month before', async () => {
    await change({ act: 'checked', id: 'samaritans' });
    for (const id of ['student-finance', 'suspend-or-leave', 'carers-trust', 'changing-course', 'careers-service']) {
      await change({ act: 'remove', id });
    }
    for (const id of ['find-apprenticeship', 'student-minds']) await change({ act: 'remove', id });
    expect((await scheduler.get('/staff')).text).not.toContain('Useful now');
    test.setClock(new Date('2027-04-20T10:00:00Z'));
    const later = await web.signedIn('scheduler');
    expect((await later.get('/staff')).text).toContain('Two entries of “Useful now” to be looked at');
    expect((await later.get(home)).text).toContain('Shown until 5 May 2027');
    test.setClock(new Date('2027-05-06T10:00:00Z'));
    expect((await (await web.signedIn('scheduler')).get(home)).text).toContain('Hidden since 5 May 2027');
    expect(await web.application.care.showUseful()).toEqual([]);
  });
});
