#!/usr/bin/env node
// The program `onward`: starting, trying out, staff, imports, exports, and the database alone. What each command does is
// in src/main/commands; here is what people type.
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { staffRoles } from '../domain/alumni/alumnus.js';
import { Problem } from './problem.js';

const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
};
const dayCount = (text: string): number => {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('Days are a whole number, such as 8.');
  return Number(text);
};
const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number, such as 7.');
  return Number(text);
};
const secondCount = (text: string): number => {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('Seconds are a whole number, such as 60.');
  return Number(text);
};
/** Loads what a command needs once it is typed, so that help and refusals answer at once. */
const on =
  <Given extends readonly unknown[]>(load: () => Promise<(...given: Given) => unknown>) =>
  async (...given: Given): Promise<void> => {
    const run = await load();
    await run(...given);
  };
const dataOption = (): Option => new Option('--data <folder>', 'where Onward keeps its data');
const portOption = (): Option => new Option('--port <number>', 'where the pages are served').argParser(portNumber);
const jsonOption = (): Option => new Option('--json', 'print the result as JSON');

const program = new Command('onward')
  .description('Keeps in touch with former students and learns where they went and whether they stayed.')
  .showHelpAfterError('Type "onward help" for what can be typed.');

program
  .command('start')
  .description('Start Onward: pages, jobs and workers. Settings: .env.example')
  .addOption(portOption())
  .addOption(dataOption())
  .action(on(async () => (await import('./commands/start.js')).runStart));

program
  .command('demo')
  .description('Try everything on this machine with an invented trust and a mailbox that keeps all mail')
  .addOption(portOption())
  .addOption(dataOption())
  .option('--fresh', 'forget the last demonstration and begin anew', false)
  .addOption(new Option('--days-later <number>', 'as if it were so many days later').argParser(dayCount).default(0))
  .option('--year', 'run a whole year of waves for one cohort up to today first', false)
  .option('--large', 'a trust of thirty schools and five cohorts, with something to find in it', false)
  .addOption(new Option('--seed <number>', 'another invented trust').argParser(wholeNumber))
  .action(on(async () => (await import('./commands/demo.js')).runDemo));

program
  .command('staff')
  .description('People who may sign in')
  .command('add')
  .description('Add a member of staff and print their one-time link')
  .argument('<email>', 'their email address')
  .addOption(new Option('--role <role>', 'what they may do').choices(staffRoles).makeOptionMandatory())
  .option('--name <name>', 'their name; the address where not given')
  .option('--school <id...>', 'the schools whose people they may see; all where not given')
  .option('--form-group <name...>', 'the form groups of a tutor')
  .addOption(portOption())
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/staff-add.js')).addStaff));

const bringIn = program.command('import').description('Bring records and official figures in');
bringIn
  .command('leavers')
  .description('Import leavers from a CSV file; headings are recognised by name')
  .argument('<file>', 'the CSV file')
  .option('--preview', 'show what would change and change nothing', false)
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/import-leavers.js')).importLeavers));
bringIn
  .command('plans')
  .description('Import plans and results of people on record from a CSV file; headings are recognised by name')
  .argument('<file>', 'the CSV file')
  .addOption(new Option('--source <source>', 'who tells it').choices(['school', 'ucas']).makeOptionMandatory())
  .option('--as-of <date>', 'the day of the file, such as 2026-08-13; today where it is not given')
  .option('--preview', 'show what would change and change nothing', false)
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/import-leavers.js')).importPlans));
bringIn
  .command('dfe')
  .description('Import a file of official figures; its layout is recognised by its headings')
  .argument('<file>', 'the CSV file as it was published')
  .option('--dry-run', 'read it whole, check that it adds up, and change nothing', false)
  .option('--published <date>', 'the day on which it was published, such as 2026-10-15')
  .option('--leavers <year>', 'of which leavers it speaks, such as 2023/24, where the file does not say')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/import-dfe.js')).importDfe));

const takeOut = program.command('export').description('Take records out');
takeOut
  .command('table')
  .description('Export one whole table, wide or long, as CSV or XLSX')
  .addArgument(new Argument('<table>', 'which one').choices(['destinations', 'time-at', 'statements', 'rule-months']))
  .addOption(new Option('--format <format>', 'as which kind of file').choices(['csv', 'xlsx']).default('csv'))
  .option('--cohort <id>', 'one cohort, such as y13-2026')
  .option('--school <id>', 'one school')
  .requiredOption('--out <file>', 'the file to write')
  .addOption(dataOption())
  .action(on(async () => (await import('./commands/export-table.js')).exportTableFile));
takeOut
  .command('destinations')
  .description('Export destination records as CSV')
  .option('--cohort <id>', 'one cohort, such as y13-2026')
  .option('--school <id>', 'one school')
  .option('--out <file>', 'the file to write; the screen where not given')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/export-destinations.js')).exportDestinations));

const questionnaire = program
  .command('questionnaire')
  .description('What is asked, with which codes, and in which order');
questionnaire
  .command('draw')
  .description('Draw the pages of a questionnaire and the answers they hang from, as Mermaid text')
  .argument('<name>', 'such as arrival-check, or arrival-check@1 for that version')
  .addOption(jsonOption().conflicts('svg'))
  .option('--svg', 'draw it as a picture, an SVG file')
  .action(on(async () => (await import('./commands/questionnaire.js')).drawQuestionnaire));
questionnaire
  .command('dictionary')
  .description('Print every question and code with its words and of whom it is asked')
  .argument('<name>', 'such as arrival-check, or arrival-check@1 for that version')
  .addOption(jsonOption().conflicts('csv'))
  .option('--csv', 'print as CSV, which it does without being told')
  .action(on(async () => (await import('./commands/questionnaire.js')).printDictionary));

