// What may somebody see of counts and shares that are worked out from the same lines?
// The team everything. Leaders what is safe by itself and tells nothing of what stands beside it: other schools, other years, all
// together. What stands beside is not known here; whoever knows it hands in a `Seeing`, and figures are made through it alone.
import { countSeen, withheld, type Audience, type Withheld } from '../statistics/disclosure.js';
import type { Proportion } from '../statistics/proportion.js';

/** How somebody sees what is made of lines. What is asked of lines adds up: of two lists together it is the sum of both. */
export interface Seeing<Line> {
  readonly audience: Audience;
  /** The lines of those who were asked for. */
  readonly own: readonly Line[];
  /** A number of people as it may be seen: null where it is hidden. */
  readonly count: (of: (lines: readonly Line[]) => number) => number | null;
  /**
   * Whether a share must be hidden: by itself, or since another beside it that is hidden by itself would be told by it. So many people
   * (`least`) stand in what is hidden, where it is not the usual number.
   */
  readonly hides: (
    of: (lines: readonly Line[]) => Proportion,
    byItself: (share: Proportion) => boolean,
    least?: number,
  ) => boolean;
  /** False where what is sensitive would be told by figures that nobody lays beside these, such as those of one plan. */
  readonly tellsSensitive: boolean;
}

/** Where nothing stands beside the lines. */
export const seeingAlone = <Line>(own: readonly Line[], audience: Audience): Seeing<Line> => ({
  ...{ audience, own, tellsSensitive: true },
  count: (of) => countSeen(of(own), audience),
  hides: (of, byItself) => byItself(of(own)),
});

/** The same of some of the lines, such as those of one place. */
export function seeingOf<Line>(
  { audience, own, count, hides, tellsSensitive }: Seeing<Line>,
  some: (lines: readonly Line[]) => readonly Line[],
): Seeing<Line> {
  const those = onceForEach(some);
  return {
    ...{ audience, own: those(own), tellsSensitive },
    count: (of) => count((lines) => of(those(lines))),
    hides: (of, byItself, least) => hides((lines) => of(those(lines)), byItself, least),
  };
}

/** What is made of lines, made once: the same lists are asked about again for every figure. */
export function onceForEach<Line, Value>(make: (lines: readonly Line[]) => Value): (lines: readonly Line[]) => Value {
  const made = new WeakMap<readonly Line[], { readonly value: Value }>();
  return (lines) => {
    const known = made.get(lines) ?? { value: make(lines) };
    made.set(lines, known);
    return known.value;
  };
}

/** Why a share is not shown; null where it is. */
export function whyHidden<Line>(
  { audience, own, hides }: Seeing<Line>,
  of: (lines: readonly Line[]) => Proportion,
): Withheld | null {
  const why = withheld(of(own), audience);
  // From the team no share is hidden since it is small, so none beside it either.
  if (why !== null || audience === 'team') return why;
  return hides(of, (share) => share.of > 0 && withheld(share, audience) !== null) ? 'small-side' : null;
}
