// Insight → Places → Partnership packs: figures for talks with a place of study, frozen as of a day, with what is asked and what is
// sought; printed from the browser on A4 (feature 63).
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import { NotFound } from '../../../application/errors.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import { reasonWords } from '../../../domain/destinations/reason.js';
import { fitKinds } from '../../../domain/insight/fit.js';
import { longestAsk, saysSomething, type PackFigure, type PackFigures } from '../../../domain/insight/partner-pack.js';
import { mayPost, viewerOf } from '../../access.js';
import { readForm, type FieldErrors, type Typed } from '../../form.js';
import { format } from '../../format.js';
import { goWithNotice } from '../../session.js';
import { fitCells, fitChart, kindWords, openingVerbs, placeColumns } from './fit-words.js';
import { home } from './fit.js';
import { inFilter } from './opening.js';
import { linesOf, sendFile, type ShownTable } from './tables.js';
import { percentWords } from './words.js';

const longText = z.string().trim().max(longestAsk, `Use no more than ${longestAsk} signs`);
const packForm = z.strictObject({
  kind: z.enum(fitKinds).catch('university'),
  asked: longText.min(1, 'Write what you ask them'),
  changes: longText.min(1, 'Write what you would like to change'),
});
const kindQuery = z.object({ kind: inFilter });

const rowOf = ({ title, figure }: PackFigure): ShownTable['rows'][number] => [title, ...fitCells(figure)];

function tablesOf({ kind, place, courses, reasons }: PackFigures): readonly ShownTable[] {
  const { after } = kindWords[kind];
  return [
    { caption: 'Our former students with you', columns: placeColumns('Place', after), rows: [rowOf(place)] },
    { caption: 'By course', columns: placeColumns('Subject', after), rows: courses.map(rowOf) },
    {
      caption: 'Reasons that stand out',
      columns: [
        { text: 'Reason' },
        { text: 'With you', numeric: true },
        { text: 'At all other places', numeric: true },
      ],
      rows: reasons.map(({ opening, code, here, elsewhere }) => [
        `${reasonWords(code)}, of those who ${openingVerbs[opening]}`,
        percentWords(here),
        percentWords(elsewhere),
      ]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

function officialWords({ official }: PackFigures): string | null {
  if (official === null) return null;
  const year = official.year === null ? '' : `, year that ended in ${official.year}`;
  const beside = official.benchmark === null ? '' : `; sector benchmark ${percentWords(official.benchmark)}`;
  return `Official continuation of all your students: ${percentWords(official.share)}${beside} (Office for Students${year}).`;
}

/** What the printed page says of the figures. */
const figuresView = (figures: PackFigures) => ({
  over: figures.over.map(cohortName).join('; '),
  estimator: figures.estimator,
  official: officialWords(figures),
  chart: fitChart(
    [figures.place, ...figures.courses].map((one) => ({ ...one, name: one.figure.name, official: null })),
  ),
  tables: tablesOf(figures),
});

const oneVersion = (typed: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(typed)) throw new NotFound();
  return Number(typed);
};

/** `/staff/insight/fit/:ukprn/packs` and what is below it. */
export function packPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();

  async function render(
    res: Response,
    ukprn: string,
    kind: string | undefined,
    { errors = {}, typed = {} }: { readonly errors?: FieldErrors; readonly typed?: Typed } = {},
  ): Promise<void> {
    const viewer = viewerOf(res);
    const { title, figures, packs } = await insight.showPacks(viewer, ukprn, kind);
    const at = `${home}/${ukprn}/packs`;
    res.render('staff/insight/packs', {
      ...{ title: `Partnership packs, ${title}`, layout: 'staff', place: 'insight', errors, typed, at },
      heading: title,
      back: { href: `${home}/${ukprn}?kind=${figures.kind}`, text: title },
      kind: figures.kind,
      says: saysSomething(figures),
      mayMake: mayPost(viewer, at),
      rows: packs.map(({ version, asOf, asked }) => [
        { text: `Pack ${version}`, href: `${at}/${version}` },
        format.date(asOf),
        asked.length > 120 ? `${asked.slice(0, 117)}…` : asked,
      ]),
    });
  }

  router.get(`${home}/:ukprn/packs`, async (req, res) =>
    render(res, req.params.ukprn, kindQuery.parse(req.query).kind),
  );

  router.post(`${home}/:ukprn/packs`, async (req, res) => {
    const { ukprn } = req.params;
    const form = readForm(packForm, req.body);
    if (!form.ok) {
      res.status(422);
      await render(res, ukprn, undefined, form);
      return;
    }
    const made = await insight.makePack(viewerOf(res), ukprn, form.value);
    if (made.kind === 'too-few') {
      res.status(409);
      await render(res, ukprn, form.value.kind, { typed: form.typed });
      return;
    }
    goWithNotice(req, res, `${home}/${ukprn}/packs/${made.version}`, 'The pack is made. Print it from your browser.');
  });

  router.get(`${home}/:ukprn/packs/:version`, async (req, res) => {
    const { ukprn } = req.params;
    const pack = await insight.showPack(viewerOf(res), ukprn, oneVersion(req.params.version));
    res.render('staff/insight/pack', {
      ...{ title: `${pack.title}, pack ${pack.version}`, layout: 'plain' },
      back: { href: `${home}/${ukprn}/packs`, text: 'All packs' },
      heading: pack.title,
      version: pack.version,
      asOf: format.date(pack.asOf),
      asked: pack.asked,
      changes: pack.changes,
      ...figuresView(pack.figures),
      file: `${home}/${ukprn}/packs/${pack.version}/figures.csv`,
    });
  });

  router.get(`${home}/:ukprn/packs/:version/figures.csv`, async (req, res) => {
    const asked = oneVersion(req.params.version);
    const { figures, ukprn, version } = await insight.showPack(viewerOf(res), req.params.ukprn, asked);
    sendFile(res, `pack-${ukprn}-${version}`, insight.tablesCsv(linesOf(tablesOf(figures))));
  });
  return router;
}
