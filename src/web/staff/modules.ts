// Settings → Optional questions: which modules a school or a cohort is asked beside the usual questions, and switching them.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { NotAllowed } from '../../application/errors.js';
import { newestQuestionnaire } from '../../domain/survey/catalogue.js';
import { newestModules, type QuestionModule } from '../../domain/survey/modules.js';
import { mayOpen, memberOf, viewerOf } from '../access.js';
import { readForm, type FieldErrors, type Typed } from '../form.js';
import { goWithNotice } from '../session.js';

const home = '/staff/settings/modules';
const names = newestModules.map(({ name }) => name) as [string, ...string[]];
const moduleName = z.enum(names);
const switchForm = z.strictObject({
  number: z.coerce.number().int().min(0),
  modules: z
    .union(
      [moduleName.transform((one) => [one]), z.array(moduleName).max(names.length)],
      'Choose from those on this page',
    )
    .default([]),
});

type Choice = Awaited<ReturnType<Application['waves']['listModuleChoices']>>[number];

/** The questionnaires that a module can join, in the words of staff. */
const joinedWords = ({ joins }: QuestionModule): string =>
  joins.map((name) => newestQuestionnaire(name)?.title ?? name).join('; ');

const titleOf = (name: string): string => newestModules.find((each) => each.name === name)?.title ?? name;
const onWords = ({ on }: Choice): string => on.map(titleOf).join(', ');

/** `/staff/settings/modules` and the page of one school or cohort. */
export function modulePages({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();
  const frame = { layout: 'staff', place: 'settings' } as const;

  router.get(home, async (_req, res) => {
    const choices = await waves.listModuleChoices(viewerOf(res));
    const member = memberOf(res);
    const address = ({ kind, id }: Choice): string => `${home}/${kind}/${encodeURIComponent(id)}`;
    const rowOf = (choice: Choice) => {
      const mayChange = choice.mayChange && member !== null && mayOpen(member.role, address(choice));
      return [mayChange ? { text: choice.name, href: address(choice) } : choice.name, onWords(choice) || null];
    };
    res.render('staff/settings/modules', {
      ...{ title: 'Optional questions', ...frame },
      modules: newestModules.map((each) => [each.title, each.purpose, each.pages.length, joinedWords(each)]),
      schools: choices.filter(({ kind }) => kind === 'school').map(rowOf),
      cohorts: choices.filter(({ kind }) => kind === 'cohort').map(rowOf),
    });
  });

  async function render(req: Request<{ kind: string; id: string }>, res: Response, given: Given): Promise<void> {
    const { kind, id } = req.params;
    const choice = await waves.showModuleChoice(viewerOf(res), kind, id);
    if (!choice.mayChange) throw new NotAllowed();
    res.render('staff/settings/module-switch', {
      ...{ title: `Optional questions of ${choice.name}`, ...frame },
      breadcrumbs: [{ text: 'Optional questions', href: home }, { text: choice.name }],
      choice,
      items: newestModules.map((each) => ({
        value: each.name,
        text: each.title,
        hint: `${each.purpose} With: ${joinedWords(each)}.`,
      })),
      value: given.typed?.['modules'] ?? choice.on,
      errors: given.errors ?? {},
    });
  }

  router.get(`${home}/:kind/:id`, async (req, res) => render(req, res, {}));

  router.post(`${home}/:kind/:id`, async (req, res) => {
    const form = readForm(switchForm, req.body);
    if (!form.ok) {
      res.status(422);
      await render(req, res, form);
      return;
    }
    const { kind, id } = req.params;
    const switched = await waves.switchModules(viewerOf(res), { kind, id, ...form.value });
    if (switched === 'switched') {
      goWithNotice(req, res, home, 'Saved. Waves whose invitations are made from now on ask it.');
      return;
    }
    res.status(409);
    await render(req, res, {
      errors: { modules: 'Somebody else changed this meanwhile. Look at it again and choose.' },
    });
  });

  return router;
}

interface Given {
  readonly errors?: FieldErrors;
  readonly typed?: Typed;
}
