// What a draft's page and its previews show: sums by school, when each step leaves and which limit decides that, names.
import type { Application } from '../../application/index.js';
import { peopleReached } from '../../application/waves/count-audience.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import { moduleTitles } from '../../domain/survey/modules.js';
import { stepMoment } from '../../domain/waves/due-messages.js';
import type { DecidingLimit } from '../../domain/waves/sending-forecast.js';
import { format } from '../format.js';
import { countFor, countOfFor, roundedNote, type Sees } from './counts-shown.js';
import { asksWords, moveSentence, originView, quietView } from './programme-words.js';
import { reasonName, stepRows, wholeName } from './wave-pages.js';
import { stateTags, stepWords, type NotWrittenTo } from './wave-words.js';

type Waves = Application['waves'];
type View = Awaited<ReturnType<Waves['showWave']>>;
type Run = Awaited<ReturnType<Waves['dryRun']>>;
type Page = Awaited<ReturnType<Waves['listCandidates']>>;
type Quiet = ReturnType<Waves['quietDaysOf']>;

/** Receivers by what people call them; other lanes are domains. */
const laneWords: Readonly<Record<string, string>> = {
  gmail: 'personal Gmail addresses',
  microsoft: 'Outlook and Hotmail addresses',
  yahoo: 'Yahoo and AOL addresses',
  icloud: 'iCloud addresses',
};

function limitInWords({ lane, per, most }: DecidingLimit): string {
  const where = lane === null ? 'the mail server' : (laneWords[lane] ?? `addresses at ${lane}`);
  return `${where}: ${format.number(most)} a ${per}`;
}

/** A provider's number is from its own pages and may be another by contract. */
const relayWords = ({ days, from }: NonNullable<Run['steps'][number]['relay']>): string =>
  `so it needs ${format.number(days)} days${from === 'provider' ? ' (the provider’s usual limit, unverified)' : ''}`;

/** What decides when the last of a step's messages leaves. */
function because({ forecast, held, late, relay }: Run['steps'][number], sees: Sees): string {
  if (forecast === null) return '';
  const heldWords =
    held === null
      ? []
      : [
          `${countOfFor(sees)(held.people, 'address', 'addresses')} shared or written to of late, until ${format.dateTime(held.until)}`,
        ];
  const lateWords = {
    'next-step': ['the next step begins before that'],
    closed: ['the wave closes before that; those messages would not leave'],
  };
  const byRelay = relay === null ? '' : `, ${relayWords(relay)}`;
  const limit = forecast.limit === null ? [] : [`${limitInWords(forecast.limit)}${byRelay}`];
  const beside =
    forecast.others === 0 ? [] : [`${countOfFor(sees)(forecast.others, 'mail', 'mails')} of other waves share that`];
  return [...limit, ...beside, ...heldWords, ...(late === null ? [] : lateWords[late])].join('; ') || 'all at once';
}

const stepRow = (sees: Sees) => (planned: Run['steps'][number]) => {
  const { step, forecast, texts, atOnce } = planned;
  const when = (at: Date): string =>
    atOnce && at.getTime() === forecast?.firstAt.getTime() ? 'As soon as it is confirmed' : format.dateTime(at);
  const name = stepWords[step.id];
  if (forecast === null) {
    const atMost = texts === undefined ? '' : `at most ${countFor(sees)(texts)}`;
    return [name, format.dateTime(stepMoment(step)), atMost, '', ''];
  }
  return [
    name,
    when(forecast.firstAt),
    `${step.kind === 'invitation' ? '' : 'at most '}${countFor(sees)(forecast.messages)}`,
    when(forecast.lastAt),
    because(planned, sees),
  ];
};

type Sums = Run['bySchool'][number]['sums'];
const sumRow = (name: string, { candidates, eligible, byTelephone, exclusions }: Sums, sees: Sees) => [
  name,
  ...[candidates, eligible, byTelephone, candidates - eligible - byTelephone].map(countFor(sees)),
  Object.entries(exclusions)
    .map(([reason, count]) => `${reasonName(reason)}: ${countFor(sees)(count)}`)
    .join(' · '),
];

/** Which optional questions are asked of whom beside the questionnaire; null for none. */
const moduleWords = ({ bySchool }: Run): string | null =>
  bySchool
    .filter(({ modules }) => modules.length > 0)
    .map(({ school, modules }) => `${school.name}: ${moduleTitles(modules)}`)
    .join('; ') || null;

