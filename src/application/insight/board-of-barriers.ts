// The board of barriers: what stands on it, and what people do with a card (feature 59). Everybody sees the cards of their schools and
// of the trust; counts in them are of ten people and more, and what leaders see of them is decided last (requirement Q13).
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { SignName } from '../../domain/insight/barrier-signs.js';
import { cardAfter, newCard, type BarrierAct, type BarrierCard } from '../../domain/insight/barrier-card.js';
import type { Audience } from '../../domain/statistics/disclosure.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { addKept, changeKept, type KeptDealt } from './keep-acts.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

/** A card with the names of who did what. */
export interface ShownCard {
  readonly card: BarrierCard;
  /** Null for the trust. */
  readonly school: string | null;
  readonly steps: readonly { readonly at: Date; readonly by: string; readonly act: string; readonly words: string }[];
}

export interface ShownBoard extends WhoseFigures {
  readonly cards: readonly ShownCard[];
}

/** Names of staff by id, for who did what; who is gone is `somebody who has left`. */
export async function staffNames({ store }: Pick<Tools, 'store'>): Promise<(id: string | undefined) => string> {
  const staff = new Map((await store.staff.list('every-school')).map(({ id, name }) => [id as string, name]));
  return (id) => (id === undefined ? 'The detector' : (staff.get(id) ?? 'Somebody who has left'));
}

const shown = (
  card: BarrierCard,
  whose: Pick<WhoseFigures, 'every'>,
  nameOf: (id: string | undefined) => string,
): ShownCard => ({
  card,
  school: whose.every.find(({ id }) => id === card.place)?.name ?? null,
  steps: card.steps.map(({ at, by, act, words = '' }) => ({ at, by: nameOf(by), act, words })),
});

/** Leaders of several schools of many: the others together and their own would tell of the schools that are left. */
const othersToldTo = ({ schools }: Viewer, audience: Audience): boolean =>
  audience === 'team' || schools === 'every-school' || schools.length === 1;

/** What the pages of ways tell too: there it is hidden from leaders with the other schools in view. */
const toldElsewhere: readonly SignName[] = ['left-early'];

/** The card as the viewer may read it. */
function cardFor(viewer: Viewer, audience: Audience, { detected, ...card }: BarrierCard): BarrierCard {
  if (detected === undefined || audience === 'team') return { ...card, ...(detected !== undefined && { detected }) };
  const others = othersToldTo(viewer, audience) ? {} : { others: null, difference: null };
  const signs = detected.signs.map((sign) => ({
    ...{ ...sign, ...others },
    ...(toldElsewhere.includes(sign.sign) && { here: null, others: null, difference: null }),
  }));
  return { ...card, detected: { ...detected, signs } };
}

/** The cards of the school asked for, or of all that the viewer sees; those of the trust always. */
export const showBarriers =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, asked: AskedFigures): Promise<ShownBoard> => {
    const whose = await whoseFigures({ store }, viewer, asked);
    const cards = await store.barriers.list(whose.school === null ? viewer.schools : [whose.school.id]);
    const nameOf = await staffNames({ store });
    return { ...whose, cards: cards.map((card) => shown(cardFor(viewer, whose.audience, card), whose, nameOf)) };
  };

export interface ShownBarrier extends ShownCard, Pick<WhoseFigures, 'audience'> {
  /** False for leaders of several schools of many: the others together and their own would tell of the schools that are left. */
  readonly othersShown: boolean;
}

/** One card. Throws NotFound outside the viewer's schools. */
export const showBarrier =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: string): Promise<ShownBarrier> => {
    const card = await store.barriers.find(viewer.schools, id);
    if (card === null) throw new NotFound();
    const whose = await whoseFigures({ store }, viewer, {});
    const othersShown = othersToldTo(viewer, whose.audience);
    const told = cardFor(viewer, whose.audience, card);
    return { ...shown(told, whose, await staffNames({ store })), audience: whose.audience, othersShown };
  };

/** What may come of an act on the board. */
export type BarrierDealt = KeptDealt<'not-now' | 'who' | 'full'>;

/** Puts a card on the board for what somebody noticed. */
export const noticeBarrier =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, given: Pick<BarrierCard, 'place' | 'title' | 'hint'>): Promise<BarrierDealt> => {
    const card = newCard({ id: tools.newId(), ...given }, { at: tools.clock.now(), by: viewer.staffId });
    if (card === null) return { kind: 'refused', why: 'who' };
    return addKept(tools, viewer, { kind: 'barrier', into: tools.store.barriers }, card);
  };

/** Does one thing with a card, over the version that was looked at. Throws NotFound outside the viewer's schools. */
export const changeBarrier =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  (
    viewer: Viewer,
    { act, ...which }: { readonly id: string; readonly version: number; readonly act: BarrierAct },
  ): Promise<BarrierDealt> =>
    // What the detector sees is its own to write: it may have looked since.
    changeKept(tools, viewer, { kind: 'barrier', into: tools.store.barriers, but: ['detected'] }, which, (held) =>
      cardAfter(held, act, { at: tools.clock.now(), by: viewer.staffId }),
    );
