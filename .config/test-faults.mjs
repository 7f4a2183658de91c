// `npm run test:faults` runs test/faults at full counts; words after `--` choose files by their path ("-- embedded").
// The files read FAULT_ROUNDS, which counts rounds where a round is long, and is there at all only for a full run.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const patterns = words.length === 0 ? ['test/faults'] : words.map((word) => `test/faults/.*${word}`);
const run = (args, env = process.env) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
};
run([path.join(root, '.config/build.mjs'), '--quiet']);
run(
  [
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    ...['node_modules/jest/bin/jest.js', '--config', '.config/jest.config.js', ...patterns],
  ],
  { ...process.env, FAULT_ROUNDS: process.env.FAULT_ROUNDS ?? '20' },
);
