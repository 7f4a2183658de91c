// In which words is counted what people told?
// Each person is a few lines of a table, which say all that pages need together and nothing of who it is: why they did not go or
// stay; how long they stayed beside how they pay, live and rate the place; and how well they remembered. Tables hold how
// many people have the same line, so that they are added up and compared like any other (decision R16).
import type { Activity } from '../destinations/activity.js';
import type { OutcomeRow } from '../destinations/outcome.js';
import type { RememberedEvent } from '../destinations/recall.js';
import { readStay, type Stay } from '../destinations/stay.js';
import {
  openings,
  periods,
  ratedQuestions,
  type Period,
  type Telling,
  type ToldReasons,
} from '../destinations/telling.js';
import { activityLetter, activityOfLetter, readWay } from '../destinations/way.js';

type Table = Readonly<Record<string, number>>;

/** Reasons of one opening, of so many people. */
export interface ReasonLine extends Omit<ToldReasons, 'period' | 'main'> {
  /** What they planned after results; null for no plan. */
  readonly group: Activity | null;
  /** Null where no reason was told. */
  readonly period: Period | null;
  readonly main: string | null;
  readonly count: number;
}

/** What was lost on the way says the opening of whoever gave no reasons. */
const lostAs = { 'did-not-start': 'did-not-start', 'left-early': 'started-and-left' } as const;

/** The person's lines of reasons: one for each opening that is theirs, whether they told why or not. */
export function reasonLines(row: OutcomeRow, telling: Telling | undefined): readonly string[] {
  const told = telling?.reasons ?? [];
  const { lost } = readWay(row.way);
  const silent = lost === null || told.some(({ opening }) => opening === lostAs[lost]) ? [] : [lostAs[lost]];
  const stay = readStay(row.stay);
  const line = (parts: readonly string[]): string => [activityLetter(row.planned ?? null), ...parts].join('|');
  return [
    ...told.map(({ opening, period, provider, main = '', codes, words = '' }) =>
      line([opening, period, provider, main, codes.join('+'), words]),
    ),
    ...silent.map((opening) =>
      line([opening, '', opening === 'started-and-left' && stay?.end === 'left' ? stay.provider : '', '', '', '']),
    ),
  ];
}

/** The lines of a table of reasons. */
export const readReasonLines = (table: Table): readonly ReasonLine[] =>
  Object.entries(table).flatMap(([name, count]) => {
    const [letter = '-', opened, told, provider = '', main = '', codes = '', words] = name.split('|');
    const opening = openings.find((one) => one === opened);
    if (opening === undefined) return [];
    return [
      {
        ...{ opening, provider, count, group: activityOfLetter(letter) },
        period: periods.find((one) => one === told) ?? null,
        main: main === '' ? null : main,
        codes: codes === '' ? [] : codes.split('+'),
        ...((words === 'coded' || words === 'waiting') && { words }),
      },
    ];
  });

/** How long people stayed, and what they told of it. */
export interface FactorLine {
  /** From which school: how far away they live is counted from it. */
  readonly school: string;
  readonly stay: Stay;
  /** What they meant to do before they left school. */
  readonly intended: Activity | null;
  /** Empty where it was not told, as in the other texts. */
  readonly payment: string;
  readonly livesIn: string;
  readonly livesWith: string;
  readonly looksAfter: string;
  readonly ratings: Readonly<Record<string, number>>;
  /** How likely they were to be asked any one question by lot; null where none was asked so. */
  readonly asked: number | null;
  readonly count: number;
}

/** The person's line of what goes with staying; none where no first place is known. */
export function factorLines(row: OutcomeRow, telling: Telling | undefined): readonly string[] {
  if (row.stay === undefined) return [];
  const { payment = '', home = {}, ratings = {}, asked } = telling ?? {};
  return [
    [
      row.stay,
      activityLetter(readWay(row.way).intended),
      payment,
      ...['lives-in', 'lives-with', 'looks-after'].map((question) => home[question] ?? ''),
      ratedQuestions.map((question) => String(ratings[question] ?? '-')).join(''),
      asked === undefined ? '' : String(asked),
      row.schoolId,
    ].join('|'),
  ];
}

/** The lines of a table of what goes with staying. */
export const readFactorLines = (table: Table): readonly FactorLine[] =>
  Object.entries(table).flatMap(([name, count]) => {
    const [
      text,
      letter = '-',
      payment = '',
      livesIn = '',
      livesWith = '',
      looksAfter = '',
      rated = '',
      asked = '',
      school = '',
    ] = name.split('|');
    const stay = readStay(text);
    if (stay === null) return [];
    const ratings = Object.fromEntries(
      ratedQuestions.flatMap((question, place) => {
        const rating = Number(rated[place]);
        return rating >= 1 ? [[question, rating] as const] : [];
      }),
    );
    return [
      {
        ...{ school, stay, payment, livesIn, livesWith, looksAfter, ratings, count },
        intended: activityOfLetter(letter),
        asked: asked === '' ? null : Number(asked),
      },
    ];
  });

const stepNames = ['seam', 'within'] as const;

/** What of a person's memory is counted, and how often. */
export function recallCounts(telling: Telling | undefined): readonly (readonly [name: string, count: number])[] {
  const { recall } = telling ?? {};
  if (recall === undefined) return [];
  return [
    ...stepNames.flatMap((name) => [
      [`${name}|steps`, recall[name].steps] as const,
      [`${name}|changes`, recall[name].changes] as const,
    ]),
    ...recall.events.map(
      ({ kind, month, delay, how }) => [[kind, month ?? '', delay ?? '', how].join('|'), 1] as const,
    ),
  ].filter(([, count]) => count > 0);
}

/** One count of a table of memory: an event, or steps. */
export interface RecallLine {
  readonly event: RememberedEvent | null;
  /** `seam|steps`, `within|changes` and so on; null for an event. */
  readonly steps: string | null;
  readonly count: number;
}

const hows: readonly RememberedEvent['how'][] = ['stated', 'about', 'assumed', 'reason', 'no-reason'];

/** The counts of a table of memory. */
export function readRecall(table: Table): readonly RecallLine[] {
  const numberIn = (text: string | undefined): number | null =>
    text === undefined || text === '' ? null : Number(text);
  return Object.entries(table).map(([name, count]): RecallLine => {
    const [kind, month, delay, told] = name.split('|');
    const how = hows.find((one) => one === told);
    if ((kind !== 'began' && kind !== 'left') || how === undefined) return { event: null, steps: name, count };
    return { event: { kind, how, month: numberIn(month), delay: numberIn(delay) }, steps: null, count };
  });
}
