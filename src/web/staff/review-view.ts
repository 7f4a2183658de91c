// What a review shows about one conflict: the two statements side by side, their months, what can be decided and what was.
import type { ConflictView, RecordView } from '../../application/destinations/show-record.js';
import type { ToldClaim } from '../../application/destinations/told.js';
import { whyPreferred } from '../../domain/destinations/precedence.js';
import type { Decision, Ruling } from '../../domain/destinations/record.js';
import { spellOf } from '../../domain/destinations/spell.js';
import { leadingRuleset } from '../../domain/destinations/sustained/catalogue.js';
import { activityInWords } from '../../domain/destinations/words.js';
import { format } from '../format.js';
import { claimInWords, conflictWords, effectTags, findingRow, stripRow, toldBy } from './destination-words.js';

/** What the form can say: which of the two stands, both, or that nothing is decided. */
export const rulingChoices = ['first', 'second', 'both', 'reopen'] as const;

const placedOf = ({ claims }: ConflictView): ToldClaim | undefined =>
  claims.find(({ claim }) => claim.standing === 'placed');

/** The ruling that a choice of the form means for this conflict. */
export function rulingFrom(choice: (typeof rulingChoices)[number], view: ConflictView): Ruling {
  const [first, second] = view.claims;
  if (choice === 'first') return { kind: 'accept', claimId: first.lastingId };
  if (choice === 'second') return { kind: 'accept', claimId: second.lastingId };
  if (choice === 'reopen') return { kind: 'reopen' };
  const placed = placedOf(view);
  return { kind: 'both', ...(placed !== undefined && { notTakenUp: placed.lastingId }) };
}

/** The place by its name, or what kind of activity it was. */
export const placeOf = ({ claim }: ToldClaim): string => claim.provider ?? claim.employer ?? activityInWords(claim);

function bothWords(view: ConflictView): string {
  const placed = placedOf(view);
  return placed === undefined ? 'Both are true' : `Both are true, and ${placeOf(placed)} was not taken up`;
}

/** What was decided, in words that can stand in a sentence. */
export function rulingInWords(ruling: Ruling, view: ConflictView): string {
  if (ruling.kind === 'reopen') return 'Open again';
  if (ruling.kind === 'both') return bothWords(view);
  const stands = view.claims.find(({ lastingId }) => lastingId === ruling.claimId);
  return stands === undefined ? 'Decided' : `${toldBy(stands.claim)} stands: ${activityInWords(stands.claim)}`;
}

const choices = (view: ConflictView) => {
  const [first, second] = view.claims;
  const accept = (told: ToldClaim) => `Accept ${toldBy(told.claim)}: ${activityInWords(told.claim)}`;
  return [
    { value: 'first', text: accept(first), hint: 'The other statement is set aside and kept' },
    { value: 'second', text: accept(second), hint: 'The other statement is set aside and kept' },
    { value: 'both', text: bothWords(view) },
    ...(view.decision === null ? [] : [{ value: 'reopen', text: 'Nothing is decided: open it again', apart: true }]),
  ];
};

const decisionView = (decision: Decision, view: ConflictView, { deciders }: RecordView) => ({
  words: rulingInWords(decision.ruling, view),
  by: deciders.get(decision.by) ?? 'a member of staff',
  at: format.dateTime(decision.at),
  reason: decision.reason,
});

const cardOf = (told: ToldClaim, view: ConflictView) => ({
  source: toldBy(told.claim),
  words: claimInWords(told.claim),
  tag: effectTags[told.effect],
  follows:
    view.conflict.state === 'open' && view.follows === told.lastingId
      ? `Until somebody decides, the record follows this: ${whyPreferred(told.claim.source)}.`
      : null,
});

/** For views/staff/reviews/show: `current`. */
export function conflictPage(view: ConflictView, record: RecordView) {
  const months = record.record.results[0]?.months ?? [];
  return {
    id: view.conflict.id,
    kind: conflictWords[view.conflict.kind],
    open: view.conflict.state === 'open',
    openedOn: format.date(view.conflict.openedOn),
    cards: view.claims.map((told) => cardOf(told, view)),
    strip: [
      ...view.claims.map((told) => {
        const spell = spellOf(told.claim);
        return stripRow(
          toldBy(told.claim),
          spell === null ? [] : [spell],
          months.map(({ month }) => month),
        );
      }),
      findingRow(leadingRuleset(record.record.cohortId).title, months),
    ],
    decision: view.decision === null ? null : decisionView(view.decision, view, record),
    choices: choices(view),
  };
}
