// What did somebody tell of their reasons, of money and of how the place suits them, for counting?
// The sealed neighbour of the row for counting (decision R16: nothing sensitive stands in the row; requirement P5). One small
// value a person, made from what is sealed beside their statements: reasons by opening (Y9), with what reviewers read out of
// their own words; how it is paid for (Y12); ratings of the first place that they began, with the chance that they had of being
// asked (Y10). Nothing is inferred: it is what they said, or what a reviewer read in their words.
import type { LocalDate } from '../calendar/local-date.js';
import type { NameLists } from '../survey/listed.js';
import { factorIds } from '../survey/questionnaires/bank.js';
import { byTimeKnown, firstSaidAs, standingClaims, type Claim, type ClaimDetail, type ClaimId } from './claim.js';
import { groupOfReason, isReasonCode } from './reason.js';
import { recallOf, type Recall } from './recall.js';
import type { DestinationRecord } from './record.js';
import { codedClaims } from './review-task.js';
import { firstPlaceOf, stayOf } from './stay.js';
import { destinationYearOf } from './sustained/destination-year.js';

/** Raised when a telling is made otherwise, so that those kept are made anew. */
export const tellingRecipe = 1;

/** The three ways in which plan and present differ (Y9). */
export const openings = ['never-applied', 'did-not-start', 'started-and-left'] as const;
export type Opening = (typeof openings)[number];

/** When it was told, counted from the summer of leaving. */
export const periods = ['before', 'autumn', 'spring', 'second', 'later'] as const;
export type Period = (typeof periods)[number];

/** Why, by one opening: what was told last. */
export interface ToldReasons {
  readonly opening: Opening;
  readonly period: Period;
  /** UKPRN of the place left or not begun; empty where it is on no list. */
  readonly provider: string;
  /** The group that mattered most; absent where nobody can say. */
  readonly main?: string;
  /** RT-1 codes, leaves or bare groups, in order. */
  readonly codes: readonly string[];
  /** `coded`: a reviewer read some of them in their own words. `waiting`: there are words that nobody has read. */
  readonly words?: 'coded' | 'waiting';
}

/** Questions that are rated from 1 to 5, in an order that never changes: new ones are added at the end. */
export const ratedQuestions: readonly string[] = ['right-place', ...factorIds];

/** Questions about the life around the place, told in one choice or word each. */
export const homeQuestions = ['lives-in', 'lives-with', 'looks-after'] as const;

/** What is counted of what one person told. */
export interface Telling {
  readonly reasons?: readonly ToldReasons[];
  readonly payment?: string;
  /** Where and with whom they lived while they were there, and whether they looked after somebody, by question. */
  readonly home?: Readonly<Record<string, string>>;
  /** Of the first place that they began. */
  readonly ratings?: Readonly<Record<string, number>>;
  /** How likely they were to be asked any one question that falls to people by lot: 1/3 for one block of three. */
  readonly asked?: number;
  readonly recall?: Recall;
}

/** What is sealed beside the claims, opened, by claim. */
export type OpenedDetails = ReadonlyMap<ClaimId, ClaimDetail>;

function periodOf(knownOn: LocalDate, leftOn: LocalDate): Period {
  const year = destinationYearOf(leftOn);
  if (knownOn < `${year}-08-01`) return 'before';
  if (knownOn < `${year + 1}-02-01`) return 'autumn';
  if (knownOn < `${year + 1}-08-01`) return 'spring';
  return knownOn < `${year + 2}-08-01` ? 'second' : 'later';
}

/** What a reviewer read in the claim's own words. */
const codedDetail = (claim: Claim, record: DestinationRecord, details: OpenedDetails): ClaimDetail | undefined =>
  details.get(`${firstSaidAs(claim, record.claims)}~coded` as ClaimId);

/** The group of what is no reason: not said, not known, in words that nobody has read. */
const unknown = 'UNK';

/** The one group of all the reasons; undefined where there are several or none. */
function onlyGroup(codes: readonly string[]): string | undefined {
  const groups = new Set(codes.map(groupOfReason).filter((group) => group !== unknown));
  return groups.size === 1 ? [...groups][0] : undefined;
}

function reasonsOf(
  claim: Claim,
  detail: ClaimDetail,
  record: DestinationRecord,
  { details, lists }: Sources,
): ToldReasons | null {
  const { opening } = detail;
  if (opening === undefined) return null;
  const coded = codedDetail(claim, record, details)?.reasons ?? [];
  const told = (detail.reasons ?? []).filter(isReasonCode);
  // "Something else, in their own words" says nothing any more once somebody has read the words.
  const codes = [
    ...new Set([...(coded.length > 0 ? told.filter((code) => code !== 'UNK/U3') : told), ...coded]),
  ].sort();
  const stated = groupOfReason(detail.mainReason ?? unknown);
  const main = stated === unknown ? onlyGroup(codes) : stated;
  const words = coded.length > 0 ? 'coded' : claim.ownWords === true ? 'waiting' : undefined;
  return {
    opening,
    period: periodOf(claim.knownOn, record.leftOn),
    provider: placeOf(opening, claim, record, lists),
    ...(main !== undefined && { main }),
    codes,
    ...(words !== undefined && { words }),
  };
}

