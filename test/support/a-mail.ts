// A message for tests, valid by default.
import type { OutgoingMail } from '../../src/mail/index.js';

/** One invitation to an invented person; `number` tells messages apart. */
export const aMail = (number = 1, changes: Partial<OutgoingMail> = {}): OutgoingMail => ({
  messageIdHeader: `<w1.a1-000${number}.i.1@onward.example>`,
  envelopeFrom: `b+w1_a1-000${number}_i_1.abcdefghijklmn@bounce.onward.example`,
  from: { name: 'Destinations team', address: 'destinations@trust.example' },
  replyTo: 'replies@trust.example',
  to: { name: 'Avery Testperson', address: `avery${number}@example.org` },
  subject: 'One minute: how are things going?',
  text: 'Hello Avery,\n\n.a line that begins with a dot\n',
  html: '<!doctype html><html lang="en-GB"><title>t</title><p>Hello Avery</p></html>',
  headers: { 'List-Id': '<w1.trust.example>', 'Feedback-ID': 'w1:northgate:invitation:onward' },
  date: new Date('2026-11-03T09:00:00Z'),
  listUnsubscribe: {
    url: 'https://survey.trust.example/u/w1_a1-0001_i_1.0123456789012345678901234567890123456789012',
    mailto: 'mailto:replies@trust.example?subject=stop',
  },
  ...changes,
});
