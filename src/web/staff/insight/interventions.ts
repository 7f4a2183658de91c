// Insight → What we did, and did it help: the log of what was done for whom, and honest comparisons (feature 60). “Association only”,
// unless schools began one after another in an order drawn by lot.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { InterventionDealt } from '../../../application/insight/interventions.js';
import { stages } from '../../../domain/alumni/cohort.js';
import type { SchoolId } from '../../../domain/alumni/ids.js';
import type { InterventionAct } from '../../../domain/insight/intervention.js';
import type { Place } from '../../../domain/insight/kept-change.js';
import { qualityFacts } from '../../../domain/insight/quality.js';
import { qualityMeasures } from '../../../domain/insight/reports.js';
import { mayPost, viewerOf } from '../../access.js';
import { readForm } from '../../form.js';
import { format } from '../../format.js';
import { goWithNotice } from '../../session.js';
import { leaverWords } from '../leaver-words.js';
import { placeItems, placeWords, refusalWords, stepRows } from './acting.js';
import { comparisonTable, home, logTable } from './intervention-view.js';
import { again, day, leavingYear, needs, refused, version, type Again } from './kept-forms.js';
import { openingActing, schoolAndStage } from './opening.js';
import { linesOf, sendFile } from './tables.js';

const query = z.object(schoolAndStage);

const newForm = z.strictObject({
  place: z.string('Choose whose it is').min(1, 'Choose whose it is').max(60),
  title: needs('Enter a name for it', 120),
  what: needs('Enter what was done'),
  forWhom: needs('Enter for which group'),
  leavers: z.enum(stages, 'Choose which leavers'),
  measure: z.enum(qualityMeasures, 'Choose by which measure it is judged'),
  first: z.string('Choose the school').min(1, 'Choose the school').max(60),
  from: leavingYear,
  drawn: z.enum(['yes', 'no'], 'Choose yes or no'),
});
const actForm = z.discriminatedUnion('act', [
  z.strictObject({
    ...{ act: z.literal('school'), version, next: z.string('Choose the school').min(1, 'Choose the school').max(60) },
    ...{ from: leavingYear, why: needs('Enter how it came about') },
  }),
  z.strictObject({
    ...{
      act: z.literal('end'),
      version,
      on: day('Enter the day, for example 2027-07-16'),
      ending: needs('Enter why it ended'),
    },
  }),
  z.strictObject({ act: z.literal('note'), version, note: needs('Enter your note') }),
]);

function actOf(form: z.output<typeof actForm>): InterventionAct {
  switch (form.act) {
    case 'school':
      return { kind: 'school', began: { schoolId: form.next as SchoolId, from: form.from }, words: form.why };
    case 'end':
      return { kind: 'end', on: form.on, words: form.ending };
    case 'note':
      return { kind: 'note', words: form.note };
  }
}

const refusals: Readonly<
  Record<Extract<InterventionDealt, { kind: 'refused' }>['why'], readonly [field: string, message: string]>
> = {
  ...{ 'not-yours': ['place', refusalWords['not-yours']], meanwhile: ['', refusalWords.meanwhile] },
  ...{ 'not-now': ['', 'It has ended already'], full: ['', refusalWords.full] },
  'there-already': ['next', 'That school is in it already'],
  'no-such-school': ['first', 'Choose one of your own schools; all schools only for the whole trust'],
};