/** The place that the reasons are about, by its number. */
function placeOf(opening: Opening, claim: Claim, record: DestinationRecord, lists: NameLists): string {
  if (opening === 'never-applied') return '';
  if (opening === 'started-and-left') {
    const stay = stayOf(record, lists);
    return stay?.end === 'left' ? stay.provider : '';
  }
  const claims = codedClaims(record);
  const missed = claims.find(({ saidIn, standing }) => saidIn === claim.saidIn && standing === 'did-not-start');
  const entered = standingClaims(claims).find(({ standing }) => standing === 'placed');
  const name = missed?.provider ?? entered?.provider;
  return missed?.ukprn ?? entered?.ukprn ?? (name === undefined ? '' : (lists.provider.called(name)?.code ?? ''));
}

interface Sources {
  readonly details: OpenedDetails;
  readonly lists: NameLists;
}

const isRating = (value: unknown): value is string => typeof value === 'string' && /^[1-5]$/.test(value);

/** Ratings of the place, the latest of each question, and how likely each by lot was to be asked in any of the answers. */
function ratingsOf(details: readonly ClaimDetail[]): Pick<Telling, 'ratings' | 'asked'> {
  const ratings: Record<string, number> = {};
  let missed = 1;
  for (const { more = {} } of details) {
    for (const question of ratedQuestions) {
      const value = more[question];
      if (isRating(value)) ratings[question] = Number(value);
    }
    const weight = Number(more['design-weight']);
    if (weight >= 1) missed *= 1 - 1 / weight;
  }
  return {
    ...(Object.keys(ratings).length > 0 && { ratings }),
    ...(missed < 1 && { asked: Math.round((1 - missed) * 1_000) / 1_000 }),
  };
}

/** What was told last of the life around the place. */
function homeOf(details: readonly ClaimDetail[]): Telling['home'] {
  const told = homeQuestions.flatMap((question) => {
    const value = details.findLast(({ more }) => typeof more?.[question] === 'string')?.more?.[question];
    return typeof value === 'string' ? [[question, value] as const] : [];
  });
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

/** What the record and what is sealed beside it give for counting; null where they tell nothing. */
export function tellingOf(record: DestinationRecord, details: OpenedDetails, lists: NameLists): Telling | null {
  const claims = [...standingClaims(record.claims)].sort(byTimeKnown);
  const opened = claims.flatMap((claim) => {
    const detail = details.get(claim.id);
    return detail === undefined ? [] : [{ claim, detail }];
  });
  const told = opened.flatMap(({ claim, detail }) => reasonsOf(claim, detail, record, { details, lists }) ?? []);
  const reasons = openings.flatMap(
    (opening) => told.findLast((one) => one.opening === opening && one.codes.length > 0) ?? [],
  );
  const waiting = openings.flatMap((opening) =>
    reasons.some((one) => one.opening === opening)
      ? []
      : (told.findLast((one) => one.opening === opening && one.words === 'waiting') ?? []),
  );
  const place = firstPlaceOf(record)?.claimIds ?? [];
  const ofPlace = opened.filter(({ claim }) => place.includes(claim.id)).map(({ detail }) => detail);
  const planned = opened.filter(({ claim }) => claim.standing === 'planned').map(({ detail }) => detail);
  const payment = [...planned, ...ofPlace].findLast((detail) => detail.payment !== undefined)?.payment;
  const withReasons = new Set(
    opened.filter(({ detail }) => (detail.reasons ?? []).length > 0).map(({ claim }) => claim.saidIn),
  );
  const home = homeOf(ofPlace);
  const recall = recallOf(record, ({ saidIn }) => withReasons.has(saidIn));
  const remembered = recall.events.length > 0 || recall.seam.steps + recall.within.steps > 0;
  const telling: Telling = {
    ...(reasons.length + waiting.length > 0 && { reasons: [...reasons, ...waiting] }),
    ...(payment !== undefined && { payment }),
    ...(home !== undefined && { home }),
    ...ratingsOf(ofPlace),
    ...(remembered && { recall }),
  };
  return Object.keys(telling).length > 0 ? telling : null;
}

/** Whether anything in the record can have something sealed beside it; what comes from files alone has not. */
export const mayTell = ({ claims }: Pick<DestinationRecord, 'claims'>): boolean =>
  claims.some(({ source }) => !['ucas', 'school', 'local-authority', 'staff-note'].includes(source));
