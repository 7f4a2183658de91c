// How the transition clock is said: outcomes, comparisons and verdicts, the finding above the charts, and what is known of a school's
// numbers and judgements.
import type { ClockBeside, ClockOutcome } from '../../../application/insight/clock-series.js';
import type { ClockStart, SchoolClock, ShownClock } from '../../../application/insight/show-clock.js';
import { isSameSchool } from '../../../domain/alumni/former-number.js';
import { ofstedEraOf, type OfstedEra } from '../../../domain/alumni/ofsted-era.js';
import type { Gain, Pupils, YearsToBenefit } from '../../../domain/insight/transition.js';
import { format } from '../../format.js';
import { numberChangeWords } from '../school-words.js';

export const outcomeWords: Readonly<Record<ClockOutcome, string>> = {
  sustained: 'Sustained after 16 to 18 (official)',
  progressed: 'Progressed to level 4 or above (official)',
  'year-11': 'Sustained after Year 11 (official)',
  third: 'Sustained three years after Year 11 (official)',
  fifth: 'Sustained five years after Year 11 (official)',
  own: 'Sustained for six months (our own records)',
};
export const startWords: Readonly<Record<ClockStart, string>> = {
  joining: 'Joining the trust',
  'special-measures': 'Special measures',
};
export const besideWords: Readonly<Record<ClockBeside, string>> = {
  england: 'England',
  authority: 'Others of the same authority',
  chosen: 'Schools of these numbers',
  nothing: 'Nothing',
};
const eraWords: Readonly<Record<OfstedEra, string>> = {
  graded: 'when schools had one overall grade',
  'no-overall-grade': 'when schools had no overall grade',
  'report-card': 'since report cards',
};
export const pupilsWords: Readonly<Record<Pupils, string>> = {
  before: 'left before',
  legacy: 'enrolled already',
  new: 'came later',
};

const years = (count: number): string =>
  count === 0 ? 'in the first cohort' : `after ${format.countOf(count, 'year', 'years')}`;

/** The verdict, to stand in a table. */
export function verdictWords(verdict: YearsToBenefit): string {
  if (verdict.kind === 'reached') return format.capital(years(verdict.years));
  if (verdict.kind === 'open') return `Seen ${years(verdict.since)}; too soon to say that it stays`;
  return verdict.kind === 'not-yet' ? `Not seen by year ${verdict.after}` : 'Cannot be told';
}

const points = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}`;
export const gainWords = (gain: Gain | null): string | null =>
  gain === null ? null : `${points(gain.gain)} (${points(gain.low)} to ${points(gain.high)})`;

const besideSentence: Readonly<Record<ClockBeside, string>> = {
  england: 'beside England',
  authority: 'beside others of the same authority',
  chosen: 'beside the chosen schools',
  nothing: '',
};

/** The group of students as the files name it. */
const groupName = ({ group, groups }: Pick<ShownClock, 'group' | 'groups'>): string =>
  groups.find(({ code }) => code === group)?.name ?? format.capital(group.replaceAll('-', ' '));

/** All students and each group; one that was asked for and is not known here says so. */
export const groupItems = (shown: Pick<ShownClock, 'group' | 'groups'>) => [
  { value: '', text: 'All of them' },
  ...shown.groups.map(({ code, name }) => ({ value: code, text: name })),
  ...(shown.group === '' || shown.groups.some(({ code }) => code === shown.group)
    ? []
    : [{ value: shown.group, text: `${groupName(shown)}: nothing known` }]),
];

/** What the clock says, as its heading. */
export function finding(shown: ShownClock): string {
  const { pooled, from, outcome, beside, group } = shown;
  const compared = pooled.adjusted.length > 0;
  const told = compared ? pooled.verdicts.adjusted : pooled.verdicts.raw;
  const what = `${outcomeWords[outcome].replace(/ \(.*\)$/, '')}${group === '' ? '' : `, ${groupName(shown)}`}`;
  const against = compared ? `, ${besideSentence[beside]} too` : '';
  const start = from === 'joining' ? 'joining' : 'special measures';
  if (told.kind === 'reached') {
    const when = told.years === 0 ? 'from the first leavers' : `from ${format.countOf(told.years, 'year', 'years')}`;
    return `${what}: leavers fare better than before ${when} after ${start} on${against}`;
  }
  if (told.kind === 'open') return `${what}: the last leavers fare better than before; one more cohort has to show it`;
  return told.kind === 'not-yet'
    ? `${what}: no gain over the years before ${start} is seen yet`
    : `${what}: too little is known to tell how long after ${start} leavers fare better`;
}

/** What was said of its numbers, and of the judgement. */
export function historyOf({ school, event }: SchoolClock, from: ClockStart): string {
  const numbers = (school.formerNumbers ?? []).map((former) => {
    const { urn, until, how } = former;
    const what = `URN ${urn} until ${format.date(until)} (${numberChangeWords[how].toLowerCase()})`;
    return isSameSchool(former) ? `${what}, read as the same school` : `${what}, other pupils and left out`;
  });
  const era = from === 'special-measures' ? [`Judged ${eraWords[ofstedEraOf(event)]}`] : [];
  return [...era, ...numbers].join('; ');
}
