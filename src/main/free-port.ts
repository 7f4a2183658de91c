// Which port may be used? The usual one, or one that the system gives where it is taken.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

function tryPort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen(port, host, () => {
      const { port: given } = server.address() as AddressInfo;
      server.close(() => resolve(given));
    });
  });
}

/** The usual port where it is free, else another that is. */
export async function freePort(host: string, usual: number): Promise<number> {
  const port = (await tryPort(host, usual)) ?? (await tryPort(host, 0));
  if (port === null) throw new Error(`No free port on ${host}.`);
  return port;
}
