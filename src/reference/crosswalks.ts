// In which codes of others is what we record told?
// Each crosswalk is total: every activity, and every group and leaf of the reasons, leads to a code, to several of which our
// record cannot choose, or is open with the reason. Tables only; a test holds their totality. Facts: domain reference,
// sections 2.2 and 3.6 to 3.9, and 5.2 for reasons (there which code a single leaf takes is unverified).
import type { Activity } from '../domain/destinations/activity.js';
import { reasonGroups } from '../domain/destinations/reason.js';
import {
  dfeCategory,
  hesaActivity,
  ilrOutcome,
  ilrWithdrawal,
  nccisActivity,
  rsnend,
  type CodeList,
} from './code-lists.js';

/** Where one of our codes leads: to one code, to one of several, or nowhere for a reason. */
export type CrossedTo =
  | { readonly code: string }
  | { readonly oneOf: readonly string[]; readonly because: string }
  | { readonly open: string };

/** One of our code lists told in one of others. */
export interface Crosswalk {
  readonly from: 'activity' | 'reason';
  readonly to: CodeList;
  readonly version: number;
  /** What of it is ours to decide or not confirmed. */
  readonly unverified: string;
  readonly rows: ReadonlyMap<string, CrossedTo>;
}

const oneOf = (because: string, ...codes: readonly string[]): CrossedTo => ({ oneOf: codes, because });
const open = (why: string): CrossedTo => ({ open: why });
const code = (one: string): CrossedTo => ({ code: one });

const hours = 'We do not ask how many hours a week.';
const whichCollege = 'We do not record whether it is a school sixth form, a sixth-form college or a college.';
const sealedCause = 'Why they are not available is sealed and goes into no file.';
const overTheYear = 'The category follows from a whole year and from benefit records, not from one activity.';

const toNccis: Readonly<Record<Activity, CrossedTo>> = {
  university: code('240'),
  'further-education': oneOf(whichCollege, '210', '220', '230'),
  apprenticeship: code('310'),
  employment: oneOf('We do not record training, hours and terms of a job.', '330', '340', '350', '360', '380'),
  training: oneOf('We do not record the programme.', '410', '430', '450', '460'),
  'gap-year': code('260'),
  'deferred-place': oneOf('Until it begins: a gap year, or a start date agreed.', '260', '615', '616'),
  'looking-for-work': code('619'),
  'not-in-education-or-work': oneOf(sealedCause, '610', '620', '630', '640', '650', '660', '670', '680'),
  other: open('Too little is said to choose a code.'),
  'not-said': code('830'),
};

const toIlr: Readonly<Record<Activity, CrossedTo>> = {
  university: code('EDU6'),
  'further-education': oneOf(hours, 'EDU4', 'EDU5'),
  apprenticeship: code('EDU2'),
  employment: oneOf(hours, 'EMP1', 'EMP2', 'EMP4', 'EMP5'),
  training: oneOf('We do not record the programme.', 'EDU1', 'EDU3'),
  'gap-year': code('GAP1'),
  'deferred-place': code('GAP1'),
  'looking-for-work': code('NPE1'),
  'not-in-education-or-work': code('NPE2'),
  other: code('OTH1'),
  'not-said': code('OTH4'),
};

const toHesa: Readonly<Record<Activity, CrossedTo>> = {
  university: code('06'),
  'further-education': code('06'),
  apprenticeship: oneOf('Both: it is ticked as work and as training.', '01', '06'),
  employment: oneOf('We do not ask whether they are employed or work for themselves.', '01', '02', '03', '04'),
  training: code('06'),
  'gap-year': oneOf('We do not ask what they do in it.', '07', '11'),
  'deferred-place': open('The list has no activity for what begins later.'),
  'looking-for-work': code('10'),
  'not-in-education-or-work': oneOf(sealedCause, '08', '11'),
  other: code('11'),
  'not-said': open('The list has no code for no answer.'),
};

const toDfe: Readonly<Record<Activity, CrossedTo>> = {
  university: code('he'),
  'further-education': oneOf(whichCollege, 'fe', 'other_edu'),
  apprenticeship: code('appren'),
  employment: code('all_work'),
  training: open('Where training falls is unverified.'),
  'gap-year': open('How gap years are handled now is unverified.'),
  'deferred-place': open('That a deferred place is no sustained destination is unverified.'),
  'looking-for-work': open(overTheYear),
  'not-in-education-or-work': open(overTheYear),
  other: open(overTheYear),
  'not-said': open(overTheYear),
};

