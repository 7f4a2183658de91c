// Somebody who comes back says by one button that nothing has changed, by the mail's answer or behind the link (Y10, M10), or
// finds what is known filled in (feature 17); what we hold is shown only behind an address that is confirmed as theirs (Y2).
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mintLink, tokenOf } from '../../src/security/index.js';
import type { Answers } from '../../src/domain/survey/definition.js';
import { submissionPlace } from '../../src/application/survey/visit.js';
import { yearlyCheckV3 } from '../../src/domain/survey/questionnaires/checks-v3.js';
import { atExampleton, comeBack, confirmedAddress, pageIn } from '../support/returning.js';
import { openWave, type Invited } from '../support/survey.js';
import type { TestTools } from '../support/tools.js';
import { openSite, type Answer, type Browser, type TestWeb } from '../support/web.js';

let test: TestTools;
let web: TestWeb;

beforeAll(async () => {
  ({ test, web } = await openSite());
  await openWave(test.tools);
});
afterAll(() => web.close());

const back = (id: string, given: Parameters<typeof comeBack>[2] = {}): Promise<Invited> =>
  comeBack({ tools: test.tools, application: web.application }, id, given);
/** Their own by the school's word, and nobody has answered from it. */
const unconfirmed = (id: string) => ({
  contactPoints: confirmedAddress(id).map(({ confirmedOn: _day, ...point }) => point),
});

const words = ({ text }: Answer): string => text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const responseOf = ({ invitationId }: Invited) => test.tools.store.responses.find(invitationId);
const claimsOf = async ({ alumnusId }: Invited) =>
  (await test.tools.store.destinationRecords.find('every-school', alumnusId))?.claims ?? [];
const sentBy = async (invited: Invited): Promise<Answers | null> => {
  const response = await responseOf(invited);
  const last = response?.submissions.at(-1);
  if (response === null || last === undefined) return null;
  return test.tools.vault.open(last.answers, submissionPlace(response.id, last.number)) as Answers;
};

/** A browser that has pressed "This is me" on the plain link. */
async function started({ token }: Invited): Promise<Browser> {
  const browser = web.browser();
  expect((await browser.post(`/s/${token}`, { choice: 'start' })).location).toBe('/survey');
  expect((await browser.get('/survey')).location).toBe('/survey/known');
  return browser;
}
const seenIn = ({ text }: Answer): string => /name="seen" value="([^"]+)"/.exec(text)?.[1] ?? '';

