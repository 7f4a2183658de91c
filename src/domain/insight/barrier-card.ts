// How does a barrier go from hint to result on the board?
// Hint → evidence → decision (work around it, or remove it) → action → result (feature 59, the article’s own question). Nothing is
// decided before it was looked into; a decision says who gains, who could lose, and who checked it against the public sector
// equality duty (Equality Act 2010, section 149). A card is about what stops a group: it names nobody, selects nobody, and changes
// nobody’s advice (Y19).
import type { StaffId } from '../alumni/ids.js';
import type { LocalDate } from '../calendar/local-date.js';
import type { BarrierFound, BarrierName } from './barrier-detector.js';
import { mostSteps, saysWhoTheyAre, stepped, type Kept, type KeptStep } from './kept-change.js';

/** The columns of the board, in order; what was not borne out is set aside. */
export const barrierStages = ['hint', 'evidence', 'decision', 'action', 'result', 'set-aside'] as const;
export type BarrierStage = (typeof barrierStages)[number];

/** `leave`: nothing is done, for a reason that is written down. */
export const barrierWays = ['work-around', 'remove', 'leave'] as const;
export type BarrierWay = (typeof barrierWays)[number];

export const barrierResults = ['better', 'no-change', 'worse', 'cannot-tell'] as const;
export type BarrierResult = (typeof barrierResults)[number];

/** What the detector said when it last looked; groups of ten and more alone. */
export interface DetectorSigns extends Pick<BarrierFound, 'signs' | 'p' | 'raised'> {
  readonly asOf: Date;
  /** The cohorts that were counted together. */
  readonly cohorts: readonly string[];
}

/** One card of the board. */
export interface BarrierCard extends Kept {
  readonly title: string;
  /** What was noticed, in words. */
  readonly hint: string;
  readonly stage: BarrierStage;
  /** What the detector looks for under that name; absent where a person noticed something else. */
  readonly barrier?: BarrierName;
  readonly detected?: DetectorSigns;
  readonly decision?: {
    readonly way: BarrierWay;
    readonly gains: string;
    readonly loses: string;
    readonly dutyCheckedBy: string;
  };
  readonly action?: { readonly what: string; readonly owner: string; readonly by: LocalDate };
  readonly result?: BarrierResult;
}

/** What somebody may do with a card. */
export type BarrierAct =
  | { readonly kind: 'evidence'; readonly words: string; readonly holds: boolean }
  | {
      readonly kind: 'decide';
      readonly way: BarrierWay;
      readonly words: string;
      readonly gains: string;
      readonly loses: string;
      readonly dutyCheckedBy: string;
    }
  | { readonly kind: 'act'; readonly words: string; readonly owner: string; readonly by: LocalDate }
  | { readonly kind: 'result'; readonly result: BarrierResult; readonly words: string }
  | { readonly kind: 'note'; readonly words: string }
  | { readonly kind: 'again'; readonly words: string };

/** From where each act is possible, and where it leads; a note leads nowhere. */
const ways: Readonly<Record<BarrierAct['kind'], { readonly from: readonly BarrierStage[]; readonly did: string }>> = {
  evidence: { from: ['hint', 'evidence'], did: 'looked-into' },
  decide: { from: ['evidence', 'decision'], did: 'decided' },
  act: { from: ['decision', 'action'], did: 'began' },
  result: { from: ['action', 'result'], did: 'found' },
  note: { from: barrierStages, did: 'noted' },
  again: { from: ['result', 'set-aside', 'decision', 'action'], did: 'looked-at-again' },
};

/** What may be done with a card as it stands. */
export const actsFor = (stage: BarrierStage): readonly BarrierAct['kind'][] =>
  (Object.keys(ways) as BarrierAct['kind'][]).filter((kind) => ways[kind].from.includes(stage));

function changeBy(act: BarrierAct): Partial<BarrierCard> {
  switch (act.kind) {
    case 'evidence':
      return { stage: act.holds ? 'evidence' : 'set-aside' };
    case 'decide': {
      const { way, gains, loses, dutyCheckedBy } = act;
      return { stage: way === 'leave' ? 'set-aside' : 'decision', decision: { way, gains, loses, dutyCheckedBy } };
    }
    case 'act':
      return { stage: 'action', action: { what: act.words, owner: act.owner, by: act.by } };
    case 'result':
      return { stage: 'result', result: act.result };
    case 'note':
      return {};
    case 'again':
      return { stage: 'evidence' };
  }
}

/** `not-now`: not possible where the card stands. `who`: the text says who people are in place of what stops them. */
export type CardChanged =
  | { readonly kind: 'changed'; readonly next: BarrierCard }
  | { readonly kind: 'refused'; readonly why: 'not-now' | 'who' | 'full' };

/** The card after the act. */
export function cardAfter(
  card: BarrierCard,
  act: BarrierAct,
  { at, by }: Required<Pick<KeptStep, 'at' | 'by'>>,
): CardChanged {
  const { from, did } = ways[act.kind];
  if (!from.includes(card.stage)) return { kind: 'refused', why: 'not-now' };
  if (act.kind === 'evidence' && saysWhoTheyAre(act.words)) return { kind: 'refused', why: 'who' };
  if (card.steps.length >= mostSteps) return { kind: 'refused', why: 'full' };
  return { kind: 'changed', next: stepped(card, { at, by, act: did, words: act.words }, changeBy(act)) };
}

/** Whether a card still waits for somebody. */
export const isOpen = ({ stage }: Pick<BarrierCard, 'stage'>): boolean => stage !== 'result' && stage !== 'set-aside';

/** A card as a person opens it; null where the hint says who people are. */
export const newCard = (
  given: Pick<BarrierCard, 'id' | 'place' | 'title' | 'hint'>,
  { at, by }: { readonly at: Date; readonly by: StaffId },
): BarrierCard | null =>
  saysWhoTheyAre(`${given.title} ${given.hint}`)
    ? null
    : { ...given, stage: 'hint', openedAt: at, steps: [{ at, by, act: 'noticed' }], version: 1 };
