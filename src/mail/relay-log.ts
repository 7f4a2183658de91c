// Which messages does a log of the mail server name as taken or delivered?
// Postfix tells the Message-ID and the end of a message in two lines that bear the same queue id; other servers put both in
// one line. Only Message-IDs are read, nothing else of the log.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const took = /\bstatus=sent\b|\b(?:accepted|delivered)\b|\b250 2\.\d\.\d\b/i;
const messageId = /<[\w.+-]+@[\w.-]+>/g;
const named = /message-id=(<[^>\s]+>)/i;
const queue = /:\s([0-9A-Za-z]{6,20}):\s/;

/** The Message-IDs of messages that the log says were taken, each as often as it says so. */
export async function* takenInLog(file: string): AsyncGenerator<string> {
  const byQueue = new Map<string, string>();
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const inQueue = queue.exec(line)?.[1];
    const own = named.exec(line)?.[1];
    if (inQueue !== undefined && own !== undefined) byQueue.set(inQueue, own);
    if (!took.test(line)) continue;
    const known = inQueue === undefined ? undefined : byQueue.get(inQueue);
    if (known !== undefined) yield known;
    else yield* line.match(messageId) ?? [];
  }
}
