import path from 'node:path';
import { serveEmbedded } from '../../embedded/host.js';
import { callersFolder } from '../package-root.js';
import { untilTold } from './until-told.js';

/** `onward database`: the embedded server alone, until told to stop; prints its connection string. */
export async function runDatabase(options: {
  readonly data: string;
  readonly socket?: string;
  readonly port?: number;
}): Promise<void> {
  const served = await serveEmbedded({
    dataFolder: path.resolve(callersFolder, options.data),
    ...(options.socket === undefined ? {} : { socketPath: path.resolve(callersFolder, options.socket) }),
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  process.stdout.write(`${served.uri}\n`);
  await untilTold(() => served.stop());
}
