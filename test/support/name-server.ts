// A name server for tests, over UDP on this machine: knows TXT records alone, and what it is told to be silent about.
import { createSocket } from 'node:dgram';

export interface NameServer {
  /** As the settings name it. */
  readonly address: string;
  /** TXT records by name; replaced whole. `silent` names get no answer, `broken` ones a failure. */
  readonly serve: (
    records: Readonly<Record<string, readonly string[]>>,
    faults?: { readonly silent?: readonly string[]; readonly broken?: readonly string[] },
  ) => void;
  readonly close: () => Promise<void>;
}

/** The name in a question, and where it ends. */
function questionIn(packet: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let size = packet[at] ?? 0; size > 0; size = packet[at] ?? 0) {
    labels.push(packet.toString('latin1', at + 1, at + 1 + size));
    at += size + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
}

/** A TXT record of strings of at most 255 bytes, pointing back to the name in the question. */
function answerOf(text: string): Buffer {
  const strings = text.match(/[\s\S]{1,255}/g) ?? [''];
  const data = Buffer.concat(
    strings.map((each) => Buffer.from(`${String.fromCharCode(each.length)}${each}`, 'latin1')),
  );
  const head = Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([head, data]);
}

/** Starts one on a free port. */
export async function startNameServer(): Promise<NameServer> {
  const socket = createSocket('udp4');
  let records: Readonly<Record<string, readonly string[]>> = {};
  let silent: readonly string[] = [];
  let broken: readonly string[] = [];
  socket.on('message', (packet, from) => {
    const { name, end } = questionIn(packet);
    if (silent.includes(name)) return;
    const texts = broken.includes(name) ? [] : (records[name] ?? []);
    const code = broken.includes(name) ? 2 : texts.length === 0 ? 3 : 0;
    const head = Buffer.from(packet.subarray(0, 12));
    head.writeUInt16BE(0x8180 | code, 2); // an answer, with what was asked for
    head.writeUInt16BE(texts.length, 6);
    head.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([head, packet.subarray(12, end), ...texts.map(answerOf)]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    serve: (next, faults = {}) => {
      records = next;
      silent = faults.silent ?? [];
      broken = faults.broken ?? [];
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
