// For tests of what had not happened by a moment, without waiting by the clock.
import net from 'node:net';

/** A question and answer with the sink on a connection of its own: whatever was under way has arrived by then. */
export const roundTrip = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let heard = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      heard += chunk.toString();
      if (heard.includes('221 ')) socket.destroy();
      else if (heard.startsWith('220 ') && !heard.includes('250 ')) socket.write('NOOP\r\nQUIT\r\n');
    });
    socket.on('close', () => resolve());
  });
