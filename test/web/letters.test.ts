// Settings → Letters: seen with the mail in view, refused with the reason, never saved over somebody else's, and shown only
// with people of one's own schools.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { surveyLanguages } from '../../src/domain/survey/languages/languages.js';
import { letterIds } from '../../src/domain/waves/letters/letter.js';
import { aLeaver, aPlan, confirmedWave, keepTrust, scheduler as viewer, schools } from '../support/a-trust.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let scheduler: Browser;

beforeAll(async () => {
  test = await openTestTools();
  // The pages are confirmed here, so that the letters decide; as delivered, neither is.
  const by = { by: 'a speaker (invented)', on: '2026-11-01' };
  const languages = surveyLanguages.map((each) => ({ ...each, confirmed: by }));
  web = await openWeb({ ...test.tools, languages }, test.connection);
  await keepTrust(test.tools, [aLeaver(1), aLeaver(2)]);
  scheduler = await web.signedIn('scheduler');
});
afterAll(async () => {
  await web.close();
  await test.close();
});

const words = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
const own = '/staff/settings/letters/reminder';
const typed = (changes: Record<string, string> = {}) => ({
  subject: 'How is it going?',
  body: 'Hello {first name},\n\nTell us, if you like.\n\n[Tell us]',
  version: '0',
  person: '',
  language: 'en',
  ...changes,
});

describe('the letters', () => {
  it('are listed with who gets each and what it is called', async () => {
    const page = await scheduler.get('/staff/settings/letters');
    for (const id of letterIds) expect(page.text).toContain(`href="/staff/settings/letters/${id}"`);
    expect(words(page.text)).toContain('Somebody who opened the questions and did not finish.');
    expect(page.text).toContain('<a class="onward-bar__link" href="/staff/settings/letters" aria-current="page">');
    expect(page.text).not.toContain('href="/staff/settings/staff"');
  });

  it('that are not there are not found, nor are versions and languages', async () => {
    for (const path of ['/nothing', '/nothing/mail', '/reminder/mail?version=7', '/reminder/mail?language=xx']) {
      expect([path, (await scheduler.get(`/staff/settings/letters${path}`)).status]).toEqual([path, 404]);
    }
  });
});

describe('a preview', () => {
  it('is the mail itself, in a frame that may hold nothing else', async () => {
    const mail = await scheduler.get(`${own}/mail`);
    expect(mail.status).toBe(200);
    expect(mail.headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox; /,
    );
    expect(mail.headers.get('X-Frame-Options')).toBe('SAMEORIGIN');
    expect(words(mail.text)).toContain('Hello Avery, We would still like to hear');
    expect(mail.text).toContain('/s/example"');
  });

  it('of what is being typed saves nothing, and says its figures and what is wrong', async () => {
    await scheduler.get(own);
    const mail = await scheduler.post(`${own}/mail`, typed({ body: 'Win a voucher, {first name}!' }));
    expect(words(mail.text)).toContain('Subject: How is it going?');
    expect(words(mail.text)).toMatch(/\d+ words of at most 120, reading age about \d+/);
    expect(words(mail.text)).toContain('it sells or rewards, and survey mail may not promote anything');
    const plain = await scheduler.post(`${own}/mail`, typed({ part: 'text' }));
    expect(plain.headers.get('Content-Type')).toContain('text/plain');
    expect(plain.text).toContain('Tell us, if you like.\n\nTell us:\nhttp://127.0.0.1:3000/s/example\n');
    expect(await test.tools.store.letters.history('reminder', 'en', 5)).toEqual([]);
  });

  it('shows a real person of one’s own schools, and nobody else’s', async () => {
    const north = await web.signedIn('scheduler', schools.slice(0, 1));
    await north.get(own);
    const mine = await north.post(`${own}/mail`, typed({ person: aLeaver(2).id }));
    expect(words(mine.text)).toContain('Hello Avery2,');
    expect((await north.post(`${own}/mail`, typed({ person: aLeaver(1).id }))).status).toBe(404);
    expect((await north.get(own)).text).not.toContain('Avery1 ');
  });

  it('in a language from right to left is marked as not sent', async () => {
    const page = await scheduler.get(`${own}?language=ar`);
    expect(words(page.text)).toContain('Not sent Nobody who speaks Arabic has confirmed these words yet.');
    expect(page.text).toMatch(/<textarea [^>]*lang="ar" dir="rtl">/);
    const mail = await scheduler.get(`${own}/mail?language=ar`);
    expect(mail.text).toContain('<html lang="ar" dir="rtl">');
  });
});

