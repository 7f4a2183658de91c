// How figures are said on the pages of Insight: shares, intervals and bounds in whole per cents, and why one is not shown (Y18, Y24).
import type { WhoseFigures } from '../../../application/insight/whose-figures.js';
import type { StaffRole } from '../../../domain/alumni/alumnus.js';
import { cohortName } from '../../../domain/alumni/cohort.js';
import type { CohortId } from '../../../domain/alumni/ids.js';
import type { Improvement, QualityFigure } from '../../../domain/insight/quality.js';
import { noPlan } from '../../../domain/insight/reports.js';
import { countSeen, type Audience } from '../../../domain/statistics/disclosure.js';
import type { Interval } from '../../../domain/statistics/proportion.js';
import { format } from '../../format.js';
import { openTabs } from '../../places.js';
import { leaverWords } from '../leaver-words.js';
import { groupWords } from '../wave-words.js';

const whole = (share: number): number => Math.round(share * 100);
export const percentWords = (share: number): string => `${whole(share)} %`;
/** `78 to 89 %`; one number where both ends round to it. */
export const rangeWords = ({ low, high }: Interval): string =>
  whole(low) === whole(high) ? percentWords(low) : `${whole(low)} to ${whole(high)} %`;

export const whyWords: Readonly<Record<NonNullable<QualityFigure['why']>, string>> = {
  'too-few': 'too few to tell',
  'small-side': 'hidden, too few people',
  running: 'still running',
  nobody: 'nobody',
};

/** Why a figure is not there. */
const whyNot = ({ why }: QualityFigure): string => (why === null ? '' : whyWords[why]);

const shortWords: Readonly<Record<NonNullable<QualityFigure['why']>, string>> = {
  'too-few': 'too few',
  'small-side': 'hidden',
  running: 'running',
  nobody: 'nobody',
};

/** The same in a word, for under a chart. */
export const whyShort = ({ why }: QualityFigure): string => (why === null ? '' : shortWords[why]);

/** `84 % (78 to 89 %)`, or why not. */
export const figureWords = (figure: QualityFigure): string =>
  figure.share === null || figure.interval === null
    ? whyNot(figure)
    : `${percentWords(figure.share)} (${rangeWords(figure.interval)})`;

const points = (share: number): string => `${Math.abs(share * 100).toFixed(1)} points`;
const signed = (share: number): string => `${points(share)} ${share < 0 ? 'down' : 'up'}`;

/** Whether it is getting better, in two sentences. */
export function improvementWords(improvement: Improvement | null): string {
  if (improvement === null) return 'There are not two years yet whose figures can be compared.';
  const { verdict, from, to, change, trend, certain } = improvement;
  const told = trend ?? change;
  if (told === null) return 'Too close to tell.';
  const size = trend?.slope ?? change?.difference ?? 0;
  const each = trend === null ? '' : ' a year';
  const range = `95 % interval from ${signed(told.low)} to ${signed(told.high)}`;
  if (verdict === 'cannot-tell')
    return `Too close to tell: ${signed(size)}${each} between the leavers of ${from} and ${to}; ${range}.`;
  const sure = certain
    ? 'Those we have not heard of could not undo it.'
    : 'That is among those we know of; those we have not heard of could still undo it.';
  const so = verdict === 'better' ? 'Better' : 'Worse';
  return `${so}: ${signed(size)}${each} from the leavers of ${from} to those of ${to}; ${range}. ${sure}`;
}

/** How many people, as the audience sees it. */
export const peopleWords = (people: number, audience: Audience): string => {
  const shown = countSeen(people, audience);
  return shown === null ? 'fewer than 8' : format.number(shown);
};

/** What a group planned, on screen. */
export const groupName = (group: string): string =>
  group === noPlan
    ? 'No plan on record after results'
    : (groupWords[group] ?? format.capital(group.replaceAll('-', ' ')));

/** The choice of one plan, or of everybody. */
export const planItems = () => [
  { value: '', text: 'Every plan' },
  ...[...Object.keys(groupWords).filter((each) => each !== 'unknown'), noPlan].map((each) => ({
    value: each,
    text: groupName(each),
  })),
];

