// Starts Onward: database, pages, jobs, workers; and stops it again in the right order.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startJobs } from '../../jobs/runner.js';
import type { Application, Log, Tools } from '../application/index.js';
import { databaseTime } from '../store/index.js';
import { createWebApp } from '../web/app.js';
import { apiLimits } from '../web/api/limits.js';
import { liveWaves } from '../web/live-waves.js';
import { databaseClock } from './clock.js';
import { compose } from './compose.js';
import type { Config } from './config.js';
import { openDatabase, type OpenDatabase } from './database.js';
import { sessionStore } from './sessions.js';
import { sharedCounters } from './shared-counters.js';
import { startWorkers, type Workers } from './workers.js';

export interface Running {
  readonly url: string;
  readonly database: OpenDatabase;
  readonly tools: Tools;
  readonly application: Application;
  readonly workers: Workers;
  /** Ends everything: no new requests or leases, what is on its way finishes, data flushed (decision R25). */
  readonly stop: (withinMs: number) => Promise<void>;
}

/** Rejects when the address is taken or may not be used. */
function listen(app: ReturnType<typeof createWebApp>, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: Error) => {
      if (error) reject(error);
      else resolve(server);
    });
  });
}

/** Closes to newcomers, ends idle connections at once and busy ones at the limit. */
function closeServer(server: Server, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), withinMs);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}

export interface StartOptions {
  readonly config: Config;
  readonly log: Log;
  readonly logFile?: string;
  /** How far the demonstration's clock is ahead; 0 otherwise. */
  readonly clockMovedByMs?: number;
  /** What to do with the tools before anything listens, such as loading the sample trust. */
  readonly before?: (tools: Tools, application: Application) => Promise<void>;
}

/** Of the time to stop: for what is on its way. The rest is for closing the database. */
const drainShare = 0.7;

/** Brings the whole platform up and gives its address; closes the database again when that fails. */
export async function start(options: StartOptions): Promise<Running> {
  const { config, log } = options;
  const database = await openDatabase(config, log);
  try {
    return await startOn(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function startOn(
  database: OpenDatabase,
  { config, log, logFile, clockMovedByMs = 0, before }: StartOptions,
): Promise<Running> {
  const clock = await databaseClock(() => databaseTime(database.connection), clockMovedByMs);
  const { tools, application } = await compose(config, database.connection, clock, log);
  await tools.store.prepare();
  await before?.(tools, application);

  const live = liveWaves(application, log);
  const app = createWebApp({
    application,
    live,
    settings: config.app,
    sessionStore: await sessionStore(database.connection),
    sessionSecret: tools.signer.sign('staff-session', 'cookie'),
    apiLimits: apiLimits({
      counter: await sharedCounters(database.connection),
      countedAs: (address) => tools.signer.sign('code-tries', `api ${address}`),
    }),
    trustedProxies: config.proxies,
    production: config.production,
    clock,
    log,
  });
  const server = await listen(app, config.host, config.port);
  const jobs = await startJobs({ connection: database.connection, application, log });
  const workers = startWorkers(
    config.workers,
    { config, databaseUri: database.uri, clockMovedByMs, ...(logFile === undefined ? {} : { logFile }) },
    log,
  );
  const { port } = server.address() as AddressInfo;
  log.info('ready', { port });

  return {
    url: `http://${config.host}:${port}`,
    database,
    tools,
    application,
    workers,
    stop: async (withinMs) => {
      const drainMs = withinMs * drainShare;
      live.close(); // open streams would hold the server
      await Promise.all([closeServer(server, drainMs), jobs.stop(drainMs), workers.stop(drainMs)]);
      await tools.mailer.close();
      await database.close();
      log.info('stopped');
    },
  };
}
