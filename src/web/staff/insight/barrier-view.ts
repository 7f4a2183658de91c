// How the board of barriers and its cards read: words, the table of signs as the audience may see it, and the columns of the board.
import type { ShownBarrier, ShownBoard, ShownCard } from '../../../application/insight/board-of-barriers.js';
import { reasonWords } from '../../../domain/destinations/reason.js';
import {
  barrierStages,
  type BarrierResult,
  type BarrierStage,
  type BarrierWay,
} from '../../../domain/insight/barrier-card.js';
import { barriers, type SignFound } from '../../../domain/insight/barrier-detector.js';
import { signs, type SignCount } from '../../../domain/insight/barrier-signs.js';
import { countSeen, withheld, type Audience } from '../../../domain/statistics/disclosure.js';
import { wilson } from '../../../domain/statistics/proportion.js';
import { format } from '../../format.js';
import { placeWords } from './acting.js';
import type { ShownTable } from './tables.js';
import { percentWords, rangeWords } from './words.js';

/** Where a card is found. */
export const home = '/staff/insight/barriers';

export const stageWords: Readonly<Record<BarrierStage, { readonly title: string; readonly next: string }>> = {
  hint: { title: 'Hints', next: 'somebody looks into it' },
  evidence: { title: 'Borne out', next: 'decide whether to work around it or to remove it' },
  decision: { title: 'Decided', next: 'somebody begins' },
  action: { title: 'Under way', next: 'see what comes of it' },
  result: { title: 'Results', next: '' },
  'set-aside': { title: 'Set aside', next: '' },
};
export const wayWords: Readonly<Record<BarrierWay, string>> = {
  'work-around': 'Work around it',
  remove: 'Remove it',
  leave: 'Leave it, for the reason below',
};
export const resultWords: Readonly<Record<BarrierResult, string>> = {
  better: 'Better',
  'no-change': 'No change',
  worse: 'Worse',
  'cannot-tell': 'Cannot tell',
};

const shareWords = (count: SignCount | null, audience: Audience): string => {
  if (count === null || withheld(count, audience) !== null) return 'too few to tell';
  return `${percentWords(count.yes / count.of)} (${rangeWords(wilson(count))}) of ${format.number(countSeen(count.of, audience) ?? 0)}`;
};

const points = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(Math.round(share * 100))}`;

const signRow = ({ sign, here, others, difference, p }: SignFound, { audience, othersShown }: ShownBarrier) => {
  const { shows, of } = signs[sign];
  const safe = othersShown && here !== null && withheld(here, audience) === null && difference !== null;
  return [
    format.capital(shows),
    shareWords(here, audience),
    othersShown ? shareWords(others, audience) : 'not shown beside your own',
    safe ? `${points(difference.difference)} (${points(difference.low)} to ${points(difference.high)}) points` : null,
    p <= 0.05 ? 'speaks' : 'does not speak',
    of,
  ];
};

/** What the signs say, as the viewer may see it; null where the detector said nothing. */
export function signTable(shown: ShownBarrier): ShownTable | null {
  const { detected } = shown.card;
  if (detected === undefined) return null;
  return {
    caption: 'What the signs say',
    columns: [
      { text: 'People who' },
      { text: 'This school, with 95 % interval', numeric: true },
      { text: 'Other schools', numeric: true },
      { text: 'Difference', numeric: true },
      { text: 'Beyond what schools differ by anyway' },
      { text: 'Of whom' },
    ],
    rows: detected.signs.map((found) => signRow(found, shown)),
  };
}

const resultTones = { better: 'good', 'no-change': 'quiet', worse: 'wrong', 'cannot-tell': 'quiet' } as const;

/** How a card stands, in a few words. */
export function cardTag({ card }: ShownCard): { readonly tone: string; readonly text: string } {
  const { stage, result, decision, barrier, detected } = card;
  if (stage === 'result' && result !== undefined) return { tone: resultTones[result], text: resultWords[result] };
  const undecided = stage === 'hint' || stage === 'evidence';
  if (decision !== undefined && !undecided) return { tone: 'note', text: wayWords[decision.way] };
  if (barrier === undefined) return { tone: 'quiet', text: 'Noticed by staff' };
  return detected?.raised === true
    ? { tone: 'careful', text: 'The signs still speak' }
    : { tone: 'quiet', text: 'The signs no longer speak' };
}

const boardRows = ({ cards }: ShownBoard, stage: BarrierStage) =>
  cards
    .filter(({ card }) => card.stage === stage)
    .map((shown) => [
      { text: shown.card.title, href: `${home}/${shown.card.id}` },
      placeWords(shown.school),
      cardTag(shown),
      `${format.day(shown.steps.at(-1)?.at ?? shown.card.openedAt)}, ${shown.steps.at(-1)?.by ?? ''}`,
    ]);

const boardColumns = [
  { text: 'What may stand in the way' },
  { text: 'Whose' },
  { text: 'How it stands' },
  { text: 'Last changed' },
];

/** A table for each column of the board. */
export const boardTables = (board: ShownBoard): readonly ShownTable[] =>
  barrierStages.map((stage) => ({
    caption: stageWords[stage].title,
    columns: boardColumns,
    rows: boardRows(board, stage),
  }));

/** What stands on a card, in order of its life. */
export function cardFacts({ card, school }: ShownCard) {
  const { decision, action } = card;
  return [
    { key: 'Whose', value: placeWords(school) },
    { key: 'Where it stands', value: stageWords[card.stage].title },
    ...(card.barrier === undefined ? [] : [{ key: 'It would be', value: reasonWords(barriers[card.barrier].reason) }]),
    ...(decision === undefined
      ? []
      : [
          { key: 'Decided', value: wayWords[decision.way] },
          { key: 'Who gains', value: decision.gains },
          { key: 'Who could lose', value: decision.loses },
          { key: 'Checked against the equality duty by', value: decision.dutyCheckedBy },
        ]),
    ...(action === undefined
      ? []
      : [
          { key: 'Under way', value: action.what },
          { key: 'Who sees to it', value: `${action.owner}, by ${format.date(action.by)}` },
        ]),
    ...(card.result === undefined ? [] : [{ key: 'What came of it', value: resultWords[card.result] }]),
  ];
}
