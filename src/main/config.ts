// The settings, all of them, in one typed place: read from the environment, checked at start, every problem named at
// once with what to do. Each stands in .env.example with its meaning; a test holds the two together.
import path from 'node:path';
import { z } from 'zod';
import type { AppSettings } from '../application/index.js';
import type { LocalTime } from '../domain/calendar/local-date.js';
import type { ContactHours } from '../domain/waves/contact-hours.js';
import { readTextSettings, textShape } from './text-settings.js';
import type { TextProviderSettings } from '../texts/index.js';
import { currencySettings, currencyShape } from './currency-settings.js';
import { folderSettings, folderShape, type FolderSettings } from './folder-settings.js';
import { ownRuleSettings, ownRuleShape } from './own-rule-settings.js';
import type { OwnRule } from '../domain/destinations/sustained/own-rule.js';
import { inboxSettings, inboxShape, type InboxSettings } from './inbox-settings.js';
import { leavingSettings, leavingShape } from './leaving-settings.js';
import { mailAppSettings, mailSettings, mailShape, type MailSettings } from './mail-settings.js';
import { sendingSettings, sendingShape } from './sending-settings.js';
import { optional, text, whole } from './setting-shapes.js';
import { mostMailsPerCycle } from '../domain/waves/contact-cap.js';
import { Problem } from './problem.js';
import { transitionSettings, transitionShape } from './transition-settings.js';

export interface Config extends MailSettings {
  readonly app: AppSettings;
  readonly host: string;
  readonly port: number;
  /** Reverse proxies in front whose X-Forwarded headers count. */
  readonly proxies: number;
  readonly dataFolder: string;
  /** Null: Onward starts its own embedded database in the data folder. */
  readonly mongoUri: string | null;
  readonly databaseName: string;
  /** Null: no mailbox is read. */
  readonly inbox: InboxSettings | null;
  /** The trust's own rule after its first version. */
  readonly ownRules: readonly OwnRule[];
  /** Null: no folder is watched for files. */
  readonly importFolder: FolderSettings | null;
  /** Null: no text leaves. */
  readonly texts: TextProviderSettings | null;
  readonly workers: number;
  readonly logLevel: string;
  /** Templates are read once; unset by NODE_ENV=development, for who is changing them. */
  readonly production: boolean;
}

const time = /^([01]\d|2[0-3]):[0-5]\d$/;

const hours = (otherwise: string) =>
  text(
    z
      .string()
      .refine((value) => {
        const [from, to, more] = value.split('-');
        return time.test(from ?? '') && time.test(to ?? '') && (from ?? '') < (to ?? '') && more === undefined;
      }, `must be two times such as ${otherwise}`)
      .refine((value) => !/^01:|-01:/.test(value), 'must not begin or end between 01:00 and 01:59, when clocks change')
      .default(otherwise),
  );
const hoursOf = (value: string): ContactHours => {
  const [from, to] = value.split('-') as [LocalTime, LocalTime];
  return { from, to };
};

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

