// The tools of use cases, real but for the clock: a database of its own, fresh keys, a folder for files, and a mailer that
// the test brings (by default one that refuses).
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Connection } from 'mongoose';
import type { AppSettings, Tools } from '../../src/application/index.js';
import { sensitiveSetting } from '../../src/application/survey/sensitive-questions.js';
import { localDate, type LocalTime } from '../../src/domain/calendar/local-date.js';
import type { SensitiveGround } from '../../src/domain/survey/sensitive.js';
import { usualThresholds } from '../../src/domain/waves/breakers.js';
import { usualCurrency } from '../../src/domain/destinations/currency.js';
import { usualTransition } from '../../src/domain/insight/transition.js';
import { filesFolder, sendingMemory } from '../../src/files/index.js';
import { refusingMailer, type Mailer } from '../../src/mail/index.js';
import { fieldVault, keyRing, passwords, signer } from '../../src/security/index.js';
import { openTestStore } from './database.js';

const settings: AppSettings = {
  baseUrl: 'http://127.0.0.1:3000',
  trustName: 'Sample Trust',
  mailFrom: { name: 'Sample Trust alumni team', address: 'alumni@trust.example' },
  replyTo: 'alumni@trust.example',
  bounceDomain: 'bounce.trust.example',
  postalAddress: 'Sample Trust, 1 Test Road, Exampleton',
  privacyNoticeUrl: 'https://trust.example/privacy',
  dataProtectionContact: '',
  contactHours: { from: '09:00' as LocalTime, to: '19:00' as LocalTime },
  suggestToday: false,
  calls: { hours: { from: '10:00' as LocalTime, to: '20:00' as LocalTime }, attempts: 3, gapHours: 20 },
  schoolMailDomains: ['school.example'],
  safeguardingContact: 'Sam Safeguard (invented), extension 1',
  publicTaskMonths: 18,
  secondPersonAbove: 0,
  pacing: 'off', // most tests send to one invented domain, as fast as they can
  breakers: usualThresholds,
  currency: usualCurrency,
  transition: usualTransition,
  keeping: { withoutConsentMonths: 40, withConsentMonths: 124 },
  mostWavesAYear: 4,
  responseTarget: 60,
  contactCaps: { mostPerCycle: 4, cycleDays: 35 },
  envelopeSender: 'signed',
  relayLimits: { perDay: null, from: null },
};

export interface TestTools {
  readonly tools: Tools;
  readonly connection: Connection;
  /** Sets the clock; it stands still in between. */
  readonly setClock: (instant: Date) => void;
  /** Where files that were brought are kept. */
  readonly filesFolder: string;
  /** Every line that was logged, as JSON. */
  readonly logged: readonly string[];
  readonly close: () => Promise<void>;
}

/** Tools over an empty database; the clock stands at 3 November 2026, 10:00 unless told otherwise. */
export async function openTestTools(
  given: {
    readonly now?: Date;
    readonly mailer?: Mailer;
    readonly settings?: Partial<AppSettings>;
    /** Of the connection string, such as `?monitorCommands=true`. */
    readonly query?: string;
  } = {},
): Promise<TestTools> {
  const { store, connection, close } = await openTestStore(given.query);
  const keys = keyRing(randomBytes(32));
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-test-'));
  const logged: string[] = [];
  const line =
    (level: string) =>
    (message: string, values?: Readonly<Record<string, unknown>>): void => {
      logged.push(JSON.stringify({ level, message, ...values }));
    };
  // The questions that can tell of health or faith rest on it; without it they are not asked.
  const ground: SensitiveGround = {
    ...{ condition: 'explicit-consent', decidedBy: 'Sample Trust' },
    ...{ decidedOn: localDate('2020-01-01'), until: localDate('2060-01-01') },
  };
  await store.settings.set(sensitiveSetting, JSON.stringify(ground));
  let now = given.now ?? new Date('2026-11-03T10:00:00Z');
  let ids = 0;
  const tools: Tools = {
    store,
    clock: { now: () => now },
    newId: () => `t${(ids += 1).toString(36).padStart(4, '0')}`,
    vault: fieldVault(keys),
    signer: signer(keys),
    passwords: passwords(),
    mailer: given.mailer ?? refusingMailer('Tests send nothing unless they bring a relay.'),
    files: filesFolder(folder),
    memory: sendingMemory(folder),
    machine: 'test machine',
    settings: { ...settings, ...given.settings },
    log: { info: line('info'), warn: line('warn'), error: line('error') },
  };
  return {
    tools,
    connection,
    filesFolder: folder,
    setClock: (instant) => {
      now = instant;
    },
    logged,
    close: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
