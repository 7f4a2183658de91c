// The settings of how mail leaves: the relay and its TLS, and the sign-in by password or by OAuth (Y22). Files that are
// named are read at start, so that a worker needs none; one that holds a secret must be its owner's alone.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { OAuthGrant, OAuthSettings } from '../mail/index.js';
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
  /** Null: no mail leaves, and pages say what to set. */
  readonly smtp: SmtpSettings | null;
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
  MAIL_OAUTH: text(
    z
      .enum(
        ['none', 'microsoft', 'google-refresh', 'google-service'],
        'must be none, microsoft, google-refresh or google-service',
      )
      .default('none'),
  ),
  MAIL_OAUTH_USER: optional(z.email('must be one email address')),
  MAIL_OAUTH_TENANT: optional(z.string()),
  MAIL_OAUTH_CLIENT_ID: optional(z.string()),
  MAIL_OAUTH_CLIENT_SECRET: optional(z.string()),
  MAIL_OAUTH_REFRESH_TOKEN: optional(z.string()),
  MAIL_OAUTH_KEY_FILE: optional(z.string()),
  MAIL_OAUTH_TOKEN_URL: optional(z.url('must be an address')),
};

type MailEnvironment = z.output<z.ZodObject<typeof mailShape>> & { readonly MAIL_FROM_ADDRESS?: string | undefined };

/** This machine's own addresses, by which nothing leaves it. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);

/** Whether the address may be given a secret: https, or http on this machine. */
export const isSafeUrl = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
};

/** Notes what is wrong with a setting. */
type Problems = string[];

/** The text of a file that a setting names; null, with a problem noted, where it cannot be had or is open to others. */
function fileOf(
  name: string,
  file: string,
  { secret, problems }: { secret: boolean; problems: Problems },
): string | null {
  try {
    if (secret && (statSync(file).mode & 0o077) !== 0) {
      problems.push(`${name}: ${file} can be read by others; it holds a secret, so allow only its owner (chmod 600)`);
      return null;
    }
    return readFileSync(file, 'utf8');
  } catch {
    problems.push(`${name}: ${file} cannot be read`);
    return null;
  }
}

const serviceAccount = z.object({ client_email: z.string().min(1), private_key: z.string().includes('PRIVATE KEY') });

function serviceGrant(file: string, problems: Problems): OAuthGrant | null {
  const held = fileOf('MAIL_OAUTH_KEY_FILE', file, { secret: true, problems });
  if (held === null) return null;
  try {
    const { client_email: account, private_key: privateKey } = serviceAccount.parse(JSON.parse(held));
    return { kind: 'google-service', account, privateKey };
  } catch {
    problems.push(`MAIL_OAUTH_KEY_FILE: ${file} is not the JSON key of a Google service account`);
    return null;
  }
}

/** What each kind of sign-in cannot do without. */
const needed = {
  microsoft: ['MAIL_OAUTH_TENANT', 'MAIL_OAUTH_CLIENT_ID', 'MAIL_OAUTH_CLIENT_SECRET'],
  'google-refresh': ['MAIL_OAUTH_CLIENT_ID', 'MAIL_OAUTH_CLIENT_SECRET', 'MAIL_OAUTH_REFRESH_TOKEN'],
  'google-service': ['MAIL_OAUTH_KEY_FILE'],
} as const;

function oauthOf(env: MailEnvironment, cwd: string, problems: Problems): OAuthSettings | null {
  const kind = env.MAIL_OAUTH as 'none' | keyof typeof needed;
  if (kind === 'none') return null;
  const missing = needed[kind].filter((name) => env[name] === undefined);
  for (const name of missing) problems.push(`${name}: must be set with MAIL_OAUTH=${kind}`);
  const user = env.MAIL_OAUTH_USER ?? env.MAIL_FROM_ADDRESS;
  if (user === undefined) problems.push('MAIL_OAUTH_USER: must be the mailbox that is signed in to');
  const tokenUrl = env.MAIL_OAUTH_TOKEN_URL;
  if (tokenUrl !== undefined && !isSafeUrl(tokenUrl)) {
    problems.push('MAIL_OAUTH_TOKEN_URL: must begin with https:// (a secret is sent there)');
  }
  if (missing.length > 0 || user === undefined) return null;
  const [tenant = '', clientId = '', clientSecret = '', refreshToken = ''] = [
    env.MAIL_OAUTH_TENANT,
    env.MAIL_OAUTH_CLIENT_ID,
    env.MAIL_OAUTH_CLIENT_SECRET,
    env.MAIL_OAUTH_REFRESH_TOKEN,
  ];
  const grant: OAuthGrant | null =
    kind === 'microsoft'
      ? { kind, tenant, clientId, clientSecret }
      : kind === 'google-refresh'
        ? { kind, clientId, clientSecret, refreshToken }
        : serviceGrant(path.resolve(cwd, env.MAIL_OAUTH_KEY_FILE ?? ''), problems);
  return grant === null ? null : { user, grant, ...(tokenUrl === undefined ? {} : { tokenUrl }) };
}

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

/** How mail leaves; notes every problem it finds. Files resolve against `cwd`. */
export const mailSettings = (env: MailEnvironment, cwd: string, problems: Problems): MailSettings => ({
  smtp: smtpOf(env, cwd, problems),
  oauth: oauthOf(env, cwd, problems),
});
