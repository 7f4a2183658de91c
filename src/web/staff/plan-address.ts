// Where in the lists of plans and results somebody is: the address that says it, and what it asks for.
import type { Request } from 'express';
import { z } from 'zod';
import { planLists, planViews, type PlanList, type PlanView } from '../../domain/alumni/plan-lists.js';

/** The page of all schools and form groups. */
export const home = '/staff/plans';

/** What the pages of plans share in their frame. */
export const places = { layout: 'staff', place: 'plans' } as const;

const gridQuery = z.object({
  view: z.enum(planViews).optional().catch(undefined),
  list: z.enum(planLists).optional().catch(undefined),
  page: z
    .string()
    .regex(/^\d{1,3}$/)
    .optional()
    .catch(undefined),
});

/** Where in the grids somebody is; what a row's form goes back to. */
export interface Where {
  readonly view?: PlanView | undefined;
  readonly list?: PlanList | null | undefined;
  readonly page?: number | undefined;
}

export function addressOf(id: string, { view, list, page }: Where): string {
  const query = new URLSearchParams({
    ...(view === undefined ? {} : { view }),
    ...(list === undefined || list === null ? {} : { list }),
    ...(page === undefined || page === 1 ? {} : { page: String(page) }),
  }).toString();
  return `${home}/${id}${query === '' ? '' : `?${query}`}`;
}

export const whereIn = (req: Request): Where => {
  const { view, list, page } = gridQuery.parse(req.query);
  return { view, list, page: page === undefined ? undefined : Number(page) };
};
export const asked = ({ view, list, page }: Where) => ({
  ...(view === undefined ? {} : { view }),
  ...(list === undefined || list === null ? {} : { list }),
  ...(page === undefined ? {} : { page }),
});
