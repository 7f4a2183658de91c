// `onward bounces read`: what came back, from files, folders and maildirs. With --dry-run nothing is touched: no database is
// opened and no key is made; keys that are there only tell which mails are about messages of ours.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { judgeMail, type JudgedMail } from '../../application/index.js';
import { mailFilesUnder, readMail, readMailFile, type MailBytes } from '../../mail/index.js';
import { keyRing, signer, type Signer } from '../../security/index.js';
import { callersFolder } from '../package-root.js';
import { InputProblem } from '../problem.js';
import { settingsFor, withApplication, type DataOptions } from './open.js';

interface BouncesOptions extends DataOptions {
  readonly dryRun: boolean;
  readonly json?: boolean;
}

/** One mail as it is printed. */
interface Line {
  readonly file: string;
  readonly kind: 'bounce' | 'complaint' | 'auto-reply' | 'other';
  readonly class: string;
  readonly reason: string;
  readonly code: string | null;
  readonly address: string | null;
  readonly originalMessageId: string | null;
  /** The message of ours that it is about; null when it names none, or when the name is not ours. */
  readonly matched: string | null;
  readonly forged: boolean;
  readonly consequence: string;
  /** Taken in before, so that nothing was done; absent in a dry run. */
  readonly known?: boolean;
}

function lineOf(file: string, { read, judgement, matched, forged }: JudgedMail, known?: boolean): Line {
  const { class: found, reason, code, consequence } = judgement;
  const kind = found === 'complaint' || found === 'auto-reply' ? found : read.fromMailSystem ? 'bounce' : 'other';
  return {
    file,
    kind,
    class: found,
    reason,
    code,
    address: read.address,
    originalMessageId: read.originalMessageId,
    matched,
    forged,
    consequence,
    ...(known === undefined ? {} : { known }),
  };
}

const shown = ({ file, class: found, reason, address, matched, forged, consequence, known }: Line): string =>
  `${file}: ${found} (${reason}), ${address ?? 'no address'}, ${
    matched ?? (forged ? 'a name that is not ours' : 'no message of ours')
  }, ${known === true ? 'taken in before' : consequence}\n`;

/** All mails that were named, one after the other; `-` is what comes in by the pipe. */
async function* mailsOf(
  places: readonly string[],
): AsyncGenerator<{ readonly file: string; readonly mail: MailBytes }> {
  for (const place of places) {
    if (place === '-') {
      yield { file: '-', mail: await readMail(process.stdin) };
      continue;
    }
    const whole = path.resolve(callersFolder, place);
    if (!existsSync(whole)) throw new InputProblem(`There is no file or folder ${whole}.`);
    for await (const file of mailFilesUnder(whole)) {
      yield { file: path.relative(callersFolder, file), mail: await readMailFile(file) };
    }
  }
}

/** The signer of the keys that are there; null when there are none, because a dry run makes nothing. */
function signerThere(options: DataOptions): Signer | null {
  const file = path.join(settingsFor(options).dataFolder, 'keys', 'root');
  return existsSync(file) ? signer(keyRing(Buffer.from(readFileSync(file, 'utf8'), 'base64url'))) : null;
}

/** Reads returned mail and acts on it, or tells what it would do. Each mail acts once, however often it is read. */
export async function readBounces(places: readonly string[], options: BouncesOptions): Promise<void> {
  const print = (line: Line): boolean =>
    process.stdout.write(options.json === true ? `${JSON.stringify(line)}\n` : shown(line));
  if (options.dryRun) {
    const keys = signerThere(options);
    for await (const { file, mail } of mailsOf(places)) print(lineOf(file, judgeMail(mail, keys)));
    return;
  }
  await withApplication(options, async (application) => {
    for await (const { file, mail } of mailsOf(places)) {
      const taken = await application.waves.takeInMail(mail, 'command-line');
      print(lineOf(file, taken, taken.known));
    }
  });
}
