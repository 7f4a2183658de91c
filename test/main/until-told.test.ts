// A process that is told to stop: what goes on after everything has stopped does not keep it, and what does not stop in time is told.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { program } from '../support/onward.js';

const untilTold = pathToFileURL(path.join(path.dirname(program), 'commands/until-told.js')).href;

/** Runs a process whose work never ends, and tells it to stop once it runs. */
function told(stop: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const source = `
    import { untilTold } from ${JSON.stringify(untilTold)};
    setInterval(() => undefined, 1_000);
    const until = untilTold(${stop}, 400);
    console.log('running');
    await until;
    console.log('Stopped.');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (text.startsWith('running')) child.kill('SIGINT');
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

it('ends once everything has stopped, whatever still goes on, and says no more', async () => {
  expect(await told('async () => undefined')).toEqual({ code: 0, said: 'running\nStopped.\n' });
});

it('ends what does not stop in time, with a code of its own, and says so', async () => {
  const { code, said } = await told('() => new Promise(() => undefined)');
  expect([code, said]).toEqual([
    1,
    'running\nNot everything had stopped within 0.4 seconds; Onward ended all the same.\n',
  ]);
});
