// What of a person waits for a coding, as a form, and what was coded: a doubtful place or subject, and reasons in somebody's
// own words. One at a time, as the keys choose in one form.
import type { RecordView } from '../../application/destinations/show-record.js';
import { firstSaidAs } from '../../domain/destinations/claim.js';
import { reasonGroups } from '../../domain/destinations/reason.js';
import { taskOf, type TaskKind } from '../../domain/destinations/review-task.js';
import { format } from '../format.js';
import { claimInWords, toldBy } from './destination-words.js';

/** What waits, in words for the queue. */
export const taskWords: Readonly<Record<Exclude<TaskKind, 'conflict'>, string>> = {
  'doubtful-place': 'A doubtful place',
  'doubtful-subject': 'A doubtful subject',
  'reason-to-code': 'A reason in their own words',
};

export const codingKinds = ['place', 'subject', 'reason'] as const;
type CodingKind = (typeof codingKinds)[number];

/** Every reason, group and leaf, for a list to choose from. */
const reasonItems = [
  { value: '', text: 'Choose' },
  ...reasonGroups.flatMap(({ code, words, leaves }) => [
    { value: code, text: words },
    ...leaves.map((leaf) => ({ value: leaf.code, text: `${words}: ${leaf.words}` })),
  ]),
];

/** What stands where nothing of the list is meant. */
const asWritten: Readonly<Record<CodingKind, (written: string) => string>> = {
  place: (written) => `“${written}” is right as it is written`,
  subject: (written) => `“${written}” is no subject of the list`,
  reason: () => '',
};

/** For views/staff/reviews/show: `task`, the first that waits; null where none does. */
export function taskPage(
  { tasks: [task], subjects }: Pick<RecordView, 'tasks' | 'subjects'>,
  read: { readonly claimId: string; readonly words: string } | null,
) {
  const kind = codingKinds.find((each) => taskOf[each] === task?.kind);
  if (task === undefined || kind === undefined) return null;
  const { claimId, claim, candidates } = task;
  const written = (kind === 'place' ? claim.provider : claim.course) ?? '';
  return {
    kind,
    title: taskWords[task.kind],
    claimId,
    // The seal is the revision's own, the coding the statement's for good.
    sealedId: claim.id,
    words: read?.claimId === claim.id ? read.words : null,
    told: `${toldBy(claim)}: ${claimInWords(claim)}`,
    written,
    suggested: [
      ...candidates.map(({ code, name, note }) => ({
        value: code,
        text: name,
        ...(note !== undefined && { hint: note }),
      })),
      { value: written, text: asWritten[kind](written), apart: true },
    ],
    subjects: [{ value: '', text: 'Choose' }, ...subjects.map(({ code, name }) => ({ value: code, text: name }))],
    reasons: reasonItems,
  };
}

/** For views/staff/reviews/show: `coded`, what can be opened again. */
export const codedPage = ({ coded, record, deciders }: Pick<RecordView, 'coded' | 'record' | 'deciders'>) =>
  coded.map(({ coding: { kind, name, by, at }, claim }) => {
    const written = (kind === 'place' ? claim.provider : claim.course) ?? '';
    return {
      kind,
      claimId: firstSaidAs(claim, record.claims),
      words:
        kind === 'reason'
          ? `${toldBy(claim)}: which reasons their own words give`
          : name === undefined || name === written
            ? asWritten[kind](written)
            : `“${written}” is ${name}`,
      by: `By ${deciders.get(by) ?? 'a member of staff'}, ${format.dateTime(at)}.`,
    };
  });
