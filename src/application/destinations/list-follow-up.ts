// With whom is it worth getting in touch now?
// Who is at risk by a rule and can still meet it, the nearest last day first (M3); or of whom what we know is due for review,
// about to lapse or lapsed, by activity and the longest unheard first (feature 7). Rows are found by index; each record
// is judged again as of today, and who no longer belongs there is left out.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { addMonths, monthOf, type LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { activities } from '../../domain/destinations/activity.js';
import { currencyOf, toldBetween, type Currency, type CurrencyState } from '../../domain/destinations/currency.js';
import { lastTold, presentSpell } from '../../domain/destinations/outcome.js';
import type { Spell } from '../../domain/destinations/spell.js';
import { meterOf, riskNumber, type Meter } from '../../domain/destinations/sustained/meter.js';
import type { Ruleset } from '../../domain/destinations/sustained/ruleset.js';
import type { Tools } from '../tools.js';

/** Which list. */
export type FollowUpList =
  | { readonly kind: 'at-risk'; readonly ruleset: Ruleset }
  | { readonly kind: 'currency'; readonly state: CurrencyState };

/** Somebody on the list. */
export interface FollowUpRow {
  readonly alumnus: Alumnus;
  readonly schoolName: string;
  readonly present: Spell | null;
  readonly currency: Currency | null;
  /** On the list of a rule. */
  readonly meter: Meter | null;
}

interface FollowUpPage {
  readonly rows: readonly FollowUpRow[];
  readonly total: number;
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

/** A part of a list that one index range gives in order. */
interface Part {
  readonly key: string;
  readonly take: (after: string, limit: number) => Promise<readonly { readonly id: AlumnusId; readonly at: string }[]>;
}

interface Parts {
  readonly parts: readonly Part[];
  readonly total: () => Promise<number>;
}

type FollowUpTools = Pick<Tools, 'store' | 'clock' | 'settings'>;

/** A rule looks at most this many months ahead. */
const MOST_MONTHS = 17;

function riskParts({ store }: FollowUpTools, viewer: Viewer, ruleset: Ruleset, today: LocalDate): Parts {
  const months = Array.from({ length: MOST_MONTHS }, (_, place) => addMonths(monthOf(today), place));
  const numbers = months.map((month) => riskNumber(ruleset, month));
  return {
    parts: numbers.map((number) => ({
      key: String(number),
      take: async (after, limit) =>
        (await store.outcomes.atRisk(viewer.schools, number, after, limit)).map((id) => ({ id, at: id })),
    })),
    total: () => store.outcomes.countAtRisk(viewer.schools, numbers),
  };
}

function currencyParts(
  { store, settings }: FollowUpTools,
  viewer: Viewer,
  state: CurrencyState,
  today: LocalDate,
): Parts {
  const told = activities.flatMap((now) => {
    const days = toldBetween(now, state, settings.currency, today);
    return days === null ? [] : [{ now, ...days }];
  });
  return {
    parts: told.map((between) => ({
      key: between.now,
      take: async (at, limit) => {
        const after = at === '' ? null : { seenOn: at.slice(0, 10) as LocalDate, id: at.slice(11) as AlumnusId };
        const found = await store.outcomes.lastSeen(viewer.schools, { ...between, after, limit });
        return found.map(({ id, seenOn }) => ({ id, at: `${seenOn}~${id}` }));
      },
    })),
    total: async () => {
      const counts = await Promise.all(told.map((between) => store.outcomes.countLastSeen(viewer.schools, between)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

/** A page of the list from the position on (empty: from the beginning). Positions come from `next`. */
export const listFollowUp =
  (tools: FollowUpTools) =>
  async (
    viewer: Viewer,
    list: FollowUpList,
    { from, limit }: { from: string; limit: number },
  ): Promise<FollowUpPage> => {
    const { store, clock, settings } = tools;
    const today = londonDate(clock.now());
    const { parts, total } =
      list.kind === 'at-risk'
        ? riskParts(tools, viewer, list.ruleset, today)
        : currencyParts(tools, viewer, list.state, today);
    const [begin = ''] = from.split(':', 1);
    const first = Math.max(
      parts.findIndex(({ key }) => key === begin),
      0,
    );
    const found: { readonly id: AlumnusId; readonly place: string }[] = [];
    for (const { key, take } of parts.slice(first)) {
      if (found.length > limit) break;
      const after = key === begin ? from.slice(from.indexOf(':') + 1) : '';
      const taken = await take(after, limit + 1 - found.length);
      found.push(...taken.map(({ id, at }) => ({ id, place: `${key}:${at}` })));
    }
    const shown = found.slice(0, limit);
    const ids = shown.map(({ id }) => id);
    const people = await store.alumni.findMany(ids);
    const records = await store.destinationRecords.findMany(viewer.schools, ids);
    const schools = new Map((await store.schools.all()).map((school) => [school.id, school.name]));
    return {
      rows: ids.flatMap((id): readonly FollowUpRow[] => {
        const [alumnus, record] = [people.get(id), records.get(id)];
        if (alumnus === undefined || record === undefined) return [];
        const present = presentSpell(record.spells);
        const verifiedOn = present === null ? null : lastTold(present, record.claims);
        const currency =
          present === null || verifiedOn === null
            ? null
            : currencyOf({ activity: present.activity, verifiedOn }, settings.currency, today);
        const meter =
          list.kind === 'at-risk'
            ? meterOf(list.ruleset, { spells: record.spells, leftOn: record.leftOn, asOf: today })
            : null;
        const belongs = list.kind === 'at-risk' ? meter?.atRisk === true : currency?.state === list.state;
        const schoolName = schools.get(alumnus.schoolId) ?? alumnus.schoolId;
        return belongs ? [{ alumnus, schoolName, present, currency, meter }] : [];
      }),
      total: await total(),
      next: found.length > limit ? (shown.at(-1)?.place ?? null) : null,
    };
  };
