// What is asked, by which rules it is judged, and the figures that come of it.
import type { Command } from 'commander';
import { dataOption, jsonOption, on } from './options.js';

export function addFigures(program: Command): void {
  const questionnaire = program
    .command('questionnaire')
    .description('What is asked, with which codes, and in which order');
  questionnaire
    .command('draw')
    .description('Draw the pages of a questionnaire and the answers they hang from, as Mermaid text')
    .argument('<name>', 'such as arrival-check, or arrival-check@1 for that version')
    .addOption(jsonOption().conflicts('svg'))
    .option('--svg', 'draw it as a picture, an SVG file')
    .action(on(async () => (await import('../commands/questionnaire.js')).drawQuestionnaire));
  questionnaire
    .command('dictionary')
    .description('Print every question and code with its words and of whom it is asked')
    .argument('<name>', 'such as arrival-check, or arrival-check@1 for that version')
    .addOption(jsonOption().conflicts('csv'))
    .option('--csv', 'print as CSV, which it does without being told')
    .action(on(async () => (await import('../commands/questionnaire.js')).printDictionary));

  const rules = program.command('rules').description('The rules that say whether a destination lasted');
  rules
    .command('list')
    .description('Name each ruleset with its version, its source and what of it is unverified')
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/rules.js')).listRules));
  rules
    .command('check')
    .description('Judge month patterns from a CSV file: verdict, reason, and until when it can still be met')
    .argument('<file>', 'the CSV file; its columns are below')
    .requiredOption('--ruleset <name>', 'such as dfe-1618, or dfe-1618@1 for that version')
    .option('--left-on <day>', 'when they left, for rows that do not say, such as 2026-07-17')
    .option(
      '--as-of <day>',
      'the day by which to judge, for rows that do not say; when the year is over where not given',
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Columns, in any order: "id" (any name for the row), "left on", "as of", and either
"pattern", one letter a month from August of the year after leaving, or a column a month: August to July
(and "next August" to "next December" for fft-181). A month is E education, W work, A apprenticeship,
B education and work, O something else, N neither, ? or empty not known. See docs/rules-check.md.`,
    )
    .action(on(async () => (await import('../commands/rules.js')).checkRules));

  program
    .command('outcomes')
    .description('The rows and tables that figures are made of')
    .command('check')
    .description('Count everything again and compare: rows with records, tables with rows')
    .option('--mend', 'mark what is wrong, so that it is put right', false)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/outcomes-check.js')).runOutcomesCheck));

  program
    .command('insight')
    .description('Print the figures of a page of Insight as JSON, every number as it is')
    .argument('<name>', 'which figure, as in the address of its page: quality, response, flow, staying and so on')
    .option('--school <id>', 'one school; the trust where not given')
    .option('--stage <stage>', 'y11 or y13')
    .option('--cohort <id>', 'one cohort, such as y13-2025; the last three where not given')
    .option('--group <group>', 'for reasons and flow what they planned; for clock a group of the official figures')
    .option('--kind <kind>', 'for staying and factors: university, further-education, apprenticeship or employment')
    .option('--factor <factor>', 'for factors: payment, belong, taught-well and so on')
    .option('--opening <opening>', 'for reasons: started-and-left, did-not-start or never-applied')
    .option('--outcome <outcome>', 'for clock: sustained, progressed, year-11, third, fifth or own')
    .option('--from <day>', 'for clock: joining or special-measures')
    .option('--beside <whom>', 'for clock: england, authority, chosen or nothing')
    .option('--chosen <numbers>', 'for clock beside chosen: URNs or DfE numbers of schools, with commas')
    .option('--place <ukprn>', 'for fit: one place, by its UKPRN')
    .option('--pack <number>', 'for fit with a place: one of its partnership packs')
    .option('--sheet <id>', 'for guesses: one sheet')
    .option('--csv', 'a line a number instead of JSON', false)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(on(async () => (await import('../commands/insight.js')).printInsight));
}