program
  .command('outcomes')
  .description('The rows and tables that figures are made of')
  .command('check')
  .description('Count everything again and compare: rows with records, tables with rows')
  .option('--mend', 'mark what is wrong, so that it is put right', false)
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/outcomes-check.js')).runOutcomesCheck));

program
  .command('insight')
  .description('Print the figures of a page of Insight as JSON, every number as it is')
  .argument('<name>', 'which figure, as in the address of its page: quality, response, flow, staying and so on')
  .option('--school <id>', 'one school; the trust where not given')
  .option('--stage <stage>', 'y11 or y13')
  .option('--cohort <id>', 'one cohort, such as y13-2025; the last three where not given')
  .option('--group <group>', 'one group of people, where the figure knows groups')
  .option('--provider <ukprn>', 'one provider, where the figure knows providers')
  .option('--course <code>', 'one course or subject, where the figure knows them')
  .option('--kind <kind>', 'for staying and factors: university, further-education, apprenticeship or employment')
  .option('--factor <factor>', 'for factors: payment, belong, taught-well and so on')
  .option('--opening <opening>', 'for reasons: started-and-left, did-not-start or never-applied')
  .option('--outcome <outcome>', 'for clock: sustained, progressed, year-11, third, fifth or own')
  .option('--from <day>', 'for clock: joining or special-measures')
  .option('--beside <whom>', 'for clock: england, authority, chosen or nothing')
  .option('--chosen <numbers>', 'for clock beside chosen: URNs or DfE numbers of schools, with commas')
  .option('--csv', 'a line a number instead of JSON', false)
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/insight.js')).printInsight));

const rules = program.command('rules').description('The rules that say whether a destination lasted');
rules
  .command('list')
  .description('Name each ruleset with its version, its source and what of it is unverified')
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/rules.js')).listRules));
rules
  .command('check')
  .description('Judge month patterns from a CSV file: verdict, reason, and until when it can still be met')
  .argument('<file>', 'the CSV file; its columns are below')
  .requiredOption('--ruleset <name>', 'such as dfe-1618, or dfe-1618@1 for that version')
  .option('--left-on <day>', 'when they left, for rows that do not say, such as 2026-07-17')
  .option('--as-of <day>', 'the day by which to judge, for rows that do not say; when the year is over where not given')
  .addOption(jsonOption())
  .addHelpText(
    'after',
    `
Columns, in any order: "id" (any name for the row), "left on", "as of", and either
"pattern", one letter a month from August of the year after leaving, or a column a month: August to July
(and "next August" to "next December" for fft-181). A month is E education, W work, A apprenticeship,
B education and work, O something else, N neither, ? or empty not known. See docs/rules-check.md.`,
  )
  .action(on(async () => (await import('./commands/rules.js')).checkRules));

program
  .command('backup')
  .description('Copy the embedded database while it is in use, and check the copy; the keys are not copied')
  .argument('<folder>', 'a new or empty folder')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/backup.js')).runBackup));

program
  .command('restore')
  .description('Put a backup into an empty data folder, and check it')
  .argument('<folder>', 'the folder of the backup')
  .addOption(dataOption().makeOptionMandatory())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/restore.js')).runRestore));

program
  .command('doctor')
  .description('Check settings, keys, database, sending domain and relay, and send a test mail')
  .option('--to <address>', 'where the test goes; the reply address where not given')
  .addOption(
    new Option('--wait <seconds>', 'how long to wait for the test in the mailbox that is read')
      .argParser(secondCount)
      .default(60),
  )
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/doctor.js')).runDoctor));

program
  .command('bounces')
  .description('Mail that came back')
  .command('read')
  .description('Read returned mail, complaints and automatic answers, and act on each once')
  .argument('<path...>', 'files, folders or maildirs; - for one mail by the pipe')
  .option('--dry-run', 'tell what each is and what would follow, and touch nothing', false)
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/bounces-read.js')).readBounces));

program
  .command('relay-log')
  .description('What the mail server wrote down')
  .command('read')
  .description('Find in a log of the mail server which messages of unknown fate it took')
  .argument('<file>', 'the log, such as mail.log of Postfix')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/relay-log-read.js')).readRelayLog));

program
  .command('sending')
  .description('Sending that stopped by itself')
  .command('arm')
  .description('Let machines send that wait for somebody to look')
  .addOption(new Option('--restored', 'the database was restored from a copy: what waits is not sent by itself'))
  .addOption(new Option('--new-machine', 'the database is the current one').conflicts('restored'))
  .requiredOption('--reason <words>', 'why; kept in the record of who did what')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/sending-arm.js')).armSending));

program
  .command('keys')
  .description('The keys, which are in no backup')
  .command('export')
  .description('Copy the keys to a file that only you can read; keep it apart from backups')
  .argument('<file>', 'a new file')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(on(async () => (await import('./commands/keys-export.js')).exportKeys));

program
  .command('database')
  .description('Serve the embedded database alone and print its connection string')
  .addOption(dataOption().makeOptionMandatory())
  .option('--socket <path>', 'the unix socket to listen on')
  .addOption(
    new Option('--port <number>', 'listen on this port of this machine instead')
      .argParser(portNumber)
      .conflicts('socket'),
  )
  .action(on(async () => (await import('./commands/database.js')).runDatabase));

try {
  await program.parseAsync();
} catch (error) {
  const expected = error instanceof Problem;
  if (expected) process.stderr.write(`${error.message}\n`);
  else
    process.stderr.write(
      `Onward stopped because of a fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  process.exit(expected ? 2 : 1); // what a failed start left open must not keep it running
}