const shape = z.object({
  ONWARD_DATA: optional(z.string()),
  HOST: text(z.string().default('127.0.0.1')),
  PORT: whole(0, 65_535, 3000),
  BASE_URL: optional(z.url('must be an address such as https://alumni.trust.example')),
  PROXIES: whole(0, 5, 0),
  MONGODB_URI: optional(z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')),
  MONGODB_DATABASE: text(
    z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,60}$/, 'must be letters, digits, - and _')
      .default('onward'),
  ),
  ...mailShape,
  ...inboxShape,
  ...folderShape,
  ...ownRuleShape,
  ...textShape,
  MAIL_FROM_NAME: text(z.string().max(60).default('Destinations team')),
  MAIL_FROM_ADDRESS: optional(z.email('must be one email address')),
  MAIL_REPLY_TO: optional(z.email('must be one email address')),
  MAIL_BOUNCE_DOMAIN: optional(z.string().regex(/^[a-z0-9.-]+$/i, 'must be a domain name')),
  BOUNCE_MAILDIR: optional(z.string()),
  TRUST_NAME: text(z.string().max(80).default('Your trust')),
  TRUST_POSTAL_ADDRESS: text(z.string().max(200).default('')),
  PRIVACY_NOTICE_URL: optional(z.url('must be an address')),
  DATA_PROTECTION_CONTACT: text(z.string().max(200).default('')),
  CONTACT_HOURS: hours('09:00-19:00'),
  SUGGEST_TODAY: text(z.enum(['yes', 'no'], 'must be yes or no').default('no')),
  CALL_HOURS: hours('10:00-20:00'),
  CALL_ATTEMPTS: whole(1, 12, 4),
  CALL_GAP_HOURS: whole(1, 720, 20),
  ...leavingShape,
  SAFEGUARDING_CONTACT: text(z.string().max(200).default('')),
  PUBLIC_TASK_MONTHS: whole(0, 120, 12),
  SECOND_PERSON_ABOVE: whole(0, 1_000_000, 500),
  ...sendingShape,
  ...currencyShape,
  ...transitionShape,
  KEEP_CONTACT_MONTHS: whole(1, 240, 40),
  KEEP_CONTACT_MONTHS_WITH_CONSENT: whole(1, 240, 124),
  MOST_WAVES_A_YEAR: whole(1, 12, 4),
  CONTACT_CYCLE_DAYS: whole(1, 120, 35),
  RESPONSE_TARGET: whole(1, 100, 60),
  WORKERS: whole(0, 16, 1),
  LOG_LEVEL: text(z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info')),
});

/** The names of all settings, as `.env.example` must document them. */
export const settingNames = Object.keys(shape.shape);

/** The settings could not be used; the message has one line per problem. */
export class SettingsProblem extends Problem {
  override readonly name = 'SettingsProblem';
}

/** Settings that the command line gives in place of the environment's. */
export interface Overrides {
  readonly port?: number;
  readonly dataFolder?: string;
}

const loopback = (host: string): boolean => ['127.0.0.1', 'localhost', '[::1]', '::1'].includes(host);

