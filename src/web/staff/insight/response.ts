// Insight → Who has answered: complete, partial and none by wave, school and group against the target, how alike the groups answer,
// and how far any share could be off (feature 49).
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { ShownResponse, WaveResponse } from '../../../application/insight/show-response.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import type { SeenCounts } from '../../../domain/insight/response-quality.js';
import { viewerOf } from '../../access.js';
import { inFilter } from './opening.js';
import { format } from '../../format.js';
import { groupWords } from '../wave-words.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { insightTabs, percentWords } from './words.js';

const query = z.object({ school: inFilter });

const shareWords = (share: number | null): string => (share === null ? 'too few to tell' : percentWords(share));

function countsRow(name: string, { invited, shares }: SeenCounts, target: number) {
  const { share } = shares.complete;
  return [
    name,
    invited === null ? 'not shown' : format.number(invited),
    ...[share, shares.partial.share, shares.none.share].map(shareWords),
    share === null ? null : share * 100 >= target ? 'reached' : `${Math.ceil(target - share * 100)} points short`,
  ];
}

const group = (name: string): string => groupWords[name] ?? name;

function viewOf(
  { wave, asOf, all, open, representativity, bySchool, byGroup }: WaveResponse,
  { audience, target }: ShownResponse,
) {
  const [next] = representativity?.byGroup ?? [];
  return {
    ...{ id: wave.id, title: `${wave.title}, ${cohortName(wave.cohortId)}`, href: `/staff/waves/${wave.id}` },
    asOf: format.dateTime(asOf),
    open: open === null ? null : `${Math.round(open * 100)} points`,
    alike:
      representativity === null
        ? null
        : `${representativity.indicator.toFixed(2)} of 1${next === undefined || next.partial >= 0 ? '' : `; the group that is missing most: ${group(next.group)}`}`,
    rows: [
      countsRow('Everybody', all, target),
      ...(bySchool.length > 1 ? bySchool.map(({ school, counts }) => countsRow(school.name, counts, target)) : []),
      ...byGroup
        .filter(({ counts }) => audience === 'team' || counts.invited !== null)
        .map(({ name, counts }) => countsRow(group(name), counts, target)),
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
      note: shown.audience === 'team' ? null : 'Counts here are rounded to five, and those under eight are hidden.',
      columns: columnsFor(shown.target),
      waves: shown.waves.map((wave) => viewOf(wave, shown)),
      file: `/staff/insight/response.csv${about}`,
    });
  });
  router.get('/staff/insight/response.csv', async (req, res) => {
    const shown = await insight.showResponse(viewerOf(res), query.parse(req.query));
    const columns = columnsFor(shown.target);
    const tables = shown.waves.map((wave): ShownTable => {
      const { title, rows } = viewOf(wave, shown);
      return { caption: title, columns, rows };
    });
    sendFile(res, 'who-has-answered', insight.tablesCsv(linesOf(tables)));
  });
  return router;
}
