// What becomes of one text over a real socket, by what the provider does; and the telephone that keeps texts.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { httpTexts, startTelephone } from '../../src/texts/index.js';
import { startTextProvider, type ProviderAnswer, type TextProvider } from '../support/text-provider.js';

const text = { id: 'w1:a1:t:2', to: '+447700900123', body: 'Hello Avery' };
const settings = { apiKey: 'key', from: 'Trust', connections: 2 };
const yes = () => Promise.resolve(true);

let provider: TextProvider;
beforeEach(async () => {
  provider = await startTextProvider();
});
afterEach(() => provider.close());
const carrier = () => httpTexts({ ...settings, url: provider.url });

describe('a text', () => {
  it('is posted once with its key and its name, and the provider’s name for it is kept', async () => {
    expect(await carrier().send(text, yes)).toEqual({ kind: 'accepted', code: 200, text: '', queueId: 'p1' });
    expect(provider.received).toEqual([
      { key: text.id, authorization: 'Bearer key', to: text.to, text: text.body, reference: text.id },
    ]);
    await carrier().send(text, yes);
    expect(provider.received.map(({ key }) => key)).toEqual([text.id, text.id]); // the same key at every attempt
  });

  it.each([
    [202, 'accepted'],
    [302, 'deferred'],
    [400, 'rejected'],
    [401, 'deferred'],
    [409, 'unknown'],
    [422, 'rejected'],
    [429, 'deferred'],
    [500, 'unknown'],
    [502, 'unknown'],
    [503, 'deferred'],
    ['drop', 'unknown'],
  ] satisfies [ProviderAnswer, string][])('answered by %s is %s', async (answer, kind) => {
    provider.answerWith(answer);
    expect((await carrier().send(text, yes)).kind).toBe(kind);
    expect(provider.received).toHaveLength(1);
  });

  it('is withheld, with nothing sent, when it may not leave any more or that cannot be written down', async () => {
    expect(await carrier().send(text, () => Promise.resolve(false))).toEqual({ kind: 'withheld' });
    expect(await carrier().send(text, () => Promise.reject(new Error('no database')))).toEqual({ kind: 'withheld' });
    expect(provider.received).toEqual([]);
  });

  it('is proved not sent, and its intent never asked for, when nobody listens', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    let asked = 0;
    const outcome = await httpTexts({ ...settings, url: `http://127.0.0.1:${port}/send` }).send(text, () => {
      asked += 1;
      return Promise.resolve(true);
    });
    expect(outcome.kind).toBe('not-sent');
    expect(asked).toBe(0);
  });

  it.each(['https://127.0.0.1/send', 'https://10.0.0.7/send', 'https://[::1]/send', 'https://localhost/send'])(
    'never goes to %s, inside a private network',
    async (url) => {
      const outcome = await httpTexts({ ...settings, url }).send(text, yes);
      expect(outcome).toMatchObject({ kind: 'not-sent', why: expect.stringContaining('private network') });
    },
  );
});

describe('the built-in telephone', () => {
  it('keeps each text once, shows it escaped, and passes on what somebody replies', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'onward-telephone-'));
    const replies: string[] = [];
    const open = () =>
      startTelephone({
        ...{ folder, host: '127.0.0.1', port: 0, apiKey: 'key' },
        reply: ({ from, text: words }) => {
          replies.push(`${from} ${words}`);
          return Promise.resolve();
        },
      });
    let telephone = await open();
    const to = httpTexts({ ...settings, url: `${telephone.url}/send` });
    const sent = { ...text, body: 'Look: http://127.0.0.1/t/abc <b>' };
    const [first, again] = [await to.send(sent, yes), await to.send(sent, yes)];
    expect(again).toEqual(first);
    expect(
      await httpTexts({ ...settings, apiKey: 'wrong', url: `${telephone.url}/send` }).send(text, yes),
    ).toMatchObject({
      kind: 'deferred',
      code: 401,
    });
    await telephone.close();
    telephone = await open();
    expect((await telephone.texts()).map(({ reference, times }) => [reference, times])).toEqual([[text.id, 2]]);
    const page = await (await fetch(telephone.url)).text();
    expect(page).toContain('<a href="http://127.0.0.1/t/abc">');
    expect(page).toContain('&lt;b&gt;');
    const reply = { method: 'POST', body: new URLSearchParams({ from: text.to, text: 'STOP' }) };
    expect((await fetch(`${telephone.url}/reply`, { ...reply, redirect: 'manual' })).status).toBe(303);
    expect(
      (await fetch(`${telephone.url}/reply`, { ...reply, headers: { Origin: 'https://elsewhere.example' } })).status,
    ).toBe(403);
    expect(replies).toEqual([`${text.to} STOP`]);
    await telephone.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
