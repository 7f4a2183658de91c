// How long do people stay at university, in an apprenticeship, in a job, and in which months do they leave?
// One curve of the first place that each began (src/domain/destinations/stay.ts): leaving early is the event; a move to another
// place of the same kind, the end, and being lost sight of end what can be seen (domain reference, section 7.6, where the choice
// of the estimator is unverified). The curve stops where it rests on too few: on so many as Peto counts, so that it goes on where many
// left and ends where many were lost sight of.
import type { StayKind } from '../destinations/stay.js';
import { readStay } from '../destinations/stay.js';
import { isSmall, leastForShare, withheld, type Audience, type Withheld } from '../statistics/disclosure.js';
import { isWorth, survivalOf, type Spent, type SurvivalPoint } from '../statistics/survival.js';
import { hiddenInGrid, type IsHidden } from './hidden-grid.js';
import type { Table } from './reports.js';

/** The fewest people that a curve or a month of it may be worth, whoever is looking. */
const leastAtRisk = 10;

/** Stays of one kind that are counted alike. */
interface CountedStay extends Spent {
  /** UKPRN or empty. */
  readonly provider: string;
  /** Two digits of CAH level 1, or empty. */
  readonly subject: string;
}

/** The stays of a kind in a table. */
export const staysIn = (table: Table, kind: StayKind): readonly CountedStay[] =>
  Object.entries(table).flatMap(([name, count]) => {
    const stay = readStay(name);
    if (stay?.kind !== kind) return [];
    const { months, end, provider, subject } = stay;
    return [{ months, left: end === 'left', count, provider, subject }];
  });

/** How some people stayed, as somebody may see it. */
export interface Staying {
  readonly people: number;
  readonly left: number;
  /** Empty where it is withheld; to leaders without months in which so few left that a step would tell of them. */
  readonly curve: readonly SurvivalPoint[];
  readonly why: Withheld | null;
}

const peopleIn = (stays: readonly Spent[]): number => stays.reduce((sum, { count }) => sum + count, 0);
const leaversIn = (stays: readonly Spent[]): number => peopleIn(stays.filter(({ left }) => left));

/** Months in which from one to seven left are put together with those after them, as far as that makes eight. */
function coarsened(curve: readonly SurvivalPoint[]): readonly SurvivalPoint[] {
  const steps: SurvivalPoint[] = [];
  let [left, atRisk, from] = [0, 0, 0];
  for (const point of curve) {
    if (left === 0) [atRisk, from] = [point.atRisk, point.month];
    left += point.left;
    if (isSmall(left)) continue;
    steps.push({ ...point, ...(from < point.month && { from }), atRisk, left, hazard: left / atRisk });
    left = 0;
  }
  return steps;
}

/** The stay without what it tells, where another beside it would be given away by it. */
export const stayingWithheld = (staying: Staying): Staying => ({
  ...staying,
  ...{ curve: [], why: staying.why ?? 'small-side' },
});

/** The curve for the audience. */
export function stayingOf(stays: readonly Spent[], audience: Audience): Staying {
  const [people, left] = [peopleIn(stays), leaversIn(stays)];
  const why = people < leastAtRisk ? 'too-few' : withheld({ yes: left, of: people }, audience);
  const whole = why === null ? survivalOf(stays) : [];
  const ends = whole.findIndex((point, at) =>
    audience === 'team'
      ? !isWorth(whole, at, leastAtRisk)
      : // For leaders it ends too before what remains would tell of the few who are still there.
        !isWorth(whole, at, leastForShare) || isSmall(point.atRisk - point.left),
  );
  const curve = ends === -1 ? whole : whole.slice(0, ends);
  return { people, left, curve: audience === 'team' ? curve : coarsened(curve), why };
}

/** The stays of each school of the trust. */
export type StaysBySchool = readonly { readonly school: string; readonly stays: readonly CountedStay[] }[];

/** Which parts of which schools leaders may not see, with all schools and parts in view. */
const staysHidden = (bySchool: StaysBySchool, by: 'provider' | 'subject'): IsHidden =>
  hiddenInGrid(
    bySchool.flatMap(({ school, stays }) =>
      stays.map((stay) => ({ school, part: stay[by], yes: stay.left ? stay.count : 0, of: stay.count })),
    ),
    (left) => withheld(left, 'leaders') !== null,
  );

/**
 * The same of one school, or of all (null), by provider or subject, the largest first; places on no list, and those withheld, come
 * without a curve.
 */
export function stayingBy(
  bySchool: StaysBySchool,
  by: 'provider' | 'subject',
  { audience, school = null }: { readonly audience: Audience; readonly school?: string | null },
): readonly { readonly name: string; readonly staying: Staying }[] {
  const own = bySchool.filter((one) => school === null || one.school === school).flatMap(({ stays }) => stays);
  const isHidden = audience === 'team' ? null : staysHidden(bySchool, by);
  return [...new Set(own.map((stay) => stay[by]))]
    .map((name) => {
      const part = own.filter((stay) => stay[by] === name);
      const staying = stayingOf(part, audience);
      const isGone = staying.why === null && isHidden?.(school, name) === true;
      return { name, staying: isGone ? stayingWithheld(staying) : staying };
    })
    .sort((one, other) => other.staying.people - one.staying.people || (one.name < other.name ? -1 : 1));
}
