import path from 'node:path';
import { startDemo } from '../demo.js';
import { callersFolder } from '../package-root.js';
import type { DataOptions } from './open.js';
import { untilTold } from './until-told.js';

const stopWithinMs = 5_000; // decision R25

/** `onward demo`: the whole platform on this machine, until Ctrl-C. */
export async function runDemo(
  options: DataOptions & { readonly fresh: boolean; readonly daysLater: number; readonly year: boolean },
): Promise<void> {
  const demo = await startDemo({
    dataFolder: path.resolve(callersFolder, options.data ?? '.onward/demo'),
    port: options.port ?? 3000,
    fresh: options.fresh,
    daysLater: options.daysLater,
    year: options.year,
    say: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(demo.screen);
  await untilTold(demo.stop, stopWithinMs);
  process.stdout.write('Stopped. The data stays for the next start.\n');
}
