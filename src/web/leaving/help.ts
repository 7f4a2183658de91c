// A student asks an adult for help from the leaving form (Y1, Y7): the page of the survey, with "in person, at school" among the ways.
import type { Router } from 'express';
import type { Application } from '../../application/index.js';
import type { SurveyCookies } from '../survey/cookie.js';
import { helpRoutes } from '../survey/help.js';
import { turnAwayFrom } from './door.js';

/** `/leaving/help`. */
export const leavingHelp = ({ leaving, care }: Pick<Application, 'leaving' | 'care'>, cookies: SurveyCookies): Router =>
  helpRoutes(
    {
      ...{ path: '/leaving/help', title: 'ask.adult' },
      ...{ page: care.helpPageAtSchool, ask: care.askForHelpAtSchool, keep: care.keepUnsentHelpAtSchool },
      languages: leaving.questions.languages,
      // Who has sent the form goes on with its last step.
      backTo: async (cookie) =>
        (await leaving.confirmPage(cookie)).kind === 'confirm' ? '/leaving/confirm' : '/leaving/form',
      readingOf: (cookie) => Promise.resolve(leaving.readingOf(cookie)),
      turnAway: turnAwayFrom(leaving, cookies),
    },
    cookies,
  );
