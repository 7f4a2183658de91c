// The standing plans that come with Onward, version 1: what is asked of leavers of Year 11 and Year 13, and when.
// Anchors: year, "The year"; the measure's window is October to March of the year after leaving (domain reference, 2.1), the
// local authority's day for Year 11 is 1 November (2.9). Steps: our own default, at most four mails (decision R7).
import type { LocalTime } from '../../calendar/local-date.js';
import type { Programme, WavePoint } from '../programme.js';
import type { StepId } from '../wave.js';

const ten = '10:00' as LocalTime;
const steps = (days: Partial<Record<StepId, number>>): WavePoint['steps'] =>
  (Object.entries(days) as [StepId, number][]).map(([id, afterDays]) => ({ id, afterDays, at: ten }));

/** Early, before term begins for most: short, so that it is over when the arrival check begins. */
const start = {
  id: 'start',
  on: true,
  anchor: '09-07',
  years: [0],
  because: 'Results are out and most places settled: are last summer’s leavers set?',
  asks: 'start-check',
  steps: steps({ i: 0, r1: 9, l: 18 }),
  closesAfterDays: 28,
} as const satisfies WavePoint;

const sustained = {
  id: 'sustained',
  on: true,
  anchor: '04-01',
  years: [0],
  because: 'October to March is over: did it last, month by month?',
  asks: 'sustained-check',
  steps: steps({ i: 0, r1: 8, r2: 18, l: 29, p: 33 }),
  closesAfterDays: 70,
} as const satisfies WavePoint;

const autumn = { anchor: '10-15', steps: steps({ i: 0, r1: 9, r2: 25, l: 41, p: 46 }), closesAfterDays: 62 } as const;

const later: readonly WavePoint[] = [
  {
    ...autumn,
    ...{ id: 'yearly', on: true, years: [1, 2, 3, 4, 6, 7, 8, 9], asks: 'yearly-check' },
    because: 'Every autumn after: still there? Interest in staying in touch is confirmed once a year.',
  },
  {
    ...autumn,
    ...{ id: 'five', on: true, years: [5], asks: 'five-years-on' },
    because: 'Five years after leaving, as the longer-term figures look.',
  },
  {
    ...autumn,
    ...{ id: 'ten', on: true, years: [10], asks: 'ten-years-on' },
    because: 'Ten years after leaving: the last time we ask.',
  },
];

export const year13V1: Programme = {
  id: 'y13',
  version: 1,
  draftDaysBefore: 21,
  offFor: [],
  points: [
    start,
    {
      ...autumn,
      ...{ id: 'arrival', on: true, years: [0], asks: 'arrival-check' },
      because: 'The measured months have begun: did they start, and where a place was deferred, is it still planned?',
    },
    sustained,
    ...later,
  ],
};

export const year11V1: Programme = {
  id: 'y11',
  version: 1,
  draftDaysBefore: 21,
  offFor: [],
  points: [
    start,
    {
      id: 'situation',
      on: true,
      anchor: '11-01',
      years: [0],
      because: 'The local authority returns what each leaver of Year 11 does on 1 November.',
      asks: 'situation-check',
      steps: steps({ i: 0, r1: 9, r2: 18, l: 30, p: 35 }),
      closesAfterDays: 50,
    },
    sustained,
    ...later,
  ],
};
