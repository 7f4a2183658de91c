// What of careers provision was added, changed or dropped, because of which figure, and was it looked at again?
// A log (feature 61; Gatsby benchmark 3: show how the data change the programme). Each change is tied to the year groups lower down
// the school that it reaches, to the figure as it stood when it was decided, and to a day on which it is looked at again.
import type { StaffId } from '../alumni/ids.js';
import type { LocalDate } from '../calendar/local-date.js';
import { mostSteps, stepped, type Kept } from './kept-change.js';

export const provisionKinds = ['added', 'changed', 'dropped'] as const;
export type ProvisionKind = (typeof provisionKinds)[number];

/** From primary upwards, in order of age. */
export const yearGroups = ['primary', 'y7', 'y8', 'y9', 'y10', 'y11', 'y12', 'y13'] as const;
export type YearGroup = (typeof yearGroups)[number];

/** Why: a figure as it stood, what former students said, a barrier of the board, or something else. */
export interface Because {
  readonly source: 'figure' | 'alumni' | 'other';
  /** The figure as leaders may see it, or the reason in words. */
  readonly words: string;
  /** As of when the figure stood. */
  readonly asOf?: Date;
}

export const reviewVerdicts = ['keep', 'change', 'stop'] as const;
export type ReviewVerdict = (typeof reviewVerdicts)[number];

/** One change of careers provision. */
export interface ProvisionChange extends Kept {
  readonly kind: ProvisionKind;
  readonly what: string;
  readonly yearGroups: readonly YearGroup[];
  /** Since when. */
  readonly from: LocalDate;
  readonly because: Because;
  /** When it is looked at (again). */
  readonly reviewOn: LocalDate;
  readonly review?: { readonly on: LocalDate; readonly verdict: ReviewVerdict };
}

export type ProvisionAct =
  | {
      readonly kind: 'review';
      readonly verdict: ReviewVerdict;
      readonly next: LocalDate;
      readonly on: LocalDate;
      readonly words: string;
    }
  | { readonly kind: 'note'; readonly words: string };

export type ProvisionChanged =
  { readonly kind: 'changed'; readonly next: ProvisionChange } | { readonly kind: 'refused'; readonly why: 'full' };

/** The change after the act. */
export function provisionAfter(
  held: ProvisionChange,
  act: ProvisionAct,
  { at, by }: { readonly at: Date; readonly by: StaffId },
): ProvisionChanged {
  if (held.steps.length >= mostSteps) return { kind: 'refused', why: 'full' };
  if (act.kind === 'note')
    return { kind: 'changed', next: stepped(held, { at, by, act: 'noted', words: act.words }, {}) };
  const { verdict, on, next, words } = act;
  return {
    kind: 'changed',
    next: stepped(held, { at, by, act: 'reviewed', words }, { review: { on, verdict }, reviewOn: next }),
  };
}

/** Whether the day on which it is to be looked at is past and nobody did. */
export const isReviewLate = ({ reviewOn }: Pick<ProvisionChange, 'reviewOn'>, today: LocalDate): boolean =>
  reviewOn < today;
