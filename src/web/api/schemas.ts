// The shapes that the API answers with, once for the document and for whoever checks an answer against it.
// A field that is not known is null and never left out. Days are calendar dates, months calendar months.
import { z } from 'zod';
import { figureFilters, figureNames } from '../../application/insight/figures.js';
import { personStates, plannedActivities } from '../../domain/alumni/alumnus.js';
import { activities } from '../../domain/destinations/activity.js';
import { claimSources } from '../../domain/destinations/claim.js';
import { categories, verdicts } from '../../domain/destinations/sustained/ruleset.js';

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ format: 'date', examples: ['2026-10-22'] });
const month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .describe('A calendar month')
  .meta({ examples: ['2026-09'] });
const text = z.string().nullable();
const personId = z.string().describe('The id of the person');
const schoolId = z.string().describe('Short name of the school, which never changes');
const cohort = z
  .string()
  .describe('Stage and year of leaving')
  .meta({ examples: ['y13-2026'] });
const ended = z.enum(['finished', 'left-early']).nullable();

export const person = z
  .strictObject({
    id: personId,
    alsoKnownAs: z.array(z.string()).describe('Ids of records of the same person that were merged into this one'),
    schoolId,
    cohort,
    givenName: z.string(),
    familyName: z.string(),
    nameToUse: text.describe('What they want to be called, where it is another name'),
    dateOfBirth: day.nullable(),
    upn: text,
    formerUpn: text,
    uln: text,
    ucasId: text,
    formGroup: text,
    leftOn: day,
    state: z.enum(personStates),
    revision: z.int().min(1).describe('Raised by one with every change'),
  })
  .describe('A former student');

export const spell = z
  .strictObject({
    personId,
    activity: z.enum(activities),
    from: month,
    to: month.nullable().describe('Last month there; null while it was going on when last heard of'),
    lastKnown: month.describe('The last month for which somebody vouches'),
    standing: z.enum(['placed', 'began']).describe('placed: a place or job that nobody has seen begun'),
    ended,
    provider: text,
    course: text,
    employer: text,
    statements: z.array(z.string()).describe('Ids of the statements that it rests on'),
  })
  .describe('A stretch of time in one activity');

export const statement = z
  .strictObject({
    id: z.string(),
    source: z.enum(claimSources),
    knownOn: day.describe('The day on which the source said so'),
    recordedOn: day.nullable(),
    activity: z.enum(activities),
    standing: z.enum(['planned', 'placed', 'began', 'did-not-start']),
    from: month.nullable(),
    to: month.nullable(),
    fromCertainty: z.enum(['stated', 'about', 'assumed']),
    ended,
    provider: text,
    ukprn: text,
    course: text,
    subject: text.describe('CAH code at level 3'),
    employer: text,
    job: text,
  })
  .describe('What one source said, never edited');

export const plan = z
  .strictObject({
    activity: z.enum(plannedActivities),
    provider: text,
    course: text,
    employer: text,
    startsIn: month.nullable(),
    recordedOn: day,
    source: z.enum(['school', 'ucas', 'alumnus']),
  })
  .describe('A destination planned before leaving, or entered after results');

export const record = z
  .strictObject({
    personId,
    schoolId,
    cohort,
    intended: plan.nullable(),
    final: plan.nullable(),
    present: spell.nullable().describe('Where they are as far as known'),
    statements: z.array(statement),
    openConflicts: z.int().min(0).describe('Statements that cannot both be true and wait for a reviewer'),
    revision: z.int().min(0).describe('0 while nothing was said'),
  })
  .describe('Everything that is known of one person’s destinations, but for what is sealed');

export const verdict = z
  .strictObject({
    personId,
    schoolId,
    cohort,
    ruleset: z.string().describe('Name of the ruleset that goes first for the cohort'),
    version: z.int(),
    verdict: z.enum(verdicts),
    category: z.enum(categories).nullable(),
    because: z.string(),
    months: z.array(
      z.strictObject({
        month,
        finding: z.enum(['education', 'employment', 'apprenticeship', 'other', 'none', 'not-known', 'ahead']),
        because: z.string(),
      }),
    ),
    asOf: day.describe('The day by which it was worked out'),
  })
  .describe('Whether a destination lasted, by a published rule, month by month');

/** A page of these rows. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.strictObject({
    data: z.array(row),
    next: z.string().nullable().describe('Give it as cursor to go on; null on the last page'),
    asOf: day,
  });

/** Which figures there are. */
export const figureList = z
  .strictObject({
    data: z.array(
      z.strictObject({ name: z.enum(figureNames), title: z.string(), filters: z.array(z.enum(figureFilters)) }),
    ),
  })
  .describe('The figures of the pages of Insight, and what each can be narrowed down to');

export const figure = z
  .strictObject({
    figure: z.enum(figureNames),
    title: z.string(),
    audience: z
      .literal('leaders')
      .describe('Counts to the nearest five and none under eight, shares in whole per cents; null where it is hidden'),
    asked: z.partialRecord(z.enum(figureFilters), z.string()),
    readOn: day,
    figures: z.record(z.string(), z.unknown()).describe('What the page shows; see docs/figures.md'),
  })
  .describe('One figure as its page shows it to leaders');

export const problem = z
  .strictObject({ type: z.literal('about:blank'), title: z.string(), status: z.int(), detail: z.string() })
  .describe('Why nothing was given (RFC 9457)');