/** Reads and checks the environment. Paths resolve against `cwd`. Throws `SettingsProblem` naming every problem at once. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  cwd: string,
  overrides: Overrides = {},
): Config {
  const parsed = shape.safeParse(environment);
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = issues.map(
    (issue) => `${issue.path.join('.')}: ${issue.message} (it is set to "${shown(environment, issue.path)}")`,
  );
  // What hangs together is checked too, with the defaults in place of the settings that are named already.
  const wrong = new Set(issues.map((issue) => String(issue.path[0])));
  const env = parsed.success
    ? parsed.data
    : shape.parse(Object.fromEntries(Object.entries(environment).filter(([name]) => !wrong.has(name))));
  const port = overrides.port ?? env.PORT;
  const baseUrl = (env.BASE_URL ?? `http://${env.HOST === '0.0.0.0' ? '127.0.0.1' : env.HOST}:${port}`).replace(
    /\/+$/,
    '',
  );
  const base = new URL(baseUrl);
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && loopback(base.hostname))) {
    problems.push(
      `BASE_URL: must begin with https:// (only this machine's own address may use http; it is "${baseUrl}")`,
    );
  }
  if (!loopback(env.HOST) && base.protocol !== 'https:') {
    problems.push('HOST: listening beyond this machine needs BASE_URL to be the https address that people use');
  }
  const leavesBy = env.SMTP_HOST !== undefined ? 'SMTP_HOST' : env.MAIL_HTTP_URL !== undefined ? 'MAIL_HTTP_URL' : null;
  if (leavesBy !== null) {
    for (const name of ['MAIL_FROM_ADDRESS', 'TRUST_POSTAL_ADDRESS'] as const) {
      if ((env[name] ?? '') === '' && !wrong.has(name)) {
        problems.push(`${name}: must be set before mail can be sent (${leavesBy} is set)`);
      }
    }
    if (env.TRUST_NAME === 'Your trust' && !wrong.has('TRUST_NAME'))
      problems.push(`TRUST_NAME: must be set before mail can be sent (${leavesBy} is set)`);
  }
  const mail = mailSettings(env, cwd, problems);
  const { texts, problems: textProblems } = readTextSettings(env, baseUrl);
  problems.push(...textProblems);
  const ownRules = ownRuleSettings(env, problems);
  const inbox = inboxSettings(env, mail.oauth?.user ?? null, problems);
  if (problems.length > 0) throw new SettingsProblem(problems.join('\n'));

  const fromAddress = env.MAIL_FROM_ADDRESS ?? 'destinations@onward.example';
  return {
    app: {
      baseUrl,
      trustName: env.TRUST_NAME,
      mailFrom: { name: `${env.MAIL_FROM_NAME}, ${env.TRUST_NAME}`, address: fromAddress },
      replyTo: env.MAIL_REPLY_TO ?? fromAddress,
      bounceDomain: env.MAIL_BOUNCE_DOMAIN ?? fromAddress.slice(fromAddress.indexOf('@') + 1),
      ...(env.BOUNCE_MAILDIR === undefined ? {} : { bounceMaildir: path.resolve(cwd, env.BOUNCE_MAILDIR) }),
      ...(env.MAIL_WEBHOOK_SECRET === undefined ? {} : { webhookSecret: env.MAIL_WEBHOOK_SECRET }),
      ...(env.TEXT_WEBHOOK_SECRET === undefined ? {} : { textWebhookSecret: env.TEXT_WEBHOOK_SECRET }),
      postalAddress: env.TRUST_POSTAL_ADDRESS,
      privacyNoticeUrl: env.PRIVACY_NOTICE_URL ?? `${baseUrl}/privacy`,
      dataProtectionContact: env.DATA_PROTECTION_CONTACT,
      contactHours: hoursOf(env.CONTACT_HOURS),
      suggestToday: env.SUGGEST_TODAY === 'yes',
      calls: { hours: hoursOf(env.CALL_HOURS), attempts: env.CALL_ATTEMPTS, gapHours: env.CALL_GAP_HOURS },
      ...leavingSettings(env),
      safeguardingContact: env.SAFEGUARDING_CONTACT,
      publicTaskMonths: env.PUBLIC_TASK_MONTHS,
      secondPersonAbove: env.SECOND_PERSON_ABOVE,
      ...sendingSettings(env),
      ...currencySettings(env),
      ...transitionSettings(env),
      keeping: {
        withoutConsentMonths: env.KEEP_CONTACT_MONTHS,
        withConsentMonths: env.KEEP_CONTACT_MONTHS_WITH_CONSENT,
      },
      mostWavesAYear: env.MOST_WAVES_A_YEAR,
      responseTarget: env.RESPONSE_TARGET,
      contactCaps: { mostPerCycle: mostMailsPerCycle, cycleDays: env.CONTACT_CYCLE_DAYS },
      ...mailAppSettings(env),
    },
    host: env.HOST,
    port,
    proxies: env.PROXIES,
    dataFolder: path.resolve(cwd, overrides.dataFolder ?? env.ONWARD_DATA ?? '.onward/data'),
    mongoUri: env.MONGODB_URI ?? null,
    databaseName: env.MONGODB_DATABASE,
    ...mail,
    inbox,
    ownRules,
    importFolder: folderSettings(env, cwd),
    texts,
    workers: env.WORKERS,
    logLevel: env.LOG_LEVEL,
    production: environment['NODE_ENV'] !== 'development',
  };
}

/** What a problem line shows of the value: secrets never. */
function shown(environment: Readonly<Record<string, string | undefined>>, place: readonly PropertyKey[]): string {
  const name = String(place[0] ?? '');
  return /PASSWORD|SECRET|TOKEN|KEY|URI/.test(name) ? 'hidden' : (environment[name] ?? 'nothing');
}
