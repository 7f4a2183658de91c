// Our own row beside a school's official row, after 16–18 and after key stage 4, with what could explain each gap as ranges (moonshot M1).
// People's records are read batch by batch, turned into standings, and only counted; no person's cause is shown or kept.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AlumnusId, CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { isSameSchool } from '../../domain/alumni/former-number.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { leadingRuleset } from '../../domain/destinations/sustained/catalogue.js';
import { uncountedStates } from '../../domain/destinations/as-known-on.js';
import type { DestinationRecord } from '../../domain/destinations/record.js';
import { studiedIn } from '../../domain/destinations/studied.js';
import { isWhole, leaversKey } from '../../domain/official/figure.js';
import { standingOf, type Standing } from '../../domain/official/standing.js';
import { educationAsOne, twinOf, type Twin } from '../../domain/official/twin.js';
import type { Tools } from '../tools.js';
import { besideOfficial } from './beside-official.js';
import type { DatedFigure } from './figures-by-code.js';

const batch = 500;

/** The measures of which a school has an official row beside which ours can be laid. */
export const twinMeasures = ['16-18-destinations', 'ks4-destinations'] as const;
export type TwinMeasure = (typeof twinMeasures)[number];

/** The comparison, with the official figure that it rests on. */
export interface SchoolTwin {
  readonly schoolName: string;
  readonly cohortId: CohortId;
  readonly figure: DatedFigure;
  /** `other-leavers`: we hold nobody who left in the year of the official row. */
  readonly twin: Twin | { readonly kind: 'none'; readonly why: 'other-leavers' };
}

/** Nothing known is nobody heard of: every month open to any cell. */
const unheard: Standing = standingOf({
  result: { verdict: 'not-known', months: [] },
  studied: null,
  abroad: false,
  knownOn: undefined,
  closedOn: null,
});

function standingFrom(record: DestinationRecord, person: Alumnus, closedOn: LocalDate | null): Standing {
  const { name } = leadingRuleset(record.cohortId);
  const result = record.results.find(({ ruleset }) => ruleset.name === name);
  if (result === undefined) return unheard;
  const knownOn = record.claims.reduce<LocalDate | undefined>(
    (last, claim) => (last === undefined || claim.knownOn > last ? claim.knownOn : last),
    undefined,
  );
  return standingOf({
    result,
    studied: studiedIn(record),
    abroad: person.contactRules?.timeZone !== undefined,
    knownOn,
    closedOn,
  });
}

async function standingsOf(
  store: Tools['store'],
  schoolId: SchoolId,
  cohort: CohortId,
  closedOn: LocalDate | null,
): Promise<readonly Standing[]> {
  const standings: Standing[] = [];
  let after: AlumnusId | undefined;
  for (;;) {
    const people = await store.alumni.page([schoolId], {
      cohortId: cohort,
      limit: batch,
      ...(after === undefined ? {} : { after }),
    });
    const counted = people.filter(({ state }) => !uncountedStates.includes(state));
    const records = await store.destinationRecords.findMany(
      [schoolId],
      counted.map(({ id }) => id),
    );
    for (const person of counted) {
      const record = records.get(person.id);
      standings.push(record === undefined ? unheard : standingFrom(record, person, closedOn));
    }
    after = people.at(-1)?.id;
    if (people.length < batch || after === undefined) return standings;
  }
}

/** For one school and cohort; null where no official row of the school is shown. Throws NotFound outside the viewer's schools. */
export const twinOfSchool =
  (tools: Pick<Tools, 'store'>) =>
  async (
    viewer: Viewer,
    asked: {
      readonly schoolId?: string | undefined;
      readonly measure: TwinMeasure;
      readonly cohort?: string | undefined;
      readonly leavers?: string | undefined;
    },
  ): Promise<SchoolTwin | null> => {
    const beside = await besideOfficial(tools)(viewer, asked);
    if (beside === null) return null;
    // A school that went on as one under another number has the row of its former one.
    const figures = beside.columns
      .filter(({ who, former }) => who === 'school' || (former !== undefined && isSameSchool(former)))
      .flatMap((column) => column.figures)
      .filter((figure) => isWhole(figure) && figure.unit === 'count');
    const figure = figures.find((one) => leaversKey(one) === beside.leavers);
    if (beside.measure !== asked.measure || figure === undefined || beside.own === null) return null;
    const { cohortId, otherLeavers } = beside.own;
    const compared = { schoolName: beside.school.name, cohortId, figure };
    if (otherLeavers) return { ...compared, twin: { kind: 'none', why: 'other-leavers' } };
    const values = asked.measure === 'ks4-destinations' ? educationAsOne(figure.values) : figure.values;
    const standings = await standingsOf(tools.store, beside.school.id, cohortId, figure.publishedOn);
    return { ...compared, twin: twinOf(standings, values) };
  };
