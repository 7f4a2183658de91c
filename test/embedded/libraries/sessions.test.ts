// connect-mongo and rate-limiter-flexible's Mongo store on a shared connection, with the settings that Onward gives them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import MongoStore from 'connect-mongo';
import session, { type SessionData } from 'express-session';
import { MongoClient } from 'mongodb';
import mongoose from 'mongoose';
import { RateLimiterMongo } from 'rate-limiter-flexible';
import { sessionStore } from '../../../src/main/sessions.js';

const dbName = 'libraries_sessions';
const client = new MongoClient(process.env['ONWARD_TEST_MONGODB_URI'] ?? '');
const database = client.db(dbName);

beforeAll(async () => {
  await client.connect();
  await database.dropDatabase();
});
afterAll(async () => {
  await database.dropDatabase();
  await client.close();
});

const until = async (what: () => boolean | Promise<boolean>, ms = 50_000): Promise<boolean> => {
  const end = Date.now() + ms;
  while (!(await what()) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  return what();
};

/** A store's calls, as promises. */
const callsOf = (store: session.Store) => {
  const asked = async <T>(ask: (done: (error: unknown, value?: T) => void) => void): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      ask((error, value) => {
        if (error instanceof Error) reject(error);
        else resolve(value);
      });
    });
  const data = (maxAge: number, extra: object = {}): SessionData => {
    const cookie = new session.Cookie();
    cookie.maxAge = maxAge;
    return { cookie, ...extra };
  };
  return {
    set: async (id: string, maxAge: number, extra?: object) =>
      asked((done) => store.set(id, data(maxAge, extra), (error?: unknown) => done(error))),
    get: async (id: string) =>
      asked<SessionData | null>((done) => store.get(id, (error, value) => done(error, value ?? null))),
    touch: async (id: string, held: SessionData) =>
      asked((done) => store.touch?.(id, held, (error?: unknown) => done(error))),
    destroy: async (id: string) => asked((done) => store.destroy(id, (error?: unknown) => done(error))),
    all: async () => asked<unknown>((done) => store.all?.((error, value) => done(error, value))),
    length: async () => asked<number>((done) => store.length?.((error, value) => done(error, value))),
    clear: async () => asked((done) => store.clear?.((error?: unknown) => done(error))),
  };
};

describe('sessions of connect-mongo', () => {
  it('are kept, renewed, listed, counted and removed, and go by themselves when their time is over', async () => {
    const { set, get, destroy, all, length, clear } = callsOf(
      MongoStore.create({ client, dbName, collectionName: 'sessions', ttl: 60 }),
    );
    const sessions = database.collection('sessions');
    await set('stays', 600_000, { user: 'Avery Testperson' });
    await set('stays', 500_000, { user: 'Avery Testperson' });
    await set('goes', 1);
    expect(await get('stays')).toMatchObject({
      user: 'Avery Testperson',
      cookie: { originalMaxAge: expect.any(Number) },
    });
    expect(await get('none')).toBe(null);
    expect(await until(async () => (await get('goes')) === null)).toBe(true);
    expect(await until(async () => (await sessions.countDocuments()) === 1, 90_000)).toBe(true);
    expect((await sessions.findOne({}))?._id).toBe('stays');
    await set('another', 60_000);
    expect([await length(), ((await all()) as unknown[]).length]).toEqual([2, 2]);
    await destroy('stays');
    expect(await length()).toBe(1);
    await clear();
    expect(await sessions.countDocuments()).toBe(0);
    expect((await sessions.indexes()).some(({ expireAfterSeconds }) => expireAfterSeconds === 0)).toBe(true);
  }, 120_000);

  it('are documents that can be looked for, and are written again at most once a minute, as Onward keeps them', async () => {
    const connection = await mongoose
      .createConnection(`${process.env['ONWARD_TEST_MONGODB_URI'] ?? ''}${dbName}_own`)
      .asPromise();
    try {
      const sessions = connection.collection('sessions');
      const { set, get, touch } = callsOf(await sessionStore(connection));
      await set('one', 60_000, { user: 'avery' });
      expect(await sessions.findOne({ 'session.user': 'avery' } as never)).toMatchObject({
        session: { user: 'avery' },
      });
      const held = await get('one');
      if (held === null || held === undefined) throw new Error('the session is not there');
      const before = await sessions.findOne({});
      await touch('one', held);
      expect(await sessions.findOne({})).toEqual(before);
      expect(await sessions.deleteMany({ 'session.user': 'avery' })).toMatchObject({ deletedCount: 1 });
      expect(await get('one')).toBe(null);
    } finally {
      await connection.dropDatabase();
      await connection.close();
    }
  });
});

describe('the store of sessions', () => {
  it('is ready when it is given: a process that stops at once interrupts nothing', async () => {
    const connection = await mongoose
      .createConnection(`${process.env['ONWARD_TEST_MONGODB_URI'] ?? ''}${dbName}_ready`, { monitorCommands: true })
      .asPromise();
    const done: string[] = [];
    connection.getClient().on('commandSucceeded', ({ commandName }) => done.push(commandName));
    try {
      await sessionStore(connection);
      expect(done).toContain('createIndexes');
    } finally {
      await connection.dropDatabase();
      await connection.close();
    }
  });
});

describe('limits of rate-limiter-flexible', () => {
  it('count each try once across limiters, refuse the one too many, and begin anew when their time is over', async () => {
    const made = async (): Promise<RateLimiterMongo> => {
      const limiter = new RateLimiterMongo({
        ...{ storeClient: client, dbName, tableName: 'limits', keyPrefix: 'sign-in', points: 5, duration: 600 },
        disableIndexesCreation: true,
      });
      await limiter.createIndexes();
      return limiter;
    };
    const limiters = [await made(), await made()];
    const tries = await Promise.allSettled(
      Array.from({ length: 12 }, async (_, n) => limiters[n % 2]?.consume('avery@example.org')),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await limiters[0]?.get('avery@example.org')).toMatchObject({ consumedPoints: 12, remainingPoints: 0 });
    await limiters[1]?.consume('somebody.else@example.org', 2);
    await limiters[1]?.reward('somebody.else@example.org', 1);
    expect(await limiters[0]?.get('somebody.else@example.org')).toMatchObject({ consumedPoints: 1 });
    await limiters[0]?.penalty('somebody.else@example.org', 3);
    expect(await limiters[0]?.get('somebody.else@example.org')).toMatchObject({ consumedPoints: 4 });
    expect(await limiters[0]?.delete('somebody.else@example.org')).toBe(true);
    await limiters[0]?.block('blocked@example.org', 60);
    await expect(limiters[1]?.consume('blocked@example.org')).rejects.toMatchObject({ remainingPoints: 0 });
    await database.collection('limits').updateMany({}, { $set: { expire: new Date(Date.now() - 1) } }); // their time is over
    expect(await limiters[0]?.get('avery@example.org')).toBe(null);
    expect(await limiters[1]?.consume('avery@example.org')).toMatchObject({
      consumedPoints: 1,
      isFirstInDuration: true,
    });
    expect(await database.command({ validate: 'limits' })).toMatchObject({ valid: true });
  }, 60_000);
});
