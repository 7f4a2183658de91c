// `onward doctor`: is this installation fit to send, part by part, and what is to be done where it is not (Y22)?
// Looks, and sends one mail to one address; the row about that mail is all that it leaves in the database. What it prints
// holds no address of a person and no secret, so that it can be passed on.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseEmailAddress } from '../../domain/alumni/contact-point.js';
import { failings, judgeSendingDomain } from '../../domain/waves/sending-domain.js';
import { createStore, databaseTime } from '../../store/index.js';
import { openKeyRing } from '../../security/index.js';
import { systemClock } from '../clock.js';
import { compose, sendingDomainFor } from '../compose.js';
import { SettingsProblem, type Config } from '../config.js';
import { openDatabase, type OpenDatabase } from '../database.js';
import { dataFile } from './backup-check.js';
import { checkMail, type Trial } from './doctor-mail.js';
import { no, notApplicable, ok, withoutAddresses, wordsOf, type Finding } from './finding.js';
import { InputProblem } from '../problem.js';
import { settingsFor, silent, type DataOptions } from './open.js';

interface DoctorOptions extends DataOptions {
  readonly to?: string;
  /** Seconds. */
  readonly wait: number;
  readonly json?: boolean;
}

const shown = { ok: 'ok', no: 'no', 'not-applicable': 'not applicable' } as const;

/** Checks everything and prints each; exit code 1 when something is in the way. */
export async function runDoctor({ to, wait, json, ...options }: DoctorOptions): Promise<void> {
  if (to !== undefined && parseEmailAddress(to) === null) throw new InputProblem('--to takes one email address.');
  const findings: Finding[] = [];
  for await (const finding of look(options, { to, waitMs: wait * 1_000 })) {
    findings.push(finding);
    if (json !== true) process.stdout.write(`${finding.name}: ${shown[finding.outcome]}\n  ${finding.says}\n`);
  }
  const wrong = findings.filter(({ outcome }) => outcome === 'no').length;
  if (json === true) process.stdout.write(`${JSON.stringify({ ok: wrong === 0, checks: findings })}\n`);
  else process.stdout.write(wrong === 0 ? 'Nothing is in the way.\n' : `In the way: ${wrong}.\n`);
  if (wrong > 0) process.exitCode = 1;
}

async function* look(options: DataOptions, trial: Trial): AsyncGenerator<Finding> {
  let config: Config;
  try {
    config = settingsFor(options);
  } catch (error) {
    if (!(error instanceof SettingsProblem)) throw error;
    // What was set may be somebody's address.
    yield no('Settings', error.message.replace(/ \(it is (?:set to )?".*"\)$/gm, '').replaceAll('\n', '\n  '));
    return;
  }
  yield ok('Settings', 'All are in order.');
  const folder = folderFinding(config);
  yield folder;
  const { database, finding } =
    folder.outcome === 'ok' || config.mongoUri !== null ? await openedDatabase(config) : noDatabase;
  try {
    yield finding;
    const keys = database === null ? notApplicable('Keys', untilDatabase) : await keysFinding(config, database);
    yield keys;
    yield await domainFinding(config);
    const opened =
      database !== null && keys.outcome === 'ok'
        ? await compose(config, database.connection, systemClock(), silent)
        : null;
    try {
      yield* checkMail(config, opened, trial);
    } finally {
      await opened?.tools.mailer.close();
    }
  } finally {
    await database?.close();
  }
}

const untilDatabase = 'Not looked at: the database cannot be used.';
const noDatabase = {
  database: null,
  finding: notApplicable('Database', 'Not looked at: the data folder is not in order.'),
};

async function openedDatabase(
  config: Config,
): Promise<{ readonly database: OpenDatabase | null; readonly finding: Finding }> {
  const name = 'Database';
  let database: OpenDatabase | null = null;
  try {
    database = await openDatabase(config, silent);
    await databaseTime(database.connection);
    return { database, finding: ok(name, `It answers: ${database.described}.`) };
  } catch (error) {
    await database?.close();
    const which = config.mongoUri === null ? 'The embedded database' : 'What MONGODB_URI names';
    const says = `${which} does not answer: ${wordsOf(error)}. Look whether it runs and may be reached.`;
    return { database: null, finding: no(name, says) };
  }
}

function folderFinding({ dataFolder, mongoUri }: Config): Finding {
  const name = 'Data folder';
  const otherwise = 'Start Onward once, or say where it is with --data.';
  if (!existsSync(dataFolder)) return no(name, `${dataFolder} is not there. ${otherwise}`);
  if (mongoUri === null && !existsSync(path.join(dataFolder, dataFile))) {
    return no(name, `There is no database in ${dataFolder} yet. ${otherwise}`);
  }
  try {
    accessSync(dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return no(name, `${dataFolder} cannot be written to by who typed this. Use the account that Onward runs as.`);
  }
  return ok(name, `${dataFolder} is there and can be written to.`);
}

/** Decision R10; keys that are not there are not made. */
async function keysFinding({ dataFolder }: Config, { connection }: OpenDatabase): Promise<Finding> {
  const name = 'Keys';
  const file = path.join(dataFolder, 'keys', 'root');
  const known = await createStore(connection).settings.get('key-check');
  if (!existsSync(file)) {
    return no(
      name,
      known === null
        ? 'There are none yet. Start Onward once; then copy them with onward keys export.'
        : `${file} is missing. Put the copy back that onward keys export made: without it sealed answers cannot be read.`,
    );
  }
  if ((statSync(file).mode & 0o077) !== 0) return no(name, `Others may read ${file}. Type: chmod 600 ${file}`);
  if (known === null) return no(name, 'This database was never used with keys. Start Onward once.');
  return openKeyRing(dataFolder).checkValue === known
    ? ok(name, 'They are those of this database.')
    : no(name, `${file} is not of this database. Put the right one back; until then nothing is sent.`);
}

/** Requirement D1; what is found is not kept. */
async function domainFinding(config: Config): Promise<Finding> {
  const name = 'Sending domain';
  const asked = sendingDomainFor(config);
  if (asked === null) return notApplicable(name, 'Mail does not leave this machine.');
  const findings = judgeSendingDomain(asked.domain, await asked.lookUp());
  const wrong = failings(findings);
  const says = findings.filter(({ what }) => wrong.length === 0 || wrong.includes(what)).map((each) => each.says);
  return (wrong.length === 0 ? ok : no)(name, withoutAddresses(`${asked.domain.from}: ${says.join(' ')}`));
}
