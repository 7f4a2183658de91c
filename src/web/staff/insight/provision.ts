// Insight → Careers provision: what was added, changed or dropped, because of which figure, for which year groups, reviewed when; and
// what former students said that school should add or drop, counted beside it (feature 61).
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../../application/index.js';
import type { ProvisionDealt } from '../../../application/insight/provision-log.js';
import { stages } from '../../../domain/alumni/cohort.js';
import { londonDate } from '../../../domain/calendar/london-time.js';
import { figureSentence } from '../../../domain/insight/cited-figure.js';
import type { Place } from '../../../domain/insight/kept-change.js';
import { provisionKinds, reviewVerdicts, yearGroups } from '../../../domain/insight/provision.js';
import { mayPost, viewerOf } from '../../access.js';
import { readForm } from '../../form.js';
import { format } from '../../format.js';
import { goWithNotice } from '../../session.js';
import { placeItems, refusalWords, stepRows } from './acting.js';
import { again, day, may, needs, refused, ticked, version, type Again } from './kept-forms.js';
import { openingActing, schoolAndStage } from './opening.js';
import {
  groupNames,
  home,
  kindWords,
  provisionTable,
  reviewWords,
  verdictWords,
  voiceTable,
  voiceWords,
} from './provision-view.js';
import { linesOf, sendFile } from './tables.js';

const query = z.object(schoolAndStage);

const newForm = z.strictObject({
  place: z.string('Choose whose it is').min(1, 'Choose whose it is').max(60),
  stage: z.enum(stages),
  kind: z.enum(provisionKinds, 'Choose what was done'),
  what: needs('Enter what of careers provision it is'),
  yearGroups: ticked(yearGroups, 'Choose at least one year group'),
  from: day('Enter the day from which on, for example 2027-01-11'),
  because: z.string('Choose why').min(1, 'Choose why').max(80),
  why: may,
  reviewOn: day('Enter the day on which it is looked at again, for example 2027-07-01'),
});
const actForm = z.discriminatedUnion('act', [
  z.strictObject({
    ...{ act: z.literal('review'), version, verdict: z.enum(reviewVerdicts, 'Choose what is to become of it') },
    ...{ found: needs('Enter what you found'), next: day('Enter the next day, for example 2028-07-01') },
  }),
  z.strictObject({ act: z.literal('note'), version, note: needs('Enter your note') }),
]);

const refusals: Readonly<
  Record<Extract<ProvisionDealt, { kind: 'refused' }>['why'], readonly [field: string, message: string]>
> = {
  ...{
    'not-yours': ['place', refusalWords['not-yours']],
    meanwhile: ['', refusalWords.meanwhile],
    full: ['', refusalWords.full],
  },
  'no-figure': ['because', 'Choose a figure of the same school or of the trust'],
};

/** `/staff/insight/provision`, one change, and all as a file. */
export function provisionPages({ insight }: Pick<Application, 'insight'>, clock: Clock): Router {
  const router = Router();

  async function renderLog(
    res: Response,
    asked: z.output<typeof query>,
    { errors = {}, typed = {} }: Again,
  ): Promise<void> {
    const viewer = viewerOf(res);
    const shown = await insight.showProvision(viewer, asked);
    const opening = openingActing('Careers provision', 'provision', viewer.role, shown);
    res.render('staff/insight/provision', {
      ...opening,
      ...{ errors, entered: typed },
      table: provisionTable(shown.log),
      voice: voiceTable(shown),
      said: voiceWords(shown),
      placeChoices: placeItems(shown),
      kinds: provisionKinds.map((value) => ({ value, text: kindWords[value] })),
      groups: yearGroups.map((value) => ({ value, text: groupNames[value] })),
      reasons: [
        { value: '', text: 'Choose' },
        ...shown.figures.map((figure) => ({ value: figure.key, text: figureSentence(figure) ?? '' })),
        { value: 'alumni', text: 'What former students said' },
        { value: 'other', text: 'Something else, in the words below' },
      ],
      whoseFigures:
        shown.school === null
          ? 'The figures are those of the whole trust.'
          : `The figures are those of ${shown.school.name}.`,
      mayWrite: mayPost(viewer, home),
      file: `/staff/insight/provision.csv${opening.about}`,
    });
  }

  async function renderOne(res: Response, id: string, { errors = {}, typed = {} }: Again): Promise<void> {
    const viewer = viewerOf(res);
    const shown = await insight.showProvisionChange(viewer, id);
    const { change } = shown;
    const [[, done, groups, whose, because] = []] = provisionTable([shown]).rows;
    res.render('staff/insight/provision-change', {
      ...{ title: 'Careers provision', layout: 'staff', place: 'insight', errors, typed },
      back: { href: home, text: 'All changes' },
      ...{ id, version: change.version, heading: change.what },
      tag: reviewWords(shown),
      facts: [
        { key: 'Done', value: done },
        { key: 'Year groups', value: groups },
        { key: 'Whose', value: whose },
        { key: 'Because', value: because },
        { key: 'Looked at next', value: format.date(change.reviewOn) },
        ...(change.review === undefined
          ? []
          : [
              {
                key: 'Last looked at',
                value: `${format.date(change.review.on)}: ${verdictWords[change.review.verdict]}`,
              },
            ]),
      ],
      steps: stepRows(shown.steps),
      verdicts: reviewVerdicts.map((value) => ({ value, text: verdictWords[value] })),
      mayWrite: mayPost(viewer, `${home}/${id}`),
    });
  }

  router.get(home, (req, res) => renderLog(res, query.parse(req.query), {}));

  router.get('/staff/insight/provision.csv', async (req, res) => {
    const shown = await insight.showProvision(viewerOf(res), query.parse(req.query));
    sendFile(res, 'careers-provision', insight.tablesCsv(linesOf([provisionTable(shown.log), voiceTable(shown)])));
  });

  router.post(home, async (req, res) => {
    const form = readForm(newForm, req.body);
    const asked = { stage: String(form.typed['stage'] ?? '') };
    if (!form.ok) {
      await renderLog(res, asked, again(res, form));
      return;
    }
    const { place, ...given } = form.value;
    if (given.because === 'other' && given.why === '') {
      await renderLog(res, asked, refused(res, 'why', 'Enter why', form.typed));
      return;
    }
    const dealt = await insight.logProvision(viewerOf(res), { ...given, place: place as Place });
    if (dealt.kind === 'refused') {
      await renderLog(res, asked, refused(res, ...refusals[dealt.why], form.typed));
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
    const { value } = form;
    const act =
      value.act === 'note'
        ? ({ kind: 'note', words: value.note } as const)
        : ({
            kind: 'review',
            verdict: value.verdict,
            next: value.next,
            on: londonDate(clock.now()),
            words: value.found,
          } as const);
    const dealt = await insight.changeProvision(viewerOf(res), { id, version: Number(value.version), act });
    if (dealt.kind === 'refused') {
      const [field, message] = refusals[dealt.why];
      await renderOne(res, id, refused(res, field, message, form.typed, dealt.why === 'meanwhile'));
      return;
    }
    goWithNotice(req, res, `${home}/${id}`, 'Written down.');
  });

  return router;
}
