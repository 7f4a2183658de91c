// `npm run bench -- mail`: the processor time of writing one mail, here and by the library's composer, in turns in one run;
// and what signing adds. The mail is the longest that the program itself writes, with another name and link each time.
import { generateKeyPairSync } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { composeMail, type OutgoingMail } from '../../src/mail/index.js';
import { mimeOf } from '../../src/mail/mime.js';

const mails = 500;
const rounds = 5;

const fields = {
  ...{ trust: 'Larkfield Trust', sender: 'Destinations team', postalAddress: '1 Invented Lane, Nowhere, ZZ1 1ZZ' },
  ...{ closes: 'Sunday 6 December', validFor: 'three days' },
};
const mailOf = (n: number): OutgoingMail => {
  const token = `${n}`.padStart(64, 'a');
  const link = `https://survey.trust.example/s/${token}`;
  return {
    ...composeMail('fresh-link', { ...fields, name: `Zoë ${n}`, link }),
    messageIdHeader: `<w1.a1-${n}.i.1@trust.example>`,
    envelopeFrom: `b+w1_a1-${n}_i_1.abcdefghijklmn@bounce.trust.example`,
    from: { name: 'Destinations team, Larkfield Trust', address: 'destinations@trust.example' },
    replyTo: 'replies@trust.example',
    to: { name: `Zoë Testperson ${n}`, address: `avery${n}@example.org` },
    headers: { 'List-Id': '<w1.trust.example>', 'Feedback-ID': 'w1:northgate:invitation:onward' },
    date: new Date('2026-11-03T09:00:00Z'),
    listUnsubscribe: {
      url: `https://survey.trust.example/u/${token}`,
      mailto: 'mailto:replies@trust.example?subject=stop',
    },
  };
};

const byLibrary = (mail: OutgoingMail): Promise<Buffer> =>
  new MailComposer({
    ...{ from: mail.from, to: mail.to, replyTo: mail.replyTo, subject: mail.subject, text: mail.text, html: mail.html },
    ...{ messageId: mail.messageIdHeader, date: mail.date, newline: 'win', headers: { ...mail.headers } },
    list: { unsubscribe: { url: mail.listUnsubscribe?.url ?? '' } },
  })
    .compile()
    .build();

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { domain: 'trust.example', selector: 'onward', privateKey };
const ways: Readonly<Record<string, (n: number) => unknown>> = {
  'words alone': (n) => composeMail('fresh-link', { ...fields, name: `Zoë ${n}`, link: `https://x.example/${n}` }),
  'by the library': (n) => byLibrary(mailOf(n)),
  'written here': (n) => mimeOf(mailOf(n)),
  'written and signed': (n) => mimeOf(mailOf(n), key),
};

const spent: Record<string, number> = {};
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, write] of Object.entries(ways)) {
    const before = process.cpuUsage();
    for (let n = 0; n < mails; n += 1) await write(round * mails + n);
    const { user, system } = process.cpuUsage(before);
    if (round > 0) spent[name] = (spent[name] ?? 0) + (user + system) / mails / rounds; // the first round warms up
  }
}
const ratio = (spent['by the library'] ?? 0) / (spent['written here'] ?? 1);
for (const [name, micros] of Object.entries(spent))
  process.stdout.write(`${name.padEnd(20)} ${micros.toFixed(0)} µs CPU a mail\n`);
process.stdout.write(
  `ratio                ${ratio.toFixed(1)} (${mailOf(1).html.length + mailOf(1).text.length} characters)\n`,
);