describe('an answer tapped in the mail', () => {
  it('waits on the button of a page that is the same for every token, without cookie and database', async () => {
    const { token, invitationId } = await back('waits');
    const asked: string[] = [];
    test.connection.set('debug', (collection: string, method: string) => asked.push(`${collection}.${method}`));
    for (const answer of ['same', 'changed']) {
      const pages = [token, tokenOf(`${invitationId}:i:1`, mintLink().secret), 'nonsense'].map((each) =>
        web.browser().get(`/s/${each}/${answer}`),
      );
      const [first, ...others] = await Promise.all(pages);
      expect(others.map(({ text, status }) => [text, status])).toEqual(others.map(() => [first?.text, 200]));
      expect(first?.headers.get('Set-Cookie')).toBeNull();
      expect(first?.text).toContain(`value="${answer}">This is me, and ${answer === 'same' ? 'nothing' : 'something'}`);
    }
    expect((await web.browser().get(`/s/${token}/other`)).status).toBe(404);
    test.connection.set('debug', false);
    expect(asked).toEqual([]);
  });

  it('is the whole answer after one press, and once however often it is pressed', async () => {
    const invited = await back('tapped');
    const browser = web.browser();
    await browser.get(`/s/${invited.token}/same`);
    const presses = await Promise.all(
      [browser, browser, web.browser()].map((one) => one.post(`/s/${invited.token}/same`, { choice: 'same' })),
    );
    expect(presses.map(({ status, location }) => [status, location])).toEqual(
      presses.map(() => [303, '/survey/thank-you']),
    );
    expect((await browser.post(`/s/${invited.token}/same`, { choice: 'same' })).location).toBe('/survey/thank-you');
    expect((await responseOf(invited))?.submissions.length).toBe(1);
    expect((await test.tools.store.invitations.find(invited.invitationId))?.state).toBe('completed');
    expect((await claimsOf(invited)).map(({ saidIn, from, to, knownOn }) => [saidIn, from, to, knownOn])).toEqual([
      ['response:w0:tapped', '2026-09', null, '2026-09-20'],
      ['response:w1:tapped', '2026-09', null, '2026-11-03'],
    ]);
    const audit = await test.connection.collection('responses').findOne({ _id: invited.invitationId });
    expect((audit?.['auditIntents'] as { act: string }[] | undefined)?.map(({ act }) => act)).toEqual([
      'response.sent',
    ]);
  });

  it('counts for nothing after they asked us to stop, until they have read so and answer all the same', async () => {
    const invited = await back('had-enough');
    const browser = web.browser();
    await browser.post(`/s/${invited.token}`, { choice: 'choices' });
    await browser.get('/survey/choices');
    await browser.post('/survey/choices', { action: 'often', often: 'stopped' });
    for (const [address, choice] of [
      [`/s/${invited.token}/same`, 'same'],
      [`/s/${invited.token}/changed`, 'changed'],
      [`/s/${invited.token}`, 'start'],
    ] as const) {
      const { location } = await browser.post(address, { choice });
      expect((await browser.get(location ?? '')).location).toBe('/survey/stopped');
    }
    expect((await responseOf(invited))?.submissions ?? []).toEqual([]);
    const page = await browser.get('/survey/stopped');
    expect(words(page)).toContain('You asked us not to write to you again about this set of questions');
    expect(words(page)).not.toContain('Nothing has changed');
    expect((await browser.get('/survey?anyway=yes')).location).toBe('/survey/known');
    await browser.get('/survey/ways');
    const inEasyWords = await browser.post('/survey/ways', { action: 'save', easy: 'yes' });
    expect((await browser.get(inEasyWords.location ?? '')).location).toBe('/survey/known'); // not to read it once more
    const seen = seenIn(await browser.get('/survey/known'));
    expect((await browser.post('/survey/known', { choice: 'same', seen })).location).toBe('/survey/thank-you');
    expect((await test.tools.store.invitations.find(invited.invitationId))?.state).toBe('completed');
    expect((await browser.get('/survey/stopped')).location).toBe('/survey');
  });

  it('is asked for again once they took the stop back', async () => {
    const invited = await back('once-more');
    const browser = await started(invited);
    await browser.get('/survey/choices');
    await browser.post('/survey/choices', { action: 'often', often: 'stopped' });
    const page = await browser.get('/survey/stopped');
    expect(words(page)).toContain('Write to me as before');
    expect((await browser.post('/survey/choices', { action: 'often', often: 'usual' })).location).toContain(
      'done=often',
    );
    expect((await browser.get('/survey')).location).toBe('/survey/known');
  });

  it('says what was confirmed to the person alone, and gives three more questions by lot', async () => {
    const invited = await back('three');
    const browser = web.browser();
    await browser.post(`/s/${invited.token}/same`, { choice: 'same' });
    const thanks = await browser.get('/survey/thank-you');
    expect(words(thanks)).toContain('you are still at University of Exampleton, studying Physics');
    const offer = /action="(\/survey\/question\/\d+)"/.exec(thanks.text)?.[1] ?? '';
    let { location } = await browser.post(offer, { 'three-more': 'yes' });
    const asked: string[] = [];
    while (location !== null && location !== '/survey/check') {
      const page = await browser.get(location);
      const id = /name="([a-z-]+)" value="4"/.exec(page.text)?.[1] ?? '';
      asked.push(id);
      ({ location } = await browser.post(location, { [id]: '4' }));
    }
    expect(asked.length).toBe(3);
    await browser.get('/survey/check');
    expect((await browser.post('/survey/check')).location).toBe('/survey/thank-you');
    const [, second] = (await claimsOf(invited)).filter(({ saidIn }) => saidIn === 'response:w1:three');
    const detail = await test.connection.collection('destinationrecords').findOne({ _id: 'three' as never });
    const sealed = (detail?.['details'] as { claimId: string; sealed: string }[]).find(
      ({ claimId }) => claimId === second?.id,
    );
    const opened = test.tools.vault.open(sealed?.sealed ?? '', `destinationrecords/three/${second?.id}`) as {
      more: Record<string, string>;
    };
    expect(opened.more).toEqual({
      ...Object.fromEntries(asked.map((id) => [id, '4'])),
      'drawn-block': expect.any(String),
      'design-weight': '3',
    });
    expect((await browser.get('/survey/thank-you')).text).not.toContain('Answer three more');
  });

  it('shows nothing that we hold where the address is not confirmed, and can be taken back', async () => {
    const invited = await back('blind', { person: unconfirmed('blind') });
    const browser = web.browser();
    expect((await browser.post(`/s/${invited.token}/same`, { choice: 'same' })).location).toBe('/survey/thank-you');
    for (const address of ['/survey/thank-you', '/survey/check', '/survey/choices']) {
      const page = await browser.get(address);
      expect([address, page.status, page.text.includes('Exampleton'), page.text.includes('@example.org')]).toEqual([
        address,
        200,
        false,
        false,
      ]);
    }
    await browser.get('/survey/thank-you');
    const again = await browser.post('/survey/known', { choice: 'correct' });
    expect(again.location).toBe('/survey/question/1');
    const first = await browser.get('/survey/question/1');
    expect([first.status, first.text.includes('Your answer now')]).toEqual([200, false]);
    await browser.post('/survey/question/1', { situation: 'looking' });
    await browser.get('/survey/check');
    await browser.post('/survey/check');
    expect((await claimsOf(invited)).at(-1)).toMatchObject({ activity: 'looking-for-work', revision: 2 });
  });

  it('is taken back from another browser only with the code, and its button is not offered there', async () => {
    const invited = await back('not-theirs');
    await web.browser().post(`/s/${invited.token}/same`, { choice: 'same' });
    const before = (await responseOf(invited))?.draft;
    const other = web.browser();
    await other.post(`/s/${invited.token}`, { choice: 'start' });
    const thanks = await other.get('/survey/thank-you');
    expect([thanks.status, thanks.text.includes('value="correct"')]).toEqual([200, false]);
    await other.get('/survey/check');
    expect((await other.post('/survey/known', { choice: 'correct' })).location).toBe('/survey/code');
    expect((await responseOf(invited))?.draft).toBe(before);
  });

  it('goes on with the session of this browser: what was answered here stays theirs, before and after', async () => {
    const invited = await back('same-browser', { answers: atExampleton });
    const browser = await started(invited);
    await browser.get('/survey/known');
    await browser.post('/survey/known', { choice: 'changed' });
    await browser.get('/survey/question/1');
    await browser.post('/survey/question/1', { situation: 'university' });
    expect((await browser.post(`/s/${invited.token}/same`, { choice: 'same' })).location).toBe('/survey');
    expect((await browser.get('/survey/question/1')).status).toBe(200);
    expect(words(await browser.get('/survey/check'))).toContain('Studying at university');

    const tapped = await back('pressed-again');
    const phone = web.browser();
    await phone.post(`/s/${tapped.token}/same`, { choice: 'same' });
    await phone.post(`/s/${tapped.token}/same`, { choice: 'same' });
    expect((await phone.get('/survey/thank-you')).text).toContain('value="correct"');
  });

  it('is no answer where something else is known by now, nothing is, or they have begun: then they are asked', async () => {
    const changed = await back('meanwhile');
    await web.application.destinations.recordClaims({
      ...{ alumnusId: changed.alumnusId, responseId: 'w0b:meanwhile', revision: 1 },
      ...{ answers: { situation: 'work', employer: 'Bluebrick' }, submittedAt: new Date('2026-11-03T10:00:00Z') },
    });
    const unknown = await back('unknown', { answers: { situation: 'looking' } });
    const begun = await back('begun');
    const other = web.browser();
    await other.post(`/s/${begun.token}/changed`, { choice: 'changed' });
    await other.get('/survey/question/1');
    await other.post('/survey/question/1', { situation: 'work' });
    for (const [invited, next] of [
      [changed, '/survey/known'],
      [unknown, '/survey/question/1'],
      [begun, `/survey/question/${pageIn('since')}`],
    ] as const) {
      const browser = web.browser();
      expect((await browser.post(`/s/${invited.token}/same`, { choice: 'same' })).location).toBe('/survey');
      expect((await browser.get('/survey')).location).toBe(next);
      expect((await responseOf(invited))?.submissions ?? []).toEqual([]);
    }
  });

  it('leads to the one closed page by a link that opens nothing', async () => {
    const closed = await web.browser().post('/s/nonsense', { choice: 'start' });
    for (const choice of ['same', 'changed', 'choices']) {
      const answer = await web.browser().post(`/s/nonsense/same`, { choice });
      expect([answer.status, answer.text]).toEqual([404, closed.text]);
    }
  });
});

