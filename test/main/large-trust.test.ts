// The large demonstration in small: what is planted is drawn from the seed alone, and Insight's own counting finds it. No database: the
// same people, records, rows and tables as in the demonstration, of fewer schools.
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { pooledCohorts } from '../../src/application/insight/find-barriers.js';
import { cohortId } from '../../src/domain/alumni/cohort.js';
import type { SchoolId, StaffId } from '../../src/domain/alumni/ids.js';
import { activityOfPlan } from '../../src/domain/destinations/activity.js';
import { placementOf } from '../../src/domain/destinations/as-known-on.js';
import { claimToAddFromPlan } from '../../src/domain/destinations/claim-from-plan.js';
import { claimsFromResponse } from '../../src/domain/destinations/claim-from-response.js';
import type { ClaimDetail } from '../../src/domain/destinations/claim.js';
import { outcomeOf } from '../../src/domain/destinations/outcome.js';
import { buildRecord } from '../../src/domain/destinations/rebuild-record.js';
import { readStay } from '../../src/domain/destinations/stay.js';
import { localDate } from '../../src/domain/calendar/local-date.js';
import { barriersIn } from '../../src/domain/insight/barrier-detector.js';
import { tallySigns } from '../../src/domain/insight/barrier-signs.js';
import { meltIn } from '../../src/domain/insight/flow.js';
import { guessableFacts } from '../../src/domain/insight/guessable.js';
import type { GuessSheet, GuessSheetId } from '../../src/domain/insight/guess-sheet.js';
import { improvementOf, qualityCounts } from '../../src/domain/insight/quality.js';
import { merged, tallyReports, type Table, type Tables } from '../../src/domain/insight/reports.js';
import { stayingBy, stayingOf, staysIn } from '../../src/domain/insight/retention.js';
import { beliefsOf } from '../../src/domain/insight/surprises.js';
import { pointAt } from '../../src/domain/statistics/survival.js';
import { plannedSheets } from '../../src/main/sample/large/beliefs.js';
import { drawTruths, truthLines, type PlantedTruths } from '../../src/main/sample/large/truths.js';
import { leaversOf } from '../../src/main/sample/large/world.js';
import { nameLists, townOfProvider } from '../../src/reference/index.js';

const today = localDate('2026-11-26');
const schools = 4;

interface Counted {
  readonly truths: PlantedTruths;
  /** Signs of barriers, by school, of the last three summers together. */
  readonly signs: ReadonlyMap<SchoolId, Table>;
  /** By the place of the school, then by summer. */
  readonly tables: readonly ReadonlyMap<number, Tables>[];
  readonly details: readonly { readonly place: number; readonly provider: string; readonly detail: ClaimDetail }[];
}

/** Everybody counted, as the recurring jobs count them. */
function counted(seed: number): Counted {
  const truths = drawTruths(seed, 2026, schools);
  const details: { place: number; provider: string; detail: ClaimDetail }[] = [];
  const signs = new Map<SchoolId, ReturnType<typeof tallySigns>>();
  const tables = truths.schools.map((_, place) => {
    const bySummer = new Map<number, Tables>();
    for (let summer = truths.summers.first; summer <= truths.summers.last; summer += 1) {
      const tally = tallyReports();
      for (const { person, sent } of leaversOf(seed, truths, { place, summer, today })) {
        const { id, schoolId, cohortId, leftOn, final } = person;
        const told = sent.flatMap(({ wave, on, answers }) =>
          claimsFromResponse({
            ...{ responseId: `${wave}:${id}`, revision: 1, answers, knownOn: on },
            planned: final === undefined ? null : activityOfPlan[final.activity],
          }),
        );
        const plan = claimToAddFromPlan(final, leftOn, []);
        const claims = [...(plan === null ? [] : [plan]), ...told.map(({ claim }) => claim)];
        const knownAs = [{ ...placementOf(person), since: today }];
        const record = buildRecord(
          { ...{ id, schoolId, cohortId, leftOn, claims, knownAs }, decisions: [], revision: 1 },
          today,
        );
        const row = outcomeOf(record, nameLists);
        tally.add(row);
        if (summer > truths.summers.last - pooledCohorts) {
          const ofSchool = signs.get(schoolId) ?? tallySigns();
          signs.set(schoolId, ofSchool);
          ofSchool.add({
            ...{ row, town: townOfProvider(readStay(row.stay)?.provider ?? '') },
            ...(person.planning !== undefined && { planning: person.planning }),
            told: told
              .flatMap(({ claim: { activity }, detail }) => (detail === null ? [] : [{ activity, detail }]))
              .reverse(),
          });
        }
        for (const { detail } of told)
          if (detail !== null) details.push({ place, provider: final?.provider ?? '', detail });
      }
      bySummer.set(summer, tally.tables());
    }
    return bySummer;
  });
  return { truths, tables, details, signs: new Map([...signs].map(([id, { table }]) => [id, table()])) };
}

