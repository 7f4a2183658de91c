// How do many people come in at once with everything that they have told so far?
// Their records are built whole and begun in one batch, and their rows for counting written as if every answer had come by itself. Only
// for people of whom nothing is held yet; whoever has a record keeps it as it is, so doing it again changes nothing.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { activityOfPlan } from '../../domain/destinations/activity.js';
import { placementOf, placementsWith } from '../../domain/destinations/as-known-on.js';
import { claimToAddFromPlan } from '../../domain/destinations/claim-from-plan.js';
import { claimsFromResponse } from '../../domain/destinations/claim-from-response.js';
import { buildRecord } from '../../domain/destinations/rebuild-record.js';
import type { Answers } from '../../domain/survey/definition.js';
import type { Tools } from '../tools.js';
import { emptyRecord, positionOf, writeOutcomes } from './change-record.js';
import { detailPlace } from './detail-place.js';

/** Somebody of whom no record is held. */
export interface Beginning {
  readonly alumnus: Alumnus;
  readonly responses: readonly { readonly id: string; readonly answers: Answers; readonly submittedAt: Date }[];
}

/** Begins their records, in one batch. */
export const beginRecords =
  (tools: Pick<Tools, 'store' | 'clock' | 'vault'>) =>
  async (people: readonly Beginning[]): Promise<void> => {
    const { store, clock, vault } = tools;
    const today = londonDate(clock.now());
    const begun = people.map(({ alumnus, responses }) => {
      const { id, schoolId, cohortId, leftOn, final } = alumnus;
      const planned = final === undefined ? null : activityOfPlan[final.activity];
      const told = responses.flatMap(({ id: responseId, answers, submittedAt }) =>
        claimsFromResponse({ responseId, revision: 1, answers, knownOn: londonDate(submittedAt), planned }),
      );
      const plan = claimToAddFromPlan(final, leftOn, []);
      const claims = [...(plan === null ? [] : [plan]), ...told.map(({ claim }) => claim)];
      const empty = emptyRecord(alumnus, today);
      const record = buildRecord(
        {
          ...{ id, schoolId, cohortId, leftOn, decisions: [], revision: 1 },
          claims: claims.map((claim) => ({ recordedOn: today, ...claim })),
          knownAs: placementsWith(empty, placementOf(alumnus), today),
        },
        today,
      );
      const newDetails = told.flatMap(({ claim, detail }) =>
        detail === null ? [] : [{ claimId: claim.id, sealed: vault.seal(detail, detailPlace(id, claim.id)) }],
      );
      return { record, change: { ...positionOf(record), newDetails, audit: [] } };
    });
    await store.destinationRecords.begin(begun);
    // Whatever a death leaves out keeps its mark, and the recurring job takes it up.
    await writeOutcomes(tools)(begun.map(({ record }) => record));
  };
