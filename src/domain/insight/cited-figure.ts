// How does a figure read when a decision, a sheet of paper or the website rests on it?
// In one sentence with its interval, of how many, of which leavers, and where it could lie whatever became of those not heard of
// (domain reference, section 7.3). Figures come here as leaders may see them; where a school is too small the trust speaks (Y18).
import type { Improvement, QualityFigure } from './quality.js';
import type { QualityMeasure } from './reports.js';

/** One figure that may be cited. */
export interface CitedFigure {
  /** `northgate/sustained:y13-2025`; `trust/sustained:last` for the last whole years together. */
  readonly key: string;
  readonly measure: QualityMeasure;
  readonly title: string;
  readonly definition: string;
  /** Of which leavers, in words. */
  readonly over: string;
  readonly figure: QualityFigure;
  /** Of the trust, where it is a school’s. */
  readonly trust: QualityFigure | null;
  /** The official share of the same leavers in England, from 0 to 1. */
  readonly england: number | null;
  /** Whether the school or trust is getting better by the measure. */
  readonly verdict: Improvement['verdict'] | null;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const between = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${percent(low)} to ${percent(high)}`;

/** Of about how many people it is known, to the nearest five. */
export const heardOf = ({ people, heard }: QualityFigure): number => Math.round(((people ?? 0) * (heard ?? 0)) / 5) * 5;

/** `86 % (95 % interval 77 % to 92 %)`; null where it is not shown. */
export const shareWords = ({ share, interval }: QualityFigure): string | null =>
  share === null || interval === null ? null : `${percent(share)} (95 % interval ${between(interval)})`;

/** The whole sentence; null where the figure is not shown. */
export function figureSentence({ title, over, figure }: Pick<CitedFigure, 'title' | 'over' | 'figure'>): string | null {
  const [words, { bounds }] = [shareWords(figure), figure];
  if (words === null || bounds === null) return null;
  return `${title}: ${words} of about ${heardOf(figure)} people heard of, ${over}; whatever became of the others, ${between(bounds)}`;
}

/** One finding of a sheet of paper. */
export interface Finding {
  readonly key: string;
  readonly title: string;
  readonly definition: string;
  /** What the figure says. */
  readonly said: string;
  /** The trust, England, and whether it is getting better, a sentence each. */
  readonly beside: readonly string[];
  /** Where it could lie; null where nothing is shown of the school itself. */
  readonly uncertain: string | null;
}

const verdictWords: Readonly<Record<Improvement['verdict'], string>> = {
  better: 'Over the years it is getting better.',
  worse: 'Over the years it is getting worse.',
  'cannot-tell': 'Whether it is getting better is too close to tell.',
};

/** Of each measure one finding: the last year, or the last years together, or the trust’s where the school is too small. */
export function findingsOf(figures: readonly CitedFigure[]): readonly Finding[] {
  const measures = [...new Set(figures.map(({ measure }) => measure))];
  return measures.flatMap((measure) => {
    const all = figures.filter((one) => one.measure === measure);
    const one = all.find(({ figure }) => figure.share !== null) ?? all.at(-1);
    if (one === undefined) return [];
    const { key, title, definition, figure, trust, england, verdict } = one;
    const said = figureSentence(one);
    const trustSays = trust === null ? null : shareWords(trust);
    if (said === null) {
      const instead =
        trustSays === null ? 'too few to tell' : `too few to tell; over the same years the trust’s say ${trustSays}`;
      return [{ key, title, definition, said: `${title}: ${instead}`, beside: [], uncertain: null }];
    }
    return [
      {
        ...{ key, title, definition, said },
        beside: [
          ...(trustSays === null ? [] : [`The trust: ${trustSays}.`]),
          ...(england === null ? [] : [`England, official: ${percent(england)}.`]),
          ...(verdict === null ? [] : [verdictWords[verdict]]),
        ],
        uncertain:
          figure.bounds === null
            ? null
            : `${title}: anywhere from ${between(figure.bounds)}, whatever became of the ${percent(1 - (figure.heard ?? 0))} whom we have not heard of.`,
      },
    ];
  });
}
