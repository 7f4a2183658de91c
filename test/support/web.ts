// The whole web application on a port of 127.0.0.1, and a client that behaves like a browser: it keeps cookies, sends the
// form token of the page that it saw last, and does not follow redirects by itself.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Connection } from 'mongoose';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import type { SchoolScope, StaffRole } from '../../src/domain/alumni/alumnus.js';
import type { StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { sessionStore } from '../../src/main/sessions.js';
import { createWebApp } from '../../src/web/app.js';
import { liveWaves } from '../../src/web/live-waves.js';
import { openTestTools, type TestTools } from './tools.js';

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly headers: Headers;
  readonly text: string;
}

export interface Browser {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  /** Posts a form; `_csrf` of the last page is added unless given (an empty one leaves it out). */
  readonly post: (
    path: string,
    fields?: Readonly<Record<string, string | readonly string[]>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  readonly cookies: ReadonlyMap<string, string>;
}

export interface TestWeb {
  readonly app: Express;
  readonly application: Application;
  readonly origin: string;
  readonly browser: () => Browser;
  /** A browser in which somebody of this role has signed in. */
  readonly signedIn: (role: StaffRole, schools?: SchoolScope, formGroups?: readonly string[]) => Promise<Browser>;
  /** Ends the open event streams, as a process does that stops. */
  readonly endStreams: () => void;
  readonly close: () => Promise<void>;
}

export const commandLine: Viewer = {
  staffId: 'command-line' as StaffId,
  role: 'administrator',
  schools: 'every-school',
};
export const goodPassword = 'seven green kettles at noon';

function browserFor(origin: string): Browser {
  const cookies = new Map<string, string>();
  let token = '';
  async function ask(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(origin + path, { ...init, headers, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === '' || /expires=thu, 01 jan 1970/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await answer.text();
    token = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? token;
    return { status: answer.status, location: answer.headers.get('Location'), headers: answer.headers, text };
  }
  return {
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, fields = {}, headers = {}) => {
      const body = new URLSearchParams();
      const all: Readonly<Record<string, string | readonly string[]>> = { _csrf: token, ...fields };
      for (const [name, value] of Object.entries(all)) {
        for (const one of [value].flat()) if (name !== '_csrf' || one !== '') body.append(name, one);
      }
      return ask(path, { method: 'POST', body, headers });
    },
    cookies,
  };
}

/** Starts the application over the tools, on any free port unless one is named; `baseUrl` of the settings stays what it is. */
export async function openWeb(tools: Tools, connection: Connection, port = 0): Promise<TestWeb> {
  const application = createApplication(tools);
  const live = liveWaves(application, tools.log);
  const app = createWebApp({
    application,
    live,
    settings: tools.settings,
    sessionStore: await sessionStore(connection),
    sessionSecret: 'only for tests',
    clock: tools.clock,
    log: tools.log,
    production: true,
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let people = 0;

  return {
    app,
    application,
    origin,
    browser: () => browserFor(origin),
    signedIn: async (role, schools = 'every-school', formGroups = ['13A']) => {
      people += 1;
      const email = `${role}-${people}@trust.example`;
      const name = `Avery ${role}`;
      const added = await application.governance.addStaff(commandLine, { email, role, schools, name, formGroups });
      if (added.kind !== 'added') throw new Error(`Could not add ${email}: ${added.why}`);
      const browser = browserFor(origin);
      await browser.get(added.path);
      await browser.post(added.path, { password: goodPassword });
      await browser.get('/staff/sign-in');
      const answer = await browser.post('/staff/sign-in', { email, password: goodPassword });
      if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`);
      await browser.get('/staff');
      return browser;
    },
    endStreams: live.close,
    close: async () => {
      live.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Tools of their own with pages over them; closing the pages closes both. */
export async function openSite(
  given: Parameters<typeof openTestTools>[0] = {},
): Promise<{ readonly test: TestTools; readonly web: TestWeb }> {
  const test = await openTestTools(given);
  const web = await openWeb(test.tools, test.connection);
  const close = async (): Promise<void> => {
    await web.close();
    await test.close();
  };
  return { test, web: { ...web, close } };
}
