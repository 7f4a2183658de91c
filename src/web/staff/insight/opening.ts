// How the pages of Insight open: what all read from their address, then title, parts, filter, whose figures they are and as of when.
import { z } from 'zod';
import type { AsOf } from '../../../application/insight/tables-of.js';
import type { WhoseFigures } from '../../../application/insight/whose-figures.js';
import type { StaffRole } from '../../../domain/alumni/alumnus.js';
import { parseCohortId } from '../../../domain/alumni/cohort.js';
import type { CohortId } from '../../../domain/alumni/ids.js';
import { actingChips, type ActingPage } from './acting.js';
import { audienceNote, cohortChoice, insightFilter, insightTabs, whoseWords, type InsightPage } from './words.js';

/** What a figure may be asked for by, as it stands in the address: what there is is decided where figures are asked. */
export const inFilter = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().join(', ').trim())
  .optional();

/** What the filter of every page puts into its address. */
export const schoolAndStage = { school: inFilter, stage: inFilter };

/** The same without the cohort that the form still held when the stage was changed: there is none of it among these leavers. */
export function ofOneStage<Query extends { readonly stage?: string | undefined; readonly cohort?: string | undefined }>(
  query: Query,
): Query {
  const stage = parseCohortId(query.cohort ?? '')?.stage;
  return stage === undefined || (query.stage ?? '') === '' || query.stage === stage
    ? query
    : { ...query, cohort: undefined };
}

type Filtered = Parameters<typeof insightFilter>[0];

/** A page with the filter by school and stage. */
export function openingOf(title: string, page: InsightPage, role: StaffRole, shown: Filtered) {
  const filter = insightFilter(shown);
  return {
    ...{ title, layout: 'staff', place: 'insight' },
    ...filter,
    tabs: insightTabs(role, page, filter.about),
  };
}

/** A page over one cohort or the last three together; its `about` names them too. */
export function openingOver(
  title: string,
  page: InsightPage,
  role: StaffRole,
  shown: WhoseFigures & AsOf & { readonly over: readonly CohortId[] },
) {
  const { about, ...opening } = openingOf(title, page, role, shown);
  const chosen = cohortChoice(shown, shown.over);
  return {
    ...opening,
    ...chosen,
    about: `${about}&cohort=${chosen.cohort}`,
    whose: whoseWords(shown, shown.over),
    countedAt: shown.countedAt,
    due: shown.due,
    note: audienceNote(shown),
  };
}

/** A page of what is done about barriers, with the way to the others. */
export function openingActing(title: string, page: ActingPage, role: StaffRole, shown: Filtered) {
  const opening = openingOf(title, 'acting', role, shown);
  return { ...opening, pages: actingChips(role, page, opening.about) };
}
