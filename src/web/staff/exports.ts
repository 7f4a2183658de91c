// Taking data out: whole tables as CSV or XLSX, and what each column means. A file is written as it is read, so the browser shows
// how it grows; the page says before how many people it will hold.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import { NotFound } from '../../application/errors.js';
import type { School } from '../../domain/alumni/alumnus.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { viewerOf } from '../access.js';
import { format } from '../format.js';

const short = z
  .string()
  .regex(/^[a-z0-9-]{1,60}$/)
  .optional()
  .catch(undefined);
const filter = z.object({ cohort: short, school: short });
/** The content type by kind of file. */
export const exportTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Every cohort that is on record, to choose from. */
export const cohortChoices = (cohorts: readonly { readonly cohortId: CohortId }[]) => [
  { value: '', text: 'Every cohort' },
  ...[...new Set(cohorts.map(({ cohortId }) => cohortId))].map((id) => ({ value: id, text: cohortName(id) })),
];

export const schoolChoices = (schools: readonly Pick<School, 'id' | 'name'>[]) => [
  { value: '', text: 'Every school' },
  ...schools.map(({ id, name }) => ({ value: id, text: name })),
];

/** `/staff/exports`, and the files under it. */
export function exportPages({ destinations }: Pick<Application, 'destinations'>, clock: Clock): Router {
  const router = Router();

  router.get('/staff/exports', async (req, res) => {
    const { cohort, school } = filter.parse(req.query);
    const { tables, cohorts, schools } = await destinations.showExports(viewerOf(res));
    const chosen = cohorts
      .filter(({ cohortId }) => cohort === undefined || cohortId === cohort)
      .filter(({ schoolId }) => school === undefined || schoolId === school);
    const people = chosen.reduce((sum, { count }) => sum + count, 0);
    const asked = new URLSearchParams({
      ...(cohort === undefined ? {} : { cohort }),
      ...(school === undefined ? {} : { school }),
    }).toString();
    const hrefOf = (name: string, ending: string): string =>
      `/staff/exports/${name}.${ending}${asked === '' ? '' : `?${asked}`}`;
    res.render('staff/exports', {
      title: 'Take data out',
      layout: 'staff',
      place: 'people',
      back: { href: '/staff/people', text: 'People' },
      people: format.countOf(people, 'person', 'people'),
      typed: { cohort: cohort ?? '', school: school ?? '' },
      cohorts: cohortChoices(cohorts),
      schools: schoolChoices(schools),
      tables: tables.map(({ name, title, shape, row, columns }) => ({
        name,
        title,
        words: `${shape === 'wide' ? 'Wide' : 'Long'}: one row is ${row[0]?.toLowerCase()}${row.slice(1)}. ${format.number(columns.length)} columns.`,
        csv: hrefOf(name, 'csv'),
        xlsx: hrefOf(name, 'xlsx'),
      })),
    });
  });

  router.get('/staff/exports/dictionary.csv', async (_req, res) => {
    res.type(exportTypes.csv).set('Content-Disposition', 'attachment; filename="dictionary.csv"');
    await pipeline(Readable.from(destinations.exportDictionary()), res);
  });

  router.get('/staff/exports/:file', async (req, res) => {
    const { cohort, school } = filter.parse(req.query);
    const [, table = '', ending] = /^([a-z-]{1,40})\.(csv|xlsx)$/.exec(req.params.file) ?? [];
    if (ending !== 'csv' && ending !== 'xlsx') throw new NotFound();
    const file = destinations.exportTable(viewerOf(res), {
      ...{ table, format: ending },
      filter: {
        ...(cohort === undefined ? {} : { cohortId: cohort as CohortId }),
        ...(school === undefined ? {} : { schoolId: school as SchoolId }),
      },
    });
    res.type(exportTypes[ending]);
    res.set('Content-Disposition', `attachment; filename="${table}-${londonDate(clock.now())}.${ending}"`);
    await pipeline(Readable.from(file), res);
  });

  return router;
}
