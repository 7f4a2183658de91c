// Why did people not go, or not stay, as far as they told us?
// Shares of those who gave a reason: how many mention each, and for how many it is the main one; over cohorts and the time of
// telling, by place and plan; which go together. A move that was wanted is no failure and stands apart (domain reference, section
// 5.2, rule 5). Counts of sensitive reasons under ten are hidden from everybody (rule 3), small ones from leaders, each with
// another where it alone could be worked out. What goes together is told of groups of at least ten.
import { groupOfReason, isSensitiveReason, reasonGroups } from '../destinations/reason.js';
import { isFewSensitive, leastSensitive, withheld } from '../statistics/disclosure.js';
import { boundsOf, wilson, type Interval, type Proportion } from '../statistics/proportion.js';
import { cellName, hiddenBeside, togetherHidden, type ReasonFigure } from './reasons-beside.js';
import { seeingOf, whyHidden, type Seeing } from './seeing.js';
import type { ReasonLine } from './told-lines.js';

type Lines = readonly ReasonLine[];

/** The fewest of whom parts such as places are told apart, whoever is looking. */
const leastTold = 10;

/** One group or leaf of the reasons. */
export interface ReasonRow {
  readonly code: string;
  readonly mentioned: ReasonFigure;
  /** How low and high the share of all with this opening could be, whatever moved those who told no reason. */
  readonly bounds: Interval | null;
  /** Among those of whom one group is known to have mattered most. Null for leaves, of which that is not asked. */
  readonly main: ReasonFigure | null;
}

/** Shares of one group over several parts, such as cohorts, in their order. */
export interface ReasonsAcross {
  readonly code: string;
  readonly figures: readonly ReasonFigure[];
}

/** Who told what; null where it may not be seen. */
export interface ReasonsTold {
  /** All with this opening. */
  readonly people: number | null;
  /** Of them gave a reason. */
  readonly told: number | null;
  /** Of them those among whose reasons are some that a reviewer read in their own words. */
  readonly coded: number | null;
  /** Wrote words that nobody has read yet, and chose no reason. */
  readonly waiting: number | null;
  /** Moved on to something that they wanted; in none of the figures. */
  readonly moved: number | null;
}

/** The groups of which shares are made. */
const groups = reasonGroups.filter(({ counts }) => counts === 'left').map(({ code }) => code);
const transfers = reasonGroups.filter(({ counts }) => counts === 'transfer').map(({ code }) => code);

const sumOf = (lines: Lines): number => lines.reduce((sum, { count }) => sum + count, 0);
const knownIn = ({ codes }: ReasonLine): readonly string[] => codes.filter((code) => groupOfReason(code) !== 'UNK');
const gaveReason = (line: ReasonLine): boolean => knownIn(line).length > 0;
const moved = (line: ReasonLine): boolean =>
  line.main === null
    ? gaveReason(line) && knownIn(line).every((code) => transfers.includes(groupOfReason(code)))
    : transfers.includes(line.main);

/** Those who told why they left or did not go, moves apart. */
export const toldIn = (lines: Lines): Lines => lines.filter((line) => gaveReason(line) && !moved(line));
const peopleIn = (lines: Lines): number => sumOf(lines.filter((line) => !moved(line)));

/** How many told what. */
export const whoTold = ({ count }: Seeing<ReasonLine>): ReasonsTold => ({
  people: count(peopleIn),
  told: count((lines) => sumOf(toldIn(lines))),
  coded: count((lines) => sumOf(toldIn(lines).filter(({ words }) => words === 'coded'))),
  waiting: count((lines) => sumOf(lines.filter((line) => line.words === 'waiting' && !gaveReason(line)))),
  moved: count((lines) => sumOf(lines.filter(moved))),
});

const mentions = (line: ReasonLine, code: string): boolean =>
  code.includes('/') ? line.codes.includes(code) : line.codes.some((each) => groupOfReason(each) === code);

/** Of those who told why, how many mention it. */
const mentionsOf =
  (code: string) =>
  (lines: Lines): Proportion => ({
    yes: sumOf(toldIn(lines).filter((line) => mentions(line, code))),
    of: sumOf(toldIn(lines)),
  });

/** Of those of whom a main group is known, for how many it is this. */
const mainOf =
  (code: string) =>
  (lines: Lines): Proportion => {
    const withMain = toldIn(lines).filter(({ main }) => main !== null && groups.includes(main));
    return { yes: sumOf(withMain.filter(({ main }) => main === code)), of: sumOf(withMain) };
  };

/** Whether so few say something sensitive, here or beside it, that nobody may be told; it is those who say it that are counted. */
function hidesSensitive(of: (lines: Lines) => Proportion, { hides, tellsSensitive }: Seeing<ReasonLine>): boolean {
  const saying = (lines: Lines): Proportion => {
    const { yes } = of(lines);
    return { yes, of: yes };
  };
  return !tellsSensitive || hides(saying, isFewSensitive, leastSensitive);
}