describe('the page behind the link', () => {
  it('asks whether what is known is still so, and takes a press only of what it showed', async () => {
    const invited = await back('behind');
    const browser = await started(invited);
    const page = await browser.get('/survey/known');
    expect(words(page)).toContain(
      'On 20 September 2026 you told us that you were at University of Exampleton, studying Physics',
    );
    expect((await browser.post('/survey/known', { choice: 'same', seen: 'something else' })).location).toBe('/survey');
    expect(await responseOf(invited)).toBeNull();
    const press = { choice: 'same', seen: seenIn(await browser.get('/survey/known')) };
    expect((await browser.post('/survey/known', press)).location).toBe('/survey/thank-you');
    expect((await browser.post('/survey/known', press)).location).toBe('/survey/thank-you');
    expect((await responseOf(invited))?.submissions.length).toBe(1);
    expect((await browser.get('/survey/known')).location).toBe('/survey');
  });

  it('takes only its own forms', async () => {
    const browser = await started(await back('forms'));
    await browser.get('/survey/known');
    expect((await browser.post('/survey/known', { choice: 'same', _csrf: 'x'.repeat(43) })).status).toBe(403);
    expect((await browser.post('/survey/known', { choice: 'correct', _csrf: 'x'.repeat(43) })).status).toBe(403);
    expect((await web.browser().get('/survey/known')).status).toBe(401);
    expect((await web.browser().post('/survey/known', { choice: 'same' })).status).toBe(401);
  });

  it('names nothing where the address is not confirmed, or another’s', async () => {
    const shared = {
      contactPoints: confirmedAddress('shared').map((point) => ({ ...point, owner: 'shared' as const })),
    };
    for (const [id, person] of [
      ['behind-blind', unconfirmed('behind-blind')],
      ['shared', shared],
    ] as const) {
      const invited = await back(id, { person });
      const browser = await started(invited);
      const page = await browser.get('/survey/known');
      expect([page.text.includes('Exampleton'), page.text.includes('Has anything changed since')]).toEqual([
        false,
        true,
      ]);
      await browser.post('/survey/known', { choice: 'changed' });
      await browser.post('/survey/question/1', { situation: 'university' });
      const provider = await browser.get(`/survey/question/${pageIn('provider')}`);
      expect([provider.status, provider.text.includes('Exampleton')]).toEqual([200, false]);
    }
  });

  it('keeps apart what was confirmed and what was changed of what stood in the fields', async () => {
    const invited = await back('apart');
    const browser = await started(invited);
    await browser.get('/survey/known');
    expect((await browser.post('/survey/known', { choice: 'changed' })).location).toBe('/survey/question/1');
    await browser.get('/survey/question/1');
    await browser.post('/survey/question/1', { situation: 'university' });
    await browser.post(`/survey/question/${pageIn('since')}`, { 'since-quick': '2026-09' });
    const provider = await browser.get(`/survey/question/${pageIn('provider')}`);
    expect(provider.text).toContain('value="University of Exampleton"');
    expect(words(provider)).toContain('We have this from 20 September 2026. Change it if it is no longer so.');
    await browser.post(`/survey/question/${pageIn('provider')}`, { provider: 'University of Exampleton' });
    await browser.post(`/survey/question/${pageIn('course')}`, { course: 'Chemistry' });
    await browser.get('/survey/check');
    await browser.post('/survey/check');
    expect(await sentBy(invited)).toMatchObject({
      since: { month: '2026-09', about: false },
      'confirmed-as-known': ['provider'],
      'changed-from-known': ['course'],
    });
    expect((await claimsOf(invited)).at(-1)).toMatchObject({
      course: 'Chemistry',
      carried: { confirmed: ['provider'], changed: ['course'] },
    });
    const staff = await web.signedIn('reviewer');
    expect(words(await staff.get('/staff/people/apart/told'))).toContain(
      'confirmed what we had: provider; changed what we had: course',
    );
  });

  it('does not carry anything into another kind of activity', async () => {
    const invited = await back('moved', {
      answers: { ...atExampleton, situation: 'apprenticeship', employer: 'Bluebrick' },
    });
    const browser = await started(invited);
    expect(words(await browser.get('/survey/known'))).toContain('an apprentice at Bluebrick, training with');
    await browser.post('/survey/known', { choice: 'changed' });
    await browser.post('/survey/question/1', { situation: 'university' });
    expect((await browser.get(`/survey/question/${pageIn('provider')}`)).text).not.toContain('Exampleton');
  });
});

