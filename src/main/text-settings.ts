// Who carries texts, and who may tell us what became of them? Settings TEXT_…; without TEXT_URL no text leaves.
import { z } from 'zod';
import { longestTextLink } from '../domain/waves/text-message.js';
import type { TextProviderSettings } from '../texts/index.js';
import { optional, whole } from './setting-shapes.js';

export const textShape = {
  TEXT_URL: optional(z.url('must be the address to which texts are posted')),
  TEXT_API_KEY: optional(z.string()),
  TEXT_FROM: optional(
    z
      .string()
      .regex(/^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{1,11})$/, 'must be a number such as +447700900000, or at most 11 letters'),
  ),
  TEXT_CONNECTIONS: whole(1, 20, 4),
  TEXT_WEBHOOK_SECRET: optional(z.string().min(32, 'must have at least 32 characters')),
};

type TextEnvironment = z.output<z.ZodObject<typeof textShape>>;

const linkCharacters = '/t/'.length + 22;

/** The provider, null where none is set, and what is wrong with the settings together. */
export function readTextSettings(
  env: TextEnvironment,
  baseUrl: string,
): { readonly texts: TextProviderSettings | null; readonly problems: readonly string[] } {
  const { TEXT_URL: url, TEXT_API_KEY: apiKey, TEXT_FROM: from, TEXT_CONNECTIONS: connections } = env;
  if (url === undefined) return { texts: null, problems: [] };
  const { protocol, hostname } = new URL(url);
  const local = protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  const problems = [
    ...(protocol === 'https:' || local ? [] : ['TEXT_URL: must begin with https://']),
    ...(apiKey === undefined ? ['TEXT_API_KEY: must be set before texts can be sent (TEXT_URL is set)'] : []),
    ...(from === undefined ? ['TEXT_FROM: must be set before texts can be sent (TEXT_URL is set)'] : []),
    ...(env.TEXT_WEBHOOK_SECRET === undefined
      ? ['TEXT_WEBHOOK_SECRET: must be set before texts can be sent, so that STOP is heard (TEXT_URL is set)']
      : []),
    ...(baseUrl.length + linkCharacters > longestTextLink
      ? [`BASE_URL: is too long for links in texts; at most ${longestTextLink - linkCharacters} characters`]
      : []),
  ];
  return { texts: { url, apiKey: apiKey ?? '', from: from ?? '', connections }, problems };
}
