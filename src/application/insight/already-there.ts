// Who of our former students is already at a place of study (Y19)?
// Counted for everybody. Names come only with the person's own yes to students' questions, which is no other yes, and only to those who see people by name: staff
// pass a question on, nobody is put in touch. The work grows with the place, not with the trust.
import type { SchoolScope } from '../../domain/alumni/alumnus.js';
import { grantOn } from '../../domain/alumni/grants.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { countSeen, type Audience } from '../../domain/statistics/disclosure.js';
import { nameLists } from '../../reference/index.js';
import type { Tools } from '../tools.js';

const namesAtMost = 50;
const batch = 500;

/** Who is at a place now, as far as known. */
export interface AlreadyThere {
  /** As the audience may see them; null where hidden. */
  readonly people: number | null;
  /** Of them, those who said that they may be asked; null where hidden. */
  readonly agreed: number | null;
  /** Those who said yes, for who sees people by name; the first fifty. Empty for others. */
  readonly names: readonly { readonly id: AlumnusId; readonly name: string }[];
}

/** Counts those of these schools who are at the place. */
export async function alreadyThere(
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
  ukprn: string,
  { scope, audience }: { readonly scope: SchoolScope; readonly audience: Audience },
): Promise<AlreadyThere> {
  const today = londonDate(clock.now());
  let [people, agreed] = [0, 0];
  const names: { id: AlumnusId; name: string }[] = [];
  for (let after = '', more = true; more;) {
    const ids = await store.outcomes.atPlace(scope, ukprn, after, batch);
    const found = await store.alumni.findMany(ids);
    for (const id of ids) {
      const person = found.get(id);
      if (person?.state !== 'usual') continue;
      people += 1;
      if (person.objectedOn !== undefined || grantOn(person.permissions, 'answer-questions', today) === undefined)
        continue;
      agreed += 1;
      const { given, family, toUse } = person.name;
      if (audience === 'team' && names.length < namesAtMost) names.push({ id, name: `${toUse ?? given} ${family}` });
    }
    after = ids.at(-1) ?? '';
    more = ids.length === batch;
  }
  return { people: countSeen(people, audience), agreed: countSeen(agreed, audience), names };
}

/** Of the whole trust at the place of that name, as leaders may see it; null for a place on no list. */
export const whoIsAt =
  (tools: Pick<Tools, 'store' | 'clock'>) =>
  async (
    place: string,
  ): Promise<(Omit<AlreadyThere, 'names'> & { readonly ukprn: string; readonly title: string }) | null> => {
    const listed = place === '' ? null : nameLists.provider.called(place);
    if (listed === null) return null;
    const { people, agreed } = await alreadyThere(tools, listed.code, { scope: 'every-school', audience: 'leaders' });
    return { ukprn: listed.code, title: listed.name, people, agreed };
  };
