// What does a reviewer see of two records that may be one person's?
// Both side by side with why they were found, or, once they are one, what each held. A record that was merged elsewhere
// meanwhile leaves nothing to decide.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { matchOf, type PairId, type PersonMatch } from '../../domain/alumni/duplicate.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { Duplicate } from '../../store/index.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { sidesOf } from './carry-out-merge.js';

/** One of the two records. */
export interface DuplicateSide {
  readonly person: Alumnus;
  readonly schoolName: string;
  /** How many statements its destination record holds, and how many invitations there were. */
  readonly statements: number;
  readonly invitations: number;
}

/** A pair with both records. */
export interface DuplicateView {
  readonly pair: Duplicate;
  readonly sides: readonly [DuplicateSide, DuplicateSide];
  readonly match: PersonMatch | null;
  /** The record that says more, which stays where nobody says otherwise. */
  readonly fuller: AlumnusId;
  readonly decidedBy: string | null;
}

/** The pair within the viewer's schools. Throws NotFound, also where one of the records is gone. */
export const showDuplicate =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: PairId): Promise<DuplicateView> => {
    const pair = await store.duplicates.find(viewer.schools, id);
    if (pair === null) throw new NotFound();
    const merged = pair.state === 'merged' ? await store.mergedPeople.find(sidesOf(pair).goes) : null;
    const schools = new Map((await store.schools.all()).map((school) => [school.id, school.name]));
    const sideOf = async (each: AlumnusId): Promise<DuplicateSide> => {
      const person =
        merged === null ? await store.alumni.findItself(each) : each === merged.id ? merged.theirs : merged.before;
      if (person === null) throw new NotFound();
      const record =
        merged === null
          ? await store.destinationRecords.find(viewer.schools, each)
          : each === merged.id
            ? (merged.record ?? null)
            : await store.destinationRecords.find(viewer.schools, merged.into);
      return {
        person,
        schoolName: schools.get(person.schoolId) ?? person.schoolId,
        statements: record?.claims.length ?? 0,
        invitations: (await store.invitations.ofPeople([each])).filter(({ state }) => state !== 'excluded').length,
      };
    };
    const [one, other] = [await sideOf(pair.people[0]), await sideOf(pair.people[1])];
    const by = pair.by === undefined ? null : await store.staff.find('every-school', pair.by);
    return {
      pair,
      sides: [one, other],
      match: matchOf(one.person, other.person),
      fuller: weight(other) > weight(one) ? other.person.id : one.person.id,
      decidedBy: by?.name ?? null,
    };
  };

/** A pupil number first, then what was said, then how often they were asked. */
const weight = ({ person, statements, invitations }: DuplicateSide): number =>
  (person.upn === undefined ? 0 : 1_000_000) + statements * 1_000 + invitations;
