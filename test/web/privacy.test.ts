// The page that mail and survey link to (requirement P3): made from the settings, in words for a reader of twelve, with a short
// version for those under 18, about nobody.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readingAge, sentencesOf, wholeSentences } from '../support/readability.js';
import { openTestTools } from '../support/tools.js';
import { openWeb, type TestWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;

beforeAll(async () => {
  test = await openTestTools({
    settings: {
      privacyNoticeUrl: 'http://127.0.0.1:3000/privacy',
      dataProtectionContact: 'Dee Protector (invented), dee@trust.example',
    },
  });
  web = await openWeb(test.tools, test.connection);
});
afterAll(async () => {
  await web.close();
  await test.close();
});

describe('the privacy page', () => {
  it('says whom to write to, what lets us write, for how long, and what people can ask for', async () => {
    const page = await web.browser().get('/privacy');
    expect([page.status, page.headers.get('Set-Cookie')]).toEqual([200, null]);
    for (const said of [
      'Sample Trust, 1 Test Road, Exampleton',
      'mailto:alumni@trust.example',
      'Dee Protector (invented), dee@trust.example',
      'In the first 18 months after you leave',
      'ten years and one term',
      'three years and one term',
      'Within 30 days',
      'ico.org.uk/make-a-complaint',
      'id="under-18"',
    ]) {
      expect(page.text).toContain(said);
    }
    expect(page.text).not.toContain('a full privacy notice');
  });

  it('can be read at eleven, and the part for under-18s at ten', async () => {
    const { text } = await web.browser().get('/privacy');
    const short = /<section[\s\S]*<\/section>/.exec(text)?.[0] ?? '';
    const [whole, young] = [text, short].map((html) => readingAge(wholeSentences(sentencesOf(html))));
    expect(whole).toBeLessThanOrEqual(11);
    expect(young).toBeLessThanOrEqual(10);
    expect(
      readingAge(['Dissatisfied individuals may communicate representations concerning processing.']),
    ).toBeGreaterThan(16);
  });

  it('reads nothing about anybody', async () => {
    const asked: string[] = [];
    test.connection.set('debug', (collection: string) => asked.push(collection));
    await web.browser().get('/privacy');
    test.connection.set('debug', false);
    expect(asked).toEqual([]);
  });
});

it('leads to the trust’s own notice where it has one, and leaves out what is not known', async () => {
  const other = await openTestTools({ settings: { postalAddress: '', publicTaskMonths: 0 } });
  const own = await openWeb(other.tools, other.connection);
  const { text } = await own.browser().get('/privacy');
  await own.close();
  await other.close();
  expect(text).toContain('<a class="govuk-link" href="https://trust.example/privacy">a full privacy notice</a>');
  expect(text).toContain('At any time: only if you said yes');
  for (const absent of ['Post:', 'For questions about your data', 'public task']) expect(text).not.toContain(absent);
});
