// What the measurement of the survey asks: Onward's web application as in life, or the yardstick, bare Express. Two processes of
// node:cluster on one port (decision R15), told by their parent what to be.
import cluster from 'node:cluster';
import express from 'express';
import session from 'express-session';
import { createApplication, type AppSettings } from '../../src/application/index.js';
import { publishedQuestionnaires, type PublishedQuestionnaire } from '../../src/domain/survey/catalogue.js';
import { filesFolder, sendingMemory } from '../../src/files/index.js';
import { refusingMailer } from '../../src/mail/index.js';
import { fieldVault, keyRing, passwords, signer } from '../../src/security/index.js';
import { connect, createStore } from '../../src/store/index.js';
import { createWebApp } from '../../src/web/app.js';
import { liveWaves } from '../../src/web/live-waves.js';
import { nineQuestions } from './survey-questions.js';

export interface ServerTask {
  readonly kind: 'onward' | 'bare';
  readonly processes: number;
  readonly uri: string;
  readonly folder: string;
  readonly root: string;
  readonly settings: AppSettings;
}

const silent = { info: () => undefined, warn: () => undefined, error: (line: string) => console.error(line) };

async function onward(task: ServerTask): Promise<express.Express> {
  const connection = await connect(task.uri, 'bench');
  const keys = keyRing(Buffer.from(task.root, 'base64'));
  const clock = { now: () => new Date() };
  let ids = 0;
  const application = createApplication({
    store: createStore(connection),
    clock,
    newId: () => `${process.pid.toString(36)}-${(ids += 1).toString(36)}`,
    vault: fieldVault(keys),
    signer: signer(keys),
    passwords: passwords(),
    mailer: refusingMailer('The measurement sends by its worker.'),
    files: filesFolder(task.folder),
    memory: sendingMemory(task.folder),
    machine: 'bench',
    settings: task.settings,
    log: silent,
  });
  return createWebApp({
    application,
    settings: task.settings,
    sessionStore: new session.MemoryStore(),
    sessionSecret: 'only for the measurement',
    clock,
    log: silent,
    live: liveWaves(application, silent),
    production: true,
  });
}

function bare(): express.Express {
  const app = express();
  app.get('/', (_req, res) => void res.send('hello'));
  app.post('/', express.urlencoded({ extended: false }), (_req, res) => void res.send('thanks'));
  return app;
}

const task = JSON.parse(process.argv[2] ?? '') as ServerTask;
if (cluster.isPrimary) {
  process.on('disconnect', () => process.exit(0));
  const pids: number[] = [];
  let listening = 0;
  cluster.on('listening', (_worker, { port }) => {
    listening += 1;
    if (listening === task.processes) process.send?.({ port, pids });
  });
  for (let count = 0; count < task.processes; count += 1) pids.push(cluster.fork().process.pid ?? 0);
} else {
  // Among the published ones here alone: no wave of a trust can name it.
  (publishedQuestionnaires as PublishedQuestionnaire[]).push(nineQuestions);
  const app = task.kind === 'onward' ? await onward(task) : bare();
  const server = app.listen(0, '127.0.0.1');
  server.keepAliveTimeout = 600_000; // a guard's connection rests while others are measured
  process.on('disconnect', () => process.exit(0));
}
