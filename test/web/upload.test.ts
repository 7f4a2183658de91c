// Files that come with a form: too large, none at all, not multipart as it says, and without the form's token.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestTools } from '../support/tools.js';
import { openWeb, type Browser, type TestWeb } from '../support/web.js';

let test: Awaited<ReturnType<typeof openTestTools>>;
let web: TestWeb;
let scheduler: Browser;
let token = '';

beforeAll(async () => {
  test = await openTestTools();
  web = await openWeb(test.tools, test.connection);
  scheduler = await web.signedIn('scheduler');
  token = /name="_csrf" value="([^"]+)"/.exec((await scheduler.get('/staff/imports')).text)?.[1] ?? '';
});
afterAll(async () => {
  await web.close();
  await test.close();
});

async function send(
  body: FormData | string,
  type?: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const cookie = [...scheduler.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${web.origin}/staff/imports`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { Cookie: cookie, ...(type === undefined ? {} : { 'Content-Type': type }) },
  });
  return { status: answer.status, text: await answer.text() };
}
const formWith = (bytes: number | null, csrf: string): FormData => {
  const form = new FormData();
  if (csrf !== '') form.set('_csrf', csrf);
  if (bytes !== null) form.set('file', new Blob(['a'.repeat(bytes)]), 'leavers.csv');
  return form;
};

describe('a form with a file', () => {
  it('says that a file over 10 MB is too large, and that none was chosen', async () => {
    const large = await send(formWith(10 * 1024 * 1024 + 1, token));
    const none = await send(formWith(null, token));
    expect([large.status, none.status]).toEqual([422, 422]);
    expect(large.text).toContain('10 MB');
    expect(none.text).toContain('govuk-error-message');
  });

  it('is refused without its token, whatever it brings', async () => {
    expect((await send(formWith(10, ''))).status).toBe(403);
    expect((await send(formWith(10, '0'.repeat(64)))).status).toBe(403);
  });

  it.each([
    ['no boundary', 'multipart/form-data', 'anything'],
    [
      'an end that never comes',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="file"',
    ],
  ])('with %s is answered with our own page', async (_name, type, body) => {
    const answer = await send(body, type);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('We could not read what was sent');
  });

  it('reads multipart only where a file belongs', async () => {
    const cookie = [...scheduler.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const form = formWith(10, token);
    const answer = await fetch(`${web.origin}/staff/sign-out`, {
      method: 'POST',
      body: form,
      headers: { Cookie: cookie },
    });
    expect(answer.status).toBe(403);
    expect((await scheduler.get('/staff')).status).toBe(200);
  });
});
