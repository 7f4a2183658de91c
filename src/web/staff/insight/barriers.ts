// Insight → Barriers: the board from hint to result, and one card of it (feature 59). Every change rests on the version that was looked
// at; counts are of ten people and more, and leaders see no more of them than is safe.
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import {
  actsFor,
  barrierResults,
  barrierStages,
  barrierWays,
  isOpen,
  type BarrierAct,
} from '../../../domain/insight/barrier-card.js';
import { leastShowing, leastSigns } from '../../../domain/insight/barrier-detector.js';
import type { Place } from '../../../domain/insight/kept-change.js';
import { mayPost, viewerOf } from '../../access.js';
import { readForm } from '../../form.js';
import { format } from '../../format.js';
import { goWithNotice } from '../../session.js';
import { placeItems, refusalWords, stepRows } from './acting.js';
import { boardTables, cardFacts, cardTag, home, resultWords, signTable, stageWords, wayWords } from './barrier-view.js';
import { again, day, needs, refused, version, type Again } from './kept-forms.js';
import { openingActing, schoolAndStage } from './opening.js';
import { linesOf, sendFile } from './tables.js';

const query = z.object(schoolAndStage);

const hintForm = z.strictObject({
  place: z.string('Choose whom it is about').min(1, 'Choose whom it is about').max(60),
  title: needs('Enter what may stand in the way', 120),
  hint: needs('Enter what you noticed'),
});
const actForm = z.discriminatedUnion('act', [
  z.strictObject({
    ...{ act: z.literal('evidence'), version, found: needs('Enter what you found') },
    holds: z.enum(['yes', 'no'], 'Choose whether it is borne out'),
  }),
  z.strictObject({
    ...{ act: z.literal('decide'), version, way: z.enum(barrierWays, 'Choose what to do') },
    ...{
      why: needs('Enter what was decided and why'),
      gains: needs('Enter who gains'),
      loses: needs('Enter who could lose'),
    },
    dutyCheckedBy: needs('Enter who checked it', 120),
  }),
  z.strictObject({
    ...{ act: z.literal('act'), version, what: needs('Enter what is being done') },
    ...{ owner: needs('Enter who sees to it', 120), by: day('Enter the day, for example 2027-03-31') },
  }),
  z.strictObject({
    ...{ act: z.literal('result'), version, result: z.enum(barrierResults, 'Choose what came of it') },
    came: needs('Enter what shows it'),
  }),
  z.strictObject({ act: z.literal('note'), version, note: needs('Enter your note') }),
  z.strictObject({ act: z.literal('again'), version, again: needs('Enter why') }),
]);

function actOf(form: z.output<typeof actForm>): BarrierAct {
  switch (form.act) {
    case 'evidence':
      return { kind: 'evidence', words: form.found, holds: form.holds === 'yes' };
    case 'decide': {
      const { way, why, gains, loses, dutyCheckedBy } = form;
      return { kind: 'decide', way, words: why, gains, loses, dutyCheckedBy };
    }
    case 'act':
      return { kind: 'act', words: form.what, owner: form.owner, by: form.by };
    case 'result':
      return { kind: 'result', result: form.result, words: form.came };
    case 'note':
      return { kind: 'note', words: form.note };
    case 'again':
      return { kind: 'again', words: form.again };
  }
}

/** `/staff/insight/barriers`, one card, and the board as a file. */
export function barrierPages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();

  async function renderBoard(
    res: Response,
    asked: z.output<typeof query>,
    { errors = {}, typed = {} }: Again,
  ): Promise<void> {
    const viewer = viewerOf(res);
    const board = await insight.showBarriers(viewer, asked);
    const opening = openingActing('Barriers', 'barriers', viewer.role, board);
    res.render('staff/insight/barriers', {
      ...opening,
      choices: { ...opening.choices, stages: [] },
      ...{ errors, entered: typed },
      columns: barrierStages.map((stage, place) => ({
        ...stageWords[stage],
        id: stage,
        table: boardTables(board)[place],
        open: isOpen({ stage }),
      })),
      placeChoices: placeItems(board),
      mayWrite: mayPost(viewer, home),
      least: { signs: format.count(leastSigns), people: format.count(leastShowing) },
      file: `/staff/insight/barriers.csv${opening.about}`,
    });
  }

  async function renderCard(res: Response, id: string, { errors = {}, typed = {} }: Again): Promise<void> {
    const viewer = viewerOf(res);
    const shown = await insight.showBarrier(viewer, id);
    const { card } = shown;
    const { detected } = card;
    res.render('staff/insight/barrier', {
      ...{ title: card.title, layout: 'staff', place: 'insight', errors, typed },
      back: { href: home, text: 'The board' },
      ...{ id, version: card.version, heading: card.title, hint: card.hint },
      tag: cardTag(shown),
      stage: stageWords[card.stage],
      facts: cardFacts(shown),
      table: signTable(shown),
      detected:
        detected === undefined
          ? null
          : {
              asOf: format.dateTime(detected.asOf),
              cohorts: format.countOf(detected.cohorts.length, 'cohort', 'cohorts'),
              speaks: detected.raised,
            },
      steps: stepRows(shown.steps),
      acts: mayPost(viewer, `${home}/${id}`) ? actsFor(card.stage) : [],
      ways: barrierWays.map((value) => ({ value, text: wayWords[value] })),
      results: barrierResults.map((value) => ({ value, text: resultWords[value] })),
    });
  }

  router.get(home, (req, res) => renderBoard(res, query.parse(req.query), {}));

  router.get('/staff/insight/barriers.csv', async (req, res) => {
    const board = await insight.showBarriers(viewerOf(res), query.parse(req.query));
    sendFile(res, 'barriers', insight.tablesCsv(linesOf(boardTables(board))));
  });

  router.post(home, async (req, res) => {
    const form = readForm(hintForm, req.body);
    if (!form.ok) {
      await renderBoard(res, {}, again(res, form));
      return;
    }
    const { place, title, hint } = form.value;
    const dealt = await insight.noticeBarrier(viewerOf(res), { place: place as Place, title, hint });
    if (dealt.kind === 'refused') {
      const field = dealt.why === 'not-yours' ? 'place' : 'hint';
      await renderBoard(res, {}, refused(res, field, refusalWords[dealt.why], form.typed));
      return;
    }
    goWithNotice(req, res, `${home}/${dealt.id}`, 'It is on the board.');
  });

  router.get(`${home}/:id`, (req, res) => renderCard(res, req.params.id, {}));

  router.post(`${home}/:id`, async (req, res) => {
    const { id } = req.params;
    const form = readForm(actForm, req.body);
    if (!form.ok) {
      await renderCard(res, id, again(res, form));
      return;
    }
    const act = actOf(form.value);
    const dealt = await insight.changeBarrier(viewerOf(res), { id, version: Number(form.value.version), act });
    if (dealt.kind === 'refused') {
      const late = dealt.why === 'meanwhile' || dealt.why === 'not-now';
      await renderCard(
        res,
        id,
        refused(res, dealt.why === 'who' ? 'found' : '', refusalWords[dealt.why], form.typed, late),
      );
      return;
    }
    goWithNotice(req, res, `${home}/${id}`, 'Written down.');
  });

  return router;
}