const all = (tables: Counted['tables'], report: keyof Tables) =>
  merged(tables.flatMap((bySummer) => [...bySummer.values()].map((each) => each[report])));

describe.each([20_261_124, 7])('the large trust of seed %s', (seed) => {
  const { truths, tables, details, signs } = counted(seed);

  it('has its planted university as the one where surely fewest stay, and its reason as the one named most', () => {
    const places = stayingBy(staysIn(all(tables, 'stays'), 'university'), 'provider')
      .filter(({ name, staying }) => name !== '' && staying.why === null && staying.people >= 23)
      .map(({ name, staying }) => ({ name, atMost: pointAt(staying.curve, 12)?.high ?? 1 }))
      .sort((one, other) => one.atMost - other.atMost);
    expect(nameLists.provider.find(places[0]?.name ?? '')?.name).toBe(
      nameLists.provider.called(truths.poorFit.provider)?.name,
    );
    const named = new Map<string, number>();
    for (const { provider, detail } of details) {
      if (provider !== truths.poorFit.provider) continue;
      for (const code of detail.reasons ?? []) named.set(code, (named.get(code) ?? 0) + 1);
    }
    expect([...named].sort(([, one], [, other]) => other - one)[0]?.[0]).toBe(truths.poorFit.reason);
  });

  it('has the school that became better, told by the interval of its trend', () => {
    const years = [...(tables[truths.improving.place] ?? [])].map(([year, { quality }]) => ({
      ...{ year, ...qualityCounts(quality, 'sustained') },
    }));
    expect(improvementOf(years, 'team')?.verdict).toBe('better');
  });

  it('has the school whose leavers do not start, before all others', () => {
    const shares = tables.map((bySummer) => {
      const { yes, of } = meltIn(merged([...bySummer.values()].map(({ flow }) => flow))).didNotStart;
      return yes / of;
    });
    expect(shares.indexOf(Math.max(...shares))).toBe(truths.notStarting.place);
  });

  it('has the barrier at its school, raised by the detector', () => {
    const school = truths.schools[truths.barrier.place]?.school.id;
    const raised = barriersIn(signs).filter((found) => found.raised);
    expect(raised.map(({ schoolId, barrier }) => [schoolId, barrier])).toContainEqual([school, truths.barrier.kind]);
  });

  it('surprises the staff whose places are not taken up, by what staff guess anywhere', () => {
    const cohort = cohortId('y13', truths.summers.last - 1);
    const sheets = plannedSheets(seed, truths).map(({ place, figures, guesses, title }): GuessSheet => {
      const here = tables.flatMap((bySummer, each) =>
        place === null || place === each ? [bySummer.get(truths.summers.last - 1)] : [],
      );
      const unsealed = figures.map((key) => {
        const { report, count } = guessableFacts[key];
        const counted = here.flatMap((each): readonly Table[] => (each === undefined ? [] : [each[report]]));
        return { key, openly: true, ...count(merged(counted)) };
      });
      const [at, by] = [new Date('2026-11-26T10:00:00Z'), 'head' as StaffId];
      return {
        ...{ id: title as GuessSheetId, title, cohortId: cohort, figures, seenBefore: [], openedBy: by, openedAt: at },
        schoolId: place === null ? null : (truths.schools[place]?.school.id ?? null),
        guesses: guesses.map((guess, number) => ({ ...guess, at, id: String(number) })),
        unsealed: { at, by, figures: unsealed },
      };
    });
    const [first] = [...beliefsOf(sheets, () => true)]
      .filter(({ key }) => key === 'did-not-start')
      .sort((one, other) => one.chance - other.chance);
    expect(first).toMatchObject({
      surprise: true,
      sheet: { schoolId: truths.schools[truths.notStarting.place]?.school.id },
    });
  });

  it('says of the belief whether it holds', () => {
    const leaving = (kind: 'university' | 'apprenticeship'): number => {
      const { curve } = stayingOf(staysIn(all(tables, 'stays'), kind), 'team');
      return 1 - (pointAt(curve, 9)?.staying ?? 1);
    };
    expect(leaving('apprenticeship') > leaving('university')).toBe(truths.belief.holds);
  });
});

describe('what is planted', () => {
  it('is another story for another seed, and the same for the same', () => {
    const told = (seed: number): string => truthLines(drawTruths(seed, 2026)).join('\n');
    expect(told(1)).toBe(told(1));
    expect(new Set([1, 2, 3, 4, 5].map(told)).size).toBe(5);
    const document = readFileSync('docs/large-demo.md', 'utf8');
    for (const line of truthLines(drawTruths(20_261_124, 2026))) expect(document).toContain(`- ${line}`);
  });
});
