// Insight → One page, and For the website: a sheet of A4 for governors, frozen by its day, and a block of HTML with definition and
// without small numbers (Y16). Both as who sees no names may read them.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, AppSettings } from '../../../application/index.js';
import type { OnePageFrozen } from '../../../application/insight/one-page.js';
import { stages, type Stage } from '../../../domain/alumni/cohort.js';
import { heardOf, shareWords } from '../../../domain/insight/cited-figure.js';
import type { Place } from '../../../domain/insight/kept-change.js';
import { findingsOnPage } from '../../../domain/insight/one-page.js';
import { mayPost, viewerOf } from '../../access.js';
import { readForm } from '../../form.js';
import { format } from '../../format.js';
import { goWithNotice } from '../../session.js';
import { refusalWords } from './acting.js';
import { again, needs, refused, type Again } from './kept-forms.js';
import { openingActing, schoolAndStage } from './opening.js';
import { rangeWords } from './words.js';

const home = '/staff/insight/one-page';
const query = z.object(schoolAndStage);
const pageForm = z.strictObject({
  place: z.string().min(1).max(60),
  stage: z.enum(stages),
  keys: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : (value ?? [])),
    z.array(z.string().max(120)).length(findingsOnPage, `Choose ${format.count(findingsOnPage)} findings`),
  ),
  asked: needs('Enter the decision that is asked for', 400),
  owner: needs('Enter who takes it', 120),
});

const refusals: Readonly<
  Record<Extract<OnePageFrozen, { kind: 'refused' }>['why'], readonly [field: string, message: string]>
> = {
  three: ['keys', `Choose ${format.count(findingsOnPage)} findings`],
  'not-yours': ['', refusalWords['not-yours']],
  meanwhile: ['', refusalWords.meanwhile],
};

/** The official tables of the same leavers. */
const officialTables: Readonly<Record<Stage, string>> = {
  y13: 'https://explore-education-statistics.service.gov.uk/find-statistics/16-18-destination-measures',
  y11: 'https://explore-education-statistics.service.gov.uk/find-statistics/key-stage-4-destination-measures',
};
const stageWords: Readonly<Record<Stage, string>> = { y13: 'Year 13', y11: 'Year 11' };

/** `/staff/insight/one-page`, a sheet, and `/staff/insight/website`. */
export function onePagePages(
  { insight }: Pick<Application, 'insight'>,
  settings: Pick<AppSettings, 'trustName'>,
): Router {
  const router = Router();

  async function render(
    res: Response,
    asked: z.output<typeof query>,
    { errors = {}, typed = {} }: Again,
  ): Promise<void> {
    const viewer = viewerOf(res);
    const shown = await insight.showOnePages(viewer, asked);
    res.render('staff/insight/one-pages', {
      ...openingActing('One page', 'one-page', viewer.role, shown),
      ...{ errors, entered: typed },
      about: { place: shown.school?.id ?? 'trust', name: shown.school?.name ?? 'The whole trust', stage: shown.stage },
      findings: shown.findings.map(({ key, said }) => ({ value: key, text: said })),
      mayWrite: mayPost(viewer, home) && (shown.school !== null || shown.schools.length === shown.every.length),
      rows: shown.pages.map(({ id, name, on, asked: decision, owner }) => [
        { text: `${name}, ${format.date(on)}`, href: `${home}/${id}` },
        decision,
        owner,
      ]),
    });
  }

  router.get(home, (req, res) => render(res, query.parse(req.query), {}));

  router.post(home, async (req, res) => {
    const form = readForm(pageForm, req.body);
    const whose = {
      school: String(form.typed['place'] ?? '').replace(/^trust$/, ''),
      stage: String(form.typed['stage'] ?? ''),
    };
    if (!form.ok) {
      await render(res, whose, again(res, form));
      return;
    }
    const frozen = await insight.freezeOnePage(viewerOf(res), { ...form.value, place: form.value.place as Place });
    if (frozen.kind === 'refused') {
      await render(res, frozen.why === 'not-yours' ? {} : whose, refused(res, ...refusals[frozen.why], form.typed));
      return;
    }
    goWithNotice(req, res, `${home}/${frozen.id}`, 'Frozen. Print it, or save it as PDF from the print dialogue.');
  });

  router.get(`${home}/:id`, async (req, res) => {
    const { page, by, otherwise } = await insight.showOnePage(viewerOf(res), req.params.id);
    res.render('staff/insight/one-page', {
      ...{ title: `${page.name}, ${format.date(page.on)}`, layout: 'plain' },
      back: { href: home, text: 'All sheets' },
      ...{ sheet: page, by, otherwise },
      leavers: stageWords[page.stage],
      countedAt: page.countedAt ?? null,
      uncertain: page.findings.flatMap(({ uncertain }) => uncertain ?? []),
    });
  });

  router.get('/staff/insight/website', async (req, res) => {
    const viewer = viewerOf(res);
    const shown = await insight.showWebsiteBlock(viewer, query.parse(req.query));
    const block = {
      name: shown.school?.name ?? settings.trustName,
      leavers: stageWords[shown.stage],
      asOf: shown.countedAt === null ? null : format.day(shown.countedAt),
      official: officialTables[shown.stage],
      figures: shown.figures.map(({ title, definition, over, figure }) => ({
        ...{ title, definition, over, share: shareWords(figure), people: format.number(heardOf(figure)) },
        bounds: figure.bounds === null ? '' : rangeWords(figure.bounds),
      })),
    };
    const html = await new Promise<string>((resolve, reject) => {
      res.app.render('staff/insight/website-block', { layout: 'bare', block }, (error: Error | null, made: string) => {
        if (error === null) resolve(made);
        else reject(error);
      });
    });
    res.render('staff/insight/website', {
      ...openingActing('For the website', 'website', viewer.role, shown),
      ...{ block, html: html.trim() },
    });
  });

  return router;
}
