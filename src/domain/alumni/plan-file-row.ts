// What does one row of a file of plans say, of whom, or what keeps it out?
// From the school's system or UCAS: one row a student, or one row a choice with its reply. Every cell is read before the row is
// refused (requirement W7). UCAS's own words for replies and decisions are unverified; each is read by its meaning.
import type { LocalDate } from '../calendar/local-date.js';
import { checkUcasId, checkUln, checkUpn } from './identifiers.js';
import { plain, readActivity, readMonth } from './leaver-cells.js';
import type { RowProblem } from './leaver-fields.js';
import { planFileFields, planFileSays, type PlanFileField, type PlanFileTexts } from './plan-file-fields.js';
import type { ApplicationState, PlanField, PlanSource, ResultState } from './plan-fields.js';
import type { GivenPlan } from './plan-form.js';
import { rowReader, type RowReader } from './row-reader.js';

/** By what somebody is found. */
export interface WhoInFile {
  readonly ucasId?: string;
  readonly upn?: string;
  readonly uln?: string;
  readonly name?: { readonly given: string; readonly family: string };
  readonly dateOfBirth?: LocalDate;
}

/** What a good row says. */
export interface PlanFacts {
  readonly who: WhoInFile;
  /** As if it had been filled in on the grid; what the row does not say is absent. */
  readonly given: GivenPlan;
  /** The row says that they are placed, and not by which of their choices. */
  readonly placed: boolean;
  /** Provider and employer of a destination that has both. */
  readonly both: Readonly<Partial<Record<PlanField, string>>>;
  /** The day on which this was so; the day of the file where absent. */
  readonly asOf?: LocalDate;
}

export type PlanFileRow =
  { readonly ok: true; readonly facts: PlanFacts } | { readonly ok: false; readonly problems: readonly RowProblem[] };

const among =
  <Value extends string>(words: Readonly<Record<Value, readonly string[]>>) =>
  (text: string): Value | null =>
    (Object.entries(words) as [Value, readonly string[]][]).find(([, all]) => all.includes(plain(text)))?.[0] ?? null;

const readApplication = among<ApplicationState>({
  'not-applying': ['notapplying', 'no', 'none', 'n', 'notapplied'],
  'to-apply': ['toapply', 'notyet', 'started', 'registered', 'inprogress', 'draft', 'stilltoapply'],
  applied: ['applied', 'yes', 'y', 'submitted', 'sent', 'senttoucas', 'complete', 'awaitingdecision', 'awaitingreply'],
  offers: ['offers', 'offer', 'hasoffers', 'offermade', 'offersreceived', 'replied', 'alldecisionsreceived'],
});

const readReply = among<'firm' | 'insurance' | 'neither'>({
  firm: ['firm', 'f', 'cf', 'uf', 'firmaccepted', 'conditionalfirm', 'unconditionalfirm', 'firmchoice'],
  insurance: ['insurance', 'i', 'ci', 'ui', 'insuranceaccepted', 'conditionalinsurance', 'insurancechoice'],
  neither: [
    'declined',
    'd',
    'decline',
    'withdrawn',
    'w',
    'rejected',
    'r',
    'unsuccessful',
    'noreply',
    'awaiting',
    'pending',
  ],
});

const readResult = among<ResultState | 'placed'>({
  firm: ['firm', 'placedfirm', 'firmchoice', 'placedatfirm', 'mainschemefirm', 'acceptedfirm', 'placedfirmchoice'],
  insurance: ['insurance', 'placedinsurance', 'insurancechoice', 'placedatinsurance', 'acceptedinsurance'],
  clearing: ['clearing', 'placedclearing', 'inclearing', 'clearingplus', 'placedinclearing', 'placedthroughclearing'],
  deferred: ['deferred', 'placeputoff', 'deferredentry', 'placeddeferred', 'deferredplace'],
  unplaced: ['unplaced', 'notplaced', 'nooffers', 'freetobeplaced', 'eligibleforclearing', 'unsuccessful', 'withdrawn'],
  'other-route': ['otherroute', 'anotherroute', 'noapplication', 'alternative'],
  placed: ['placed', 'accepted', 'acceptedplace', 'confirmed', 'unconditionalaccepted'],
});

type Reader = RowReader<PlanFileField>;

function readWho(reader: Reader): WhoInFile {
  const { isEmpty, identifier, refuse } = reader;
  const upnForm = 'a pupil number is a letter, eleven digits, and one more digit or letter';
  const numbers = (['ucasId', 'upn', 'uln'] as const).filter((field) => !isEmpty(field));
  const named = !isEmpty('givenName') && !isEmpty('familyName') && !isEmpty('dateOfBirth');
  if (numbers.length === 0 && !named) {
    refuse(
      'ucasId',
      'the row says of nobody for certain what it says',
      'give the UCAS id, the pupil number, or the name with the date of birth',
    );
  }
  const given = reader.name('givenName', 'optional');
  const family = reader.name('familyName', 'optional');
  const dateOfBirth = reader.day('dateOfBirth');
  const ucasId = identifier('ucasId', 'UCAS id', 'a UCAS personal id has ten digits', checkUcasId);
  const upn = identifier('upn', 'pupil number', upnForm, checkUpn);
  const uln = identifier('uln', 'learner number', 'a learner number has ten digits', checkUln);
  return {
    ...(ucasId === null ? {} : { ucasId }),
    ...(upn === null ? {} : { upn }),
    ...(uln === null ? {} : { uln }),
    ...(given === null || family === null ? {} : { name: { given, family } }),
    ...(dateOfBirth === null ? {} : { dateOfBirth }),
  };
}

