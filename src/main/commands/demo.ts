import path from 'node:path';
import { startDemo } from '../demo.js';
import { callersFolder } from '../package-root.js';
import { InputProblem } from '../problem.js';
import type { DataOptions } from './open.js';
import { untilTold } from './until-told.js';

const usualSeed = 20_261_124;
const stopWithinMs = 5_000; // decision R25

/** `onward demo`: the whole platform on this machine, until Ctrl-C. */
export async function runDemo(
  options: DataOptions & {
    readonly fresh: boolean;
    readonly daysLater: number;
    readonly year: boolean;
    readonly large: boolean;
    readonly seed?: number;
  },
): Promise<void> {
  const { large, seed = usualSeed } = options;
  if (large && options.year)
    throw new InputProblem('A year of waves runs with the small trust: leave out --large or --year.');
  // A trust of its own for each seed, so that none is shown as another's.
  const folder = `.onward/demo${large ? '-large' : ''}${seed === usualSeed ? '' : `-${seed}`}`;
  const demo = await startDemo({
    dataFolder: path.resolve(callersFolder, options.data ?? folder),
    port: options.port ?? 3000,
    fresh: options.fresh,
    daysLater: options.daysLater,
    year: options.year,
    ...{ large, seed },
    say: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(demo.screen);
  await untilTold(demo.stop, stopWithinMs);
  process.stdout.write('Stopped. The data stays for the next start.\n');
}
