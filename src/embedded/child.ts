// The process that owns a data folder. It serves until its control pipe (standard input) closes, which happens when
// whoever started it stops it or dies, in whatever way; then it answers what is open, flushes and exits. Ctrl-C in a
// terminal reaches every process of the group, so SIGINT and SIGTERM are ignored here: the parent decides (decision R21).
import { rmSync } from 'node:fs';
import { OWNED_ELSEWHERE, takeLock } from './host/lock.js';
import { startServer, type ServerOptions } from './server.js';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const fail = (error: unknown): never => {
  process.stderr.write(`embedded database: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
};

// The parent writes its options as one JSON argument (host.ts); nothing else starts this file.
const options = JSON.parse(process.argv[2] ?? '{}') as ServerOptions;
const lock = takeLock(options.dataFolder);
if (lock === undefined) process.exit(OWNED_ELSEWHERE);
try {
  for (const where of options.addresses) if ('socketPath' in where) rmSync(where.socketPath, { force: true });
  const server = await startServer(options);
  const stop = async (): Promise<never> => {
    await server.close();
    lock.release();
    process.exit(0);
  };
  process.stdin.once('end', () => void stop().catch(fail));
  process.stdin.once('error', () => void stop().catch(fail));
  process.stdin.resume();
  process.stdout.write(`ready ${JSON.stringify(server.addresses)}\n`);
} catch (error) {
  lock.release();
  fail(error);
}
