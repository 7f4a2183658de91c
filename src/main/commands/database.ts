import path from 'node:path';
import { serveDatabase } from '../../embedded/host.js';
import { callersFolder } from '../package-root.js';
import { untilTold } from './until-told.js';

const stopWithinMs = 30_000; // decision R25

interface DatabaseOptions {
  readonly data: string;
  readonly socket?: string;
  readonly port?: number;
}

/** `onward database`: the embedded server alone, until told to stop; prints its connection string. */
export async function runDatabase({ data, socket, port }: DatabaseOptions): Promise<void> {
  const address =
    socket !== undefined
      ? { socketPath: path.resolve(callersFolder, socket) }
      : port !== undefined
        ? { port }
        : undefined;
  const served = await serveDatabase({ dataFolder: path.resolve(callersFolder, data) }, address);
  process.stdout.write(`${served.uri}\n`);
  await untilTold(() => served.stop(), stopWithinMs);
}
