// Follow up: of whom what we know is due for review, about to lapse, or lapsed. Every list names the day that matters and leads to
// the person. Who is about to miss a rule stands under Insight, Early warning.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { FollowUpRow } from '../../application/destinations/list-follow-up.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import { currencyStates, type CurrencyState } from '../../domain/destinations/currency.js';
import { activityInWords } from '../../domain/destinations/words.js';
import { viewerOf } from '../access.js';
import { format } from '../format.js';
import { currencyTags } from './destination-words.js';
import { nameOnScreen } from './person-header.js';

const PAGE = 25;

const query = z.object({
  list: z.enum(currencyStates).catch('lapsed').default('lapsed'),
  from: z.string().max(120).catch('').default(''),
});

const address = (list: CurrencyState, from = ''): string =>
  `/staff/follow-up?${new URLSearchParams({ list, ...(from !== '' && { from }) }).toString()}`;

const purposes: Readonly<Record<CurrencyState, string>> = {
  'due-for-review': 'People whose last word to us grows old. The longest ago comes first.',
  'due-to-lapse': 'People whose last word to us lapses within days. The longest ago comes first.',
  lapsed: 'People of whom we know nothing current any more. The longest ago comes first.',
  verified: 'People of whom what we know is current. The longest ago comes first.',
};

const rowOf = ({ alumnus, schoolName, present, currency }: FollowUpRow) => [
  { text: nameOnScreen(alumnus), href: `/staff/people/${alumnus.id}/record` },
  schoolName,
  cohortName(alumnus.cohortId),
  activityInWords(present),
  format.date(currency.verifiedOn),
  format.date(currency.lapsesOn),
];

/** `/staff/follow-up`. */
export function followUpPages({ destinations }: Pick<Application, 'destinations'>): Router {
  const router = Router();
  router.get('/staff/follow-up', async (req, res) => {
    const { list, from } = query.parse(req.query);
    const { rows, total, next } = await destinations.listFollowUp(viewerOf(res), list, { from, limit: PAGE });
    res.render('staff/follow-up', {
      title: 'Follow up',
      layout: 'staff',
      place: 'people',
      back: { href: '/staff/people', text: 'All people' },
      purpose: purposes[list],
      lists: currencyStates.toReversed().map((state) => ({
        text: currencyTags[state].text,
        href: address(state),
        current: state === list,
        ...(state === list && { count: total }),
      })),
      rows: rows.map(rowOf),
      first: from === '' ? null : address(list),
      next: next === null ? null : address(list, next),
    });
  });
  return router;
}
