// Which stretches of time do claims add up to?
// Spells are runs of whole calendar months, both ends included, and never say more than a claim vouches for. Spells of
// the same thing that touch or overlap become one; different things may overlap where life allows it (conflict.ts says
// where not). Merging keeps exactly the months of its parts. The recipe's order is that of section 2.9 of the domain
// reference, except that gaps are never filled: a month that nobody spoke about is not known.
import { addMonths, monthsFromTo, type LocalMonth } from '../calendar/local-date.js';
import type { Activity } from './activity.js';
import { lastVouchedMonth, type Claim, type ClaimId } from './claim.js';
import { placeKey, sameName } from './place.js';

/** A stretch of time in one activity; months, both ends included. */
export interface Spell {
  readonly activity: Activity;
  readonly from: LocalMonth;
  /** Last month there; null while it was going on when last heard of. */
  readonly to: LocalMonth | null;
  /** The last month for which a claim vouches. */
  readonly lastKnown: LocalMonth;
  readonly ended?: 'finished' | 'left-early';
  readonly provider?: string;
  readonly course?: string;
  readonly employer?: string;
  /** `placed` spells come from plans and deferred places alone and count for no rule. */
  readonly standing: 'placed' | 'began';
  readonly claimIds: readonly ClaimId[];
}

/** What and where, without the dates. */
const thing = ({ activity, provider, course, employer }: Claim | Spell) => ({
  activity,
  ...(provider !== undefined && { provider }),
  ...(course !== undefined && { course }),
  ...(employer !== undefined && { employer }),
});

/** The stretch that one claim vouches for; null when it vouches for none. A place not yet begun spans its first month. */
export function spellOf(claim: Claim): Spell | null {
  if (claim.standing === 'did-not-start' || claim.standing === 'planned' || claim.from === null) return null;
  const lastKnown = claim.standing === 'placed' ? claim.from : lastVouchedMonth(claim);
  if (lastKnown === null) return null;
  const over = claim.to !== null && claim.to <= lastKnown;
  return {
    ...thing(claim),
    from: claim.from,
    to: over ? claim.to : null,
    lastKnown,
    ...(over && claim.ended !== undefined && { ended: claim.ended }),
    standing: claim.standing,
    claimIds: [claim.id],
  };
}

/** The months that the spell vouches for. */
export const monthsOf = (spell: Spell): readonly LocalMonth[] => monthsFromTo(spell.from, spell.lastKnown);

/** The months that both vouch for. */
export const overlap = (one: Spell, other: Spell): readonly LocalMonth[] =>
  monthsFromTo(
    one.from > other.from ? one.from : other.from,
    one.lastKnown < other.lastKnown ? one.lastKnown : other.lastKnown,
  );

/** The part inside the months from first to last; null when there is none. What is cut off the end is no longer an end. */
export function clip(spell: Spell, first: LocalMonth, last: LocalMonth): Spell | null {
  const from = spell.from > first ? spell.from : first;
  const lastKnown = spell.lastKnown < last ? spell.lastKnown : last;
  if (from > lastKnown) return null;
  if (lastKnown === spell.lastKnown) return { ...spell, from };
  return { ...thing(spell), standing: spell.standing, claimIds: spell.claimIds, from, lastKnown, to: null };
}

/** What is left of the spell without the months from first to last: nothing, one part, or the two beside them. */
export const without = (spell: Spell, first: LocalMonth, last: LocalMonth): readonly Spell[] =>
  [clip(spell, spell.from, addMonths(first, -1)), clip(spell, addMonths(last, 1), spell.lastKnown)].filter(
    (part) => part !== null,
  );

const sameThing = (one: Spell, other: Spell): boolean =>
  one.activity === other.activity &&
  one.standing === other.standing &&
  placeKey(one) === placeKey(other) &&
  sameName(one.course, other.course) !== false;

/** Whether they overlap or follow on each other without a month between. */
const touches = (one: Spell, other: Spell): boolean =>
  one.from <= addMonths(other.lastKnown, 1) && other.from <= addMonths(one.lastKnown, 1);

function join(one: Spell, other: Spell): Spell {
  const [earlier, later] = byStart(one, other) <= 0 ? [one, other] : [other, one];
  const last = later.lastKnown >= earlier.lastKnown ? later : earlier;
  const first = last === later ? earlier : later;
  return {
    ...thing(first),
    ...thing(last),
    standing: last.standing,
    from: earlier.from,
    to: last.to,
    lastKnown: last.lastKnown,
    ...(last.to !== null && last.ended !== undefined && { ended: last.ended }),
    claimIds: [...new Set([...one.claimIds, ...other.claimIds])].sort(),
  };
}

const orderKey = (spell: Spell): string =>
  [
    spell.from,
    spell.lastKnown,
    spell.activity,
    spell.standing,
    placeKey(spell),
    spell.to ?? '9999',
    ...spell.claimIds,
  ].join('~');
const byStart = (one: Spell, other: Spell): number => {
  const [first, second] = [orderKey(one), orderKey(other)];
  return first < second ? -1 : first > second ? 1 : 0;
};

/**
 * The same months in as few spells as can be, in order of their beginning: what is the same and touches is one.
 * The order in which the spells are given makes no difference.
 */
export function merge(spells: readonly Spell[]): readonly Spell[] {
  const merged: Spell[] = [];
  for (const spell of [...spells].sort(byStart)) {
    let whole = spell;
    for (let at = merged.findIndex((one) => sameThing(one, whole) && touches(one, whole)); at >= 0;) {
      const [part] = merged.splice(at, 1);
      if (part !== undefined) whole = join(part, whole);
      at = merged.findIndex((one) => sameThing(one, whole) && touches(one, whole));
    }
    merged.push(whole);
  }
  return merged.sort(byStart);
}
