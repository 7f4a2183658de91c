// Insight → Places: where people stay, beside a benchmark, partly pooled; and one page a place with its courses and who is already
// there (issue 8, item 4; Y19). Ordered by number of people, never by what the figures say.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { NamedFit, ShownFit, ShownPlaceFit } from '../../../application/insight/show-fit.js';
import { fitKinds } from '../../../domain/insight/fit.js';
import { mayOpen, mayPost, viewerOf } from '../../access.js';
import {
  finding,
  fitCells,
  fitChart,
  kindWords,
  peopleWords,
  placeColumns,
  reasonsTable,
  shown,
  unsaid,
} from './fit-words.js';
import { inFilter, ofOneStage, openingOver, schoolAndStage } from './opening.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { percentWords, rangeWords } from './words.js';

export const home = '/staff/insight/fit';
const query = z.object({ ...schoolAndStage, cohort: inFilter, kind: inFilter });

const noPlace = 'a place on no list';
const noSubject = 'a subject on no list';

const rowOf =
  (name: (one: NamedFit) => ShownTable['rows'][number][number]) =>
  (one: NamedFit): ShownTable['rows'][number] => [name(one), ...fitCells(one.figure)];

/** The places of which something can be said. */
function placesTable(fit: ShownFit, about: string): ShownTable {
  const link = ({ title, figure }: NamedFit) => ({
    text: title ?? figure.name,
    href: `${home}/${figure.name}${about}`,
  });
  return {
    caption: 'By place',
    columns: placeColumns('Place', kindWords[fit.kind].after),
    rows: shown(fit.places).map(rowOf(link)),
  };
}

/** The place by itself, and its courses. */
function placeTables(fit: ShownPlaceFit): readonly ShownTable[] {
  const { after } = kindWords[fit.kind];
  return [
    {
      caption: 'All our former students there',
      columns: placeColumns('Place', after),
      rows: [fit.place].map(rowOf(() => fit.title)),
    },
    {
      caption: 'By course',
      columns: placeColumns('Subject', after),
      rows: shown(fit.courses).map(rowOf(({ title }) => title)),
    },
    ...fit.reasons.map(reasonsTable),
  ].filter(({ rows }) => rows.length > 0);
}

const allWords = ({ all, kind }: ShownFit | ShownPlaceFit): string => {
  const { at, after } = kindWords[kind];
  const people = peopleWords(all.people);
  return all.plain === null
    ? `${people} people known to have begun ${at}; too few to tell how many are still there ${after}.`
    : `${people} people known to have begun ${at}; ${percentWords(all.plain.share)} (${rangeWords(all.plain)}) still there ${after}.`;
};

/** What the regulator's file says of the place, in a sentence. */
function officialWords({ place: { official } }: ShownPlaceFit): string | null {
  if (official === null) return null;
  const beside =
    official.benchmark === null
      ? ''
      : `; the sector’s for the same mix of students is ${percentWords(official.benchmark)}`;
  const year = official.year === null ? '' : ` in the year that ended in ${official.year}`;
  return `Official continuation of all its students${year}: ${percentWords(official.share)}${beside}.`;
}

/** What stands around both pages. */
const frameOf = (fit: ShownFit | ShownPlaceFit, { cohortItems }: ReturnType<typeof openingOver>) => ({
  cohortItems: fit.audience === 'team' ? cohortItems : null,
  estimator: fit.estimator,
  everybody: allWords(fit),
});

/** `/staff/insight/fit`, one page a place, and both as files. */
export function insightFitPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();
  router.get(home, async (req, res) => {
    const viewer = viewerOf(res);
    const fit = await insight.showFit(viewer, ofOneStage(query.parse(req.query)));
    const opening = openingOver('Places', 'fit', viewer.role, fit);
    res.render('staff/insight/fit', {
      ...opening,
      ...frameOf(fit, opening),
      chips: fitKinds.map((each) => ({
        text: kindWords[each].tab,
        href: `${home}${opening.about}&kind=${each}`,
        current: each === fit.kind,
      })),
      kind: fit.kind,
      finding: finding(fit.places, kindWords[fit.kind].after),
      chart: fitChart(fit.places),
      table: placesTable(fit, `${opening.about}&kind=${fit.kind}`),
      unsaid: unsaid(fit.places, noPlace),
      file: `/staff/insight/fit.csv${opening.about}&kind=${fit.kind}`,
    });
  });

  router.get('/staff/insight/fit.csv', async (req, res) => {
    const fit = await insight.showFit(viewerOf(res), query.parse(req.query));
    sendFile(res, `places-${fit.kind}`, insight.tablesCsv(linesOf([placesTable(fit, '')])));
  });

  router.get(`${home}/:ukprn`, async (req, res) => {
    const viewer = viewerOf(res);
    const fit = await insight.showPlaceFit(viewer, req.params.ukprn, ofOneStage(query.parse(req.query)));
    const opening = openingOver(fit.title, 'fit', viewer.role, fit);
    const about = `${opening.about}&kind=${fit.kind}`;
    const at = `${home}/${fit.ukprn}`;
    const { there } = fit;
    res.render('staff/insight/fit-place', {
      ...opening,
      ...frameOf(fit, opening),
      at,
      kind: fit.kind,
      back: { href: `${home}${about}`, text: 'All places' },
      finding: finding([fit.place], kindWords[fit.kind].after),
      official: officialWords(fit),
      chart: fitChart([fit.place, ...fit.courses]),
      tables: placeTables(fit),
      unsaid: unsaid(fit.courses, noSubject),
      there: {
        people: peopleWords(there.people),
        agreed: peopleWords(there.agreed),
        names: there.names.map(({ id, name }) => ({ text: name, href: `/staff/people/${id}` })),
      },
      packs: mayOpen(viewer.role, `${at}/packs`) ? `${at}/packs` : null,
      mayMake: mayPost(viewer, `${at}/packs`),
      file: `${at}/figures.csv${about}`,
    });
  });

  router.get(`${home}/:ukprn/figures.csv`, async (req, res) => {
    const fit = await insight.showPlaceFit(viewerOf(res), req.params.ukprn, query.parse(req.query));
    sendFile(res, `place-${fit.ukprn}`, insight.tablesCsv(linesOf(placeTables(fit))));
  });
  return router;
}
