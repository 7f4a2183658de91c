// Which reasons stand out among those who left one place, or had a place there and did not start, against all others who did?
// Groups of the reasons that were mentioned, by those who told any; a move that was wanted stands apart. Of all groups that are
// looked at together those are told which are more than chance, under false-discovery control; what somebody may not see is left out
// before anything is tested, by the same rule as beside all other places (src/domain/insight/reasons.ts).
import type { Opening } from '../destinations/telling.js';
import { adjustedForMany, chanceOfDifference, falseDiscoveryLevel } from '../statistics/false-discovery.js';
import { wilson, type Interval, type Proportion } from '../statistics/proportion.js';
import { mentionedBeside } from './reasons.js';
import type { Seeing } from './seeing.js';
import type { ReasonLine } from './told-lines.js';

/** The share of those who told a reason that mentions it. */
export interface MentionedShare extends Interval {
  readonly share: number;
}

/** One reason at the place, beside all others. */
interface PlaceReason {
  readonly code: string;
  readonly here: MentionedShare;
  readonly elsewhere: MentionedShare;
  readonly standsOut: boolean;
}

export interface PlaceReasons {
  readonly opening: Opening;
  /** Who told a reason there; null to leaders, as of all places. */
  readonly told: number | null;
  /** Those that may be told, those that stand out first. Empty where too few told any. */
  readonly rows: readonly PlaceReason[];
}

const shareOf = (said: Proportion): MentionedShare => ({ share: said.yes / said.of, ...wilson(said) });

/** The reasons at a place; the lines are of one opening. */
export function reasonsAt(seeing: Seeing<ReasonLine>, ukprn: string, opening: Opening): PlaceReasons {
  const { told, rows } = mentionedBeside(seeing, ({ provider }) => provider, ukprn);
  const chances = adjustedForMany(rows.map(({ here, elsewhere }) => chanceOfDifference(here, elsewhere)));
  return {
    ...{ opening, told: seeing.audience === 'leaders' ? null : told },
    rows: rows
      .map(({ code, here, elsewhere }, place) => ({
        ...{ code, here: shareOf(here), elsewhere: shareOf(elsewhere) },
        standsOut: (chances[place] ?? 1) <= falseDiscoveryLevel,
      }))
      .sort((one, other) => Number(other.standsOut) - Number(one.standsOut) || other.here.share - one.here.share),
  };
}
