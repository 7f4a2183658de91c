// What can be taken out, and what each column means: the tables of exports with their data dictionary, written once.
// Wide: one row a person. Long: one row for each stretch of time, statement or month. Nothing that is sealed is in any. Texts
// that a spreadsheet would run are made harmless as they are written (requirement W6).

/** One column: its heading, what it means, and which values it may have where they are few. */
export interface ExportColumn {
  readonly heading: string;
  readonly meaning: string;
  readonly values?: string;
}

export const exportTableNames = ['destinations', 'time-at', 'statements', 'rule-months'] as const;
export type ExportTableName = (typeof exportTableNames)[number];

/** A table that can be taken out. */
export interface ExportTable {
  readonly name: ExportTableName;
  readonly title: string;
  readonly shape: 'wide' | 'long';
  /** What one row is. */
  readonly row: string;
  readonly columns: readonly ExportColumn[];
}

/** One row, a cell for each column in order. */
export type ExportRow = readonly (string | number)[];

const column = (heading: string, meaning: string, values?: string): ExportColumn => ({
  heading,
  meaning,
  ...(values === undefined ? {} : { values }),
});
const month = 'A month, such as 2026-09';
const day = 'A day, such as 2026-10-22';
const who: readonly ExportColumn[] = [
  column('Person', 'The id of the person in Onward; the same in every table'),
  column('School', 'Short name of the school, which never changes'),
  column('Cohort', 'Stage and year of leaving', 'Such as y13-2026'),
];
const place: readonly ExportColumn[] = [
  column('Provider', 'University, college or other place of study; empty where none was named'),
  column('Course', 'As it was named'),
  column('Employer', 'As it was named'),
];

const destinations: ExportTable = {
  name: 'destinations',
  title: 'Destinations, one row a person',
  shape: 'wide',
  row: 'One person',
  columns: [
    ...who,
    column('School name', 'As Onward shows it'),
    column('UPN', 'Unique pupil number, present'),
    column('Former UPN', 'The number before, where it changed'),
    column('ULN', 'Unique learner number'),
    column('Given name', 'As the school has it'),
    column('Family name', 'As the school has it'),
    column('Birth date', day),
    column('Left on', day),
    column('Intended destination', 'The plan before leaving'),
    column('Final destination', 'What was entered after results'),
    column('Now', 'What they do as far as known'),
    column('Kind of activity', 'The kind of it'),
    column('From', month),
    column('To', `${month}; empty while it goes on`),
    column('Last known in', month),
    column('Source', 'Who said so last'),
    column('Rule', 'The ruleset that goes first for the cohort, with its version'),
    column('Verdict', 'Whether the destination lasted by that rule', 'met, missed, still-possible, not-known'),
    column('Why', 'In a sentence'),
    column('As of', `The day by which it was worked out. ${day}`),
    column('Open conflicts', 'Statements that cannot both be true and wait for a reviewer'),
    column(
      'Restricted',
      'Kept and used for nothing; such people stand only in what goes along with a school that leaves',
      'yes',
    ),
  ],
};

const timeAt: ExportTable = {
  name: 'time-at',
  title: 'Time at each place, one row a stretch of time',
  shape: 'long',
  row: 'One stretch of time in one activity',
  columns: [
    ...who,
    column('Activity', 'Kind of activity'),
    ...place,
    column('From', month),
    column('To', `${month}; empty while it was going on when last heard of`),
    column('Last known in', 'The last month for which somebody vouches'),
    column('Seen', 'Whether anybody saw it begun', 'began, placed'),
    column('Ended', 'How it ended, where it did', 'finished, left-early'),
    column('Statements', 'Ids of the statements that it rests on, with blanks between'),
  ],
};

const statements: ExportTable = {
  name: 'statements',
  title: 'What we have been told, one row a statement',
  shape: 'long',
  row: 'What one source said once; never edited',
  columns: [
    ...who,
    column('Statement', 'Its id'),
    column('Source', 'Who said it', 'survey, phone, reply, proxy, school, ucas, local-authority, staff-note'),
    column('Known on', `The day on which it was said. ${day}`),
    column('Recorded on', `The day on which it came into the record. ${day}`),
    column('Said in', 'The answers, plan or reply that it was said in'),
    column('Revision', 'From 1; the highest of what was said in one place stands'),
    column('Activity', 'Kind of activity'),
    column('Standing', 'How far it had come', 'planned, placed, began, did-not-start'),
    ...place,
    column('UKPRN', 'Of the provider, where its name was chosen from the list'),
    column('Subject', 'CAH code at level 3, where it was chosen from the list'),
    column('Job', 'As it was named'),
    column('From', month),
    column('To', `${month}; empty while it went on, or where nobody knows`),
    column('Certainty', 'How sure the beginning is', 'stated, about, assumed'),
    column('Ended', 'How it ended, where it did', 'finished, left-early'),
  ],
};

const ruleMonths: ExportTable = {
  name: 'rule-months',
  title: 'The rule month by month, one row a month',
  shape: 'long',
  row: 'One month of the window of one person',
  columns: [
    ...who,
    column('Rule', 'The ruleset that goes first for the cohort, with its version'),
    column('Verdict', 'Of all months together', 'met, missed, still-possible, not-known'),
    column('Month', month),
    column('Finding', 'What the month shows', 'education, employment, apprenticeship, other, none, not-known, ahead'),
    column('Why', 'In a sentence'),
    column('As of', day),
  ],
};

/** Every table that can be taken out. */
export const exportTables: readonly ExportTable[] = [destinations, timeAt, statements, ruleMonths];

/** The data dictionary: one row a column of every table, headings first. */
export const dictionaryRows: readonly ExportRow[] = [
  ['Table', 'Shape', 'One row is', 'Column', 'Meaning', 'Values'],
  ...exportTables.flatMap(({ name, shape, row, columns }) =>
    columns.map(({ heading, meaning, values = '' }) => [name, shape, row, heading, meaning, values]),
  ),
];
