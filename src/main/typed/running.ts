// Running Onward: starting it, trying it out, who may sign in, copies of its data, and the database alone.
import { type Command, Option } from 'commander';
import { staffRoles } from '../../domain/alumni/alumnus.js';
import { dataOption, dayCount, jsonOption, on, portNumber, portOption, secondCount, wholeNumber } from './options.js';

export function addRunning(program: Command): void {
  program
    .command('start')
    .description('Start Onward: pages, jobs and workers. Settings: .env.example')
    .addOption(portOption())
    .addOption(dataOption())
    .action(on(async () => (await import('../commands/start.js')).runStart));

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
    .action(on(async () => (await import('../commands/demo.js')).runDemo));

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
    .action(on(async () => (await import('../commands/staff-add.js')).addStaff));

  program
    .command('backup')
    .description('Copy the embedded database while it is in use, and check the copy; the keys are not copied')
    .argument('<folder>', 'a new or empty folder')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/backup.js')).runBackup));

  program
    .command('restore')
    .description('Put a backup into an empty data folder, and check it')
    .argument('<folder>', 'the folder of the backup')
    .addOption(dataOption().makeOptionMandatory())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/restore.js')).runRestore));

  program
    .command('keys')
    .description('The keys, which are in no backup')
    .command('export')
    .description('Copy the keys to a file that only you can read; keep it apart from backups')
    .argument('<file>', 'a new file')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/keys-export.js')).exportKeys));

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
    .action(on(async () => (await import('../commands/doctor.js')).runDoctor));

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
    .action(on(async () => (await import('../commands/database.js')).runDatabase));
}
