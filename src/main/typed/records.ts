// Records: bringing them in, taking them out.
import { Argument, type Command, Option } from 'commander';
import { dataOption, jsonOption, on } from './options.js';

export function addRecords(program: Command): void {
  const bringIn = program.command('import').description('Bring records and official figures in');
  bringIn
    .command('leavers')
    .description('Import leavers from a CSV file; headings are recognised by name')
    .argument('<file>', 'the CSV file')
    .option('--preview', 'show what would change and change nothing', false)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/import-leavers.js')).importLeavers));
  bringIn
    .command('plans')
    .description('Import plans and results of people on record from a CSV file; headings are recognised by name')
    .argument('<file>', 'the CSV file')
    .addOption(new Option('--source <source>', 'who tells it').choices(['school', 'ucas']).makeOptionMandatory())
    .option('--as-of <date>', 'the day of the file, such as 2026-08-13; today where it is not given')
    .option('--preview', 'show what would change and change nothing', false)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/import-leavers.js')).importPlans));
  bringIn
    .command('dfe')
    .description('Import a file of official figures; its layout is recognised by its headings')
    .argument('<file>', 'the CSV file as it was published')
    .option('--dry-run', 'read it whole, check that it adds up, and change nothing', false)
    .option('--published <date>', 'the day on which it was published, such as 2026-10-15')
    .option('--leavers <year>', 'of which leavers it speaks, such as 2023/24, where the file does not say')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/import-dfe.js')).importDfe));

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
    .action(on(async () => (await import('../commands/export-table.js')).exportTableFile));
  takeOut
    .command('destinations')
    .description('Export destination records as CSV')
    .option('--cohort <id>', 'one cohort, such as y13-2026')
    .option('--school <id>', 'one school')
    .option('--out <file>', 'the file to write; the screen where not given')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/export-destinations.js')).exportDestinations));
}
