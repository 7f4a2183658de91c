// How the log of what was done reads: its table, and each comparison with what it is worth.
import type { ShownIntervention, ShownInterventions } from '../../../application/insight/interventions.js';
import type { SharesBeside } from '../../../domain/insight/intervention.js';
import { qualityFacts } from '../../../domain/insight/quality.js';
import { wilson, type Proportion } from '../../../domain/statistics/proportion.js';
import { format } from '../../format.js';
import { placeWords } from './acting.js';
import type { ShownTable } from './tables.js';
import { percentWords, rangeWords } from './words.js';

/** Where one of the log is found. */
export const home = '/staff/insight/interventions';

const signedPoints = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}`;
const shareWords = (share: Proportion): string =>
  `${percentWords(share.yes / share.of)} (${rangeWords(wilson(share))})`;
const differenceWords = ({ difference }: SharesBeside): string =>
  `${signedPoints(difference.difference)} points (${signedPoints(difference.low)} to ${signedPoints(difference.high)})`;
const none = 'too few to tell';

function comparisonRows({ comparison }: ShownIntervention): ShownTable['rows'] {
  if (comparison === null) return [];
  const { beside, before, wedge, effect } = comparison;
  const pair = (what: string, shares: SharesBeside | null) => [
    what,
    shares === null ? none : shareWords(shares.one),
    shares === null ? none : shareWords(shares.other),
    shares === null ? null : differenceWords(shares),
    'Association only',
  ];
  const interval = wedge?.interval ?? null;
  return [
    pair('Beside others of the same years', beside),
    pair('The same schools before', before),
    [
      'Within each year, as schools began one after another',
      null,
      null,
      wedge === null
        ? 'needs three schools that began at different times, and numbers that may be shown'
        : `${signedPoints(wedge.effect)} points${interval === null ? ', too few schools for an interval' : ` (${signedPoints(interval.low)} to ${signedPoints(interval.high)})`}; p = ${wedge.p.toFixed(2)} of ${format.number(wedge.orders)} possible orders`,
      effect ? 'The order was drawn by lot' : 'Association only',
    ],
  ];
}

/** Every comparison of one of the log. */
export const comparisonTable = (shown: ShownIntervention): ShownTable => ({
  caption: `${shown.intervention.title}: ${qualityFacts[shown.intervention.measure].title}`,
  columns: [
    { text: 'Compared' },
    { text: 'With it', numeric: true },
    { text: 'Without it', numeric: true },
    { text: 'Difference, with 95 % interval', numeric: true },
    { text: 'What it is worth' },
  ],
  rows: comparisonRows(shown),
});

/** The log. */
export const logTable = ({ log }: ShownInterventions): ShownTable => ({
  caption: 'What was done',
  columns: [
    { text: 'What' },
    { text: 'For whom' },
    { text: 'Whose' },
    { text: 'From leavers of' },
    { text: 'Judged by' },
    { text: 'Beside others of the same years' },
  ],
  rows: log.map((shown) => {
    const { intervention, comparison, began, school } = shown;
    const years = began.map(({ from }) => from);
    const [first, last] = [Math.min(...years), Math.max(...years)];
    const beside = comparison?.beside ?? null;
    return [
      { text: intervention.title, href: `${home}/${intervention.id}` },
      intervention.forWhom,
      placeWords(school),
      `${first === last ? first : `${first} to ${last}`}${intervention.endedOn === undefined ? '' : `; ended ${format.date(intervention.endedOn)}`}`,
      qualityFacts[intervention.measure].title,
      beside === null ? none : differenceWords(beside),
    ];
  }),
});
