// Which reasons stand out among those who left one place, or had a place there and did not start, against all others who did?
// Groups of the reasons that were mentioned, by those who told any; a move that was wanted stands apart. Of all groups that are
// looked at together those are told which are more than chance, under false-discovery control; what somebody may not see is left out
// before anything is tested, sensitive reasons of fewer than ten from everybody (domain reference, section 5.2, rule 3), with those
// of other places that would tell them.
import { groupOfReason, isSensitiveReason, reasonGroups } from '../destinations/reason.js';
import type { Opening } from '../destinations/telling.js';
import { countSeen, isFewSensitive, leastSensitive, withheld, type Audience } from '../statistics/disclosure.js';
import { adjustedForMany, chanceOfDifference, falseDiscoveryLevel } from '../statistics/false-discovery.js';
import { wilson, type Interval, type Proportion } from '../statistics/proportion.js';
import { hiddenInGrid } from './hidden-grid.js';
import { toldIn } from './reasons.js';
import type { ReasonLine } from './told-lines.js';

/** With fewer who told a reason nothing is said of a place, whoever is looking. */
const leastTold = 10;

const groups = reasonGroups.filter(({ counts }) => counts === 'left').map(({ code }) => code);

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
  /** Who told a reason there; null where it is hidden. */
  readonly told: number | null;
  /** Those that may be told, those that stand out first. Empty where too few told any. */
  readonly rows: readonly PlaceReason[];
}

const mentionsIn = (lines: readonly ReasonLine[], group: string): Proportion => {
  const sum = (some: readonly ReasonLine[]): number => some.reduce((total, { count }) => total + count, 0);
  return { yes: sum(lines.filter(({ codes }) => codes.some((code) => groupOfReason(code) === group))), of: sum(lines) };
};

const shareOf = (said: Proportion): MentionedShare => ({ share: said.yes / said.of, ...wilson(said) });

/** The reasons of one opening at a place; `sensitive` where no other choice of people lies beside these. */
export function reasonsAt(
  all: readonly ReasonLine[],
  ukprn: string,
  opening: Opening,
  { audience, sensitive }: { readonly audience: Audience; readonly sensitive: boolean },
): PlaceReasons {
  const told = toldIn(all.filter((line) => line.opening === opening));
  const [here, elsewhere] = [true, false].map((there) => told.filter(({ provider }) => (provider === ukprn) === there));
  const providers = [...new Set(told.map(({ provider }) => provider))];
  const shown = groups.flatMap((code) => {
    const [own, rest] = [mentionsIn(here ?? [], code), mentionsIn(elsewhere ?? [], code)];
    if (own.of < leastTold || rest.of === 0 || own.yes + rest.yes === 0) return [];
    const places = providers.map((part) => ({
      ...{ school: 'all', part },
      ...mentionsIn(
        told.filter(({ provider }) => provider === part),
        code,
      ),
    }));
    // Of all places never one alone is hidden: the others would tell it.
    if (hiddenInGrid(places, (said) => withheld(said, audience) !== null)('all', ukprn)) return [];
    if (isSensitiveReason(code)) {
      // How many say it adds up over the places.
      const saying = places.map((place) => ({ ...place, of: place.yes }));
      if (
        !sensitive ||
        isFewSensitive(rest) ||
        hiddenInGrid(saying, isFewSensitive, { least: leastSensitive })('all', ukprn)
      )
        return [];
    }
    return [{ code, here: shareOf(own), elsewhere: shareOf(rest), chance: chanceOfDifference(own, rest) }];
  });
  const chances = adjustedForMany(shown.map(({ chance }) => chance));
  const rows = shown.map(({ chance: _chance, ...row }, place) => ({
    ...row,
    standsOut: (chances[place] ?? 1) <= falseDiscoveryLevel,
  }));
  return {
    ...{ opening, told: countSeen(mentionsIn(here ?? [], '').of, audience) },
    rows: rows.sort(
      (one, other) => Number(other.standsOut) - Number(one.standsOut) || other.here.share - one.here.share,
    ),
  };
}
