// The demonstration: everything for real on this machine alone, with an invented trust and a mailbox that keeps all mail.
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { faultOf } from '../application/fault.js';
import type { Application, Tools } from '../application/index.js';
import type { StaffId } from '../domain/alumni/ids.js';
import type { Viewer } from '../domain/alumni/viewer.js';
import { startMailbox } from '../mail/index.js';
import { signDelivery } from '../security/index.js';
import { startTelephone } from '../texts/index.js';
import { readConfig } from './config.js';
import { demoPeople, demoScreen } from './demo-screen.js';
import { freePort } from './free-port.js';
import { openLog } from './log.js';
import { loadSampleHistory } from './sample-history.js';
import { loadSampleTrust, summerOfSample } from './sample-trust.js';
import { londonDate } from '../domain/calendar/london-time.js';
import { loadLargeTrust } from './sample/large/load.js';
import { truthLines } from './sample/large/truths.js';
import { fillSampleBoard } from './sample/board.js';
import { nameSampleCare } from './sample/care.js';
import { runSampleYear } from './sample-year.js';
import { start } from './start.js';
import { Problem } from './problem.js';

const host = '127.0.0.1';

export interface Demo {
  readonly screen: string;
  readonly stop: (withinMs: number) => Promise<void>;
}

export interface DemoOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly fresh: boolean;
  /** As if it were so many days later, so that a reminder can be seen to leave. */
  readonly daysLater: number;
  /** Runs a year of waves for one cohort up to today before anything is shown. */
  readonly year: boolean;
  /** A trust of thirty schools and five cohorts instead, with what is planted in it. */
  readonly large: boolean;
  /** What the sample is drawn from; the same seed gives the same trust. */
  readonly seed: number;
  /** Told as loading goes on. */
  readonly say: (line: string) => void;
}

/** A demonstration already runs in the folder. */
export class DemoRunning extends Problem {
  override readonly name = 'DemoRunning';
}

/** Brings the demonstration up; a second start in the same folder finds what the first one did. */
export async function startDemo({
  dataFolder,
  port,
  fresh,
  daysLater,
  year,
  large,
  seed,
  say,
}: DemoOptions): Promise<Demo> {
  const marks = path.join(dataFolder, 'demo-process');
  if (runsAlready(marks)) {
    throw new DemoRunning(
      `A demonstration already runs in ${dataFolder}. Stop it with Ctrl-C in its window, or use another folder (--data).`,
    );
  }
  if (fresh) rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  writeFileSync(marks, String(process.pid));

  const mailbox = await startMailbox({
    folder: path.join(dataFolder, 'mailbox'),
    host,
    smtpPort: await freePort(host, 2525),
    httpPort: await freePort(host, 8025),
  });
  const webPort = await freePort(host, port);
  const textSecret = randomBytes(24).toString('hex');
  const telephone = await startTelephone({
    folder: path.join(dataFolder, 'telephone'),
    host,
    port: await freePort(host, 8026),
    apiKey: textSecret,
    reply: (reply) =>
      tellOnward(
        `http://${host}:${webPort}/hooks/texts`,
        textSecret,
        { event: 'received', ...reply },
        daysLater * 86_400_000,
      ),
  });
  const config = readConfig(
    {
      TEXT_URL: `${telephone.url}/send`,
      TEXT_API_KEY: textSecret,
      TEXT_FROM: 'Larkfield',
      TEXT_WEBHOOK_SECRET: textSecret,
      LOG_LEVEL: 'info',
      SMTP_HOST: host,
      SMTP_PORT: String(mailbox.smtpPort),
      MAIL_FROM_ADDRESS: 'destinations@onward.example',
      TRUST_NAME: 'Larkfield Trust (invented)',
      TRUST_POSTAL_ADDRESS: '1 Invented Lane, Nowhere, ZZ1 1ZZ',
      CONTACT_HOURS: '00:00-23:59', // so that the mail can be watched at any time of day
      SUGGEST_TODAY: 'yes', // on a Saturday too
      CALL_HOURS: '00:00-23:59',
      SAFEGUARDING_CONTACT: 'Sal Safeguard (invented), extension 999',
      MAIL_PACING: 'off', // the mailbox of this machine takes all mail at once
      HOST: host,
    },
    dataFolder,
    { port: webPort, dataFolder },
  );
  const logFile = path.join(dataFolder, 'onward.log');
  const password = passwordOf(dataFolder);
  let yearFrom: string | null = null;
  let planted: readonly string[] = [];
  const running = await start({
    config,
    clockMovedByMs: daysLater * 86_400_000,
    log: openLog(config.logLevel, logFile),
    logFile,
    before: async (tools, application) => {
      if (large) planted = truthLines(await loadLargeTrust(tools, application, { seed, say }));
      else await loadSampleTrust(tools, { seed, onProgress: say });
      await addPeople(tools, application, password);
      await nameSampleCare(tools, application, demonstration, londonDate(tools.clock.now()));
      await fillSampleBoard(tools, application, demonstration);
      if (year) {
        const scheduler = { ...demonstration, role: 'scheduler' } as const;
        ({ from: yearFrom } = await runSampleYear(tools, {
          seed,
          scheduler,
          mailbox: path.join(dataFolder, 'mailbox'),
          say,
        }));
      }
    },
  });
  // In the background, so that nobody waits for it: the pages of Insight fill within a minute.
  const stopping = new AbortController();
  const except = year ? (await summerOfSample(running.tools)) - 1 : null;
  const loading = large
    ? Promise.resolve()
    : loadSampleHistory(running.tools, running.application, { ...{ seed, except, signal: stopping.signal } });
  const history = loading.catch((error: unknown) => {
    running.tools.log.error('the answers of earlier leavers were not loaded', { error: faultOf(error) });
  });
  return {
    screen: demoScreen({
      url: running.url,
      mailbox: mailbox.url,
      telephone: telephone.url,
      password,
      dataFolder,
      yearFrom,
      planted,
    }),
    stop: async (withinMs) => {
      try {
        stopping.abort();
        await history;
        await running.stop(withinMs);
      } finally {
        await mailbox.close();
        await telephone.close();
        rmSync(marks, { force: true });
      }
    },
  };
}

