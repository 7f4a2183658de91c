// Where does the token come from that stands in place of a password?
// It is asked for when first needed, kept until shortly before it ends, and asked for once more when a server refuses it.
// However many connections want one at the same time, one question is asked. Nothing of an answer but the provider's
// error code is ever repeated, because the rest may hold secrets.
import { createPrivateKey, sign } from 'node:crypto';
import { z } from 'zod';
import { tokenUrlOf, type OAuthSettings } from './settings.js';

export interface AccessTokens {
  /** The mailbox that the tokens are for. */
  readonly user: string;
  /** A token that is good for the next minute at least. Throws `TokenRefused` with what the provider said. */
  readonly get: () => Promise<string>;
  /** A server refused this token: it is not given out again. Another one, asked for meanwhile, stays. */
  readonly forget: (token: string) => void;
}

/** No token was given; the message says why, without a secret. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}

const spareMs = 60_000;
const patienceMs = 20_000;
const mostBytes = 64 * 1024;

const tokenAnswer = z.object({ access_token: z.string().min(1).max(16_384), expires_in: z.coerce.number().positive() });
const errorAnswer = z.object({ error: z.string().regex(/^[a-z0-9_.-]{1,80}$/i) });

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a service account shows in place of a secret: who it is, for whom it acts, for one hour, signed (RFC 7523). */
function assertion(account: string, privateKey: string, user: string, audience: string, now: Date): string {
  const at = Math.floor(now.getTime() / 1_000);
  const claims = {
    iss: account,
    sub: user,
    scope: 'https://mail.google.com/',
    aud: audience,
    iat: at,
    exp: at + 3_600,
  };
  const signed = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claims)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), createPrivateKey(privateKey)).toString('base64url')}`;
}

function question(settings: OAuthSettings, now: Date): URLSearchParams {
  const { grant, user } = settings;
  switch (grant.kind) {
    case 'microsoft':
      return new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: grant.clientId,
        client_secret: grant.clientSecret,
        scope: 'https://outlook.office365.com/.default', // holds SMTP.SendAsApp and IMAP.AccessAsApp, as they were granted
      });
    case 'google-refresh':
      return new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: grant.clientId,
        client_secret: grant.clientSecret,
        refresh_token: grant.refreshToken,
      });
    case 'google-service':
      return new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: assertion(grant.account, grant.privateKey, user, tokenUrlOf(settings), now),
      });
  }
}

async function ask(settings: OAuthSettings, now: Date): Promise<{ readonly token: string; readonly lastsMs: number }> {
  const where = new URL(tokenUrlOf(settings)).host;
  let status: number;
  let body: unknown;
  try {
    const answer = await fetch(tokenUrlOf(settings), {
      method: 'POST',
      body: question(settings, now),
      headers: { accept: 'application/json' },
      redirect: 'error', // a secret goes where the settings say and nowhere else
      signal: AbortSignal.timeout(patienceMs),
    });
    status = answer.status;
    const text = await answer.text();
    body = text.length > mostBytes ? null : JSON.parse(text);
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it gave no proper answer' : 'it could not be reached';
    throw new TokenRefused(`No sign-in token from ${where}: ${why}.`);
  }
  const given = tokenAnswer.safeParse(body);
  if (status === 200 && given.success) {
    return { token: given.data.access_token, lastsMs: given.data.expires_in * 1_000 };
  }
  const error = errorAnswer.safeParse(body);
  throw new TokenRefused(
    `No sign-in token from ${where}: it answered ${status} ${error.success ? error.data.error : ''}`,
  );
}

/**
 * Tokens for one mailbox. Nothing is asked before the first `get`.
 *
 * @param now the real time, whatever clock the rest of the program goes by: the provider checks it
 */
export function accessTokens(settings: OAuthSettings, now: () => Date = () => new Date()): AccessTokens {
  let held: { readonly token: string; readonly until: number } | null = null;
  let asking: Promise<string> | null = null;

  const renew = async (): Promise<string> => {
    const askedAt = now().getTime();
    const { token, lastsMs } = await ask(settings, now());
    held = { token, until: askedAt + lastsMs - Math.min(spareMs, lastsMs / 2) };
    return token;
  };
  return {
    user: settings.user,
    get: () => {
      if (held !== null && now().getTime() < held.until) return Promise.resolve(held.token);
      asking ??= renew().finally(() => {
        asking = null;
      });
      return asking;
    },
    forget: (token) => {
      if (held?.token === token) held = null;
    },
  };
}
