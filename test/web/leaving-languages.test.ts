// The leaving form in another language, from the code on the sheet to the mail that confirms the address; one that no speaker
// has confirmed is neither offered nor shown nor sent.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { surveyLanguages } from '../../src/domain/survey/languages/languages.js';
import { composeMail } from '../../src/mail/index.js';
import { openSeal } from '../../src/application/waves/sending/sealed.js';
import type { MessageId } from '../../src/domain/waves/message.js';
import { addressCode, aStudent, idOf, inJune, openGroup, questionOn } from '../support/a-form-group.js';
import { foreignWords } from '../support/foreign-words.js';
import { openTestTools } from '../support/tools.js';
import { commandLine, openWeb, type Answer, type Browser, type TestWeb } from '../support/web.js';

const confirmed = surveyLanguages.map((each) => ({
  ...each,
  confirmed: { by: 'a speaker (invented)', on: '2026-06-01' },
}));
const born = { 'born-day': '27', 'born-month': '2', 'born-year': '2008' };

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
/** The same trust, as it is delivered: nobody has confirmed Arabic. */
let delivered: TestWeb;
let code: string;

beforeAll(async () => {
  test = await openTestTools({ now: inJune });
  web = await openWeb({ ...test.tools, languages: confirmed }, test.connection);
  delivered = await openWeb(test.tools, test.connection);
  code = await openGroup(test.tools, web.application, [aStudent(1), aStudent(2), aStudent(3)]);
});
afterAll(async () => {
  await web.close();
  await delivered.close();
  await test.close();
});

function isArabic(page: Answer): Answer {
  expect(page.text).toContain('<html lang="ar" dir="rtl"');
  const named = page.text.replace(/Avery\d*|Testperson/g, '').replaceAll(code, '');
  expect([page.status, foreignWords(named)]).toEqual([page.status, []]);
  return page;
}

async function atTheList(place: TestWeb): Promise<Browser> {
  const browser = place.browser();
  await browser.get(`/leaving/g/${code}?lang=ar`);
  expect((await browser.post('/leaving?lang=ar', { code, device: 'own' })).location).toBe('/leaving/names');
  return browser;
}

/** Skips what can be skipped; says a plan, a yes and an address. */
async function answerAll(browser: Browser): Promise<void> {
  let path = (await browser.get('/leaving/form')).location ?? '';
  const given: Readonly<Record<string, string>> = {
    ...{ plan: 'gap-year', 'stay-in-touch': 'yes', email: 'avery@example.org' },
  };
  for (let pages = 0; pages < 40 && !path.endsWith('/check'); pages += 1) {
    const page = isArabic(await browser.get(path));
    const name = questionOn(page.text);
    const answer = given[name];
    path =
      (await browser.post(path, answer === undefined ? { action: 'skip' } : { [name]: answer, action: 'continue' }))
        .location ?? '';
  }
  isArabic(await browser.get(path));
}

describe('the leaving form in another language', () => {
  it('is offered at its door and kept to the end, on the pages and in the mail', async () => {
    expect((await web.browser().get(`/leaving/g/${code}`)).text).toContain('href="?lang=ar"');
    expect(isArabic(await web.browser().get(`/leaving/g/${code}?lang=ar`)).text).not.toContain('name="easy"');
    const wrong = await web.browser().post('/leaving?lang=ar', { code: 'XXXXXXXX', device: 'own' });
    expect(isArabic(wrong).status).toBe(422);
    const browser = await atTheList(web);
    isArabic(await browser.get('/leaving/names'));
    expect(isArabic(await browser.post('/leaving/names', { person: '', ...born })).status).toBe(422);
    expect(isArabic(await browser.post('/leaving/names', { person: idOf(1), ...born, 'born-day': '1' })).status).toBe(
      422,
    );
    await browser.post('/leaving/names', { person: idOf(1), ...born });
    isArabic(await browser.get('/leaving/stop'));
    await web.signedIn('school-leader');
    const [member] = await test.tools.store.staff.list('every-school');
    const people = { helpOwner: member?.id ?? '' };
    await web.application.care.changeCareSettings(commandLine, { kind: 'people', school: null, people });
    expect(isArabic(await browser.get('/leaving/help')).text).toContain('value="at-school"');
    await answerAll(browser);
    expect((await browser.post('/leaving/form/check')).location).toBe('/leaving/confirm');
    expect(isArabic(await browser.get('/leaving/confirm')).text).toContain('avery@example.org');
    const mailed = await addressCode(test.tools, test.connection, idOf(1));
    const right = await browser.post('/leaving/confirm', { action: 'enter', code: mailed.code });
    expect(right.location).toBe('/leaving/done?lang=ar&own=1&stage=y13');
    isArabic(await browser.get('/leaving/done?lang=ar&own=1'));
    const [message] = await test.connection
      .collection<{ _id: string; seal: string }>('messages')
      .find({ template: 'address-code' })
      .toArray();
    const sealed = openSeal(test.tools.vault, message?._id as MessageId, message?.seal ?? '');
    expect(sealed.language).toBe('ar');
  });

  it('reads from right to left in its mail, with the code as it is typed', () => {
    const arabic = confirmed.find(({ language }) => language === 'ar');
    const everyMail = { trust: 'Larkfield Trust', sender: 'Destinations team', postalAddress: '1 Invented Lane' };
    const mail = composeMail('address-code', { ...everyMail, code: '314159', validFor: '30' }, arabic?.speech);
    expect(mail.html).toContain('<html lang="ar" dir="rtl">');
    expect([mail.subject, mail.text.includes('314159')]).toEqual(['رمزك لتأكيد هذا العنوان', true]);
    expect(
      foreignWords(mail.html).filter((word) => !/Larkfield|Trust|Destinations|team|Invented|Lane/.test(word)),
    ).toEqual([]);
  });

  it('is not shown while no speaker has confirmed it, whatever the address says', async () => {
    const door = await delivered.browser().get(`/leaving/g/${code}?lang=ar`);
    expect([door.text.includes('lang="en-GB"'), door.text.includes('?lang=ar')]).toEqual([true, false]);
    const browser = await atTheList(delivered);
    expect((await browser.get('/leaving/names')).text).toContain('Who are you?');
    await browser.post('/leaving/names', { person: idOf(2), ...born });
    const first = (await browser.get('/leaving/form')).location ?? '';
    expect((await browser.get(first)).text).toContain('What do you plan to do after you leave?');
  });
});
