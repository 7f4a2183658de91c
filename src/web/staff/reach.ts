// Reach: how many of a cohort have an address of their own and a basis, until when, and in which later waves they can be
// written to; who is about to be lost (Y1). The bars repeat what stands in figures beside them.
import { Router } from 'express';
import type { Application } from '../../application/index.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import type { LostReason, ReachSums } from '../../domain/waves/reach.js';
import { mayOpen, viewerOf } from '../access.js';
import { format } from '../format.js';

const home = '/staff/reach';

const why: Readonly<Record<LostReason, string>> = {
  'no-own-address': 'No address of their own that works',
  suppressed: 'Their address must not be mailed',
  'no-basis': 'No basis for writing by then',
  'before-joining': 'Left before the school joined, and no basis was recorded',
  'keeping-period-over': 'Contact data may not be kept so long',
};

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 100));

/** The finding, as the chart's title. */
function finding({ people, waves }: ReachSums, next: string | undefined): string {
  if (people === 0) return 'Nobody of this cohort is on record';
  if (next === undefined) return 'No wave of the plan is to come for this cohort';
  return `${format.number(waves[0] ?? 0)} of ${format.number(people)} can be written to in the ${next}`;
}

/** `/staff/reach`. */
export function reachPages({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();
  router.get(home, async (req, res) => {
    const viewer = viewerOf(res);
    const { cohort } = req.query;
    const reach = await waves.showReach(viewer, (typeof cohort === 'string' ? cohort : '') as CohortId);
    const { all } = reach;
    const lines = [...reach.schools, ...(reach.schools.length > 1 ? [{ name: 'All schools', sums: all }] : [])];
    const lostCount = Object.values(all.lost).reduce((sum, count) => sum + count, 0);
    res.render('staff/reach', {
      ...{ title: 'Reach', layout: 'staff', place: 'reach' },
      chips: reach.cohorts.map(({ id, name }) => ({
        text: name,
        href: `${home}?cohort=${id}`,
        current: id === reach.cohortId,
      })),
      finding: finding(all, reach.waves[0]?.name),
      people: all.people,
      bars: reach.waves.map(({ name, on }, at) => ({
        name: format.capital(name),
        on: format.date(on),
        count: all.waves[at] ?? 0,
        share: share(all.waves[at] ?? 0, all.people),
      })),
      columns: [
        { text: 'School' },
        ...['People', 'Own address', 'Confirmed', 'Consent', 'Public task', 'No basis'].map((text) => ({
          text,
          numeric: true,
        })),
        ...reach.waves.map(({ name, on }) => ({ text: `${format.capital(name)}, ${format.date(on)}`, numeric: true })),
      ],
      rows: lines.map(({ name, sums }) => [
        name,
        ...[sums.people, sums.own, sums.confirmed, sums.consent, sums.publicTask, sums.noBasis],
        ...sums.waves,
      ]),
      ends: Object.entries(all.ends)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([year, count]) => [year === 'open' ? 'No end was named' : year, count]),
      lostCount,
      lostRows: Object.entries(all.lost).map(([reason, count]) => [why[reason as LostReason], count]),
      names: mayOpen(viewer.role, '/staff/people')
        ? reach.lost.map(({ id, name, school, why: reason }) => [
            { text: name, href: `/staff/people/${id}/contact` },
            school,
            why[reason],
          ])
        : [],
    });
  });
  return router;
}
