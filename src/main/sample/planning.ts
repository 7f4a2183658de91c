// What stood in each invented leaver's row through the year: the application in March, a talk in spring, results in August (Y5).
// Made from the plan and the final destination that the sample has anyway, with numbers of its own, so that nothing else of the
// sample changes with it.
import type { PersonState, PlannedDestination } from '../../domain/alumni/alumnus.js';
import { finalParts, type Planning, type PlanRow, type ResultState } from '../../domain/alumni/plan-fields.js';
import { planningWith, planRowOf } from '../../domain/alumni/plan-row.js';
import { localDate } from '../../domain/calendar/local-date.js';
import { degrees, universities } from './names.js';
import { randomFrom, type Random } from './random.js';

interface Planned {
  readonly serial: number;
  readonly year: number;
  readonly state: PersonState;
  readonly intended: PlannedDestination | null;
  readonly final: PlannedDestination | null;
}

/** Places applied for: the firm choice is the plan, the insurance choice another. */
function choices(random: Random, { intended }: Planned): Partial<PlanRow> {
  if (intended?.activity !== 'university') return { application: 'not-applying' };
  return {
    ...{ application: 'offers', offers: String(2 + random.below(4)) },
    ...{ firmProvider: intended.provider ?? '', firmCourse: intended.course ?? '' },
    ...{ insuranceProvider: random.pick(universities), insuranceCourse: random.pick(degrees) },
  };
}

/** What results day brought, and where it was the insurance choice, which place that was. */
function results(random: Random, { state, intended, final }: Planned): Partial<PlanRow> {
  const result = (value: ResultState): Partial<PlanRow> => ({ result: value });
  if (state === 'deferred') return result('deferred');
  if (final === null) {
    const kind = random.weighted<'unseen' | 'unplaced' | 'clearing'>([
      ['unseen', 5],
      ['unplaced', 3],
      ['clearing', 2],
    ]);
    if (kind === 'unseen') return {};
    return { ...result(kind), ...(random.chance(0.5) ? { nextStep: 'Careers adviser, Friday at ten' } : {}) };
  }
  if (final.activity !== 'university') return result('other-route');
  if (intended?.activity !== 'university' || random.chance(0.2)) return result('clearing');
  if (final.provider === intended.provider) return result('firm');
  return {
    ...result('insurance'),
    ...{ insuranceProvider: final.provider ?? '', insuranceCourse: final.course ?? '' },
  };
}

/** The rest of their row, and how it came about. */
export function samplePlanning(planned: Planned): Planning {
  const { serial, year, intended, final } = planned;
  const random = randomFrom(serial * 7_919 + year);
  const asPlanned = intended === null ? {} : { intended };
  const spring: PlanRow = {
    ...planRowOf(asPlanned),
    ...choices(random, planned),
    ...(random.chance(0.8) ? { talkedOn: `${year}-0${3 + random.below(3)}-1${random.below(9)}` } : {}),
  };
  const after: PlanRow = { ...spring, ...results(random, planned), ...(final === null ? {} : finalOf(final)) };
  const on = localDate(`${year}-03-${10 + random.below(18)}`);
  const made = { at: new Date(`${on}T10:00:00Z`), source: 'school', recordedOn: on } as const;
  const inMarch = planningWith(asPlanned, spring, made);
  const inAugust = planningWith({ ...asPlanned, ...(inMarch === undefined ? {} : { planning: inMarch }) }, after, {
    ...{ at: new Date(`${year}-08-14T0${7 + random.below(3)}:30:00Z`), source: final?.source ?? 'school' },
    recordedOn: localDate(`${year}-08-14`),
  });
  return inAugust ?? { held: {}, changes: [] };
}

const finalOf = (final: PlannedDestination): Partial<PlanRow> => {
  const row = planRowOf({ final });
  return Object.fromEntries(finalParts.map((part) => [part, row[part]]));
};
