// Tools from settings: the one place where technologies meet. Read it from top to bottom.
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Connection } from 'mongoose';
import { createApplication, type Application, type Clock, type Log, type Tools } from '../application/index.js';
import { filesFolder, sendingMemory, watchedFolder } from '../files/index.js';
import {
  accessTokens,
  createHttpMailer,
  createMailer,
  dkimPublicKey,
  domainLookup,
  imapInbox,
  readDkimKey,
  refusingMailer,
  type DomainLookup,
  type Inbox,
  type Mailer,
} from '../mail/index.js';
import { fieldVault, openKeyRing, passwords, signer } from '../security/index.js';
import { createStore } from '../store/index.js';
import { isReservedDomain } from '../domain/waves/sending-domain.js';
import { httpTexts } from '../texts/index.js';
import type { Config } from './config.js';
import { keepOwnRules } from './own-rule-settings.js';
import { publishOwnRules } from '../domain/destinations/sustained/catalogue.js';
import { isLoopback } from './setting-checks.js';
import { Problem } from './problem.js';

/** Ids in order of time, of lower-case letters and digits (decision R4): the millisecond, then four random characters. */
export const idsBy = (clock: Clock) => (): string => {
  const chance = (randomBytes(4).readUInt32BE() % 36 ** 4).toString(36).padStart(4, '0');
  return `${clock.now().getTime().toString(36)}${chance}`;
};

/** What mail leaves by: a relay, a provider's HTTP interface, or nothing. */
export function mailerFor({ smtp, http, oauth, dkim, app }: Config): Mailer {
  const signing =
    dkim === null || dkim.privateKey === null ? {} : { dkim: { ...dkim, privateKey: readDkimKey(dkim.privateKey) } };
  if (http !== null) return createHttpMailer({ ...http, ...signing });
  if (smtp !== null) {
    const auth = oauth === null ? {} : { auth: accessTokens(oauth) };
    return createMailer({ ...smtp, name: app.bounceDomain, ...auth, ...signing });
  }
  return refusingMailer(
    'No mail relay is set. Set SMTP_HOST, MAIL_FROM_ADDRESS and the trust’s name and address; .env.example tells how.',
  );
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** The domain that is checked before a wave leaves (requirement D1); null where mail does not leave this machine. */
export function sendingDomainFor({ smtp, http, dkim, dnsServers, app }: Config): DomainLookup | null {
  const from = domainOf(app.mailFrom.address);
  const stays = http === null && (smtp === null || isLoopback(smtp.host));
  if (stays && (smtp === null || isReservedDomain(from))) return null;
  const returnPath = app.envelopeSender === 'mailbox' ? from : app.bounceDomain.toLowerCase();
  const publicKey = dkim === null || dkim.privateKey === null ? null : dkimPublicKey(readDkimKey(dkim.privateKey));
  return domainLookup(
    {
      ...{ from, returnPath },
      dkim: dkim === null ? null : { domain: dkim.domain.toLowerCase(), selector: dkim.selector, publicKey },
    },
    dnsServers,
  );
}

/** The mailbox that mail comes back to, signed in to by password or by token; null where none is set. */
function inboxFor({ inbox, oauth }: Config, clock: Clock): Inbox | null {
  if (inbox === null) return null;
  const { password, ...rest } = inbox;
  if (password !== null) return imapInbox({ ...rest, secret: { password } }, clock.now);
  return oauth === null ? null : imapInbox({ ...rest, secret: { tokens: accessTokens(oauth) } }, clock.now);
}

/** The keys are not the ones that this database was filled with (decision R10). */
export class WrongKeys extends Problem {
  override readonly name = 'WrongKeys';
}

/** Everything that a process of Onward works with. Throws `WrongKeys` before anything could be sealed with the wrong ones. */
export async function compose(
  config: Config,
  connection: Connection,
  clock: Clock,
  log: Log,
): Promise<{ readonly tools: Tools; readonly application: Application }> {
  const keys = openKeyRing(config.dataFolder);
  const store = createStore(connection);
  if ((await store.settings.setOnce('key-check', keys.checkValue)) !== keys.checkValue) {
    throw new WrongKeys(
      `The keys in ${path.join(config.dataFolder, 'keys')} are not those of this database. Put the right keys back; nothing was changed.`,
    );
  }
  await keepOwnRules(store, config.ownRules);
  publishOwnRules(config.ownRules);
  const inbox = inboxFor(config, clock);
  const sendingDomain = sendingDomainFor(config);
  const tools: Tools = {
    ...(sendingDomain === null ? {} : { sendingDomain }),
    store,
    clock,
    newId: idsBy(clock),
    vault: fieldVault(keys),
    signer: signer(keys),
    passwords: passwords(),
    mailer: mailerFor(config),
    ...(inbox === null ? {} : { inbox }),
    ...(config.texts === null ? {} : { texts: httpTexts(config.texts) }),
    ...(config.importFolder === null
      ? {}
      : { watched: { ...config.importFolder, folder: watchedFolder(config.importFolder.path) } }),
    files: filesFolder(path.join(config.dataFolder, 'files')),
    memory: sendingMemory(config.dataFolder),
    machine: hostname(),
    settings: config.app,
    log,
  };
  return { tools, application: createApplication(tools) };
}
