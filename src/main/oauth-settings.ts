// How is the mailbox signed in to where passwords are switched off (Y22)? For sending and for reading; docs/deploying.md
// tells what to set up at the provider.
import path from 'node:path';
import { z } from 'zod';
import type { OAuthGrant, OAuthSettings } from '../mail/index.js';
import { fileOf, isSafeUrl } from './setting-checks.js';
import { optional, text } from './setting-shapes.js';

/** As they stand in the environment. */
export const oauthShape = {
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

type OAuthEnvironment = z.output<z.ZodObject<typeof oauthShape>> & { readonly MAIL_FROM_ADDRESS?: string | undefined };

const serviceAccount = z.object({ client_email: z.string().min(1), private_key: z.string().includes('PRIVATE KEY') });

function serviceGrant(file: string, problems: string[]): OAuthGrant | null {
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

/** The sign-in by token; null where a password or nothing is used. Notes every problem that it finds. */
export function oauthOf(env: OAuthEnvironment, cwd: string, problems: string[]): OAuthSettings | null {
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