describe('saving', () => {
  it('is refused with every reason beside its field, and what was typed stays', async () => {
    await scheduler.get(own);
    const answer = await scheduler.post(own, typed({ subject: 'x'.repeat(50), body: 'Dear {last name}, buy now' }));
    expect(answer.status).toBe(422);
    const said = words(answer.text);
    expect(said).toContain('Make the subject 49 characters or fewer');
    expect(said).toContain('Use {first name} in place of {last name}');
    expect(said).toContain('Add the button');
    expect(said).toContain('Take out “buy”: it sells or rewards');
    expect(answer.text).toContain('Dear {last name}, buy now');
    expect(await test.tools.store.letters.history('reminder', 'en', 5)).toEqual([]);
  });

  it('makes a version beside the others, once, and keeps who and when', async () => {
    await scheduler.get(own);
    expect((await scheduler.post(own, typed())).location).toBe(own);
    const page = await scheduler.get(own);
    expect(words(page.text)).toContain('Saved as version 1. Waves that are confirmed from now on use it.');
    expect(words(page.text)).toMatch(/1 How is it going\? Avery scheduler, Tuesday 3 November, 10:00/);
    expect((await scheduler.post(own, typed({ version: '1' }))).location).toBe(own);
    expect(words((await scheduler.get(own)).text)).toContain('It says this already; nothing was saved.');
    expect((await test.tools.store.letters.history('reminder', 'en', 5)).map(({ version }) => version)).toEqual([1]);
    await web.application.governance.appendAudit();
    const acts = await test.tools.store.auditEvents.about('letter:reminder:1');
    expect(acts.map(({ act }) => act)).toEqual(['letter.saved']);
  });

  it('never goes over what somebody else saved meanwhile: both are shown', async () => {
    await scheduler.get(own);
    const late = await scheduler.post(own, typed({ body: 'My words.\n\n[Go]' }));
    expect(late.status).toBe(409);
    expect(words(late.text)).toContain('Nothing of yours was saved over it');
    expect(late.text).toContain('Tell us, if you like.');
    expect(late.text).toContain('My words.');
    const again = await scheduler.post(own, typed({ body: 'My words.\n\n[Go]', version: '1' }));
    expect(again.location).toBe(own);
    expect((await test.tools.store.letters.history('reminder', 'en', 5)).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('lets one of two win who save at the same moment', async () => {
    const bodies = ['One.\n\n[Go]', 'Two.\n\n[Go]', 'Three.\n\n[Go]'];
    const ends = await Promise.all(
      bodies.map((body) =>
        web.application.waves.saveLetter(viewer, { letter: 'last', subject: 'Last', body, basedOn: 0 }),
      ),
    );
    expect(ends.map(({ kind }) => kind).sort()).toEqual(['changed-meanwhile', 'changed-meanwhile', 'saved']);
    expect(await test.tools.store.letters.history('last', 'en', 5)).toHaveLength(1);
  });

  it('begins from an old version where somebody wants it again', async () => {
    const page = await scheduler.get(`${own}?from=0`);
    expect(words(page.text)).toContain('This is what version 0 said. Saving makes it version 3.');
    expect(page.text).toContain('value="How are things going? It takes a minute"');
  });
});

describe('another language', () => {
  const arabic = '/staff/settings/letters?language=ar';
  const confirm = '/staff/settings/languages/ar';
  const marhaba = { subject: 'كيف الحال؟', body: 'مرحبا {first name}،\n\n[أخبرنا]', language: 'ar' };
  const read = (versions: Readonly<Record<string, string>> = {}) => ({
    ...{ speaker: 'Avery Speaker (invented)', sure: 'yes' },
    ...Object.fromEntries(letterIds.map((id) => [`v-${id}`, '0'])),
    ...versions,
  });
  let administrator: Browser;
  beforeAll(async () => {
    administrator = await web.signedIn('administrator');
  });
  /** Avery2 reads Arabic. */
  async function readsArabic(): Promise<void> {
    const person = await test.tools.store.alumni.find('every-school', aLeaver(2).id);
    if (person === null) throw new Error('The person is gone.');
    await test.tools.store.alumni.replace(
      { ...person, contactRules: { language: 'ar' }, revision: person.revision + 1 },
      [],
    );
  }
  const mailTo2 = async (wave: string): Promise<string> =>
    (await scheduler.get(`/staff/waves/${wave}/preview/r1/mail?letter=reminder&person=${aLeaver(2).id}`)).text;

  it('has letters and versions of its own', async () => {
    await scheduler.get(`${own}?language=ar`);
    const saved = await scheduler.post(own, typed(marhaba));
    expect(saved.location).toBe(`${own}?language=ar`);
    expect(words((await scheduler.get(saved.location ?? '')).text)).toContain(
      'Saved as version 1. It is sent once a speaker has read it.',
    );
    expect((await test.tools.store.letters.history('reminder', 'ar', 5)).map(({ version }) => version)).toEqual([1]);
    expect((await test.tools.store.letters.history('reminder', 'en', 5)).map(({ version }) => version)).toEqual([2, 1]);
    expect((await scheduler.get(`${own}/mail?version=1&language=ar`)).text).toContain('أخبرنا');
    expect(words((await scheduler.get(arabic)).text)).toContain(
      'Nobody who speaks Arabic has confirmed these words yet.',
    );
    expect((await scheduler.get('/staff/settings/letters?language=xx')).status).toBe(404);
  });

  it('is not sent before a speaker has read it as it stands, which an administrator records', async () => {
    await readsArabic();
    const wave = await confirmedWave(web.application, aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
    expect(await mailTo2(wave)).toContain('<html lang="en-GB"');
    expect((await scheduler.get(arabic)).text).not.toContain(confirm);
    expect((await scheduler.post(confirm, read({ 'v-reminder': '1' }))).status).toBe(403);
    await administrator.get(arabic);
    const unsure = await administrator.post(confirm, { ...read({ 'v-reminder': '1' }), sure: '' });
    expect([unsure.status, unsure.text.includes('value="Avery Speaker (invented)"')]).toEqual([422, true]);
    expect((await administrator.post(confirm, read())).status).toBe(409); // a letter was changed since
    const recorded = await administrator.post(confirm, read({ 'v-reminder': '1' }));
    expect(recorded.location).toBe(arabic);
    expect(words((await scheduler.get(arabic)).text)).toContain('Avery Speaker (invented) read it; recorded on');
    await web.application.governance.appendAudit();
    const acts = await test.tools.store.auditEvents.about('language:ar:1');
    expect(acts.map(({ act }) => act)).toEqual(['language.confirmed']);

    // The wave that is under way says what it fixed, until somebody lets it take over what is new.
    expect(await mailTo2(wave)).toContain('<html lang="en-GB"');
    const page = `/staff/waves/${wave}`;
    await web.application.waves.advanceWaves();
    expect(words((await scheduler.get(page)).text)).toContain('Seven letters were changed since it was confirmed');
    const newer = await scheduler.get(`${page}/letters`);
    expect(words(newer.text)).toContain('Reminder Arabic In English Version 1');
    const shown = /name="shown" value="([^"]+)"/.exec(newer.text)?.[1] ?? '';
    const revision = /name="revision" value="([^"]+)"/.exec(newer.text)?.[1] ?? '';
    expect((await scheduler.post(`${page}/letters`, { shown, revision })).status).toBe(422);
    expect((await scheduler.post(`${page}/letters`, { shown: 'other', revision, sure: 'yes' })).status).toBe(409);
    expect((await scheduler.post(`${page}/letters`, { shown, revision, sure: 'yes' })).location).toBe(page);
    const after = words((await scheduler.get(page)).text);
    expect(await mailTo2(wave)).toContain('<html lang="ar" dir="rtl">');
    expect(after).toContain('Taken over. What leaves from now on says the new words.');
    expect(after).toContain('Let it take over newer letters');
    expect(after).not.toContain('changed since it was confirmed');
    expect((await scheduler.post(`${page}/letters`, { shown, revision, sure: 'yes' })).status).toBe(409);
    const { wave: stands } = await web.application.waves.showWave(viewer, wave);
    const cancel = { waveId: wave, revision: stands.revision, move: 'cancel' } as const;
    expect((await web.application.waves.changeWaveState(viewer, cancel)).kind).toBe('changed');
  });

  it('goes on in what was read when a letter is changed afterwards', async () => {
    await scheduler.get(`${own}?language=ar`);
    await scheduler.post(own, typed({ ...marhaba, body: 'أهلا {first name}،\n\n[أخبرنا]', version: '1' }));
    expect(words((await scheduler.get(arabic)).text)).toContain(
      'Changed since then, and sent as it was read: reminder.',
    );
    const drafted = await web.application.waves.draftWave(viewer, aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
    if (drafted.kind === 'refused') throw new Error('The plan was refused.');
    const mail = await scheduler.get(
      `/staff/waves/${drafted.waveId}/preview/r1/mail?letter=reminder&person=${aLeaver(2).id}`,
    );
    expect(mail.text).toContain('مرحبا');
    expect(mail.text).not.toContain('أهلا');
  });
});

describe('the mail of a step', () => {
  it('shows each letter that somebody may get there, and sends a test of it to who asks', async () => {
    const drafted = await web.application.waves.draftWave(viewer, aPlan({ i: '2026-11-03', r1: '2026-11-12' }));
    if (drafted.kind === 'refused') throw new Error('The plan was refused.');
    const page = `/staff/waves/${drafted.waveId}/preview/r1`;
    const first = await scheduler.get(page);
    expect(words(first.text)).toMatch(/Letter Reminder, version 2 To Avery\d Testperson/);
    for (const letter of ['reminder', 'started', 'other-address']) {
      expect(first.text).toContain(`href="${page}?letter=${letter}"`);
    }
    const mail = await scheduler.get(`${page}/mail?letter=started`);
    expect(mail.headers.get('X-Frame-Options')).toBe('SAMEORIGIN');
    expect(words(mail.text)).toContain('your place is kept');
    expect((await scheduler.get(`${page}?letter=last`)).status).toBe(404);
    await scheduler.get(page);
    const sent = await scheduler.post(page, { letter: 'started' });
    expect(sent.location).toBe(`${page}?letter=started`);
    expect(words((await scheduler.get(`${page}?letter=started`)).text)).toContain(
      'A test is on its way to scheduler-1@trust.example.',
    );
    const messages = test.connection.collection('messages');
    expect(await messages.countDocuments({ template: 'letter-test', kind: 'service', state: 'planned' })).toBe(1);
  });

  it('leads, in a test, to a page that is the same for everybody and knows nobody', async () => {
    const page = await web.browser().get('/test-mail');
    expect(page.status).toBe(200);
    expect(words(page.text)).toContain('You opened a link in a test mail.');
    expect(page.headers.getSetCookie()).toEqual([]);
  });
});
