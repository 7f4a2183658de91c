// Official figures → gaps: a school's official row beside our own, and for each gap what could explain it, as ranges of people
// over every way that our records allow (moonshot M1). Never a person's cause; for those who see people by name.
import { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { twinMeasures, type SchoolTwin } from '../../application/official/twin-of-school.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import { leaversWords } from '../../domain/official/figure.js';
import { cellWords, measureFacts } from '../../domain/official/measure.js';
import type { GapCause } from '../../domain/official/standing.js';
import type { Gap, Range } from '../../domain/official/twin.js';
import { viewerOf } from '../access.js';
import { inAddress } from '../form.js';
import { format } from '../format.js';
import { asOfWords } from './official-words.js';

const filter = z.object({
  school: inAddress(60),
  measure: z.enum(twinMeasures).catch('16-18-destinations').default('16-18-destinations'),
  cohort: inAddress(10),
  leavers: inAddress(20),
});

const causeWords: Readonly<Record<GapCause | 'unexplained', string>> = {
  late: 'a date at the edge of the window, or heard late',
  abroad: 'outside the UK, where the Department sees nothing',
  benefit: 'a benefit that we do not know of, or none',
  rule: 'another reading of what is unverified in the rule',
  unknown: 'we have not been told',
  cohort: 'counted by one of the two only',
  unexplained: 'explained by nothing that we hold',
};

const rangeWords = ({ least, most }: Range): string => {
  const signed = (count: number): string => (count > 0 ? `+${format.number(count)}` : format.number(count));
  return least === most ? signed(least) : `${signed(least)} to ${signed(most)}`;
};

const kindsOfEducation = ['he', 'fe', 'other_edu'];
const cellsInWords = (cells: Gap['cells']): string =>
  kindsOfEducation.every((kind) => (cells as readonly string[]).includes(kind)) && cells.length === 3
    ? cellWords('education')
    : cells.map(cellWords).join(' or ');

const gapRow = ({ cells, ours, official, by }: Gap) => [
  cellsInWords(cells),
  ours,
  official,
  official === ours ? '0' : official > ours ? `+${format.number(official - ours)}` : format.number(official - ours),
  Object.entries(by)
    .map(([cause, range]) => `${causeWords[cause as GapCause]}: ${rangeWords(range)}`)
    .join('; ') || null,
];

type WhyNone = Extract<SchoolTwin['twin'], { readonly kind: 'none' }>['why'];

const whyNone: Readonly<Record<WhyNone, string>> = {
  'cohort-hidden':
    'The official file hides how many students it counts for this school, so nothing can be laid beside.',
  'does-not-add-up': 'The official row does not add up as published, so no gap can be worked out from it.',
  'other-leavers':
    'We hold none of the leavers of the official row, and one year’s people explain nothing of another’s.',
};

const view = ({ schoolName, cohortId, figure, twin }: SchoolTwin) => ({
  schoolName,
  ours: cohortName(cohortId),
  official: `${leaversWords(figure.leavers)}; ${asOfWords(figure)}`,
  none: twin.kind === 'none' ? whyNone[twin.why] : null,
  sizes:
    twin.kind === 'none'
      ? null
      : `We have ${format.number(twin.ours)} people, the official row has ${format.number(twin.official)} students.`,
  rows: twin.kind === 'none' ? [] : twin.gaps.map(gapRow),
  moved:
    twin.kind === 'none'
      ? []
      : Object.entries(twin.moved).map(([cause, range]) => [
          causeWords[cause as GapCause],
          rangeWords(range).replaceAll('+', ''),
        ]),
  unexplained: twin.kind === 'none' ? 0 : twin.unexplained,
});

/** `/staff/figures/gaps`. */
export function officialGapPages({ official }: Pick<Application, 'official'>): Router {
  const router = Router();
  router.get('/staff/figures/gaps', async (req, res) => {
    const { school, measure, cohort, leavers } = filter.parse(req.query);
    const found = await official.twinOfSchool(viewerOf(res), { schoolId: school, measure, cohort, leavers });
    res.render('staff/official/gaps', {
      ...{ title: 'What could explain the gaps', layout: 'staff', place: 'figures' },
      back: {
        href: `/staff/figures?${new URLSearchParams({ ...(school !== undefined && { school }), measure, ...(leavers !== undefined && { leavers }) }).toString()}`,
        text: 'Official figures',
      },
      measure: measureFacts[measure].title,
      asOne: measure === 'ks4-destinations',
      twin: found === null ? null : view(found),
    });
  });
  return router;
}
