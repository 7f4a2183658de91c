// Which claims do the answers of one response make, and what of them must be sealed?
// The questions of the bank (their codes never change) give one claim about the present; where somebody had a place and
// did not start or left, one about that place; one for whatever else they do, and one for each stretch of months named. The opening, the reasons, money and their own words go
// only into the sealed detail (requirement P5; Y9, Y10, Y12), as does a situation that reveals something about them.
import type { LocalDate } from '../calendar/local-date.js';
import { designWeight, drawnBlock, heldBefore, textOf, type Answers } from '../survey/definition.js';
import { carriedName } from '../survey/known.js';
import { factorBlocks, factorIds } from '../survey/questionnaires/bank.js';
import { carriedNames } from '../survey/response.js';
import { agreedByChoosing, agreementWording } from '../survey/sensitive.js';
import { situations, type Activity } from './activity.js';
import { listOf, monthIn, placeIn, spanIn } from './answers-in-claim.js';
import { plannedClaim, ruledSomethingOut } from './claim-from-leaving.js';
import { claimsFromWindow } from './claim-from-window.js';
import { planKeptAnswers, type Claim, type ClaimDetail, type ClaimId } from './claim.js';
import { samePlace } from './place.js';
import { groupOfPlainChoice, isReasonCode, leafOfApartChoice } from './reason.js';

/** A claim and what is sealed beside it; null when nothing is. */
export interface ClaimWithDetail {
  readonly claim: Claim;
  readonly detail: ClaimDetail | null;
}

/** What the claims of a response name as the thing they were said in. */
const saidIn = (responseId: string): string => `response:${responseId}`;

interface ResponseFacts {
  readonly responseId: string;
  /** From 1; a later revision's claims stand in place of the earlier one's. */
  readonly revision: number;
  readonly answers: Answers;
  readonly knownOn: LocalDate;
  /** The person by the link, the person on the telephone, or somebody for them. */
  readonly source?: 'survey' | 'phone' | 'proxy';
  readonly taken?: Claim['taken'];
  /** What the final plan was, to say what kind of place was not taken up; null when there is no plan. */
  readonly planned: Activity | null;
}

/** The RT-1 codes of the answers: the leaves chosen, a bare group where a plain choice was left without a finer one. */
function reasonCodes(answers: Answers): readonly string[] {
  const codes = listOf(answers['reasons']).flatMap((choice) => {
    // "Something else" or "rather not say" among the finer ones leaves the plain choice itself.
    const finer = [...listOf(answers[`reasons-${choice}`]), ...listOf(answers[`against-${choice}`])].filter(
      (code) => isReasonCode(code) && !code.startsWith('UNK/'),
    );
    const broad = groupOfPlainChoice[choice] ?? leafOfApartChoice[choice];
    return finer.length > 0 ? finer : broad === undefined ? [] : [broad];
  });
  return [...new Set(codes)];
}

function mainReason(answers: Answers, codes: readonly string[]): string | undefined {
  const chosen = textOf(answers['main-reason']);
  if (chosen !== undefined) return groupOfPlainChoice[chosen] ?? leafOfApartChoice[chosen];
  return codes.length === 1 ? codes[0] : undefined;
}

const moreQuestions = [
  ...['right-place', ...factorIds, 'earnings', 'satisfied', 'school-helped', 'who-helped', 'school-should', 'lives-in'],
  ...['lives-with', 'looks-after', 'as-told', 'told-by', 'surprise-words'],
  ...['plan-firm', 'ruled-out'],
];

/** What was answered beside the statement; where a block was drawn, which one, and for how many people it stands (Y10). */
function moreOf(answers: Answers): ClaimDetail['more'] {
  const given = moreQuestions.flatMap((id) => {
    const value = answers[id];
    return typeof value === 'string' || Array.isArray(value)
      ? [[id, value as string | readonly string[]] as const]
      : [];
  });
  const block = answers[drawnBlock];
  const drawn = typeof block === 'string' && given.some(([id]) => factorIds.includes(id));
  return given.length === 0
    ? undefined
    : {
        ...Object.fromEntries(given),
        ...(drawn && { [drawnBlock]: block, 'design-weight': String(designWeight({ blocks: factorBlocks })) }),
      };
}

function detailOf(answers: Answers, situation: string): ClaimDetail | null {
  const story = textOf(answers['plan-story']);
  const opening =
    story === 'never-applied' || story === 'did-not-start' || story === 'started-and-left'
      ? story
      : ruledSomethingOut(answers)
        ? 'never-applied'
        : undefined;
  const reasons = reasonCodes(answers);
  const main = mainReason(answers, reasons);
  const payment = textOf(answers['payment']);
  const words = textOf(answers['reason-words']);
  const more = moreOf(answers);
  const detail: ClaimDetail = {
    ...(situations[situation]?.sealed === true && { situation }),
    ...(opening !== undefined && { opening }),
    ...(reasons.length > 0 && { reasons }),
    ...(main !== undefined && { mainReason: main }),
    ...(payment !== undefined && { payment }),
    ...(words !== undefined && { words }),
    ...(agreedByChoosing(answers) && { agreedTo: agreementWording }),
    ...(more !== undefined && { more }),
  };
  return Object.keys(detail).length > 0 ? detail : null;
}

