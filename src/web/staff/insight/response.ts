// Insight → Who has answered: complete, partial and none by wave, school and group against the target, how alike the groups answer,
// and how far any share could be off (feature 49). Counts as on the pages of waves (src/web/staff/counts-shown.ts).
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { WaveResponse } from '../../../application/insight/show-response.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import type { SeenCounts } from '../../../domain/insight/response-quality.js';
import { leastForShare } from '../../../domain/statistics/disclosure.js';
import { viewerOf } from '../../access.js';
import { inAddress } from '../../form.js';
import { format } from '../../format.js';
import { countFor, roundedNote, seesOf, type Sees } from '../counts-shown.js';
import { groupWords } from '../wave-words.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { insightTabs, percentWords } from './words.js';

const query = z.object({ school: inAddress(60) });

/** In whole per cents of the invited; null where a share would tell what its counts do not. */
export function shareIn(invited: number | null, part: number | null, { names }: Sees): number | null {
  if (invited === null || part === null || invited === 0) return null;
  return names || invited >= leastForShare ? Math.min(1, part / invited) : null;
}

const shareWords = (share: number | null): string => (share === null ? 'too few to tell' : percentWords(share));

function countsRow(name: string, counts: SeenCounts, sees: Sees, target: number) {
  const { invited, complete, partial, none } = counts;
  const full = shareIn(invited, complete, sees);
  return [
    name,
    invited === null ? 'not shown' : countFor(sees)(invited),
    shareWords(full),
    shareWords(shareIn(invited, partial, sees)),
    shareWords(shareIn(invited, none, sees)),
    full === null ? null : full * 100 >= target ? 'reached' : `${Math.ceil(target - full * 100)} points short`,
  ];
}

const group = (name: string): string => groupWords[name] ?? name;

function viewOf(
  { wave, asOf, all, open, representativity, bySchool, byGroup }: WaveResponse,
  sees: Sees,
  target: number,
) {
  const shown = shareIn(all.invited, all.complete, sees) !== null;
  const [next] = representativity?.byGroup ?? [];
  return {
    ...{ id: wave.id, title: `${wave.title}, ${cohortName(wave.cohortId)}`, href: `/staff/waves/${wave.id}` },
    asOf: format.dateTime(asOf),
    open: shown ? `${Math.round(open * 100)} points` : null,
    alike:
      representativity === null || !shown
        ? null
        : `${representativity.indicator.toFixed(2)} of 1${next === undefined || next.partial >= 0 ? '' : `; the group that is missing most: ${group(next.group)}`}`,
    rows: [
      countsRow('Everybody', all, sees, target),
      ...(bySchool.length > 1
        ? bySchool.map(({ school, counts }) => countsRow(school.name, counts, sees, target))
        : []),
      ...byGroup
        .filter(({ counts }) => sees.names || counts.invited !== null)
        .map(({ name, counts }) => countsRow(group(name), counts, sees, target)),
    ],
  };
}

const columnsFor = (target: number) => [
  { text: 'Who' },
  { text: 'Invited', numeric: true },
  { text: 'Complete', numeric: true },
  { text: 'Partial', numeric: true },
  { text: 'None', numeric: true },
  { text: `Target ${target} %`, numeric: true },
];

/** `/staff/insight/response` and the same as a file. */
export function insightResponsePages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get('/staff/insight/response', async (req, res) => {
    const viewer = viewerOf(res);
    const shown = await insight.showResponse(viewer, query.parse(req.query));
    const sees = seesOf(viewer.role);
    const about = shown.school === null ? '' : `?school=${encodeURIComponent(shown.school.id)}`;
    res.render('staff/insight/response', {
      ...{ title: 'Who has answered', layout: 'staff', place: 'insight' },
      tabs: insightTabs(viewer.role, 'response', about),
      typed: { school: shown.school?.id ?? '', stage: '' },
      choices: {
        schools: [
          { value: '', text: 'All schools' },
          ...shown.schools.map(({ id, name }) => ({ value: id, text: name })),
        ],
        stages: [],
      },
      target: shown.target,
      note: roundedNote(sees),
      columns: columnsFor(shown.target),
      waves: shown.waves.map((wave) => viewOf(wave, sees, shown.target)),
      file: `/staff/insight/response.csv${about}`,
    });
  });
  router.get('/staff/insight/response.csv', async (req, res) => {
    const viewer = viewerOf(res);
    const { waves, target } = await insight.showResponse(viewer, query.parse(req.query));
    const columns = columnsFor(target);
    const tables = waves.map((wave): ShownTable => {
      const { title, rows } = viewOf(wave, seesOf(viewer.role), target);
      return { caption: title, columns, rows };
    });
    sendFile(res, 'who-has-answered', insight.tablesCsv(linesOf(tables)));
  });
  return router;
}
