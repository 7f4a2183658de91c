// The settings of how mail leaves: by a relay or by a provider's HTTP interface, signed in by password or by OAuth (Y22),
// signed here or not, and how much a day. Files that are named are read at start, so that a worker needs none; one that
// holds a secret must be its owner's alone.
import path from 'node:path';
import { z } from 'zod';
import type { AppSettings } from '../application/index.js';
import { relayLimits } from '../domain/waves/relay-limits.js';
import { readDkimKey, type OAuthSettings } from '../mail/index.js';
import { oauthOf, oauthShape } from './oauth-settings.js';
import { fileOf, isLoopback, isSafeUrl } from './setting-checks.js';
import { optional, text, whole } from './setting-shapes.js';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  /** STARTTLS or nothing; false only for a relay on this machine. */
  readonly requireTls: boolean;
  /** Certificates, as PEM, in which the relay's may end, beside the usual ones. */
  readonly ca?: string;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** Open at once by one worker; also the most messages whose fate a kill can leave unknown (requirement E8). */
  readonly connections: number;
}

export interface MailSettings {
  /** With `http` null as well: no mail leaves, and pages say what to set. */
  readonly smtp: SmtpSettings | null;
  /** A provider that takes mail by HTTP, in place of a relay. */
  readonly http: { readonly url: string; readonly key: string; readonly connections: number } | null;
  /** Where the public half of the signing key stands; with a private one, as PEM, mail is signed here. */
  readonly dkim: { readonly domain: string; readonly selector: string; readonly privateKey: string | null } | null;
  /** Name servers for the check of the sending domain; the machine's own where empty. */
  readonly dnsServers: readonly string[];
  /** The sign-in by token, for sending and for reading the mailbox; null where a password or nothing is used. */
  readonly oauth: OAuthSettings | null;
}

/** As they stand in the environment. */
export const mailShape = {
  SMTP_HOST: optional(z.string()),
  SMTP_PORT: whole(1, 65_535, 587),
  SMTP_SECURE: optional(z.enum(['yes', 'starttls', 'no'], 'must be yes, starttls or no')),
  SMTP_CA_FILE: optional(z.string()),
  SMTP_USER: optional(z.string()),
  SMTP_PASSWORD: optional(z.string()),
  SMTP_CONNECTIONS: whole(1, 50, 5),
  MAIL_HTTP_URL: optional(z.url('must be an address')),
  MAIL_HTTP_KEY: optional(z.string()),
  ...oauthShape,
  MAIL_DKIM_SELECTOR: optional(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/i, 'must be the name of a DKIM selector')),
  MAIL_DKIM_DOMAIN: optional(z.string().regex(/^[a-z0-9.-]+$/i, 'must be a domain name')),
  MAIL_DKIM_KEY_FILE: optional(z.string()),
  DNS_SERVERS: text(
    z
      .string()
      .regex(/^[0-9a-f.:[\], ]*$/i, 'must be addresses of name servers, with commas between')
      .default(''),
  ),
  MAIL_ENVELOPE_SENDER: optional(z.enum(['signed', 'mailbox'], 'must be signed or mailbox')),
  RELAY_DAILY_LIMIT: whole(0, 10_000_000, 0),
};

type MailEnvironment = z.output<z.ZodObject<typeof mailShape>> & { readonly MAIL_FROM_ADDRESS?: string | undefined };
/** Problems are noted here, one line each. */
type Problems = string[];

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

