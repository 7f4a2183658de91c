// What the tab "What we have been told" shows: every statement and what it counts for, and, after a form that named a
// purpose, what was sealed beside one of them, in words for staff.
import { readingPurposes, type ReadingPurpose } from '../../application/destinations/read-detail.js';
import type { RecordView } from '../../application/destinations/show-record.js';
import { firstSaidAs, type Claim, type ClaimDetail } from '../../domain/destinations/claim.js';
import { reasonWords } from '../../domain/destinations/reason.js';
import { activityInWords } from '../../domain/destinations/words.js';
import type { FieldErrors, Typed } from '../form.js';
import { format } from '../format.js';
import { claimInWords, effectTags, keptWords, sourceWords, toldBy } from './destination-words.js';

/** Why somebody reads a sealed answer. */
export const purposeWords: Readonly<Record<ReadingPurpose, string>> = {
  'decide-review': 'To decide a review of this record',
  'support-person': 'To support this person, as they asked',
  'answer-request': 'To answer this person’s request for their data',
};

const detailWords: Readonly<Record<string, string>> = {
  caring: 'Looking after somebody at home',
  'never-applied': 'Never applied, or turned it down',
  'did-not-start': 'Had a place or a job and did not start',
  'started-and-left': 'Started and left',
  'student-loan': 'A student loan',
  'part-loan': 'Partly a loan',
  family: 'Family',
  work: 'Their own work',
  employer: 'The employer',
  bursary: 'A bursary',
  other: 'Something else',
  'rather-not-say': 'Rather not say',
};
const inWords = (code: string | undefined): string | undefined =>
  code === undefined ? code : (detailWords[code] ?? code);

/** What was sealed, for a summary list; only what was answered. */
export const detailRows = ({ situation, opening, reasons, mainReason, payment, words, agreedTo }: ClaimDetail) =>
  [
    { key: 'Situation', value: inWords(situation) },
    { key: 'What became of the plan', value: inWords(opening) },
    { key: 'Reasons', value: reasons?.map(reasonWords).join('; ') },
    { key: 'Main reason', value: mainReason === undefined ? undefined : reasonWords(mainReason) },
    { key: 'Paying for it by', value: inWords(payment) },
    { key: 'In their own words', value: words },
    { key: 'Agreed by choosing', value: agreedTo === undefined ? undefined : `To our keeping it (words: ${agreedTo})` },
  ].filter(({ value }) => value !== undefined);

/** What of it stood before them and was left, and what they changed; empty where nothing stood there. */
function carriedWords({ carried }: Claim): string {
  if (carried === undefined) return '';
  const { confirmed, changed } = carried;
  return [
    confirmed.length > 0 ? `; confirmed what we had: ${confirmed.join(' and ')}` : '',
    changed.length > 0 ? `; changed what we had: ${changed.join(' and ')}` : '',
  ].join('');
}

interface Shown {
  readonly source: string;
  readonly purpose: string;
  readonly rows: ReturnType<typeof detailRows>;
}

export interface ToldState {
  readonly errors?: FieldErrors;
  readonly typed?: Typed;
  readonly shown?: Shown;
}

/** What a coding of reasons adds to the id of the statement that it is about. */
export const coded = '~coded';

/** For views/staff/person/told. */
export function toldPage(view: RecordView, mayRead: boolean, state: ToldState) {
  const sealed = view.told.filter(({ claim }) => view.sealed.includes(claim.id));
  return {
    rows: view.told.map(({ claim, effect }) => [
      format.date(claim.knownOn),
      sourceWords[claim.source],
      `${claimInWords(claim)}${carriedWords(claim)}`,
      claim.planKept === undefined ? null : keptWords[claim.planKept],
      effectTags[effect],
      view.sealed.includes(claim.id) ? 'Yes' : null,
    ]),
    sealedCount: sealed.length,
    mayRead: mayRead && sealed.length > 0,
    sealed: [
      ...sealed.map(({ claim }) => ({ value: claim.id, text: `${toldBy(claim)}: ${activityInWords(claim)}` })),
      ...view.told
        .map(({ claim }) => ({
          value: `${firstSaidAs(claim, view.record.claims)}${coded}`,
          text: `What we made of it: ${toldBy(claim)}`,
        }))
        .filter(({ value }) => view.sealed.some((id) => id === value)),
    ],
    purposes: readingPurposes.map((value) => ({ value, text: purposeWords[value] })),
    errors: state.errors ?? {},
    typed: state.typed ?? {},
    shown: state.shown ?? null,
  };
}
