// Everybody's destinations as one CSV file, for the schools of whoever asks. Written as the rows come, so that a whole
// trust needs the memory of one batch; nothing sensitive is in it, and taking it is noted in the audit log.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { viewerOf } from '../access.js';

const filter = z.object({
  cohort: z
    .string()
    .regex(/^[a-z0-9-]{1,20}$/)
    .optional()
    .catch(undefined),
  school: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .optional()
    .catch(undefined),
});

/** `/staff/destinations.csv?cohort=…&school=…`. */
export function destinationsExport({ destinations }: Pick<Application, 'destinations'>, clock: Clock): Router {
  const router = Router();
  router.get('/staff/destinations.csv', async (req, res) => {
    const { cohort, school } = filter.parse(req.query);
    const lines = destinations.exportDestinationsCsv(viewerOf(res), {
      ...(cohort === undefined ? {} : { cohortId: cohort as CohortId }),
      ...(school === undefined ? {} : { schoolId: school as SchoolId }),
    });
    res.type('text/csv; charset=utf-8');
    res.set('Content-Disposition', `attachment; filename="destinations-${londonDate(clock.now())}.csv"`);
    await pipeline(Readable.from(lines), res);
  });
  return router;
}
