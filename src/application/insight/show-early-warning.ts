// Who of our former students can still meet the six-month rule and is about to miss it (M3, feature 68)?
// Each is judged by the official rule of the stage that they left. Counts are read from the rows for counting by index; names of
// those who said yes are looked for batch by batch, the nearest last day first, so that a page costs the same in any trust. Each
// named record is judged again as of today.
import type { Alumnus, School, SchoolScope } from '../../domain/alumni/alumnus.js';
import { cohortId } from '../../domain/alumni/cohort.js';
import type { AlumnusId, CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { idsOf } from '../../domain/alumni/merge.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { lastTold, presentSpell } from '../../domain/destinations/outcome.js';
import type { Spell } from '../../domain/destinations/spell.js';
import { leadingRuleset } from '../../domain/destinations/sustained/catalogue.js';
import { meterOf, riskNumbersFrom, type Meter } from '../../domain/destinations/sustained/meter.js';
import type { Ruleset } from '../../domain/destinations/sustained/ruleset.js';
import {
  saidYes,
  warningCounts,
  waysToReach,
  type OwnWay,
  type WarningCounts,
} from '../../domain/insight/early-warning.js';
import type { Tools } from '../tools.js';
import { suppressionKey } from '../waves/audience.js';
import { numberKey } from '../waves/number-stops.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

/** Somebody who said yes. */
export interface WarnedPerson {
  readonly id: AlumnusId;
  readonly name: Alumnus['name'];
  readonly schoolId: SchoolId;
  readonly cohortId: CohortId;
  /** Where they were when last heard of, and when that was. */
  readonly present: Spell | null;
  readonly toldOn: LocalDate | null;
  /** The last day on which each way can begin and still count. */
  readonly lastDays: Meter['lastDays'];
  readonly ways: readonly OwnWay[];
}

export interface ShownWarning extends Omit<WhoseFigures, 'cohorts' | 'allCohorts'> {
  readonly ruleset: Ruleset;
  readonly asOf: LocalDate;
  readonly counts: WarningCounts;
  /** Null to who sees nobody's name. */
  readonly people: readonly WarnedPerson[] | null;
  /** Where the next page of names begins; null on the last. */
  readonly next: string | null;
}

export interface AskedWarning extends AskedFigures {
  /** Whether the viewer sees people by name. */
  readonly names: boolean;
  /** Where the page begins, from `next`; empty for the first. */
  readonly from?: string;
}

type WarningTools = Pick<Tools, 'store' | 'clock' | 'signer'>;

/** Among whom names are looked for. */
interface Among {
  readonly scope: SchoolScope;
  readonly ruleset: Ruleset;
  readonly schools: readonly School[];
  readonly today: LocalDate;
}

const pageOf = 25;
const batch = 100;
/** Who is looked at for one page at most, whether or not they said yes. */
const mostLooked = 1_000;

/** Those of the people who said yes, can be named and are at risk as of today. */
async function namedAmong(
  { store, signer }: WarningTools,
  ids: readonly AlumnusId[],
  { scope, ruleset, schools, today }: Among,
): Promise<readonly WarnedPerson[]> {
  const people = await store.alumni.findMany(ids);
  const willing = ids.flatMap((id) => {
    const person = people.get(id);
    const isTheirs = person !== undefined && covers(scope, person.schoolId);
    return isTheirs && leadingRuleset(person.cohortId) === ruleset && saidYes(person, today) ? [person] : [];
  });
  if (willing.length === 0) return [];
  const keyOf = ({ kind, value }: Alumnus['contactPoints'][number]): string =>
    (kind === 'email' ? suppressionKey : numberKey)(signer, value);
  const keys = new Set(willing.flatMap(({ contactPoints }) => contactPoints.map(keyOf)));
  const [records, stopped] = await Promise.all([
    store.destinationRecords.findMany(
      scope,
      willing.map(({ id }) => id),
    ),
    store.suppressions.among([...keys], willing.flatMap(idsOf)),
  ]);
  return willing.flatMap((person): readonly WarnedPerson[] => {
    const record = records.get(person.id);
    const leftTrustOn = schools.find(({ id }) => id === person.schoolId)?.leftTrustOn;
    const ways = waysToReach(person, {
      on: today,
      isSuppressed: (point) => stopped.addresses.has(keyOf(point)),
      stopRecorded: idsOf(person).some((id) => stopped.people.has(id)),
      ...(leftTrustOn === undefined ? {} : { leftTrustOn }),
    });
    if (record === undefined || ways === null) return [];
    const meter = meterOf(ruleset, { spells: record.spells, leftOn: record.leftOn, asOf: today });
    if (!meter.atRisk) return [];
    const present = presentSpell(record.spells);
    const toldOn = present === null ? null : lastTold(present, record.claims);
    const { id, name, schoolId, cohortId: cohort } = person;
    return [{ id, name, schoolId, cohortId: cohort, present, toldOn, lastDays: meter.lastDays, ways }];
  });
}

/** The next page of names; looks at no more than `mostLooked` people for it. */
async function namedFrom(
  tools: WarningTools,
  numbers: readonly number[],
  from: string,
  among: Among,
): Promise<{ readonly people: readonly WarnedPerson[]; readonly next: string | null }> {
  const [begin = ''] = from.split(':', 1);
  const first = Math.max(numbers.map(String).indexOf(begin), 0);
  const found: { readonly person: WarnedPerson; readonly place: string }[] = [];
  let looked = 0;
  for (const number of numbers.slice(first)) {
    let after = String(number) === begin ? from.slice(begin.length + 1) : '';
    for (;;) {
      const ids = await tools.store.outcomes.atRisk(among.scope, number, after, batch);
      looked += ids.length;
      const named = await namedAmong(tools, ids, among);
      found.push(...named.map((person) => ({ person, place: `${number}:${person.id}` })));
      const shown = found.slice(0, pageOf);
      const people = shown.map(({ person }) => person);
      if (found.length > pageOf) return { people, next: shown.at(-1)?.place ?? null };
      if (ids.length < batch) break;
      after = ids.at(-1) ?? '';
      if (looked >= mostLooked) return { people, next: `${number}:${after}` };
    }
  }
  return { people: found.map(({ person }) => person), next: null };
}

/** The list of one stage's leavers. Throws NotFound for a school outside the viewer's. */
export const showEarlyWarning =
  (tools: WarningTools) =>
  async (viewer: Viewer, { names, from = '', ...asked }: AskedWarning): Promise<ShownWarning> => {
    const { store, clock } = tools;
    const today = londonDate(clock.now());
    const { cohorts: _all, ...whose } = await whoseFigures({ store }, viewer, asked);
    const { audience, every, school, stage } = whose;
    const ruleset = leadingRuleset(cohortId(stage, Number(today.slice(0, 4))));
    const scope = school === null ? viewer.schools : [school.id];
    const months = riskNumbersFrom(ruleset, today);
    const numbers = months.map(({ number }) => number);
    // What leaders may see of one school depends on what stands beside it.
    const counted = await store.outcomes.countAtRisk(audience === 'team' ? scope : 'every-school', numbers);
    const ofStage = counted.flatMap(({ number, ...group }) => {
      const until = months.find((each) => each.number === number)?.until;
      return until !== undefined && leadingRuleset(group.cohortId) === ruleset ? [{ ...group, until }] : [];
    });
    return {
      ...{ ...whose, ruleset, asOf: today },
      counts: warningCounts(ofStage, audience, (id) => covers(scope, id)),
      ...(names
        ? await namedFrom(tools, numbers, from, { scope, ruleset, schools: every, today })
        : { people: null, next: null }),
    };
  };
