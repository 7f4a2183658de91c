// Alumni pages in another language: from right to left with everything said in it, kept from page to page, offered only when a
// speaker has confirmed it. With none confirmed, no address and no form brings it up.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { surveyLanguages } from '../../src/domain/survey/languages/languages.js';
import { aLeaver, aPlan, eventually, keepTrust, scheduler } from '../support/a-trust.js';
import { foreignWords } from '../support/foreign-words.js';
import { mailerTo } from '../support/mailer-to.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';
import { invite, openWave } from '../support/survey.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Answer, type Browser, type TestWeb } from '../support/web.js';

const confirmed = surveyLanguages.map((each) => ({
  ...each,
  confirmed: { by: 'a speaker (invented)', on: '2026-11-01' },
}));

let sink: SmtpSink;
let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
/** The same trust, as it is delivered: nobody has confirmed Arabic. */
let delivered: TestWeb;

beforeAll(async () => {
  sink = await startSmtpSink();
  test = await openTestTools({
    mailer: mailerTo(sink.port, 1),
    settings: { privacyNoticeUrl: 'http://127.0.0.1:3000/privacy' },
  });
  web = await openWeb({ ...test.tools, languages: confirmed }, test.connection);
  delivered = await openWeb(test.tools, test.connection);
  await openWave(test.tools);
});
afterAll(async () => {
  await web.close();
  await delivered.close();
  await test.tools.mailer.close();
  await sink.close();
  await test.close();
});

/** Arabic all through. */
function isArabic(page: Answer): void {
  expect(page.text).toContain('<html lang="ar" dir="rtl"');
  expect([page.status, foreignWords(page.text)]).toEqual([page.status, []]);
}

async function begin(place: TestWeb, id: string): Promise<{ browser: Browser; token: string }> {
  const { token } = await invite(test.tools, id);
  const browser = place.browser();
  await browser.post(`/s/${token}?lang=ar`, { choice: 'start' });
  return { browser, token };
}

describe('a confirmed language', () => {
  it('speaks on every page that needs no session', async () => {
    const { token } = await invite(test.tools, 'open-pages');
    const browser = web.browser();
    const landing = await browser.get(`/s/${token}?lang=ar`);
    isArabic(landing);
    expect(landing.text).toMatch(/<a [^>]*href="\?lang=en" lang="en" dir="ltr"[^>]*>English<\/a>/);
    for (const address of ['/?lang=ar', '/privacy?lang=ar', '/u/nonsense?lang=ar', '/test-mail?lang=ar']) {
      isArabic(await browser.get(address));
    }
    for (const choice of ['not-me', 'cannot-answer', 'has-died']) {
      isArabic(await browser.post(`/s/${token}?lang=ar`, { choice }));
    }
    isArabic(await browser.post('/s/nonsense?lang=ar', { choice: 'start' }));
    isArabic(await browser.post('/s/nonsense?lang=ar', { choice: 'fresh-link' }));
    isArabic(await browser.post('/u/nonsense?lang=ar', {}));
    isArabic(await browser.post('/u/nonsense?lang=ar', { scope: 'all' }));
    isArabic(await browser.post(`/s/${token}?lang=ar`, { choice: 'cannot-answer', sure: 'yes' }));
  });

  it('is kept through the questions, their errors, the check, thanks and stopping, on another device too', async () => {
    const { browser, token } = await begin(web, 'through');
    const first = await browser.get('/survey/question/1');
    isArabic(first);
    await browser.post('/survey/question/1', {});
    const wrong = await browser.get('/survey/question/1');
    isArabic(wrong);
    expect(wrong.text).toContain('<title>خطأ: ');
    await browser.post('/survey/question/1', { situation: 'university' });
    isArabic(await browser.get('/survey/question/3'));
    // A phone with an Arabic keyboard writes its own digits.
    const since = { 'since-month': '9', 'since-year': '٢٠٢٦' };
    expect((await browser.post('/survey/question/3', since)).location).toBe('/survey/question/4');
    await browser.get('/survey/question/4');
    await browser.post('/survey/question/4', { provider: 'University of Exampleton' });
    const check = await browser.get('/survey/check');
    isArabic(check);
    expect(check.text).toContain('سبتمبر 2026');
    expect(check.text).toMatch(/<bdi>\s*University of Exampleton\s*<\/bdi>/);
    isArabic(await browser.get('/survey/later'));
    const other = web.browser();
    await other.post(`/s/${token}`, { choice: 'start' });
    isArabic(await other.get('/survey/check'));
    isArabic(await other.get('/survey/code'));
    isArabic(await other.get('/survey/code?sent=1&wrong=1'));
    await browser.get('/survey/check');
    expect((await browser.post('/survey/check')).location).toBe('/survey/thank-you');
    isArabic(await browser.get('/survey/thank-you'));
    isArabic(await browser.post('/survey/later'));
  });

  it('is the one of codes and fresh links by mail', async () => {
    const { token } = await begin(web, 'mailed');
    const other = web.browser();
    await other.post(`/s/${token}`, { choice: 'start' });
    await other.get('/survey/code');
    await other.post('/survey/code', { action: 'send' });
    await other.post(`/s/${token}`, { choice: 'fresh-link' });
    const stopping = new AbortController();
    const sender = web.application.waves.runSender({ signal: stopping.signal });
    await eventually(() => sink.accepted.length >= 2, Boolean);
    stopping.abort();
    await sender;
    const mails = await Promise.all(sink.accepted.map(({ raw }) => simpleParser(raw)));
    expect(mails.map(({ subject }) => subject).sort()).toEqual([
      'الرابط الجديد الذي طلبته',
      'رمزك لعرض إجاباتك السابقة',
    ]);
    for (const { html } of mails) expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(mails.map(({ text }) => text).join('\n')).toMatch(/\/s\/\S+\?lang=ar\n/);
  });
});