function smtpOf(env: MailEnvironment, cwd: string, problems: Problems): SmtpSettings | null {
  if ((env.SMTP_USER === undefined) !== (env.SMTP_PASSWORD === undefined)) {
    problems.push('SMTP_USER and SMTP_PASSWORD: set both or neither');
  }
  if (env.SMTP_USER !== undefined && env.MAIL_OAUTH !== 'none') {
    problems.push('SMTP_USER: sign in by password or by MAIL_OAUTH, not by both');
  }
  const host = env.SMTP_HOST;
  if (host === undefined) return null;
  const security = env.SMTP_SECURE ?? (isLoopback(host) ? 'no' : 'starttls');
  if (security === 'no' && !isLoopback(host)) {
    problems.push(
      'SMTP_SECURE: no is for a relay on this machine alone; beyond it mail goes by TLS (yes or starttls) or not at all',
    );
  }
  const ca =
    env.SMTP_CA_FILE === undefined
      ? null
      : fileOf('SMTP_CA_FILE', path.resolve(cwd, env.SMTP_CA_FILE), { secret: false, problems });
  return {
    host,
    port: env.SMTP_PORT,
    secure: security === 'yes',
    requireTls: security === 'starttls',
    connections: env.SMTP_CONNECTIONS,
    ...(ca === null ? {} : { ca }),
    ...(env.SMTP_USER !== undefined && env.SMTP_PASSWORD !== undefined
      ? { auth: { user: env.SMTP_USER, pass: env.SMTP_PASSWORD } }
      : {}),
  };
}

function httpOf(env: MailEnvironment, problems: Problems): MailSettings['http'] {
  const { MAIL_HTTP_URL: url, MAIL_HTTP_KEY: key } = env;
  if (url === undefined && key === undefined) return null;
  if (url === undefined || key === undefined) {
    problems.push('MAIL_HTTP_URL and MAIL_HTTP_KEY: set both or neither');
    return null;
  }
  if (env.SMTP_HOST !== undefined) problems.push('MAIL_HTTP_URL: mail leaves by SMTP_HOST or by it, not by both');
  if (!isSafeUrl(url)) problems.push('MAIL_HTTP_URL: must begin with https:// (personal data is sent there)');
  return { url, key, connections: env.SMTP_CONNECTIONS };
}

function dkimOf(env: MailEnvironment, cwd: string, problems: Problems): MailSettings['dkim'] {
  const { MAIL_DKIM_SELECTOR: selector, MAIL_DKIM_KEY_FILE: file } = env;
  if (selector === undefined) {
    if (file !== undefined) problems.push('MAIL_DKIM_SELECTOR: must be set with MAIL_DKIM_KEY_FILE');
    return null;
  }
  const domain = env.MAIL_DKIM_DOMAIN ?? domainOf(env.MAIL_FROM_ADDRESS ?? '');
  if (file === undefined) return { domain, selector, privateKey: null };
  const privateKey = fileOf('MAIL_DKIM_KEY_FILE', path.resolve(cwd, file), { secret: true, problems });
  try {
    if (privateKey !== null) readDkimKey(privateKey);
  } catch (error) {
    problems.push(`MAIL_DKIM_KEY_FILE: ${file}: ${error instanceof Error ? error.message : 'it cannot be used'}`);
  }
  return { domain, selector, privateKey };
}

/** How mail leaves; notes every problem it finds. Files resolve against `cwd`. */
export const mailSettings = (env: MailEnvironment, cwd: string, problems: Problems): MailSettings => ({
  smtp: smtpOf(env, cwd, problems),
  http: httpOf(env, problems),
  oauth: oauthOf(env, cwd, problems),
  dkim: dkimOf(env, cwd, problems),
  dnsServers: env.DNS_SERVERS.split(/[\s,]+/).filter((server) => server !== ''),
});

/** What use cases read of them. Microsoft 365 and Google refuse an envelope sender that is not the mailbox (Y22). */
export const mailAppSettings = (env: MailEnvironment): Pick<AppSettings, 'envelopeSender' | 'relayLimits'> => ({
  envelopeSender: (env.MAIL_ENVELOPE_SENDER ?? (env.MAIL_OAUTH === 'none' ? 'signed' : 'mailbox')) as
    'signed' | 'mailbox',
  relayLimits: relayLimits(
    env.RELAY_DAILY_LIMIT,
    env.MAIL_OAUTH === 'microsoft' ? 'microsoft' : env.MAIL_OAUTH === 'none' ? null : 'google',
  ),
});
