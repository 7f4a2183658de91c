// Which people's records wait for a decision or a coding, and which first?
// Those whose reference date is nearest come first, then those whose date is past, the latest of them first: a decision
// before the reference date still changes what is reported. One item is one person with all that waits.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { ConflictKind } from '../../domain/destinations/conflict.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import { codingTasks, type CodingTask } from '../../domain/destinations/review-task.js';
import { referenceDateOf } from '../../domain/destinations/sustained/destination-year.js';
import { isKnownProvider } from '../../reference/index.js';
import type { Tools } from '../tools.js';

interface ReviewItem {
  readonly id: DestinationRecord['id'];
  readonly name: Alumnus['name'];
  readonly cohortId: DestinationRecord['cohortId'];
  readonly schoolName: string;
  readonly referenceDate: LocalDate;
  readonly kinds: readonly (ConflictKind | CodingTask['kind'])[];
  /** Whether a conflict is among them, which can be decided together with others. */
  readonly hasConflict: boolean;
  readonly openedOn: LocalDate;
}

interface ReviewPage {
  readonly items: readonly ReviewItem[];
  readonly left: number;
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

type Part = 'upcoming' | 'past';

/** A page of the queue from the position on (empty: from the beginning). Positions come from `next`. */
export const listReviews =
  ({ store, clock }: Pick<Tools, 'store' | 'clock'>) =>
  async (viewer: Viewer, { from, limit }: { from: string; limit: number }): Promise<ReviewPage> => {
    const today = londonDate(clock.now());
    const past = from.startsWith('past:');
    const take = (part: Part, after: string, most: number) =>
      store.destinationRecords.reviewQueue(viewer.schools, { part, today, after, limit: most });
    const after = from.slice(from.indexOf(':') + 1);
    const first = past ? [] : await take('upcoming', after, limit + 1);
    const second = first.length > limit ? [] : await take('past', past ? after : '', limit + 1 - first.length);
    const found = [
      ...first.map((one) => ({ ...one, part: 'upcoming' as const })),
      ...second.map((one) => ({ ...one, part: 'past' as const })),
    ];
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const people = await store.alumni.findMany(shown.map(({ record }) => record.id));
    const schools = new Map((await store.schools.all()).map((school) => [school.id, school.name]));
    return {
      items: shown.flatMap(({ record }) => {
        const person = people.get(record.id);
        const open = record.conflicts.filter((conflict) => conflict.state === 'open');
        const tasks = codingTasks(record, isKnownProvider);
        const since = [...open.map(({ openedOn }) => openedOn), ...tasks.map(({ claim }) => claim.knownOn)].sort();
        const [openedOn] = since;
        if (person === undefined || openedOn === undefined) return [];
        return [
          {
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
      left: await store.destinationRecords.countReviews(viewer.schools),
      next: last === undefined ? null : `${last.part}:${last.key}`,
    };
  };
