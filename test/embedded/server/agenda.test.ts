// Agenda with its Mongo backend, and connect-mongo, on a shared connection, as Onward runs them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import MongoStore from 'connect-mongo';
import session from 'express-session';
import { MongoClient } from 'mongodb';

const client = new MongoClient(process.env['ONWARD_TEST_MONGODB_URI'] ?? '');
const database = client.db('server_agenda');

beforeAll(async () => {
  await client.connect();
  await database.dropDatabase();
});
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
});

const until = async (what: () => boolean | Promise<boolean>): Promise<boolean> => {
  const end = Date.now() + 20_000;
  while (!(await what()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  return what();
};

describe('two Agenda instances on one database', () => {
  it('run each job once between them, and a recurring one again and again', async () => {
    const ran: number[] = [];
    let ticks = 0;
    const problems: unknown[] = [];
    const instances = ['first', 'second'].map((name) => {
      const agenda = new Agenda({
        backend: new MongoBackend({ mongo: database }),
        name,
        processEvery: 100,
        defaultLockLimit: 10,
      });
      agenda.on('error', (error: unknown) => problems.push(error));
      agenda.define<{ n: number }>('once', (job) => {
        ran.push(job.attrs.data.n);
      });
      agenda.define('tick', () => {
        ticks += 1;
      });
      return agenda;
    });
    try {
      for (const agenda of instances) await agenda.start();
      for (let n = 0; n < 30; n += 1) await instances[n % 2]?.now('once', { n });
      for (const agenda of instances) {
        await agenda
          .create('tick', { key: 'tick' })
          .repeatEvery('1 second')
          .unique({ 'data.key': 'tick' }, { insertOnly: true })
          .save();
      }
      expect((await until(() => ran.length >= 30 && ticks >= 2)) || { ran: ran.length, ticks }).toBe(true);
    } finally {
      for (const agenda of instances) {
        await agenda.drain();
        await agenda.stop();
      }
    }
    expect(ran.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(problems).toEqual([]);
    const jobs = database.collection('agendaJobs');
    expect(await jobs.countDocuments({ name: 'tick' })).toBe(1);
    expect((await jobs.indexes()).map(({ name }) => name)).toContain('findAndLockNextJobIndex');
    expect(await database.command({ validate: 'agendaJobs' })).toMatchObject({ valid: true });
  });
});

describe('sessions of connect-mongo', () => {
  it('are kept, renewed, counted and removed, and go by themselves when their time is over', async () => {
    const store = MongoStore.create({ client, dbName: 'server_agenda', collectionName: 'sessions', ttl: 60 });
    const settled =
      (resolve: (value: unknown) => void, reject: (reason: Error) => void) =>
      (error: unknown, value?: unknown): void => {
        if (error instanceof Error) reject(error);
        else resolve(value ?? null);
      };
    const set = async (id: string, maxAge: number): Promise<unknown> => {
      const cookie = new session.Cookie();
      cookie.maxAge = maxAge;
      return new Promise((resolve, reject) => store.set(id, { cookie }, settled(resolve, reject)));
    };
    const get = async (id: string): Promise<unknown> =>
      new Promise((resolve, reject) => store.get(id, settled(resolve, reject)));
    const destroy = async (id: string): Promise<unknown> =>
      new Promise((resolve, reject) => store.destroy(id, settled(resolve, reject)));
    const sessions = database.collection('sessions');
    await set('stays', 60_000);
    await set('stays', 50_000);
    await set('goes', 1);
    expect(await get('stays')).toMatchObject({ cookie: { originalMaxAge: expect.any(Number) } });
    expect(await get('none')).toBe(null);
    expect(await until(async () => (await sessions.countDocuments()) === 1)).toBe(true);
    expect((await sessions.findOne({}))?._id).toBe('stays');
    await destroy('stays');
    expect(await sessions.countDocuments()).toBe(0);
  }, 100_000);
});