const kinds = 'write university, apprenticeship, employment, further education, training, gap year, other or undecided';

/** The plan or the final destination of the row, as the grid would have it. */
function readDestination({ cell, words, isEmpty, refuse }: Reader, of: 'plan' | 'final', source: PlanSource) {
  const said = cell(of, readActivity, 'a kind of destination', kinds);
  const provider = words(`${of}Provider`);
  const employer = words(`${of}Employer`);
  const course = words(`${of}Course`);
  const start = cell(`${of}Start`, readMonth, 'a month', 'write it as 2026-09 or 09/2026');
  // UCAS knows of places in higher education alone.
  const kind = said ?? (source === 'ucas' && provider !== null && isEmpty(of) ? 'university' : null);
  if (kind === null && isEmpty(of) && (provider ?? employer) !== null) {
    refuse(of, `the ${of === 'plan' ? 'intended' : 'final'} destination has a place but no activity`, kinds);
  }
  const works = kind === 'apprenticeship' || kind === 'employment';
  const place = works ? (employer ?? provider) : (provider ?? employer);
  return {
    given: {
      ...(kind === null ? {} : { [of]: kind }),
      ...(place === null ? {} : { [`${of}Place`]: place }),
      ...(course === null ? {} : { [`${of}Course`]: course }),
      ...(start === null ? {} : { [`${of}Start`]: start }),
    } satisfies GivenPlan,
    both: provider === null || employer === null ? {} : { [`${of}Provider`]: provider, [`${of}Employer`]: employer },
  };
}

/** The choice of a row that holds one choice, by the reply to it. */
function readChoice({ cell, words, isEmpty, refuse }: Reader): GivenPlan {
  const reply = cell('reply', readReply, 'a reply', 'write firm, insurance or declined');
  const provider = words('choiceProvider');
  const course = words('choiceCourse');
  if (reply !== null && reply !== 'neither' && isEmpty('choiceProvider')) {
    refuse('choiceProvider', 'there is a reply and no choice', 'give the place that was replied to');
  }
  if (reply === null || reply === 'neither' || provider === null) return {};
  return { [`${reply}Provider`]: provider, ...(course === null ? {} : { [`${reply}Course`]: course }) };
}

/** Reads a whole row of a file of the source, which says nothing of days after today. */
export function readPlanFileRow(texts: PlanFileTexts, source: PlanSource, today: LocalDate): PlanFileRow {
  const reader = rowReader(planFileFields, texts);
  const { cell, words, refuse } = reader;
  if (planFileSays.every(reader.isEmpty)) {
    refuse('result', 'the row says nothing of plans or results', 'leave the row out, or fill in what is known');
  }
  const who = readWho(reader);
  const plan = readDestination(reader, 'plan', source);
  const final = readDestination(reader, 'final', source);
  const choice = readChoice(reader);
  const application = cell(
    'application',
    readApplication,
    'the state of an application',
    'write applied or has offers',
  );
  const offers = cell('offers', (text) => (/^\d{1,2}$/.test(text) ? text : null), 'a number', 'write it in figures');
  const result = cell('result', readResult, 'a result', 'write firm, insurance, clearing, deferred or unplaced');
  if (result === 'unplaced' && (words('finalProvider') ?? words('finalEmployer')) !== null) {
    refuse('result', 'the row says both "unplaced" and a place', 'find out which is right');
  }
  const asOf = reader.dayUntil('asOf', today);
  // A report with one row a student names the place of those who are placed, and no reply.
  const isPlaced = result !== null && result !== 'unplaced' && result !== 'other-route';
  const placedAt =
    isPlaced && reader.isEmpty('reply') && reader.isEmpty('finalProvider') ? words('choiceProvider') : null;
  const placedFor = placedAt === null ? null : words('choiceCourse');
  const places = (['firm', 'insurance'] as const).flatMap((each) => {
    const provider = words(`${each}Provider`);
    const course = words(`${each}Course`);
    return [
      ...(provider === null ? [] : [[`${each}Provider`, provider] as const]),
      ...(course === null ? [] : [[`${each}Course`, course] as const]),
    ];
  });
  if (reader.problems.length > 0) return { ok: false, problems: reader.problems };
  return {
    ok: true,
    facts: {
      who,
      given: {
        ...plan.given,
        ...final.given,
        ...(application === null ? {} : { application }),
        ...(offers === null ? {} : { offers }),
        ...choice,
        ...(placedAt === null ? {} : { finalPlace: placedAt }),
        ...(placedFor === null ? {} : { finalCourse: placedFor }),
        ...Object.fromEntries(places),
        ...(result === null || result === 'placed' ? {} : { result }),
      },
      placed: result === 'placed',
      both: { ...plan.both, ...final.both },
      ...(asOf === null ? {} : { asOf }),
    },
  };
}
