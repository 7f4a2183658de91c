// `npm run test:faults` runs test/faults, and the rows that stand elsewhere, at full counts; words after `--` choose files by their path ("-- embedded").
// The files read FAULT_ROUNDS, which counts rounds where a round is long, and is there at all only for a full run. What a row
// of the fault table measured is printed at the end, a line each.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const words = process.argv.slice(2);
// Rows that stand with the tests of their part.
const beside = {
  sending: [
    ...['test/faults/returned-mail', 'test/faults/unsubscribe-at-once', 'test/application/restore-guard'],
    ...['test/application/sending-stops', 'test/mail/relay-phases', 'test/mail/bounce-reader', 'test/guards/jobs'],
    'test/domain/calendar/london-time',
  ],
  records: [
    ...['test/embedded/server/backup', 'test/web/upload', 'test/application/reviews', 'test/files/csv'],
    ...['test/application/imports', 'test/main/import-dfe'],
  ],
};
const patterns =
  words.length === 0 ? ['test/faults', ...Object.values(beside).flat()] : words.flatMap((word) => [`test/faults/.*${word}`, ...(beside[word] ?? [])]);
const folder = mkdtempSync(path.join(tmpdir(), 'onward-report-'));
const report = path.join(folder, 'rows');
const run = (args, env = process.env) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  return status ?? 1;
};
const status = run(
  [
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    // One file after the other: what one measures, another would disturb.
    ...['node_modules/jest/bin/jest.js', '--config', '.config/jest.config.js', '--runInBand', ...patterns],
  ],
  { ...process.env, FAULT_ROUNDS: process.env.FAULT_ROUNDS ?? '20', FAULT_REPORT: report },
);
if (existsSync(report)) {
  const rows = readFileSync(report, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .sort((a, b) => parseInt(a.row, 10) - parseInt(b.row, 10));
  const table = [{ row: 'row', goal: 'goal', measured: 'measured' }, ...rows];
  const width = (name) => Math.max(...table.map((line) => line[name].length));
  for (const { row, goal, measured } of table) {
    console.log(`${row.padEnd(width('row'))}  ${goal.padEnd(width('goal'))}  ${measured}`);
  }
}
rmSync(folder, { recursive: true, force: true });
process.exit(status);
