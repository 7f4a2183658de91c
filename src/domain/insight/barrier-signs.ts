// Which signs of something that stops people do somebody's answers and offers show?
// Each sign is a plain fact of what they said or were offered: a place offered and not taken, how it is paid for, a reason that
// they gave. None says who they are: no faith, name or origin is asked, read or worked out (Y19). What one person shows is added to
// the counts of a school and cohort at once and kept nowhere; nothing is ever concluded about a person (domain, section 7.9).
import type { Planning } from '../alumni/plan-fields.js';
import type { Activity } from '../destinations/activity.js';
import type { ClaimDetail } from '../destinations/claim.js';
import type { OutcomeRow } from '../destinations/outcome.js';
import { readStay } from '../destinations/stay.js';
import { readWay } from '../destinations/way.js';
import type { Table } from './reports.js';

interface SignWords {
  /** What somebody shows, to stand after “of those”. */
  readonly shows: string;
  /** Of whom it is known. */
  readonly of: string;
}

/** Every sign with its definition, which stands beside its figures. */
export const signs = {
  'other-route': {
    shows: 'began an apprenticeship or work instead',
    of: 'those offered a place at university of whom the autumn is known',
  },
  delayed: {
    shows: 'put it off by a year or more',
    of: 'those offered a place at university of whom the autumn is known',
  },
  'ruled-out': {
    shows: 'ruled university out',
    of: 'those who said on the leaving form whether they ruled out a route',
  },
  'no-loan': {
    shows: 'pay without any student loan',
    of: 'those at or bound for university who said how it is paid for',
  },
  local: {
    shows: 'study in the town that most of their school choose (the distance itself is not known)',
    of: 'those who began at a university in the list of towns',
  },
  'at-home': {
    shows: 'live with their family while they study',
    of: 'those at university who said with whom they live',
  },
  'left-early': { shows: 'left early', of: 'those known to have begun' },
  'loan-words': {
    shows: 'named fees, debt or a loan with interest, in choices or their own words',
    of: 'those who gave a reason for a plan that changed or a route ruled out',
  },
  'living-cost-words': {
    shows: 'named the cost of living, paid work beside study, or earning for the family',
    of: 'those who gave a reason for a plan that changed or a route ruled out',
  },
  'caring-words': {
    shows: 'named looking after somebody',
    of: 'those who gave a reason for a plan that changed or a route ruled out',
  },
  'place-words': {
    shows: 'named the journey, housing or being away from home',
    of: 'those who gave a reason for a plan that changed or a route ruled out',
  },
  'belonging-words': {
    shows: 'named not belonging or the culture of the place',
    of: 'those who gave a reason for a plan that changed or a route ruled out',
  },
  'money-short': {
    shows: 'rated how their money lasts 1 or 2 of 5',
    of: 'those who were asked it by lot and answered',
  },
  'paid-work-clash': {
    shows: 'rated how paid work fits 1 or 2 of 5',
    of: 'those who were asked it by lot and answered',
  },
  'hours-hard': { shows: 'rated hours and times 1 or 2 of 5', of: 'those who were asked it by lot and answered' },
  'travel-hard': { shows: 'rated getting there 1 or 2 of 5', of: 'those who were asked it by lot and answered' },
  'home-hard': { shows: 'rated where they live 1 or 2 of 5', of: 'those who were asked it by lot and answered' },
  'not-belonging': { shows: 'rated belonging 1 or 2 of 5', of: 'those who were asked it by lot and answered' },
  'not-helped': { shows: 'rated help where they are 1 or 2 of 5', of: 'those who were asked it by lot and answered' },
} as const satisfies Readonly<Record<string, SignWords>>;
export type SignName = keyof typeof signs;

/** What is read of one person to count them, and then let go of. */
export interface PersonHeard {
  readonly row: OutcomeRow;
  readonly planning?: Planning;
  /** What is sealed beside their statements, the latest first, with the activity that each is about. */
  readonly told: readonly { readonly activity: Activity; readonly detail: ClaimDetail }[];
  /** The town of the place that they first began, where it is in the list. */
  readonly town: string | null;
}

/** Who has a place or an offer at university on record. */
export function wasOffered({ row, planning }: PersonHeard): boolean {
  if (row.planned === 'university') return true;
  const { application, offers, firmProvider, result } = planning?.held ?? {};
  return (
    application === 'offers' ||
    Number(offers ?? 0) > 0 ||
    (firmProvider ?? '') !== '' ||
    ['firm', 'insurance', 'clearing', 'deferred'].includes(result ?? '')
  );
}

const loans = ['student-loan', 'part-loan'];
const withoutLoan = ['family', 'work', 'employer', 'bursary'];

/** Answers to the optional question with whom they live. */
const withWhom = ['family', 'students', 'own', 'alone'];

/** What people write of loans and interest; about the thing alone, never about who they are. */
const aboutLoans = /\b(?:loans?|interest(?:[- ]free| rates?)?|borrow(?:ing|ed)?|debts?|owe|owing)\b/i;
/** “Interest” in what one studies is no loan. */
const notOfMoney = /\binterest(?:ed|ing)?\s+(?:in|for|to)\b|\b(?:my|no|lost)\s+interest\b/gi;

