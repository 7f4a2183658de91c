// Which schools does the trust have? Leavers can be imported for these; a school that joins is added here (Y21).
import type { School } from '../../domain/alumni/alumnus.js';
import { readSchoolForm, type SchoolField } from '../../domain/alumni/school.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { Tools } from '../tools.js';

/** The school as it is kept, or what is wrong with what was typed, by field. */
export type AddedSchool =
  | { readonly kind: 'added'; readonly school: School }
  | { readonly kind: 'refused'; readonly errors: Partial<Record<SchoolField, string>> };

/** Adds a school; the same school a second time is refused and changes nothing. */
export const addSchool =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, texts: Readonly<Record<SchoolField, string>>): Promise<AddedSchool> => {
    const read = readSchoolForm(texts);
    if (!read.ok) return { kind: 'refused', errors: read.errors };
    const { school } = read;
    const known = await store.schools.all();
    if (known.some(({ id }) => id === school.id)) {
      return { kind: 'refused', errors: { name: 'A school with this name is in the list already' } };
    }
    if (known.some(({ urn }) => urn === school.urn)) {
      return { kind: 'refused', errors: { urn: 'A school with this URN is in the list already' } };
    }
    const before = known.find(({ formerNumbers = [] }) =>
      formerNumbers.some(({ urn, how }) => urn === school.urn && how !== 'split'),
    );
    if (before !== undefined) {
      return { kind: 'refused', errors: { urn: `This URN is a former one of ${before.name}` } };
    }
    await store.schools.save(school);
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    await store.auditEvents.append([
      { id: newId(), at: clock.now(), actor, act: 'school.added', subject: `school:${school.id}` },
    ]);
    return { kind: 'added', school };
  };
