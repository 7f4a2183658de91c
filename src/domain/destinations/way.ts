// Which way did somebody take, from the plan to what lasted?
// The stations between the plan and the rule's verdict, each one letter in the row for counting (decision R16): what they
// meant to do, how the autumn began, whether a place was lost on the way, the second year, how the place suits them, and its
// level. Changed before it began, did not start, and left early are kept apart (Y9). Levels of apprenticeships and college
// courses are known only where the course says them.
import { localDate, type LocalMonth } from '../calendar/local-date.js';
import { activityFacts, type Activity, type Company } from './activity.js';
import { standingClaims } from './claim.js';
import type { DestinationRecord } from './record.js';
import type { Spell } from './spell.js';
import { leadingRuleset } from './sustained/catalogue.js';
import { destinationYearOf, monthsOfDestinationYear } from './sustained/destination-year.js';
import type { Verdict } from './sustained/ruleset.js';
import type { Stay } from './stay.js';

/** The stations of one person. */
export interface Way {
  readonly intended: Activity | null;
  /** What they were doing from September to November; `did-not-start` where nothing else of it is known. */
  readonly started: Activity | 'did-not-start' | null;
  readonly lost: 'did-not-start' | 'left-early' | null;
  /** The rule once more, on the months of the year after (Y15: on track at year two). */
  readonly second: Verdict;
  /** Right place for me, in their own words from 1 to 5 (Y15). */
  readonly fit: number | null;
  /** `higher`: level 4 or above. */
  readonly level: 'higher' | 'lower' | null;
}

const none = '-';
const activityLetters = {
  u: 'university',
  f: 'further-education',
  a: 'apprenticeship',
  e: 'employment',
  t: 'training',
  g: 'gap-year',
  d: 'deferred-place',
  l: 'looking-for-work',
  n: 'not-in-education-or-work',
  o: 'other',
} as const satisfies Readonly<Record<string, Activity>>;
const startLetters = { ...activityLetters, x: 'did-not-start' } as const;
const lostLetters = { x: 'did-not-start', q: 'left-early' } as const;
const verdictLetters = { m: 'met', n: 'missed', p: 'still-possible', [none]: 'not-known' } as const;
const levelLetters = { h: 'higher', w: 'lower' } as const;

/** The letter of a station; a dash where nothing is known. */
const letterOf = (letters: Readonly<Record<string, string>>, value: string | null): string =>
  Object.entries(letters).find(([, one]) => one === value)?.[0] ?? none;

const meaning = <T extends string>(letters: Readonly<Record<string, T>>, letter: string | undefined): T | null =>
  letters[letter ?? none] ?? null;

/** The activity that a letter stands for; null for a dash. */
export const activityOfLetter = (letter: string): Activity | null => meaning<Activity>(activityLetters, letter);
/** The letter of an activity, of what was planned or begun. */
export const activityLetter = (activity: Activity | 'did-not-start' | null): string => letterOf(startLetters, activity);

/** Six letters, in the order of the stations. */
export const wayText = ({ intended, started, lost, second, fit, level }: Way): string =>
  [
    activityLetter(intended),
    activityLetter(started),
    letterOf(lostLetters, lost),
    letterOf(verdictLetters, second),
    fit === null ? none : String(fit),
    letterOf(levelLetters, level),
  ].join('');

/** What the six letters say. */
export function readWay(text: string): Way {
  const [intended, started, lost, second, fit, level] = text;
  return {
    intended: meaning<Activity>(activityLetters, intended),
    started: meaning<Activity | 'did-not-start'>(startLetters, started),
    lost: meaning<'did-not-start' | 'left-early'>(lostLetters, lost),
    second: meaning<Verdict>(verdictLetters, second) ?? 'not-known',
    fit: /^[1-5]$/.test(fit ?? '') ? Number(fit) : null,
    level: meaning<'higher' | 'lower'>(levelLetters, level),
  };
}

const firstBegun = (spells: readonly Spell[]): Spell | undefined =>
  [...spells].sort((one, other) => (one.from < other.from ? -1 : 1))[0];

/** Of what somebody did at one time the main thing: a full-time place before work, work before anything else; the first begun of each. */
export function primaryOf(there: readonly Spell[]): Spell | undefined {
  const company = (kind: Company): readonly Spell[] =>
    there.filter(({ activity }) => activityFacts[activity].company === kind);
  return firstBegun(company('full-time-place')) ?? firstBegun(company('work')) ?? firstBegun(there);
}

/** What they were doing from September to November. */
function startedAs({ spells, leftOn }: Pick<DestinationRecord, 'spells' | 'leftOn'>): Activity | null {
  const year = destinationYearOf(leftOn);
  const [first, last] = [`${year}-09` as LocalMonth, `${year}-11` as LocalMonth];
  const there = spells.filter(
    ({ standing, from, lastKnown }) => standing === 'began' && from <= last && lastKnown >= first,
  );
  return primaryOf(there)?.activity ?? null;
}

/** What the course's name says: `Electrician, level 3` is 3, a degree apprenticeship 6; null where it says nothing. */
export function statedLevel(course: string | undefined): number | null {
  const stated = /\blevel ([1-8])\b/i.exec(course ?? '')?.[1];
  if (stated !== undefined) return Number(stated);
  if (/\bdegree\b/i.test(course ?? '')) return 6;
  return /\b(?:hnc|hnd|higher national)\b/i.test(course ?? '') ? 4 : null;
}

function levelOf({ activity, course }: Spell): Way['level'] | 'open' {
  if (activity === 'university') return 'higher';
  if (activityFacts[activity].worth === 'nothing-known') return 'open';
  if (activity !== 'apprenticeship' && activity !== 'further-education') return 'lower';
  const level = statedLevel(course);
  return level === null ? 'open' : level >= 4 ? 'higher' : 'lower';
}

/** Of everything begun by the end of the destination year the highest; null where one has no stated level and none is higher. */
function levelReached({ spells, leftOn }: Pick<DestinationRecord, 'spells' | 'leftOn'>): Way['level'] {
  const months = monthsOfDestinationYear(destinationYearOf(leftOn));
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return null;
  const levels = spells
    .filter(({ standing, from, lastKnown }) => standing === 'began' && from <= last && lastKnown >= first)
    .map(levelOf);
  if (levels.includes('higher')) return 'higher';
  return levels.includes('open') || levels.length === 0 ? null : 'lower';
}

/** The rule on the months of the year after; what is not known of a year that is not over is still open. */
function secondYear({ cohortId, spells, leftOn, asOf }: DestinationRecord): Verdict {
  const year = destinationYearOf(leftOn) + 1;
  const { verdict } = leadingRuleset(cohortId).judge({ spells, leftOn: localDate(`${year}-07-31`), asOf });
  return verdict === 'not-known' && asOf < `${year + 1}-08-01` ? 'still-possible' : verdict;
}

/** The stations of the record. */
export function wayOf(record: DestinationRecord, intended: Activity | null, stay: Stay | null): Way {
  const claims = standingClaims(record.claims);
  const didNotStart = claims.some(({ standing }) => standing === 'did-not-start');
  const started = startedAs(record);
  const rated = claims.filter(({ fit }) => fit !== undefined).sort((a, b) => (a.knownOn < b.knownOn ? -1 : 1));
  return {
    intended,
    started: started ?? (didNotStart ? 'did-not-start' : null),
    lost: stay?.end === 'left' ? 'left-early' : didNotStart ? 'did-not-start' : null,
    second: secondYear(record),
    fit: rated.at(-1)?.fit ?? null,
    level: levelReached(record),
  };
}
