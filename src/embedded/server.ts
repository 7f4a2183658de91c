// The embedded server as one thing: an engine on a data folder, and listeners that hand it commands.
import { openEngine } from './engine.js';
import { answer } from './commands/registry.js';
import { listen, type Address, type Listener } from './wire/listener.js';

export interface ServerOptions {
  readonly dataFolder: string;
  /** Where to listen: the folder's socket first, perhaps a loopback port or another socket after it. */
  readonly addresses: readonly Address[];
  /** How often TTL indexes are swept, in milliseconds. */
  readonly sweepEveryMs: number;
}

export interface RunningServer {
  /** Each address as it was bound: a socket's path, or host:port. */
  readonly addresses: readonly string[];
  /** Answers what is being asked, writes what is waiting, then closes everything. */
  close(): Promise<void>;
}

/** Opens the data folder and serves it. @throws when the folder is of a newer format or an address is taken */
export const startServer = async ({ dataFolder, addresses, sweepEveryMs }: ServerOptions): Promise<RunningServer> => {
  const engine = await openEngine(dataFolder, sweepEveryMs);
  const listeners: Listener[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map(async (listener) => listener.close()));
    await engine.close();
  };
  try {
    for (const where of addresses) {
      const isOwnSocket = where === addresses[0];
      listeners.push(
        await listen(where, async (request, connectionId) => answer(engine, request, { connectionId, isOwnSocket })),
      );
    }
    return { addresses: listeners.map(({ address }) => address), close };
  } catch (error) {
    await close();
    throw error;
  }
};
