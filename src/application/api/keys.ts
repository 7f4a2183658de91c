// Who gives a key to another system of the trust, and which key is behind a request?
// A secret of 256 bits, shown once; its hash is compared in the same time whatever is wrong. Giving and revoking stand in the
// audit with the key itself; that a key was used is noted once a day for each thing that it read (decision R19).
import {
  apiScopes,
  isOpen,
  longestKeyDays,
  type ApiKey,
  type ApiKeyId,
  type ApiScope,
} from '../../domain/alumni/api-key.js';
import type { SchoolScope } from '../../domain/alumni/alumnus.js';
import type { SchoolId, StaffId } from '../../domain/alumni/ids.js';
import { covers, coversAll, type Viewer } from '../../domain/alumni/viewer.js';
import { addDays, parseLocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { mintLink, readToken, secretMatches } from '../../security/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

/** A key as it was typed. */
interface ApiKeyForm {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Ids of schools; none means every school that the viewer sees. */
  readonly schools: readonly string[];
  readonly until: string;
}

type ApiKeyField = keyof ApiKeyForm;

/** The key with its token, which nobody sees again, or what is wrong with what was typed. */
export type ApiKeyMade =
  | { readonly kind: 'made'; readonly key: ApiKey; readonly token: string }
  | { readonly kind: 'refused'; readonly errors: Partial<Record<ApiKeyField, string>> };

type KeyTools = Pick<Tools, 'store' | 'clock' | 'newId'>;

/** The keys that open no more than the viewer sees, the latest first. */
export const listApiKeys =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer): Promise<readonly ApiKey[]> =>
    (await store.apiKeys.list()).filter(({ schools }) => coversAll(viewer.schools, schools));

function schoolsOf(viewer: Viewer, chosen: readonly string[]): SchoolScope | null {
  if (chosen.length === 0) return viewer.schools;
  const ids = chosen as readonly SchoolId[];
  return ids.every((id) => covers(viewer.schools, id)) ? ids : null;
}

/** Makes a key for no more than the viewer sees. */
export const makeApiKey =
  ({ store, clock, newId }: KeyTools) =>
  async (viewer: Viewer, form: ApiKeyForm): Promise<ApiKeyMade> => {
    const at = clock.now();
    const today = londonDate(at);
    const name = form.name.replace(/\s+/g, ' ').trim();
    const scopes = apiScopes.filter((scope) => form.scopes.includes(scope));
    const until = parseLocalDate(form.until);
    const schools = schoolsOf(viewer, form.schools);
    const known = new Set<string>((await store.schools.all()).map(({ id }) => id));
    const latest = addDays(today, longestKeyDays);
    const errors: Partial<Record<ApiKeyField, string>> = {
      ...(name === '' || name.length > 100 ? { name: 'Enter the name of the system that gets the key' } : {}),
      ...(scopes.length === 0 ? { scopes: 'Choose what the key may read' } : {}),
      ...(schools === null || form.schools.some((id) => !known.has(id))
        ? { schools: 'Choose schools of the list' }
        : {}),
      ...(until === null || until < today || until > latest
        ? { until: `Enter a last day, at the latest ${latest}` }
        : {}),
    };
    if (until === null || schools === null || Object.keys(errors).length > 0) return { kind: 'refused', errors };
    const { secret, hash } = mintLink();
    const key: ApiKey = {
      ...{ id: newId() as ApiKeyId, name, scopes, schools },
      ...{ madeBy: viewer.staffId, madeAt: at, until },
    };
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await store.apiKeys.add(key, hash, { id: newId(), at, actor, act: 'api-key.made', subject: `apikey:${key.id}` });
    return { kind: 'made', key, token: `${key.id}.${secret}` };
  };

/** The key opens nothing from now on. Again changes nothing. Throws NotFound. */
export const revokeApiKey =
  ({ store, clock, newId }: KeyTools) =>
  async (viewer: Viewer, id: ApiKeyId): Promise<ApiKey> => {
    const found = await store.apiKeys.behind(id);
    if (found === null || !coversAll(viewer.schools, found.key.schools)) throw new NotFound();
    const at = clock.now();
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await store.apiKeys.revoke(id, at, { id: newId(), at, actor, act: 'api-key.revoked', subject: `apikey:${id}` });
    return found.key;
  };

/** What a request with a key may see. */
export interface ApiCaller {
  readonly keyId: ApiKeyId;
  readonly scopes: readonly ApiScope[];
  readonly viewer: Viewer;
}

/** Whose key the token is; null for any that opens nothing. */
export const callerBehind =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (token: string): Promise<ApiCaller | null> => {
    const read = readToken(token);
    const found = read === null ? null : await store.apiKeys.behind(read.messageId);
    const right = secretMatches(read?.secret ?? '', found?.hash ?? null);
    if (found === null || !right || !isOpen(found.key, londonDate(clock.now()))) return null;
    const { id, scopes, schools } = found.key;
    return { keyId: id, scopes, viewer: { staffId: `key:${id}` as StaffId, role: 'auditor', schools } };
  };

/** Notes, once a day, that the key was used to read this. */
export const noteApiUse =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async ({ keyId, viewer }: ApiCaller, scope: ApiScope): Promise<void> => {
    const at = clock.now();
    const today = londonDate(at);
    await store.apiKeys.noteUse(keyId, today);
    const id = `api-${keyId}-${scope}-${today}`;
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await store.auditEvents.append([{ id, at, actor, act: `api.read-${scope}`, subject: `apikey:${keyId}` }]);
  };