/** `/staff/insight/interventions`, one of them, and all as a file. */
export function interventionPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();

  async function renderLog(
    res: Response,
    asked: z.output<typeof query>,
    { errors = {}, typed = {} }: Again,
  ): Promise<void> {
    const viewer = viewerOf(res);
    const shown = await insight.showInterventions(viewer, asked);
    const opening = openingActing('What we did, and did it help', 'interventions', viewer.role, shown);
    res.render('staff/insight/interventions', {
      ...opening,
      choices: { ...opening.choices, stages: [] },
      ...{ errors, entered: typed },
      table: logTable(shown),
      placeChoices: placeItems(shown),
      firsts: [
        { value: '', text: 'Choose' },
        ...(shown.schools.length === shown.every.length ? [{ value: 'every', text: 'All schools at once' }] : []),
        ...shown.schools.map(({ id, name }) => ({ value: id, text: name })),
      ],
      leavers: stages.map((value) => ({ value, text: leaverWords[value] })),
      measures: qualityMeasures.map((value) => ({ value, text: qualityFacts[value].title })),
      mayWrite: mayPost(viewer, home),
      file: `/staff/insight/interventions.csv${opening.about}`,
    });
  }

  async function renderOne(res: Response, id: string, { errors = {}, typed = {} }: Again): Promise<void> {
    const viewer = viewerOf(res);
    const { whose, shown } = await insight.showIntervention(viewer, id);
    const { intervention, began } = shown;
    const facts = qualityFacts[intervention.measure];
    res.render('staff/insight/intervention', {
      ...{ title: intervention.title, layout: 'staff', place: 'insight', errors, typed },
      back: { href: home, text: 'All that we did' },
      ...{ id, version: intervention.version, heading: intervention.title, what: intervention.what },
      facts: [
        { key: 'Whose', value: placeWords(shown.school) },
        { key: 'For whom', value: intervention.forWhom },
        { key: 'Judged by', value: facts.title },
        { key: 'Schools', value: began.map(({ school, from }) => `${school}, from leavers of ${from}`).join('; ') },
        { key: 'Order of schools', value: intervention.drawn ? 'Drawn by lot' : 'Not drawn by lot, or not kept to' },
        ...(intervention.endedOn === undefined ? [] : [{ key: 'Ended', value: format.date(intervention.endedOn) }]),
      ],
      definition: facts.definition,
      asOf: shown.countedAt === null ? null : format.dateTime(shown.countedAt),
      table: shown.comparison === null ? null : comparisonTable(shown),
      steps: stepRows(shown.steps),
      acts: mayPost(viewer, `${home}/${id}`)
        ? intervention.endedOn === undefined
          ? ['school', 'end', 'note']
          : ['note']
        : [],
      schools: [
        { value: '', text: 'Choose' },
        ...whose.schools
          .filter((school) => !intervention.began.some(({ schoolId }) => schoolId === school.id))
          .map((school) => ({ value: school.id, text: school.name })),
      ],
    });
  }

  router.get(home, (req, res) => renderLog(res, query.parse(req.query), {}));

  router.get('/staff/insight/interventions.csv', async (req, res) => {
    const shown = await insight.showInterventions(viewerOf(res), query.parse(req.query));
    sendFile(res, 'what-we-did', insight.tablesCsv(linesOf([logTable(shown), ...shown.log.map(comparisonTable)])));
  });

  router.post(home, async (req, res) => {
    const form = readForm(newForm, req.body);
    if (!form.ok) {
      await renderLog(res, {}, again(res, form));
      return;
    }
    const { place, leavers, drawn, ...given } = form.value;
    const dealt = await insight.logIntervention(viewerOf(res), {
      ...given,
      place: place as Place,
      stage: leavers,
      drawn: drawn === 'yes',
    });
    if (dealt.kind === 'refused') {
      await renderLog(res, {}, refused(res, ...refusals[dealt.why], form.typed));
      return;
    }
    goWithNotice(req, res, `${home}/${dealt.id}`, 'Written down.');
  });

  router.get(`${home}/:id`, (req, res) => renderOne(res, req.params.id, {}));

  router.post(`${home}/:id`, async (req, res) => {
    const { id } = req.params;
    const form = readForm(actForm, req.body);
    if (!form.ok) {
      await renderOne(res, id, again(res, form));
      return;
    }
    const dealt = await insight.changeIntervention(viewerOf(res), {
      id,
      version: Number(form.value.version),
      act: actOf(form.value),
    });
    if (dealt.kind === 'refused') {
      const [field, message] = refusals[dealt.why];
      await renderOne(
        res,
        id,
        refused(
          res,
          field === 'first' ? 'next' : field,
          message,
          form.typed,
          dealt.why === 'meanwhile' || dealt.why === 'not-now',
        ),
      );
      return;
    }
    goWithNotice(req, res, `${home}/${id}`, 'Written down.');
  });

  return router;
}
