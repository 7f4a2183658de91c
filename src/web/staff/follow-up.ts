// Follow up: with whom to get in touch now. Who is at risk by a rule and can still meet it, and of whom what we know is due
// for review, about to lapse, or lapsed. Every list names the day that matters and leads to the person.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { FollowUpList, FollowUpRow } from '../../application/destinations/list-follow-up.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import { currencyStates } from '../../domain/destinations/currency.js';
import { findRuleset, rulesetKey, rulesets } from '../../domain/destinations/sustained/catalogue.js';
import { activityInWords } from '../../domain/destinations/words.js';
import { viewerOf } from '../access.js';
import { format } from '../format.js';
import { currencyTags } from './destination-words.js';
import { nameOnScreen } from './person-header.js';
import { lastDaysInWords } from './verdict-view.js';

const PAGE = 25;

const query = z.object({
  list: z
    .enum(['at-risk', ...currencyStates])
    .catch('at-risk')
    .default('at-risk'),
  rule: z.string().max(60).catch('').default(''),
  from: z.string().max(120).catch('').default(''),
});
type Query = z.output<typeof query>;

const address = (chosen: Pick<Query, 'list' | 'rule'>, from = ''): string => {
  const named = Object.entries({ ...chosen, from }).filter(([, value]) => value !== '');
  return `/staff/follow-up?${new URLSearchParams(named).toString()}`;
};

const purposes = {
  'at-risk':
    'People who can still meet the rule, but not if everything goes on as we last heard. The nearest day comes first.',
  'due-for-review': 'People whose last word to us grows old. The longest ago comes first.',
  'due-to-lapse': 'People whose last word to us lapses within days. The longest ago comes first.',
  lapsed: 'People of whom we know nothing current any more. The longest ago comes first.',
  verified: 'People of whom what we know is current. The longest ago comes first.',
} as const;

const rowOf = ({ alumnus, schoolName, present, currency, meter }: FollowUpRow) => [
  { text: nameOnScreen(alumnus), href: `/staff/people/${alumnus.id}/record` },
  schoolName,
  cohortName(alumnus.cohortId),
  present === null ? null : activityInWords(present),
  currency === null ? null : format.date(currency.verifiedOn),
  meter !== null ? lastDaysInWords(meter) : currency === null ? null : format.date(currency.lapsesOn),
];

/** `/staff/follow-up`. */
export function followUpPages({ destinations }: Pick<Application, 'destinations'>): Router {
  const router = Router();
  router.get('/staff/follow-up', async (req, res) => {
    const { list, rule, from } = query.parse(req.query);
    const ruleset = findRuleset(rule) ?? rulesets[0];
    if (ruleset === undefined) throw new Error('No ruleset is published.');
    const wanted: FollowUpList = list === 'at-risk' ? { kind: list, ruleset } : { kind: 'currency', state: list };
    const { rows, total, next } = await destinations.listFollowUp(viewerOf(res), wanted, { from, limit: PAGE });
    const here = { list, rule: list === 'at-risk' ? rulesetKey(ruleset) : '' };
    const chip = (text: string, to: Query['list']) => ({
      text,
      href: address({ list: to, rule: '' }),
      current: to === list,
      ...(to === list && { count: total }),
    });
    res.render('staff/follow-up', {
      title: 'Follow up',
      layout: 'staff',
      place: 'people',
      back: { href: '/staff/people', text: 'All people' },
      purpose: purposes[list],
      atRisk: list === 'at-risk',
      lists: [
        chip('Can still meet a rule', 'at-risk'),
        ...currencyStates.toReversed().map((state) => chip(currencyTags[state].text, state)),
      ],
      rules: rulesets.map((one) => ({
        text: one.title,
        href: address({ list: 'at-risk', rule: rulesetKey(one) }),
        current: one === ruleset,
      })),
      rows: rows.map(rowOf),
      first: from === '' ? null : address(here),
      next: next === null ? null : address(here, next),
    });
  });
  return router;
}