describe('a language that no speaker has confirmed', () => {
  it('is neither shown nor offered nor kept, whoever asks for it', async () => {
    const { browser, token } = await begin(delivered, 'unconfirmed');
    const landing = await browser.get(`/s/${token}?lang=ar`);
    expect(landing.text).toContain('<html lang="en-GB" dir="ltr"');
    expect(landing.text).not.toMatch(/العربية|\?lang=/);
    expect((await browser.get('/survey/question/1')).text).toContain('What are you doing now?');
    expect((await test.tools.store.invitations.find('w1:unconfirmed' as never))?.reading).toBeUndefined();
  });

  it('cannot be what a wave goes out in, and no mail in it leaves', async () => {
    await keepTrust(test.tools, [aLeaver(1), aLeaver(2)]);
    const { waves } = web.application; // even where its pages are confirmed: its letters are not
    const drafted = await waves.draftWave(scheduler, { ...aPlan(), language: 'ar' });
    if (drafted.kind === 'refused') throw new Error(JSON.stringify(drafted.problems));
    const { waveId } = drafted;
    const { eligible, wave } = await waves.dryRun(scheduler, waveId);
    const order = { waveId, revision: wave.revision, typedCount: eligible };
    expect(await waves.confirmWave(scheduler, order)).toEqual({ kind: 'refused', why: 'language' });
    const preview = await waves.previewMail(scheduler, waveId, 'i');
    expect([preview.mail.html.includes('dir="rtl"'), preview.letter.language]).toEqual([true, 'ar']);

    // As if it had been confirmed before somebody withdrew their confirmation of the language.
    const state = { state: 'confirmed', confirmedBy: scheduler.staffId } as const;
    expect(await test.tools.store.waves.change(wave, state, { audit: [] })).toBe(true);
    await waves.advanceWaves();
    await waves.queueDueMessages();
    const messages = test.connection.collection('messages');
    const before = sink.accepted.length;
    const stopping = new AbortController();
    const sender = waves.runSender({ signal: stopping.signal });
    await eventually(
      () => messages.countDocuments({ waveId, state: 'planned' }),
      (open) => open === 0,
    );
    await eventually(
      () => test.tools.store.messages.anyOpen(waveId),
      (open) => !open,
    );
    stopping.abort();
    await sender;
    expect(await messages.countDocuments({ waveId, state: 'rejected', language: 'ar' })).toBe(eligible);
    expect(sink.accepted.length).toBe(before);
    expect(test.logged.join('\n')).toMatch(/A message could not be written.*RangeError.*letter-to-send/);
  });

  it('is refused on the draft’s page in words', async () => {
    const browser = await delivered.signedIn('scheduler');
    const form = await browser.get('/staff/waves/new');
    expect(form.text).toContain('Arabic (to look at only: no speaker has confirmed it)');
  });

  it('can be looked at by staff, page by page, and by nobody else', async () => {
    const browser = await delivered.signedIn('scheduler');
    const list = await browser.get('/staff/settings/languages');
    expect(list.text).toContain('No speaker has confirmed it');
    const first = /href="([^"]+\/ar\/destination-check\/1\/1)"/.exec(list.text)?.[1] ?? '';
    const page = await browser.get(first);
    isArabic(page);
    expect(page.text).toContain('ماذا تفعل الآن؟');
    expect(page.text).toMatch(/<form method="get" action="[^"]+\/2"/);
    const easy = await browser.get('/staff/settings/languages/en-easy/destination-check/1/1');
    expect([easy.text.includes('What do you do now?'), easy.text.includes('onward-easy')]).toEqual([true, true]);
    expect((await browser.get('/staff/settings/languages/xx/destination-check/1/1')).status).toBe(404);
    expect((await delivered.browser().get(first)).status).toBe(303);
  });
});
