// What a page's template is given does not reach the partials that it includes, unless it hands it on.
import { beforeAll, describe, expect, it } from '@jest/globals';
import express, { type Express } from 'express';
import { setUpViews } from '../../src/web/views.js';

let app: Express;
const frame = { trustName: 'Exampleton Trust', privacyNoticeUrl: 'https://trust.example/privacy', csrfToken: 'abc' };
/** Locals of a page that have the names of what partials may be given. */
const planted = {
  ...{ name: 'planted', value: 'planted', hint: 'planted', label: 'planted', legend: 'planted', tone: 'planted' },
  ...{ id: 'planted', href: '/planted', text: 'planted', caption: 'planted', purpose: 'planted', width: 'planted' },
  ...{ heading: 'planted', inputmode: 'planted', inline: true, accept: 'planted', message: 'planted', rows: 99 },
};
const pages: readonly (readonly [view: string, locals: object])[] = [
  ['staff/sign-in', { title: 'Sign in', email: 'avery@trust.example', next: '/staff', errors: {} }],
  ['staff/sign-in', { title: 'Sign in', email: '', next: '', errors: { email: 'Enter your email address' } }],
  ['errors/signed-out', { title: 'You have been signed out' }],
  ['email/stop', { title: 'Stop our messages', layout: 'survey', errors: {} }],
];

beforeAll(() => {
  app = express();
  setUpViews(app, { production: true });
});

const render = (view: string, locals: object): Promise<string> =>
  new Promise((resolve, reject) => {
    app.render(view, { ...frame, ...locals }, (error: Error | null, html) => {
      if (error === null) resolve(html);
      else reject(error);
    });
  });

describe('partials', () => {
  it.each(pages)('of %s with %j see only what they are given', async (view, locals) => {
    const clean = await render(view, locals);
    expect(clean).toContain('Exampleton Trust');
    expect(await render(view, { ...planted, ...locals })).toBe(clean);
  });

  it('get the frame of the page: its token, formats and addresses', async () => {
    const html = await render('staff/sign-in', { title: 'Sign in', email: '', next: '', errors: {} });
    expect(html).toContain('name="_csrf" value="abc"');
    expect(html).toMatch(/href="\/assets\/onward\.css\?v=[0-9a-f]{10}"/);
  });
});

describe('the title', () => {
  it('says first that there is something to put right', async () => {
    const html = await render('staff/sign-in', {
      title: 'Sign in',
      email: '',
      next: '',
      errors: { email: 'Enter it' },
    });
    expect(html).toContain('<title>Error: Sign in – Exampleton Trust</title>');
  });

  it('of a page whose template fails is not sent at all', async () => {
    await expect(render('staff/sign-in', { title: 'Sign in' })).rejects.toThrow('is not defined');
  });
});
