// A mail server that takes everything as fast as it can, and writes each Message-ID down before it answers: the oracle of the
// measurement of waves. Told "count" it says how many came, how many different ones, and when the first and the last came.
import { appendFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';

const file = process.argv[2] ?? '';
const seen = new Set<string>();
let taken = 0;
let first = 0;
let last = 0;

const server = net.createServer((socket) => {
  let rest = '';
  let inData = false;
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    for (;;) {
      if (inData) {
        const end = rest.indexOf('\r\n.\r\n');
        if (end < 0) return;
        const id = /^message-id: *(.*)$/im.exec(rest.slice(0, end))?.[1] ?? '';
        rest = rest.slice(end + 5);
        inData = false;
        appendFileSync(file, `${id}\n`);
        seen.add(id);
        taken += 1;
        last = Date.now();
        first ||= last;
        socket.write('250 2.0.0 Ok: queued as BENCH1\r\n');
        continue;
      }
      const end = rest.indexOf('\r\n');
      if (end < 0) return;
      const verb = rest.slice(0, 4).toUpperCase();
      rest = rest.slice(end + 2);
      if (verb === 'DATA') {
        inData = true;
        socket.write('354 go ahead\r\n');
      } else if (verb === 'EHLO') socket.write('250-sink.example\r\n250-PIPELINING\r\n250 SIZE 50000000\r\n');
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 Ok\r\n');
    }
  });
  socket.write('220 sink.example\r\n');
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
process.on('message', (word) => {
  if (word === 'begin') {
    taken = 0;
    first = 0;
    seen.clear();
  }
  process.send?.({ taken, different: seen.size, ms: last - first });
});