/** What the button that confirms it does, in words; where no mail reaches anybody, by the steps that do. */
function confirmWords({ wave, ...run }: Run): { readonly button: string; readonly hint: string } {
  const people = peopleReached(run);
  const whom = `${format.number(people)} ${people === 1 ? 'person' : 'people'}`;
  if (run.eligible > 0) {
    const fixed = 'The list is then fixed; people are checked again before each message leaves.';
    return { button: `Send to ${whom}`, hint: `It goes to ${format.number(people)}. ${fixed}` };
  }
  const calls = wave.steps.some(({ kind }) => kind === 'phone');
  const [verb, done] =
    run.byTextAlone === 0
      ? ['Ring', 'rung']
      : calls
        ? ['Text or ring', 'sent a text or rung']
        : ['Text', 'sent a text'];
  return {
    button: `${verb} ${whom}`,
    hint: `No mail can reach anybody; ${whom} can be ${done}. The list is then fixed.`,
  };
}

/** A draft with its dry run; `page` is null for who sees counts and nobody's name. */
export const draftPage = (view: View, run: Run, page: Page | null, wanted: NotWrittenTo | null, quiet: Quiet) => {
  const { wave, schools } = view;
  const own = `/staff/waves/${wave.id}`;
  const names = new Map(schools.map(({ id, name }) => [id, name]));
  const first = run.steps[0];
  const sees = { names: page !== null };
  return {
    wave,
    run,
    origin: originView(wave),
    moved: (wave.moved ?? []).map((move) => moveSentence(move)),
    quiet: quietView(quiet),
    tag: stateTags[wave.state],
    cohort: cohortName(wave.cohortId),
    asks: asksWords(wave.questionnaire, wave.origin?.standsIn ?? false),
    schools: schools.map(({ name }) => name).join(', '),
    modules: moduleWords(run),
    steps: stepRows(wave, sees, () => true),
    stepTable: run.steps.map(stepRow(sees)),
    schoolTable: run.bySchool.map(({ school, sums }) => sumRow(school.name, sums, sees)),
    ...{ count: countFor(sees), rounded: roundedNote(sees) },
    figures: `${own}/figures.csv`,
    ...{ goesTo: peopleReached(run), confirm: confirmWords(run) },
    excluded: run.candidates - run.eligible - run.byTelephone,
    chips: [
      { text: 'Written to', href: own, count: run.eligible, current: wanted === null },
      ...(run.byTelephone === 0
        ? []
        : [
            {
              text: reasonName('by-telephone'),
              href: `${own}?reason=by-telephone`,
              count: run.byTelephone,
              current: wanted === 'by-telephone',
            },
          ]),
      ...Object.entries(run.exclusions).map(([reason, count]) => ({
        text: reasonName(reason),
        href: `${own}?reason=${reason}`,
        count,
        current: wanted === reason,
      })),
    ],
    seesNames: page !== null,
    people: (page?.people ?? []).map(({ id, name, schoolId }) => [
      { text: wholeName(name), href: `/staff/people/${id}` },
      names.get(schoolId) ?? '',
      ...(wanted === null && first !== undefined
        ? [
            {
              text: `Read their ${stepWords[first.step.id].toLowerCase()}`,
              href: `${own}/preview/${first.step.id}?person=${id}`,
            },
          ]
        : []),
    ]),
    listName: wanted === null ? 'Written to' : reasonName(wanted),
    personColumns: [{ text: 'Name' }, { text: 'School' }, ...(wanted === null ? [{ text: 'Mail' }] : [])],
    next:
      page === null || page.next === null
        ? undefined
        : `${own}?after=${page.next}${wanted === null ? '' : `&reason=${wanted}`}`,
  };
};

/** The dry run as rows of a file: a row for each school and count. */
export const dryRunFigures = (run: Run, sees: Sees): readonly (readonly (string | number)[])[] => [
  ['School', 'Figure', 'People'],
  ...run.bySchool.flatMap(({ school, sums }) => {
    const row = (figure: string, count: number) => [school.name, figure, sees.names ? count : countFor(sees)(count)];
    return [
      row('In the cohort', sums.candidates),
      row('Written to', sums.eligible),
      ...(sums.byTelephone === 0 ? [] : [row(reasonName('by-telephone'), sums.byTelephone)]),
      ...(run.wave.steps.some(({ kind }) => kind === 'text')
        ? [row('Sent a text, if they do not answer', sums.byText)]
        : []),
      ...Object.entries(sums.exclusions).map(([reason, count]) => row(reasonName(reason), count)),
    ];
  }),
];
