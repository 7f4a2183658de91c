// What of a person waits for a coding, as forms: a place of study that no list knows, and reasons in somebody's own words.
import type { RecordView } from '../../application/destinations/show-record.js';
import type { TaskKind } from '../../domain/destinations/review-task.js';
import { reasonGroups } from '../../domain/destinations/reason.js';
import { claimInWords, toldBy } from './destination-words.js';

/** What waits, in words for the queue. */
export const taskWords: Readonly<Record<Exclude<TaskKind, 'conflict'>, string>> = {
  'doubtful-place': 'A place that no list knows',
  'reason-to-code': 'A reason in their own words',
};

/** Every reason, group and leaf, for a list to choose from. */
const reasonItems = [
  { value: '', text: 'Choose' },
  ...reasonGroups.flatMap(({ code, words, leaves }) => [
    { value: code, text: words },
    ...leaves.map((leaf) => ({ value: leaf.code, text: `${words}: ${leaf.words}` })),
  ]),
];

/** For views/staff/reviews/show: `tasks`. */
export const tasksPage = (
  { tasks }: Pick<RecordView, 'tasks'>,
  read: { readonly claimId: string; readonly words: string } | null,
) =>
  tasks.map(({ kind, claimId, claim, suggested }) => ({
    kind: kind === 'doubtful-place' ? 'place' : 'reason',
    title: taskWords[kind],
    claimId,
    // The seal is the revision's own, the coding the statement's for good.
    sealedId: claim.id,
    words: read?.claimId === claim.id ? read.words : null,
    told: `${toldBy(claim)}: ${claimInWords(claim)}`,
    written: claim.provider ?? '',
    suggested: [...suggested, ...(claim.provider === undefined ? [] : [claim.provider])].map((name, place, all) => ({
      value: name,
      text: place === all.length - 1 ? `“${name}” is right as it is written` : name,
    })),
    reasons: reasonItems,
  }));
