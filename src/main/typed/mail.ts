// Mail that came back or whose fate is not known, and sending that stopped by itself.
import { type Command, Option } from 'commander';
import { dataOption, jsonOption, on } from './options.js';

export function addMail(program: Command): void {
  program
    .command('bounces')
    .description('Mail that came back')
    .command('read')
    .description('Read returned mail, complaints and automatic answers, and act on each once')
    .argument('<path...>', 'files, folders or maildirs; - for one mail by the pipe')
    .option('--dry-run', 'tell what each is and what would follow, and touch nothing', false)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/bounces-read.js')).readBounces));

  program
    .command('relay-log')
    .description('What the mail server wrote down')
    .command('read')
    .description('Find in a log of the mail server which messages of unknown fate it took')
    .argument('<file>', 'the log, such as mail.log of Postfix')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/relay-log-read.js')).readRelayLog));

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
    .action(on(async () => (await import('../commands/sending-arm.js')).armSending));
}