/** The code of a whole group, and the leaves that take another. */
interface GroupCodes {
  readonly group: CrossedTo;
  readonly leaves?: Readonly<Record<string, CrossedTo>>;
}

const reasonsToRsnend: Readonly<Record<string, GroupCodes>> = {
  GEO: { group: code('07') },
  TEA: { group: oneOf('The group takes either.', '07', '11') },
  FIT: { group: code('07') },
  BEL: { group: code('07') },
  CAR: { group: code('07') },
  FIN: { group: code('06'), leaves: { 'FIN/M6': code('10'), 'FIN/M7': code('10') } },
  HEA: { group: code('04') },
  ACA: { group: code('02'), leaves: { 'ACA/A3': oneOf('Only where it ended in exclusion.', '09', '02') } },
  EMP: { group: code('10') },
  POS: { group: oneOf('The group takes either.', '03', '10'), leaves: { 'POS/P1': code('03'), 'POS/P2': code('03') } },
  EXT: { group: code('11') },
  UNK: { group: code('99') },
};

const reasonsToIlr: Readonly<Record<string, GroupCodes>> = {
  GEO: { group: code('44') },
  TEA: { group: code('44') },
  FIT: { group: oneOf('40 where they went on at the same provider.', '40', '44') },
  BEL: { group: code('44') },
  CAR: { group: code('44') },
  FIN: { group: code('43') },
  HEA: { group: code('3') },
  ACA: { group: code('42') },
  EMP: { group: code('44'), leaves: { 'EMP/E4': code('29') } },
  POS: {
    group: oneOf('The group takes either.', '2', '40'),
    leaves: {
      'POS/P1': code('2'),
      'POS/P2': code('40'),
      'POS/P4': open('A break in learning is completion status 6, not a reason for withdrawal.'),
    },
  },
  EXT: {
    group: oneOf('Only where the provider closed or merged.', '7', '47'),
    leaves: {
      'EXT/X1': open('The list has no code for it.'),
      'EXT/X3': open('The list has no code for it.'),
    },
  },
  UNK: { group: code('98') },
};

const ofActivities = (rows: Readonly<Record<Activity, CrossedTo>>): ReadonlyMap<string, CrossedTo> =>
  new Map(Object.entries(rows));

/** Every group and leaf; a leaf without an entry of its own takes its group's. What RT-1 lacks in the table is left out. */
const ofReasons = (groups: Readonly<Record<string, GroupCodes>>): ReadonlyMap<string, CrossedTo> =>
  new Map(
    reasonGroups.flatMap((one) => {
      const codes = groups[one.code];
      if (codes === undefined) return [];
      const leaves = one.leaves.map((leaf) => [leaf.code, codes.leaves?.[leaf.code] ?? codes.group] as const);
      return [[one.code, codes.group] as const, ...leaves];
    }),
  );

const leafUnverified = 'Which of its group’s codes a single reason takes.';

/** Every crosswalk, of activities first. */
export const crosswalks: readonly Crosswalk[] = [
  { from: 'activity', to: nccisActivity, version: 1, unverified: '', rows: ofActivities(toNccis) },
  { from: 'activity', to: ilrOutcome, version: 1, unverified: ilrOutcome.unverified, rows: ofActivities(toIlr) },
  { from: 'activity', to: hesaActivity, version: 1, unverified: '', rows: ofActivities(toHesa) },
  { from: 'activity', to: dfeCategory, version: 1, unverified: dfeCategory.unverified, rows: ofActivities(toDfe) },
  { from: 'reason', to: rsnend, version: 1, unverified: leafUnverified, rows: ofReasons(reasonsToRsnend) },
  { from: 'reason', to: ilrWithdrawal, version: 1, unverified: leafUnverified, rows: ofReasons(reasonsToIlr) },
];

/** Where one of our codes leads in a list of others; undefined for a code or a list that is not known. */
export const crossed = (list: CodeList['id'], from: string): CrossedTo | undefined =>
  crosswalks.find(({ to, rows }) => to.id === list && rows.has(from))?.rows.get(from);
