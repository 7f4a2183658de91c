#!/usr/bin/env node
// The program `onward`. What people type is in src/main/typed, what each command does in src/main/commands.
import { Command } from 'commander';
import { Problem } from './problem.js';
import { addFigures } from './typed/figures.js';
import { addMail } from './typed/mail.js';
import { addRecords } from './typed/records.js';
import { addRunning } from './typed/running.js';

const program = new Command('onward')
  .description('Keeps in touch with former students and learns where they went and whether they stayed.')
  .showHelpAfterError('Type "onward help" for what can be typed.');

addRunning(program);
addRecords(program);
addFigures(program);
addMail(program);

try {
  await program.parseAsync();
} catch (error) {
  const expected = error instanceof Problem;
  if (expected) process.stderr.write(`${error.message}\n`);
  else
    process.stderr.write(
      `Onward stopped because of a fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  process.exit(expected ? 2 : 1); // what a failed start left open must not keep it running
}
