// What staff read about claims, spells, conflicts and verdicts (Y24: claims are "what we have been told", a spell is "time
// at …", a verdict is "DfE six-month rule: met, missed, still possible").
import type { ClaimEffect } from '../../domain/destinations/rebuild-record.js';
import type { LocalMonth } from '../../domain/calendar/local-date.js';
import type { Activity } from '../../domain/destinations/activity.js';
import type { Claim, ClaimSource, PlanKept } from '../../domain/destinations/claim.js';
import type { CurrencyState } from '../../domain/destinations/currency.js';
import type { ConflictKind } from '../../domain/destinations/conflict.js';
import type { MonthFinding, Verdict } from '../../domain/destinations/sustained/ruleset.js';
import { activityInWords } from '../../domain/destinations/words.js';
import { format } from '../format.js';

export const sourceWords: Readonly<Record<ClaimSource, string>> = {
  survey: 'Survey',
  phone: 'Phone call',
  reply: 'Reply to our mail',
  proxy: 'Somebody answering for them',
  school: 'School',
  ucas: 'UCAS',
  'local-authority': 'Local authority',
  'staff-note': 'Note by staff',
};

export const conflictWords: Readonly<Record<ConflictKind, string>> = {
  'two-places-at-once': 'Two places at once',
  'dates-disagree': 'Dates disagree',
  'present-disagrees': 'The present disagrees with an earlier statement',
};

/** When two statements cannot both be true, by kind; what life allows is none of them. */
export const conflictMeaning: Readonly<Record<ConflictKind, string>> = {
  'two-places-at-once':
    'Two full-time places at different names in the same month. Leaving one in the month in which the next begins is none.',
  'dates-disagree':
    'One place, and beginnings or ends that lie more than a month apart; more than two where they are remembered as about.',
  'present-disagrees':
    'Full-time study beside not being in education or work, or beside a gap year; work beside looking for work. Study beside work, and two jobs, are none.',
};

export const keptWords: Readonly<Record<PlanKept, string>> = {
  yes: 'As planned',
  partly: 'Partly as planned',
  no: 'Not as planned',
  'had-no-plan': 'Had no plan',
};

export const verdictTags: Readonly<Record<Verdict, { readonly tone: string; readonly text: string }>> = {
  met: { tone: 'good', text: 'met' },
  missed: { tone: 'quiet', text: 'missed' },
  'still-possible': { tone: 'note', text: 'still possible' },
  'not-known': { tone: 'quiet', text: 'not known' },
};

export const currencyTags: Readonly<Record<CurrencyState, { readonly tone: string; readonly text: string }>> = {
  verified: { tone: 'good', text: 'Verified' },
  'due-for-review': { tone: 'note', text: 'Due for review' },
  'due-to-lapse': { tone: 'careful', text: 'About to lapse' },
  lapsed: { tone: 'quiet', text: 'Lapsed' },
};

export const effectTags: Readonly<Record<ClaimEffect, { readonly tone: string; readonly text: string }>> = {
  counts: { tone: 'good', text: 'Counts' },
  waits: { tone: 'careful', text: 'Waits for a decision' },
  'set-aside': { tone: 'quiet', text: 'Set aside by a decision' },
  'not-taken-up': { tone: 'quiet', text: 'Not taken up' },
  settled: { tone: 'quiet', text: 'Settled by what was said later' },
  replaced: { tone: 'quiet', text: 'Replaced by a later version' },
  undated: { tone: 'quiet', text: 'Names no months' },
};

/** "Survey, 3 November 2026". */
export const toldBy = (claim: Pick<Claim, 'source' | 'knownOn'>): string =>
  `${sourceWords[claim.source]}, ${format.date(claim.knownOn)}`;

/** "since September 2026, still there". */
export function timeTold({ standing, from, to, ended, fromCertainty }: Claim): string {
  if (standing === 'did-not-start') return 'had a place and did not start';
  const beginning = from === null ? null : `${fromCertainty === 'about' ? 'about ' : ''}${format.month(from)}`;
  if (standing === 'planned') return beginning === null ? 'their plan' : `their plan, from ${beginning}`;
  if (standing === 'placed') {
    return beginning === null
      ? 'a place'
      : `a place from ${beginning}${fromCertainty === 'assumed' ? ' (month assumed)' : ''}, not yet seen begun`;
  }
  const how = ended === 'left-early' ? ', left early' : ended === 'finished' ? ', finished' : '';
  if (to === null && ended === undefined)
    return `${beginning === null ? 'begun in a month we do not know' : `since ${beginning}`}, still there`;
  const months = [beginning ?? 'a month we do not know', to === null ? 'a month we do not know' : format.month(to)];
  return beginning === null && to === null ? `for a time we do not know${how}` : `${months.join(' to ')}${how}`;
}

/** What and when, in one line. */
export const claimInWords = (claim: Claim): string =>
  `${activityInWords(claim)}${claim.job === undefined ? '' : ` (${claim.job})`}, ${timeTold(claim)}`;

/** The colour of the strip for an activity; never alone, the words stand beside it. */
const stripKinds: Readonly<Record<Activity, string>> = {
  university: 'university',
  'further-education': 'training',
  training: 'training',
  apprenticeship: 'apprenticeship',
  employment: 'employment',
  'gap-year': 'not-sustained',
  'looking-for-work': 'not-sustained',
  'not-in-education-or-work': 'not-sustained',
  'deferred-place': 'none',
  other: 'not-sustained',
  'not-said': 'none',
};

interface Stretch {
  readonly activity: Activity;
  readonly standing: 'placed' | 'began';
  readonly from: LocalMonth;
  readonly lastKnown: LocalMonth;
}

/** One row of a strip: the months of the stretches, and nothing said elsewhere. */
export const stripRow = (text: string, stretches: readonly Stretch[], months: readonly LocalMonth[]) => ({
  text,
  months: months.map((month) => {
    const there = stretches.find(({ from, lastKnown }) => from <= month && month <= lastKnown);
    if (there === undefined) return { month, kind: 'none', text: 'nothing said' };
    if (there.standing === 'placed') return { month, kind: 'possible', text: 'a place, not yet seen begun' };
    return { month, kind: stripKinds[there.activity], text: activityInWords(there) };
  }),
});

const findingFacts: Readonly<Record<MonthFinding['finding'], { readonly kind: string; readonly text: string }>> = {
  education: { kind: 'university', text: 'In education' },
  employment: { kind: 'employment', text: 'In work' },
  apprenticeship: { kind: 'apprenticeship', text: 'In an apprenticeship' },
  other: { kind: 'not-sustained', text: 'Something that does not count' },
  none: { kind: 'not-sustained', text: 'Not in education or work' },
  'not-known': { kind: 'unknown', text: 'Not known' },
  ahead: { kind: 'possible', text: 'Still ahead' },
};

export const findingWords = (finding: MonthFinding['finding']): string => findingFacts[finding].text;

/** The row of a strip that shows what each month counts as. */
export const findingRow = (text: string, months: readonly MonthFinding[]) => ({
  text,
  months: months.map(({ month, finding }) => ({ month, ...findingFacts[finding] })),
});

/** What could begin, in a sentence about the last month for it. */
export const routeWords = {
  education: 'Education',
  employment: 'Work',
  apprenticeship: 'An apprenticeship',
} as const;
