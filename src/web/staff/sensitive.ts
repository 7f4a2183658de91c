// Settings → Sensitive questions: on what ground the trust asks what can tell of health or faith, who decided it and until when (Y12).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application, Clock } from '../../application/index.js';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { maySensitiveBeAsked, sensitiveConditions, type SensitiveCondition } from '../../domain/survey/sensitive.js';
import { mayPost, viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';

const home = '/staff/settings/sensitive';

const conditionWords: Readonly<Record<SensitiveCondition, string>> = {
  'explicit-consent': 'They agree: Article 9(2)(a), said by choosing an answer',
  'substantial-public-interest': 'Substantial public interest: Article 9(2)(g), with a policy document',
  research: 'Research and statistics: Article 9(2)(j)',
};

const day = (message: string) =>
  z.string(message).transform((typed, context) => {
    const date = parseLocalDate(typed);
    if (date !== null) return date;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
const form = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('decide'),
    condition: z.enum(sensitiveConditions, 'Choose the condition that was decided on'),
    decidedBy: z.string().trim().min(1, 'Enter who decided it').max(120, 'Use at most 120 characters'),
    decidedOn: day('Enter the day on which it was decided'),
    until: day('Enter the last day on which it holds'),
  }),
  z.strictObject({ act: z.literal('take-back') }),
]);

/** `/staff/settings/sensitive`. */
export function sensitivePages({ survey }: Pick<Application, 'survey'>, clock: Clock): Router {
  const router = Router();

  async function render(req: Request, res: Response, errors: FieldErrors = {}, typed?: Typed): Promise<void> {
    const ground = await survey.sensitiveGround();
    const asked = maySensitiveBeAsked(ground, londonDate(clock.now()));
    res.render('staff/settings/sensitive', {
      ...{ title: 'Sensitive questions', layout: 'staff', place: 'settings', errors },
      mayChange: mayPost(viewerOf(res), home),
      conditions: sensitiveConditions.map((value) => ({ value, text: conditionWords[value] })),
      typed: typed ?? ground ?? {},
      state: asked
        ? { tone: 'good', text: 'They are asked' }
        : { tone: 'careful', text: 'They are not asked: no condition holds today' },
      rows:
        ground === null
          ? []
          : [
              { key: 'Condition', value: conditionWords[ground.condition] },
              { key: 'Decided by', value: ground.decidedBy },
              { key: 'Decided on', value: format.date(ground.decidedOn) },
              { key: 'Until', value: format.date(ground.until) },
            ],
    });
  }

  router.get(home, async (req, res) => render(req, res));

  router.post(home, async (req, res) => {
    const read = readForm(form, req.body);
    if (!read.ok) {
      if (read.errors['act'] !== undefined) throw new NotOurForm();
      res.status(422);
      await render(req, res, read.errors, read.typed);
      return;
    }
    const { act, ...ground } = read.value;
    if (act === 'decide' && 'until' in ground && ground.until < ground.decidedOn) {
      res.status(422);
      await render(req, res, { until: 'Enter a day that is not before the decision' }, read.typed);
      return;
    }
    await survey.decideSensitive(viewerOf(res), 'until' in ground ? ground : null);
    goWithNotice(
      req,
      res,
      home,
      act === 'decide' ? 'Recorded.' : 'Taken back. These questions are not asked any more.',
    );
  });

  return router;
}
