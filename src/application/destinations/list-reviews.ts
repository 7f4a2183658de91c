// Which people's records wait for a decision or a coding, which may be of one person, and which of all that comes first?
// Those whose reference date is nearest come first, then those whose date is past, the latest of them first: a decision
// before the reference date still changes what is reported. One item is one person with all that waits.
import type { Alumnus, School } from '../../domain/alumni/alumnus.js';
import type { PairId } from '../../domain/alumni/duplicate.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { ConflictKind } from '../../domain/destinations/conflict.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import { codingTasks, type CodingTask } from '../../domain/destinations/review-task.js';
import { referenceDateOf } from '../../domain/destinations/sustained/destination-year.js';
import { nameLists } from '../../reference/index.js';
import type { Duplicate } from '../../store/index.js';
import type { Tools } from '../tools.js';

interface ItemFacts {
  readonly cohortId: DestinationRecord['cohortId'];
  readonly schoolName: string;
  readonly referenceDate: LocalDate;
  readonly openedOn: LocalDate;
}

/** A person's record, or two records that may be one person's. */
export type ReviewItem = ItemFacts &
  (
    | {
        readonly what: 'record';
        readonly id: DestinationRecord['id'];
        readonly name: Alumnus['name'];
        readonly kinds: readonly (ConflictKind | CodingTask['kind'])[];
        /** Whether a conflict is among them, which can be decided together with others. */
        readonly hasConflict: boolean;
      }
    | { readonly what: 'pair'; readonly id: PairId; readonly names: readonly [Alumnus['name'], Alumnus['name']] }
  );

interface ReviewPage {
  readonly items: readonly ReviewItem[];
  readonly left: number;
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

type Part = 'upcoming' | 'past';

type Waiting = { readonly key: string; readonly part: Part } & (
  { readonly record: DestinationRecord } | { readonly pair: Duplicate }
);

/** Who waits in one part of the queue, records and pairs in one order. */
async function waiting(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
  from: { readonly part: Part; readonly today: LocalDate; readonly after: string; readonly limit: number },
): Promise<readonly Waiting[]> {
  if (from.limit <= 0) return [];
  const [records, pairs] = await Promise.all([
    store.destinationRecords.reviewQueue(viewer.schools, from),
    store.duplicates.reviewQueue(viewer.schools, from),
  ]);
  const { part } = from;
  const all: readonly Waiting[] = [
    ...records.map(({ record, key }) => ({ part, key, record })),
    ...pairs.map((pair) => ({ part, key: pair.key, pair })),
  ];
  const turn = part === 'upcoming' ? 1 : -1;
  return [...all].sort((one, other) => (one.key < other.key ? -turn : turn)).slice(0, from.limit);
}

/** Nothing where one of the two is not on record under that id any more. */
function pairItem(
  { id, people: [one, other], foundOn, key }: Duplicate,
  people: ReadonlyMap<Alumnus['id'], Alumnus>,
  schools: ReadonlyMap<School['id'], string>,
): readonly ReviewItem[] {
  const [first, second] = [people.get(one), people.get(other)];
  if (first?.id !== one || second?.id !== other) return [];
  return [
    {
      ...{ what: 'pair', id, names: [first.name, second.name], cohortId: first.cohortId },
      schoolName: [...new Set([first, second].map(({ schoolId }) => schools.get(schoolId) ?? schoolId))].join(' and '),
      ...{ referenceDate: key.slice(0, 10) as LocalDate, openedOn: foundOn },
    },
  ];
}

/** A page of the queue from the position on (empty: from the beginning). Positions come from `next`. */
export const listReviews =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (viewer: Viewer, { from, limit }: { from: string; limit: number }): Promise<ReviewPage> => {
    const today = londonDate(clock.now());
    const past = from.startsWith('past:');
    const take = (part: Part, after: string, most: number) =>
      waiting({ store }, viewer, { part, today, after, limit: most });
    const after = from.slice(from.indexOf(':') + 1);
    const first = past ? [] : await take('upcoming', after, limit + 1);
    const second = await take('past', past ? after : '', limit + 1 - first.length);
    const found = [...first, ...second];
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const ids = shown.flatMap((one) => ('pair' in one ? one.pair.people : [one.record.id]));
    const people = await store.alumni.findMany(ids);
    const schools = new Map((await store.schools.all()).map((school) => [school.id, school.name]));
    return {
      items: shown.flatMap((one): readonly ReviewItem[] => {
        if ('pair' in one) return pairItem(one.pair, people, schools);
        const { record } = one;
        const person = people.get(record.id);
        const open = record.conflicts.filter((conflict) => conflict.state === 'open');
        const tasks = codingTasks(record, nameLists);
        const since = [...open.map(({ openedOn }) => openedOn), ...tasks.map(({ claim }) => claim.knownOn)].sort();
        const [openedOn] = since;
        if (person === undefined || openedOn === undefined) return [];
        return [
          {
            what: 'record',
            id: record.id,
            name: person.name,
            cohortId: record.cohortId,
            schoolName: schools.get(record.schoolId) ?? record.schoolId,
            referenceDate: referenceDateOf(record.leftOn),
            kinds: [...open.map(({ kind }) => kind), ...tasks.map(({ kind }) => kind)],
            hasConflict: open.length > 0,
            openedOn,
          },
        ];
      }),
      left:
        (await store.destinationRecords.countReviews(viewer.schools)) +
        (await store.duplicates.countWaiting(viewer.schools)),
      next: last === undefined ? null : `${last.part}:${last.key}`,
    };
  };