/** Says to Onward, as a provider of texts would, what somebody wrote back. */
async function tellOnward(
  address: string,
  secret: string,
  event: Readonly<Record<string, string>>,
  aheadMs: number,
): Promise<void> {
  const body = Buffer.from(JSON.stringify({ events: [event] }));
  const timestamp = String(Math.floor((Date.now() + aheadMs) / 1_000));
  const answer = await fetch(address, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/json',
      'Onward-Timestamp': timestamp,
      'Onward-Signature': signDelivery(secret, timestamp, body),
    },
  });
  if (!answer.ok) throw new Error(`Onward answered ${answer.status}.`);
}

/** Whether the process that marked the folder is still there; a killed one leaves its mark behind. */
function runsAlready(marks: string): boolean {
  if (!existsSync(marks)) return false;
  const pid = Number(readFileSync(marks, 'utf8'));
  if (pid === process.pid || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Four words that nobody chose, made once for the folder. */
function passwordOf(dataFolder: string): string {
  const file = path.join(dataFolder, 'demo-password');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const words = [
    'amber',
    'beacon',
    'cedar',
    'drift',
    'ember',
    'fable',
    'grove',
    'harbour',
    'island',
    'juniper',
    'kestrel',
    'lantern',
    'meadow',
    'nutmeg',
    'orchard',
    'pebble',
  ];
  const password = Array.from({ length: 4 }, () => words[randomInt(words.length)]).join('-');
  writeFileSync(file, password, { mode: 0o600 });
  return password;
}

const demonstration: Viewer = { staffId: 'demonstration' as StaffId, role: 'administrator', schools: 'every-school' };

async function addPeople(tools: Tools, application: Application, password: string): Promise<void> {
  const [first] = await tools.store.schools.all();
  for (const { email, name, role } of demoPeople) {
    const added = await application.governance.addStaff(demonstration, {
      email,
      name,
      role,
      schools: (role === 'school-leader' || role === 'tutor') && first !== undefined ? [first.id] : 'every-school',
      ...(role === 'tutor' ? { formGroups: ['13A'] } : {}),
    });
    if (added.kind === 'refused') continue; // there since an earlier start
    await application.governance.acceptStaffInvitation(path.basename(added.path), password);
  }
}