const namesLoans = (words: string): boolean => aboutLoans.test(words.replace(notOfMoney, ' '));

const ratings = {
  'money-short': 'money-enough',
  'paid-work-clash': 'paid-work-fits',
  'hours-hard': 'hours-work',
  'travel-hard': 'travel-works',
  'home-hard': 'home-works',
  'not-belonging': 'belong',
  'not-helped': 'help-there',
} as const satisfies Readonly<Partial<Record<SignName, string>>>;

/** Reasons by sign: a group of RT-1, or leaves of it. Sensitive leaves stand in none but what people name themselves of loans. */
const reasons = {
  'loan-words': ['FIN/M3', 'FIN/M4'],
  'living-cost-words': ['FIN/M1', 'FIN/M2', 'FIN/M6'],
  'caring-words': ['CAR', 'CAR/C1', 'CAR/C3'],
  'place-words': ['GEO', 'GEO/G1', 'GEO/G2', 'GEO/G3', 'GEO/G5'],
  'belonging-words': ['BEL', 'BEL/B1', 'BEL/B2'],
} as const satisfies Readonly<Partial<Record<SignName, readonly string[]>>>;

type Shown = Partial<Record<SignName, boolean>>;

function fromOffers(person: PersonHeard): Shown {
  const { started, lost } = readWay(person.row.way);
  const stay = readStay(person.row.stay);
  return {
    ...(wasOffered(person) &&
      started !== null && {
        'other-route': started === 'apprenticeship' || started === 'employment',
        delayed: started === 'gap-year' || started === 'deferred-place',
      }),
    ...((stay !== null || (started !== null && started !== 'did-not-start')) && {
      'left-early': lost === 'left-early',
    }),
  };
}

function fromReasons(details: readonly ClaimDetail[]): Shown {
  const codes = details.flatMap(({ reasons: named = [], mainReason }) => [
    ...named,
    ...(mainReason === undefined ? [] : [mainReason]),
  ]);
  const words = details.flatMap((detail) => detail.words ?? []);
  if (codes.length + words.length === 0) return {};
  const shown: Shown = {};
  for (const [sign, named] of Object.entries(reasons) as [keyof typeof reasons, readonly string[]][]) {
    shown[sign] = codes.some((code) => named.includes(code)) || (sign === 'loan-words' && words.some(namesLoans));
  }
  return shown;
}

/** Which signs somebody shows (true), and which they could have shown and do not (false); absent where it is not known of them. */
export function signsOf(person: PersonHeard): Shown {
  const details = person.told.map(({ detail }) => detail);
  const payment = person.told.find(
    ({ activity, detail }) => activity === 'university' && [...loans, ...withoutLoan].includes(detail.payment ?? ''),
  )?.detail.payment;
  const livesWith = person.told.find(
    ({ activity, detail }) => activity === 'university' && withWhom.includes(String(detail.more?.['lives-with'])),
  )?.detail.more?.['lives-with'];
  const ruledOut = details.flatMap(({ more }) => more?.['ruled-out'] ?? []);
  const shown: Shown = {
    ...fromOffers(person),
    ...fromReasons(details),
    ...(payment !== undefined && { 'no-loan': !loans.includes(payment) }),
    ...(livesWith !== undefined && { 'at-home': livesWith === 'family' }),
    ...(ruledOut.length > 0 &&
      !ruledOut.includes('rather-not-say') && { 'ruled-out': ruledOut.includes('university') }),
  };
  for (const [sign, question] of Object.entries(ratings) as [keyof typeof ratings, string][]) {
    const rated = details.map(({ more }) => more?.[question]).find((value) => /^[1-5]$/.test(String(value)));
    if (rated !== undefined) shown[sign] = Number(rated) <= 2;
  }
  return shown;
}

const townPrefix = 'town|';

/** How many of how many show a sign. */
export interface SignCount {
  readonly yes: number;
  readonly of: number;
}

/** The counts of a school and cohort, one person after the other. */
export function tallySigns(): { readonly add: (person: PersonHeard) => void; readonly table: () => Table } {
  const table: Record<string, number> = {};
  const count = (name: string): void => {
    table[name] = (table[name] ?? 0) + 1;
  };
  return {
    add: (person) => {
      if (person.row.uncounted === true) return;
      for (const [sign, shows] of Object.entries(signsOf(person))) {
        count(`${sign}|of`);
        if (shows) count(`${sign}|yes`);
      }
      if (person.town !== null && readStay(person.row.stay)?.kind === 'university') count(townPrefix + person.town);
    },
    table: () => table,
  };
}

/** How many show the sign in a table, of whom it is known. */
export function signCount(table: Table, sign: SignName): SignCount {
  if (sign !== 'local') return { yes: table[`${sign}|yes`] ?? 0, of: table[`${sign}|of`] ?? 0 };
  const towns = Object.entries(table).flatMap(([name, count]) => (name.startsWith(townPrefix) ? [count] : []));
  return { yes: Math.max(0, ...towns), of: towns.reduce((sum, count) => sum + count, 0) };
}