describe('a questionnaire that takes places from a list', () => {
  const atLeeds: Answers = {
    situation: 'university',
    since: { month: '2026-09', about: false },
    'study-place': { typed: 'leeds', code: '10007795', name: 'University of Leeds', list: 'providers 2026-11-23' },
    'study-subject': { typed: 'BSc Physics', code: 'CAH07-01-01', name: 'Physics', list: 'subjects 2026-11-23' },
  };
  const numberIn = (id: string): number => pageIn(id, yearlyCheckV3);
  const again = (id: string, given: Parameters<typeof comeBack>[2] = {}): Promise<Invited> =>
    back(id, { answers: atLeeds, questionnaire: yearlyCheckV3, ...given });

  it('asks one who pressed the button how they pay, then for three more; the first press is the whole answer', async () => {
    const invited = await again('pays');
    const browser = web.browser();
    await browser.post(`/s/${invited.token}/same`, { choice: 'same' });
    const thanks = await browser.get('/survey/thank-you');
    expect(words(thanks)).toContain('you are still at University of Leeds, studying BSc Physics');
    expect(words(thanks)).toContain('We would also like to know: How are you paying for it?');
    expect(await sentBy(invited)).toMatchObject({ situation: 'university', 'confirmed-as-known': expect.any(Array) });
    const address = `/survey/question/${numberIn('payment')}`;
    expect(thanks.text).toContain(`action="${address}"`);
    await browser.get(address);
    expect((await browser.post(address, { payment: 'family' })).location).toBe(
      `/survey/question/${numberIn('three-more')}`,
    );
    await browser.get(`/survey/question/${numberIn('three-more')}`);
    const end = await browser.post(`/survey/question/${numberIn('three-more')}`, { 'three-more': 'no' });
    expect(end.location).toBe('/survey/check');
    await browser.get('/survey/check');
    expect((await browser.post('/survey/check')).location).toBe('/survey/thank-you');
    expect(words(await browser.get('/survey/thank-you'))).not.toContain('We would also like to know');
    expect(await sentBy(invited)).toMatchObject({ payment: 'family', 'three-more': 'no' });
    const claims = (await claimsOf(invited)).filter(({ saidIn }) => saidIn === 'response:w1:pays');
    expect(claims.at(-1)).toMatchObject({
      ...{ ukprn: '10007795', subject: 'CAH07-01-01', from: '2026-09', revision: 2 },
      carried: { confirmed: ['provider', 'course'], changed: [] },
    });
  });

  it('asks nothing that tells what we hold where the address is not confirmed', async () => {
    const invited = await again('pays-blind', { person: unconfirmed('pays-blind') });
    const browser = web.browser();
    await browser.post(`/s/${invited.token}/same`, { choice: 'same' });
    const thanks = words(await browser.get('/survey/thank-you'));
    expect([thanks.includes('paying'), thanks.includes('three more questions')]).toEqual([false, true]);
    await browser.get(`/survey/question/${numberIn('three-more')}`);
    const three = await browser.post(`/survey/question/${numberIn('three-more')}`, { 'three-more': 'no' });
    expect(three.location).toBe('/survey/check');
  });

  it('fills in the name with its number, and keeps it when it is left as it stands', async () => {
    const invited = await again('fills-in');
    const browser = await started(invited);
    await browser.get('/survey/known');
    await browser.post('/survey/known', { choice: 'changed' });
    await browser.get('/survey/question/1');
    await browser.post('/survey/question/1', { situation: 'university' });
    const place = `/survey/question/${numberIn('study-place')}`;
    const page = (await browser.get(place)).text;
    expect(page).toContain('value="University of Leeds"');
    expect(page).toContain('type="hidden" name="study-place-pick" value="10007795"');
    await browser.post(place, { 'study-place': 'University of Leeds', 'study-place-pick': '10007795' });
    const subject = `/survey/question/${numberIn('study-subject')}`;
    expect((await browser.get(subject)).text).toContain('value="BSc Physics"');
    await browser.post(subject, { 'study-subject': 'Chemistry' });
    await browser.get('/survey/check');
    await browser.post('/survey/check');
    expect((await claimsOf(invited)).at(-1)).toMatchObject({
      ...{ provider: 'University of Leeds', ukprn: '10007795', course: 'Chemistry' },
      carried: { confirmed: ['provider'], changed: ['course'] },
    });
  });

  it('keeps a yes to being looked up with the words that it was said to', async () => {
    const invited = await again('consents', { answers: { situation: 'looking' } });
    const browser = web.browser();
    await browser.post(`/s/${invited.token}`, { choice: 'start' });
    await browser.get('/survey/question/1');
    await browser.post('/survey/question/1', { situation: 'looking' });
    const link = `/survey/question/${numberIn('may-link')}`;
    expect((await browser.get(link)).text).not.toMatch(/ checked/);
    await browser.post(link, { 'may-link': 'yes' });
    await browser.post(`/survey/question/${numberIn('may-chat')}`, { 'may-chat': 'no' });
    await browser.get('/survey/check');
    await browser.post('/survey/check');
    const person = await test.tools.store.alumni.find('every-school', invited.alumnusId);
    expect(person?.permissions.filter(({ purpose }) => purpose !== 'destination-survey')).toMatchObject([
      { purpose: 'official-records', basis: 'consent', wording: 'permissions 1', recordedOn: '2026-11-03' },
    ]);
  });
});

it('an address is confirmed by an answer that came by its link', async () => {
  const invited = await back('confirms', { person: unconfirmed('confirms') });
  await web.browser().post(`/s/${invited.token}/same`, { choice: 'same' });
  const person = await test.tools.store.alumni.find('every-school', invited.alumnusId);
  expect(person?.contactPoints).toMatchObject([{ number: 1, confirmedOn: '2026-11-03' }]);
});
