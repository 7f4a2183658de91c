// Does a mail leave, and does it come in? The part of `onward doctor` that speaks with the relay and the mailbox.
import { setTimeout as pause } from 'node:timers/promises';
import type { Application, Tools } from '../../application/index.js';
import { maildirHolds, type SendOutcome } from '../../mail/index.js';
import { mailerFor } from '../compose.js';
import type { Config } from '../config.js';
import { no, notApplicable, ok, withoutAddresses, wordsOf, type Finding } from './finding.js';
import { commandLine } from './open.js';

interface Opened {
  readonly tools: Tools;
  readonly application: Application;
}
/** The test mail. */
export interface Trial {
  /** Null: the reply address. */
  readonly to: string | undefined;
  readonly waitMs: number;
}

const names = { relay: 'Relay', test: 'Test mail', arrival: 'Arrival' } as const;
const lookEveryMs = 2_000;

/** The relay, a test mail, and its coming in; `opened` is null where the database or the keys cannot be used. */
export async function* checkMail(
  config: Config,
  opened: Opened | null,
  { to, waitMs }: Trial,
): AsyncGenerator<Finding> {
  const relay = await relayFinding(config, opened?.tools.mailer ?? null);
  yield relay;
  if (relay.outcome !== 'ok' || opened === null) {
    const until = relay.outcome === 'ok' ? 'the database and its keys are not in order' : 'no relay can be used';
    yield notApplicable(names.test, `Not sent: ${until}.`);
    yield notApplicable(names.arrival, 'No test mail was sent.');
    return;
  }
  const address = to ?? config.app.replyTo;
  const sent = await opened.application.waves.sendRelayTest(commandLine, address);
  if (sent.kind === 'suppressed') {
    yield no(
      names.test,
      'Not sent: the address is on the list of those that must not be mailed. Name another by --to.',
    );
    yield notApplicable(names.arrival, 'No test mail was sent.');
    return;
  }
  const test = testFinding(sent.outcome);
  yield test;
  if (test.outcome !== 'ok' && sent.outcome.kind !== 'unknown') {
    yield notApplicable(names.arrival, 'No test mail was taken over.');
    return;
  }
  const look = lookerFor(config, opened.tools, address);
  yield look === null
    ? notApplicable(
        names.arrival,
        `No mailbox that Onward reads gets it. Look into the mailbox that it was sent to for “${sent.subject}”, among unwanted mail too; in its headers SPF, DKIM and DMARC should say pass.`,
      )
    : await arrivalFinding(() => look(sent.messageIdHeader), waitMs);
}

async function relayFinding(config: Config, mailer: Tools['mailer'] | null): Promise<Finding> {
  if (config.smtp === null && config.http === null) {
    return notApplicable(names.relay, 'None is set, so no mail leaves. Set SMTP_HOST; .env.example tells how.');
  }
  const relay = mailer ?? mailerFor(config);
  try {
    await relay.verify();
    return ok(names.relay, 'It answers and lets us in.');
  } catch (error) {
    const settings =
      config.http === null ? 'those that begin with SMTP and MAIL_OAUTH' : 'MAIL_HTTP_URL and MAIL_HTTP_KEY';
    return no(names.relay, `${wordsOf(error)}. Look whether it runs and whether the settings are right: ${settings}.`);
  } finally {
    if (mailer === null) await relay.close();
  }
}

function testFinding(outcome: SendOutcome): Finding {
  const said = 'text' in outcome ? withoutAddresses(`${outcome.code} ${outcome.text}`) : '';
  switch (outcome.kind) {
    case 'accepted':
      return ok(names.test, `The relay took it over: ${said}`);
    case 'deferred':
    case 'rejected':
      return no(
        names.test,
        `The relay refused it at ${withoutAddresses(outcome.step)}: ${said}. Whoever runs the relay can say why it does not take mail from this sender.`,
      );
    case 'unknown':
      return no(
        names.test,
        `It may have left, and no answer came: ${withoutAddresses(outcome.why)}. It is not sent again; look into the mailbox first.`,
      );
    case 'not-sent':
      return no(names.test, `Nothing left: ${withoutAddresses(outcome.why)}.`);
    case 'withheld':
      return no(names.test, 'Nothing left: that it was to be sent could not be written down in the database.');
  }
}

/** How to look for it in the mailbox that is read; null where that gets no mail to the address, or none is read. */
function lookerFor(
  { app, inbox: mailbox }: Config,
  { inbox }: Tools,
  address: string,
): ((messageIdHeader: string) => Promise<boolean>) | null {
  const { bounceMaildir, replyTo, bounceDomain } = app;
  const same = (other: string): boolean => other.toLowerCase() === address.toLowerCase();
  if (inbox !== undefined && (same(replyTo) || same(mailbox?.user ?? ''))) return inbox.holds;
  const gets = same(replyTo) || address.toLowerCase().endsWith(`@${bounceDomain.toLowerCase()}`);
  return bounceMaildir !== undefined && gets ? (name) => maildirHolds(bounceMaildir, name) : null;
}

async function arrivalFinding(look: () => Promise<boolean>, waitMs: number): Promise<Finding> {
  const until = performance.now() + waitMs;
  try {
    for (;;) {
      if (await look()) return ok(names.arrival, 'It came in, in the mailbox that Onward reads.');
      const left = until - performance.now();
      if (left <= 0) break;
      await pause(Math.min(lookEveryMs, left));
    }
  } catch (error) {
    return no(names.arrival, `${wordsOf(error)}. Look at the settings that begin with IMAP, or at BOUNCE_MAILDIR.`);
  }
  return no(
    names.arrival,
    `It did not come in within ${Math.round(waitMs / 1_000)} seconds. Look among unwanted mail; if mail to that address is not delivered to the mailbox that Onward reads, name one by --to that is.`,
  );
}