/** The figure as somebody may see it. */
function figureOf(code: string, of: (lines: Lines) => Proportion, seeing: Seeing<ReasonLine>): ReasonFigure {
  const said = of(seeing.own);
  const why = isSensitiveReason(code) && hidesSensitive(of, seeing) ? 'sensitive' : whyHidden(seeing, of);
  const hidden = why === 'sensitive' || why === 'small-side';
  return {
    count: hidden || seeing.audience === 'leaders' ? null : said.yes,
    share: why === null ? said.yes / said.of : null,
    interval: why === null ? wilson(said) : null,
    why,
  };
}

/** The reasons among all, each with its figure. */
const figuresOfCodes = (codes: readonly string[], of: typeof mentionsOf, seeing: Seeing<ReasonLine>) => {
  const cells = codes.map((code) => ({
    ...{ part: '', code, said: of(code)(seeing.own), figure: figureOf(code, of(code), seeing) },
  }));
  const figures = togetherHidden(cells, true);
  return (code: string): ReasonFigure => figures.get(cellName('', code)) ?? hiddenBeside;
};

/** What those could say who told no reason, where that may be seen. */
function boundsFor(code: string, mentioned: ReasonFigure, seeing: Seeing<ReasonLine>): Interval | null {
  const silent = (lines: Lines): Proportion => ({ yes: sumOf(toldIn(lines)), of: peopleIn(lines) });
  if (mentioned.share === null || whyHidden(seeing, silent) !== null) return null;
  return boundsOf(mentionsOf(code)(seeing.own), peopleIn(seeing.own));
}

const mentionedIn = (codes: readonly string[], lines: Lines) =>
  codes
    .map((code) => ({ code, said: mentionsOf(code)(lines) }))
    .filter(({ said }) => said.yes > 0)
    .sort((one, other) => other.said.yes - one.said.yes || (one.code < other.code ? -1 : 1))
    .map(({ code }) => code);

/** Without what is hidden: that it stands there would tell that somebody named it, and its place about how many. */
const withoutHidden = (rows: readonly ReasonRow[]): readonly ReasonRow[] =>
  rows.filter(({ mentioned }) => mentioned.share !== null);

/** The groups that are mentioned and may be seen, the most mentioned first. */
export function reasonRows(seeing: Seeing<ReasonLine>): readonly ReasonRow[] {
  const main = figuresOfCodes(groups, mainOf, seeing);
  return withoutHidden(
    mentionedIn(groups, seeing.own).map((code) => {
      const mentioned = figureOf(code, mentionsOf(code), seeing);
      return { code, mentioned, main: main(code), bounds: boundsFor(code, mentioned, seeing) };
    }),
  );
}

/** The leaves of a group that are mentioned and may be seen; one that is hidden alone takes the smallest other with it. */
export function leafRows(group: string, seeing: Seeing<ReasonLine>): readonly ReasonRow[] {
  const codes = (reasonGroups.find(({ code }) => code === group)?.leaves ?? []).map(({ code }) => code);
  const leaves = mentionedIn(codes, seeing.own);
  const figure = figuresOfCodes(leaves, mentionsOf, seeing);
  return withoutHidden(
    leaves.map((code) => {
      const mentioned = figure(code);
      return { code, mentioned, main: null, bounds: boundsFor(code, mentioned, seeing) };
    }),
  );
}

/** Some of the people, under a name. */
export interface ReasonsPart {
  readonly name: string;
  readonly seeing: Seeing<ReasonLine>;
}

/** Of each group the shares over parts, in their order, as mentioned or as the main one; nothing hidden is told by what stands beside it. */
export function reasonsAcross(
  codes: readonly string[],
  parts: readonly ReasonsPart[],
  as: 'mentioned' | 'main' = 'mentioned',
): readonly ReasonsAcross[] {
  const of = as === 'main' ? mainOf : mentionsOf;
  const told = as === 'main' ? groups : codes;
  const cells = told.map((code) =>
    parts.map(({ name, seeing }) => ({
      ...{ part: name, code, said: of(code)(seeing.own), figure: figureOf(code, of(code), seeing) },
    })),
  );
  // Mentions of several reasons add up to nothing: each reason by itself.
  const figures = new Map(
    as === 'main' ? togetherHidden(cells.flat(), true) : cells.flatMap((one) => [...togetherHidden(one, false)]),
  );
  return codes.map((code) => ({
    code,
    figures: parts.map(({ name }) => figures.get(cellName(name, code)) ?? hiddenBeside),
  }));
}

/** People of one place or plan, and what they mention most. */
export interface ReasonsOfPart {
  readonly name: string;
  /** Null to leaders. */
  readonly told: number | null;
  /** The groups that are mentioned most, at most three, as far as they may be seen. */
  readonly most: readonly { readonly code: string; readonly figure: ReasonFigure }[];
}

