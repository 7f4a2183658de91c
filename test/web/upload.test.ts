// Files that come with a form: too large, none at all, not multipart as it says, and without the form's token.
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
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

  it('is forgotten when the sender goes away in the middle, many times over, or has an odd name (row 45)', async () => {
    const folder = test.filesFolder;
    const before = readdirSync(folder);
    const { hostname, port } = new URL(web.origin);
    const cookie = [...scheduler.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const head = (length: number): string =>
      `POST /staff/imports HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${cookie}\r\n` +
      `Content-Type: multipart/form-data; boundary=x\r\nContent-Length: ${length}\r\n\r\n`;
    const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nSchool,UPN';
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = connect(Number(port), hostname);
        await once(socket, 'connect');
        await new Promise<void>((written) => socket.write(head(5_000_000) + part, () => written()));
        socket.destroy();
      }),
    );
    for (const name of ['../../etc/passwd', 'CON', '=cmd.csv', 'x'.repeat(5_000), '‮gpj.csv', '.', '<b>.csv']) {
      const form = new FormData();
      form.set('_csrf', token);
      form.set('file', new Blob(['nothing of leavers']), name);
      const answer = await send(form);
      expect([name, answer.status]).toEqual([name, 422]);
      expect(answer.text).not.toContain('<b>.csv');
    }
    expect(readdirSync(folder)).toEqual(before);
    expect((await scheduler.get('/staff/imports')).status).toBe(200);
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