/** The parts of Insight in the order of its questions, with the pages of each. */
const parts = [
  { text: 'In three minutes', pages: [{ id: 'story', text: 'In three minutes', href: '/staff/insight/story' }] },
  {
    text: 'What became of them',
    pages: [
      { id: 'quality', text: 'Quality over time', href: '/staff/insight' },
      { id: 'flow', text: 'From plan to what lasted', href: '/staff/insight/flow' },
      { id: 'staying', text: 'Who stays', href: '/staff/insight/staying' },
      { id: 'long-term', text: 'Long term', href: '/staff/insight/long-term' },
      { id: 'clock', text: 'Since joining', href: '/staff/insight/clock' },
    ],
  },
  {
    text: 'Why',
    pages: [
      { id: 'reasons', text: 'Why they left', href: '/staff/insight/reasons' },
      { id: 'factors', text: 'What goes with staying', href: '/staff/insight/factors' },
    ],
  },
  {
    text: 'Places and guesses',
    pages: [
      { id: 'fit', text: 'Places', href: '/staff/insight/fit' },
      { id: 'guesses', text: 'Guess first', href: '/staff/insight/guesses' },
    ],
  },
  {
    text: 'What we do',
    pages: [
      { id: 'acting', text: 'Barriers and what we do', href: '/staff/insight/barriers' },
      { id: 'early-warning', text: 'Early warning', href: '/staff/insight/early-warning' },
      { id: 'messages', text: 'Messages', href: '/staff/insight/messages' },
    ],
  },
  {
    text: 'How sure we are',
    pages: [
      { id: 'response', text: 'Who has answered', href: '/staff/insight/response' },
      { id: 'recall', text: 'How well they remember', href: '/staff/insight/recall' },
    ],
  },
] as const;
export type InsightPage = (typeof parts)[number]['pages'][number]['id'];

/** The parts of Insight that the role may open, with the pages of the part that is shown, each for the same school and stage. */
export const insightTabs = (role: StaffRole, current: InsightPage, about: string) =>
  parts.flatMap(({ text, pages }) => {
    const open = openTabs(role, pages, current, about);
    const [first] = open;
    if (first === undefined) return [];
    const shown = open.some((page) => page.current);
    return [{ text, href: first.href, current: shown, inside: shown && open.length > 1 ? open : [] }];
  });

/** What the filter of every page offers, and what stands in it. */
export function insightFilter({
  schools,
  school,
  stage,
  stages,
  trustShown = true,
}: Pick<WhoseFigures, 'schools' | 'school' | 'stage' | 'stages'> & Partial<Pick<WhoseFigures, 'trustShown'>>) {
  const typed = { school: school?.id ?? '', stage };
  return {
    typed,
    about: `?${new URLSearchParams({ school: typed.school, stage }).toString()}`,
    choices: {
      schools: [
        ...(trustShown ? [{ value: '', text: 'The whole trust' }] : []),
        ...schools.map(({ id, name }) => ({ value: id, text: name })),
      ],
      stages: stages.map((value) => ({ value, text: leaverWords[value] })),
    },
  };
}

/** The choice of one cohort or the last three together. */
export function cohortChoice({ cohorts }: WhoseFigures, over: readonly CohortId[]) {
  return {
    cohort: over.length === 1 ? (over[0] ?? '') : '',
    cohortItems: [
      { value: '', text: 'The last three together' },
      ...cohorts.toReversed().map((each) => ({ value: each, text: cohortName(each) })),
    ],
  };
}

/** `The whole trust: Year 13, 2025; Year 13, 2026`. */
export const whoseWords = ({ school }: WhoseFigures, over: readonly CohortId[]): string =>
  `${school?.name ?? 'The whole trust'}: ${over.map(cohortName).join('; ') || 'nobody yet'}`;

/** Who sees what, said once a page. */
export const audienceNote = ({ audience, trustShown }: Pick<WhoseFigures, 'audience' | 'trustShown'>): string | null =>
  audience === 'team'
    ? null
    : `A share is shown where at least 23 people stand under it and neither side of it is small; others are hidden with it where they would give it away.${
        trustShown
          ? ''
          : ' The trust’s figures do not stand beside yours: they would tell those of the one other school.'
      }`;
