// What the demonstration says when it is ready: who signs in, and what to try.

/** Who may sign in to the demonstration. Invented, like everyone in it. */
export const demoPeople = [
  {
    email: 'scheduler@onward.example',
    name: 'Sam Scheduler',
    role: 'scheduler',
    does: 'plans and sends waves, imports leavers',
  },
  {
    email: 'reviewer@onward.example',
    name: 'Robin Reviewer',
    role: 'reviewer',
    does: 'reads responses, decides conflicts, exports',
  },
  { email: 'head@onward.example', name: 'Harper Head', role: 'school-leader', does: 'sees one school only' },
  {
    email: 'tutor@onward.example',
    name: 'Toni Tutor',
    role: 'tutor',
    does: 'sees form group 13A of one school: plans, results day, leaving form',
  },
  {
    email: 'trust@onward.example',
    name: 'Taylor Trust',
    role: 'network-leader',
    does: 'sees counts for every school, no names',
  },
  { email: 'admin@onward.example', name: 'Alex Administrator', role: 'administrator', does: 'adds staff' },
] as const;

interface Shown {
  readonly url: string;
  readonly mailbox: string;
  readonly telephone: string;
  readonly password: string;
  readonly dataFolder: string;
  readonly yearFrom: string | null;
  readonly planted: readonly string[];
}

/** What the demonstration prints when it is ready. */
export const demoScreen = ({ url, mailbox, telephone, password, dataFolder, yearFrom, planted }: Shown): string => `
Onward is ready. The trust, its people and all mail are invented; nothing leaves this machine.

  Staff pages   ${url}/staff
  Mailbox       ${mailbox}   (every message lands here)
  Telephone     ${telephone}   (every text lands here)

  Sign in as
${demoPeople.map(({ email, does }) => `    ${email.padEnd(28)}${does}`).join('\n')}
  with the password  ${password}

  Try this
    1. Import leavers: choose docs/sample-leavers.csv, read the preview, confirm.
    2. Waves: draft one for a cohort, read who is written to and who is not, confirm.
    3. Mailbox: open a message on a phone-sized window and answer it.
    4. Reviews: see what contradicts the record, decide it; People: see the record and the rule's verdict.
    5. Two weeks on: stop, then "npm run demo -- --days-later 14", and see the reminder go to those who have not answered.

${planted.length === 0 ? '' : `  Planted in this trust, and for Insight to find (docs/large-demo.md):\n${planted.map((line) => `    ${line}\n`).join('')}\n`}${yearFrom === null ? '' : `  A year of waves has run: ${url}/staff/calendar?from=${yearFrom}\n\n`}  Data: ${dataFolder}. Ctrl-C stops; the next start finds it again; "npm run demo -- --fresh" begins anew.
`;
