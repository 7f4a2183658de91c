// Of whom is what we know due for review, about to lapse, or lapsed?
// By activity and the longest unheard first (feature 7). Rows are found by index; each record is judged again as of today, and
// who no longer belongs there is left out. Who is at risk by a rule stands on another list (insight/show-early-warning.ts).
import type { Alumnus, PersonState } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { activities } from '../../domain/destinations/activity.js';
import { currencyOf, toldBetween, type Currency, type CurrencyState } from '../../domain/destinations/currency.js';
import { lastTold, presentSpell } from '../../domain/destinations/outcome.js';
import type { Spell } from '../../domain/destinations/spell.js';
import type { Tools } from '../tools.js';

/** Somebody on the list. */
export interface FollowUpRow {
  readonly alumnus: Alumnus;
  readonly schoolName: string;
  readonly present: Spell;
  readonly currency: Currency;
}

interface FollowUpPage {
  readonly rows: readonly FollowUpRow[];
  readonly total: number;
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

/** Nobody is to come back to them (Y4); the row for counting may not say so yet. */
const leftAlone: readonly PersonState[] = ['has-died', 'restricted', 'cannot-answer'];

type FollowUpTools = Pick<Tools, 'store' | 'clock' | 'settings'>;

/** A page of the list from the position on (empty: from the beginning). Positions come from `next`. */
export const listFollowUp =
  ({ store, clock, settings }: FollowUpTools) =>
  async (
    { schools: scope }: Viewer,
    state: CurrencyState,
    { from, limit }: { from: string; limit: number },
  ): Promise<FollowUpPage> => {
    const today = londonDate(clock.now());
    const parts = activities.flatMap((now) => {
      const days = toldBetween(now, state, settings.currency, today);
      return days === null ? [] : [{ now, ...days }];
    });
    const [begin = ''] = from.split(':', 1);
    const first = Math.max(
      parts.findIndex(({ now }) => now === begin),
      0,
    );
    const found: { readonly id: AlumnusId; readonly place: string }[] = [];
    for (const between of parts.slice(first)) {
      if (found.length > limit) break;
      const at = between.now === begin ? from.slice(begin.length + 1) : '';
      const after = at === '' ? null : { seenOn: at.slice(0, 10) as LocalDate, id: at.slice(11) as AlumnusId };
      const taken = await store.outcomes.lastSeen(scope, { ...between, after, limit: limit + 1 - found.length });
      found.push(...taken.map(({ id, seenOn }) => ({ id, place: `${between.now}:${seenOn}~${id}` })));
    }
    const shown = found.slice(0, limit);
    const ids = shown.map(({ id }) => id);
    const people = await store.alumni.findMany(ids);
    const records = await store.destinationRecords.findMany(scope, ids);
    const schools = new Map((await store.schools.all()).map((school) => [school.id, school.name]));
    const counts = await Promise.all(parts.map((between) => store.outcomes.countLastSeen(scope, between)));
    return {
      rows: ids.flatMap((id): readonly FollowUpRow[] => {
        const [alumnus, record] = [people.get(id), records.get(id)];
        if (alumnus === undefined || record === undefined || leftAlone.includes(alumnus.state)) return [];
        const present = presentSpell(record.spells);
        const verifiedOn = present === null ? null : lastTold(present, record.claims);
        if (present === null || verifiedOn === null) return [];
        const currency = currencyOf({ activity: present.activity, verifiedOn }, settings.currency, today);
        const schoolName = schools.get(alumnus.schoolId) ?? alumnus.schoolId;
        return currency?.state === state ? [{ alumnus, schoolName, present, currency }] : [];
      }),
      total: counts.reduce((sum, count) => sum + count, 0),
      next: found.length > limit ? (shown.at(-1)?.place ?? null) : null,
    };
  };