/** Whether somebody has to read the words to know the reason: nothing of the list was chosen beside them. */
const onlyOwnWords = (detail: ClaimDetail | null): boolean =>
  detail?.words !== undefined && (detail.reasons ?? []).every((code) => code === 'UNK/U3');

function presentClaim(facts: ResponseFacts, id: ClaimId, situation: string): Claim | null {
  const activity = situations[situation]?.activity;
  if (activity === undefined) return null;
  const { answers } = facts;
  const deferred = activity === 'deferred-place';
  const notYet = answers['begun'] === 'not-yet';
  const { began, to, ended } = spanIn(answers, { deferred, notYet });
  const kept = planKeptAnswers.find((answer) => answer === answers['as-planned']);
  const [confirmed = [], changed = []] = [carriedNames.confirmed, carriedNames.changed].map((name) =>
    listOf(answers[name]).map(carriedName),
  );
  const fit = textOf(answers['right-place']) ?? '';
  // They said that nothing has changed, and nobody knows when it began: it holds since it was first known.
  const held = monthIn(answers[heldBefore]).month;
  return {
    id,
    ...toldBy(facts),
    saidIn: saidIn(facts.responseId),
    revision: facts.revision,
    knownOn: facts.knownOn,
    activity,
    standing: deferred || notYet ? 'placed' : 'began',
    from: activity === 'not-said' ? null : (began.month ?? held),
    to,
    fromCertainty: began.month === null ? 'assumed' : began.about ? 'about' : 'stated',
    ...(ended !== undefined && { ended }),
    ...placeIn(answers),
    ...(kept !== undefined && { planKept: kept }),
    ...(/^[1-5]$/.test(fit) && { fit: Number(fit) }),
    ...(confirmed.length + changed.length > 0 && { carried: { confirmed, changed } }),
  };
}

/** Who said it, and who wrote it down. */
const toldBy = ({ source = 'survey', taken }: ResponseFacts): Pick<Claim, 'source' | 'taken'> => ({
  source,
  ...(taken !== undefined && { taken }),
});

/** What was said about the place that was planned; null when nothing was, or when it is the present one that was left. */
function plannedPlaceClaim(facts: ResponseFacts, id: ClaimId, present: Claim): Claim | null {
  const story = textOf(facts.answers['plan-story']);
  if (story !== 'did-not-start' && story !== 'started-and-left') return null;
  const name = textOf(facts.answers['planned-place']);
  const left = story === 'started-and-left';
  const sameAsPresent = name === undefined || samePlace({ provider: name, employer: name }, present) === true;
  if (left && present.ended === 'left-early' && sameAsPresent) return null;
  const activity = facts.planned ?? 'other';
  return {
    id,
    ...toldBy(facts),
    saidIn: saidIn(facts.responseId),
    revision: facts.revision,
    knownOn: facts.knownOn,
    activity,
    standing: left ? 'began' : 'did-not-start',
    from: null,
    to: null,
    fromCertainty: 'assumed',
    ...(left && { ended: 'left-early' as const }),
    ...(name !== undefined && (activity === 'employment' ? { employer: name } : { provider: name })),
  };
}

/** Whatever else they do beside it; it vouches for no month where nobody said since when. */
const claimsBeside = (facts: ResponseFacts, present: Claim, idOf: (end: string) => ClaimId): readonly Claim[] =>
  listOf(facts.answers['also']).flatMap((code) => {
    const activity = situations[code]?.activity;
    if (activity === undefined || activity === present.activity) return [];
    const { source, saidIn: said, revision, knownOn } = present;
    const { month, about } = monthIn(facts.answers[`also-since-${code}`]);
    return [
      {
        id: idOf(`also-${code}`),
        source,
        saidIn: said,
        revision,
        knownOn,
        activity,
        ...{ standing: 'began', from: month, to: null },
        fromCertainty: month === null ? 'assumed' : about ? 'about' : 'stated',
      },
    ];
  });

/**
 * The claims of one revision of a response, the present first, with ids `<response>:<revision>:a`, `…:b`,
 * `…:also-work`, `…:study-1`.
 * A leaving form gives one claim, the plan. Empty when neither situation nor plan was answered. A later revision's claims stand in place of the earlier one's.
 */
export function claimsFromResponse(facts: ResponseFacts): readonly ClaimWithDetail[] {
  const idOf = (letter: string) => `${facts.responseId}:${facts.revision}:${letter}` as ClaimId;
  const plan = plannedClaim({ ...facts, saidIn: saidIn(facts.responseId) }, idOf('a'));
  if (plan !== null) return [{ claim: plan, detail: detailOf(facts.answers, '') }];
  const situation = textOf(facts.answers['situation']);
  if (situation === undefined) return [];
  const present = presentClaim(facts, idOf('a'), situation);
  if (present === null) return [];
  const planned = plannedPlaceClaim(facts, idOf('b'), present);
  const detail = detailOf(facts.answers, situation);
  return [
    { claim: { ...present, ...(onlyOwnWords(detail) && { ownWords: true }) }, detail },
    ...[
      ...(planned === null ? [] : [planned]),
      ...claimsBeside(facts, present, idOf),
      ...claimsFromWindow(facts.answers, present, idOf),
    ].map((claim) => ({ claim, detail: null })),
  ];
}