/** The people of each part, such as a place, by its name. */
const partsBy = (seeing: Seeing<ReasonLine>, partOf: (line: ReasonLine) => string): readonly ReasonsPart[] =>
  [...new Set(toldIn(seeing.own).map(partOf))].map((name) => ({
    name,
    seeing: seeingOf(seeing, (lines) => lines.filter((line) => partOf(line) === name)),
  }));

/** Parts with at least ten who told why, the largest first. */
export function reasonsBy(seeing: Seeing<ReasonLine>, partOf: (line: ReasonLine) => string): readonly ReasonsOfPart[] {
  const parts = partsBy(seeing, partOf);
  const across = reasonsAcross(mentionedIn(groups, seeing.own), parts);
  return parts
    .map((part, place) => ({
      ...{ name: part.name, size: sumOf(toldIn(part.seeing.own)) },
      most: across
        .flatMap(({ code, figures }) => {
          const figure = figures[place];
          return figure === undefined || figure.share === null || figure.share === 0 ? [] : [{ code, figure }];
        })
        .sort((one, other) => (other.figure.share ?? 0) - (one.figure.share ?? 0))
        .slice(0, 3),
    }))
    .filter(({ size }) => size >= leastTold)
    .sort((one, other) => other.size - one.size || (one.name < other.name ? -1 : 1))
    .map(({ name, size, most }) => ({ name, most, told: seeing.audience === 'leaders' ? null : size }));
}

/** Of one place and of all others how many mention a group, and how many told a reason. */
export interface MentionedBeside {
  readonly code: string;
  readonly here: Proportion;
  readonly elsewhere: Proportion;
}

/**
 * The groups of which both may be told, hidden as the parts of `reasonsBy` are: where all together and the place are told, so are the
 * others.
 */
export function mentionedBeside(
  seeing: Seeing<ReasonLine>,
  partOf: (line: ReasonLine) => string,
  name: string,
): { readonly told: number; readonly rows: readonly MentionedBeside[] } {
  const parts = partsBy(seeing, partOf);
  const here = parts.find((part) => part.name === name);
  const told = here === undefined ? 0 : sumOf(toldIn(here.seeing.own));
  if (here === undefined || told < leastTold) return { told, rows: [] };
  const codes = mentionedIn(groups, seeing.own);
  const [across, all] = [parts, [{ name: '', seeing }]].map((some) => reasonsAcross(codes, some));
  const rows = codes.flatMap((code, row) => {
    const [whole, own] = [mentionsOf(code)(seeing.own), mentionsOf(code)(here.seeing.own)];
    const elsewhere = { yes: whole.yes - own.yes, of: whole.of - own.of };
    const figures = [all?.[row]?.figures[0], across?.[row]?.figures[parts.indexOf(here)]];
    const isTold = figures.every((figure) => (figure?.share ?? null) !== null);
    return isTold && withheld(elsewhere, seeing.audience) === null ? [{ code, here: own, elsewhere }] : [];
  });
  return { told, rows };
}

/** Two groups that the same people mention. */
export interface ReasonPair {
  readonly codes: readonly [string, string];
  /** At least ten; null to leaders, who see shares. */
  readonly count: number | null;
  /** Of those who mention the first, and of those who mention the second, how many mention both. */
  readonly ofFirst: { readonly share: number };
  readonly ofSecond: { readonly share: number };
}

/** What went with what, where at least ten people mention both; the most frequent first. */
export function reasonPairs(seeing: Seeing<ReasonLine>): readonly ReasonPair[] {
  const pairs = groups.flatMap((one, place) => groups.slice(place + 1).map((other) => [one, other] as const));
  const bothOf =
    (codes: readonly [string, string], among: string) =>
    (lines: Lines): Proportion => ({
      yes: sumOf(toldIn(lines).filter((line) => codes.every((code) => mentions(line, code)))),
      of: mentionsOf(among)(lines).yes,
    });
  return pairs
    .map((codes) => ({ codes, both: bothOf(codes, codes[0])(seeing.own).yes }))
    .filter(
      ({ codes, both }) =>
        both >= leastTold &&
        !(codes.some(isSensitiveReason) && hidesSensitive(bothOf(codes, codes[0]), seeing)) &&
        codes.every((among) => whyHidden(seeing, bothOf(codes, among)) === null),
    )
    .sort((one, other) => other.both - one.both || (one.codes[0] < other.codes[0] ? -1 : 1))
    .map(({ codes, both }) => ({
      codes,
      count: seeing.audience === 'leaders' ? null : both,
      ofFirst: { share: both / mentionsOf(codes[0])(seeing.own).yes },
      ofSecond: { share: both / mentionsOf(codes[1])(seeing.own).yes },
    }));
}
