// What lies on a scheduler's desk in mid-wave: a wave that paused itself, a newer letter, a reply, an address that must not be
// mailed, and a text on the demonstration's telephone. Names and addresses are invented.
import type { Application, Tools } from '../../src/application/index.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { scheduler } from './a-trust.js';
import { asMail } from './returned-mail.js';
import type { openTestTools } from './tools.js';

interface Desk {
  readonly tools: Tools;
  readonly connection: Awaited<ReturnType<typeof openTestTools>>['connection'];
  readonly application: Application;
}

/** Puts all that there; gives the path of the reply. The wave is a running one. */
export async function fillDesk(
  { tools, connection, application: { waves } }: Desk,
  wave: WaveId,
  telephone: string,
): Promise<string> {
  const letter = { subject: 'How is it going?', body: 'Hello {first name}.\n\n[Tell us]' };
  await waves.saveLetter(scheduler, { letter: 'reminder', basedOn: 0, ...letter });
  const { wave: stands } = await waves.showWave(scheduler, wave);
  await tools.store.waves.change(stands, { state: 'paused' });
  const halted = { why: 'hard-bounces', count: 12, of: 50, at: new Date('2026-11-03T09:30:00Z') };
  await connection.collection('waves').updateOne({ _id: wave }, { $set: { halted } });
  const lines = ['From: Avery Testperson <avery1@example.org>', 'To: alumni@trust.example', 'Subject: Re: One minute'];
  const mail = asMail([...lines, 'Content-Type: text/plain', '', 'I left.'].join('\r\n'));
  await waves.takeInMail(mail, 'test');
  await waves.addSuppression(scheduler, { address: 'nobody@example.org', scope: 'all', reason: 'asked by telephone' });
  await fetch(`${telephone}/send`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer key', 'Idempotency-Key': 'r1' },
    body: JSON.stringify({ to: '+447700900123', from: 'Trust', text: 'Hello: http://x.example/t/a', reference: 'r1' }),
  });
  return `/staff/replies/${mail.hash}`;
}
