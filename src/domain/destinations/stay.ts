// How long did somebody stay in the first place that they began, and how did it end?
// Units are calendar months, the month of the beginning being month 1. A stay that goes on is cut at the month in which it was
// last told. Going on to another place of the same kind within three months is a move, not leaving (domain reference, section
// 5.2, rule 5); reasons, which are sealed, play no part. One short text in the row for counting (decision R16).
import { addMonths, monthsFromTo, type LocalMonth } from '../calendar/local-date.js';
import type { NameLists } from '../survey/listed.js';
import type { Activity } from './activity.js';
import type { Claim } from './claim.js';
import type { DestinationRecord } from './record.js';
import { codedClaims } from './review-task.js';
import type { Spell } from './spell.js';
import { destinationYearOf } from './sustained/destination-year.js';

/** The kinds of place of which it is asked how long people stay. */
export const stayKinds = ['university', 'further-education', 'apprenticeship', 'employment'] as const;
export type StayKind = (typeof stayKinds)[number];

/**
 * `left`: left early. `moved`: on to another place of the same kind. `ended`: over, and nobody said how. `there`: there when
 * last heard of. Only the first is leaving; the others end what can be seen.
 */
export type StayEnd = 'left' | 'moved' | 'finished' | 'ended' | 'there';

/** The first place that somebody began. */
export interface Stay {
  readonly kind: StayKind;
  readonly from: LocalMonth;
  /** Months there, from 1; of a stay that goes on, until last heard of. */
  readonly months: number;
  readonly end: StayEnd;
  /** UKPRN; empty where the place is on no list. */
  readonly provider: string;
  /** The two digits of the CAH level 1 subject, such as `11` for computing; empty where it is on no list. */
  readonly subject: string;
}

const kindLetters: Readonly<Record<StayKind, string>> = {
  university: 'u',
  'further-education': 'f',
  apprenticeship: 'a',
  employment: 'e',
};
const endLetters: Readonly<Record<StayEnd, string>> = { left: 'l', moved: 'm', finished: 'f', ended: 'e', there: 't' };

const monthNumber = (month: LocalMonth): number => (Number(month.slice(0, 4)) - 2000) * 12 + Number(month.slice(5)) - 1;
const monthOfNumber = (number: number): LocalMonth => addMonths('2000-01' as LocalMonth, number);

/** `319/7/ut/10007795/11`: since August 2026, seven months, university, there, Leeds, computing. */
export const stayText = ({ kind, from, months, end, provider, subject }: Stay): string =>
  [monthNumber(from), months, kindLetters[kind] + endLetters[end], provider, subject].join('/');

const keyOf = <K extends string>(letters: Readonly<Record<K, string>>, letter: string | undefined): K | undefined =>
  (Object.keys(letters) as K[]).find((key) => letters[key] === letter);

/** What the text says; null where there is none. */
export function readStay(text: string | undefined): Stay | null {
  const [from, months, letters = '', provider = '', subject = ''] = (text ?? '').split('/');
  const kind = keyOf(kindLetters, letters[0]);
  const end = keyOf(endLetters, letters[1]);
  if (kind === undefined || end === undefined) return null;
  return { kind, end, provider, subject, from: monthOfNumber(Number(from)), months: Number(months) };
}

const isKind = (activity: Activity): activity is StayKind => (stayKinds as readonly string[]).includes(activity);

function endOf(spell: Spell, spells: readonly Spell[]): StayEnd {
  const { to, ended, activity } = spell;
  if (to === null) return 'there';
  const soon = addMonths(to, 3);
  const next = spells.some(
    (other) => other !== spell && other.activity === activity && other.from >= spell.from && other.from <= soon,
  );
  if (next) return 'moved';
  return ended === 'left-early' ? 'left' : ended === 'finished' ? 'finished' : 'ended';
}

/** The UKPRN of a spell's place; empty where it is on no list. */
export const listedProvider = (spell: Spell, told: readonly Claim[], lists: NameLists): string =>
  told.find(({ ukprn }) => ukprn !== undefined)?.ukprn ??
  (spell.provider === undefined ? '' : (lists.provider.called(spell.provider)?.code ?? ''));

function listedSubject(spell: Spell, told: readonly Claim[], lists: NameLists): string {
  const said = told.find(({ subject }) => subject !== undefined)?.subject;
  const code = said ?? (spell.course === undefined ? undefined : lists.subject.called(spell.course)?.code);
  return /^CAH(\d\d)/i.exec(code ?? '')?.[1] ?? '';
}

/** What was begun in the two years after leaving, of the kinds that are asked about; the earliest first. */
function begunSoon({ spells, leftOn }: Pick<DestinationRecord, 'spells' | 'leftOn'>): readonly Spell[] {
  const year = destinationYearOf(leftOn);
  return spells
    .filter(
      ({ standing, from, activity }) =>
        standing === 'began' && isKind(activity) && from >= `${year}-07` && from < `${year + 2}-08`,
    )
    .sort((one, other) => (one.from < other.from ? -1 : 1));
}

const firstOf = (begun: readonly Spell[]): Spell | undefined =>
  begun.find(({ activity }) => activity !== 'employment') ?? begun[0];

/** The first place begun in the two years after leaving, a full-time place before a job; null where none is known. */
export const firstPlaceOf = (record: Pick<DestinationRecord, 'spells' | 'leftOn'>): Spell | null =>
  firstOf(begunSoon(record)) ?? null;

/** How long they stayed in the first place; null where none is known. */
export function stayOf(record: DestinationRecord, lists: NameLists): Stay | null {
  const { spells, leftOn } = record;
  const begun = begunSoon({ spells, leftOn });
  const first = firstOf(begun);
  if (first === undefined || !isKind(first.activity)) return null;
  const same = begun.filter(({ activity }) => activity === first.activity);
  const told = codedClaims(record).filter(({ id }) => first.claimIds.includes(id));
  const studies = first.activity === 'university' || first.activity === 'further-education';
  return {
    kind: first.activity,
    from: first.from,
    months: monthsFromTo(first.from, first.to ?? first.lastKnown).length,
    end: endOf(first, same),
    provider: studies ? listedProvider(first, told, lists) : '',
    subject: studies ? listedSubject(first, told, lists) : '',
  };
}
