// Names of the things that documents point at. Branded, so that one kind of id cannot be passed as another.
// Ids are made of lower-case letters, digits and hyphens and say nothing about the person (decisions R3, R4).

export type SchoolId = string & { readonly __schoolId: true };
/** Import id and line number: repeatable, and ordered by time of import (decision R18). */
export type AlumnusId = string & { readonly __alumnusId: true };
export type StaffId = string & { readonly __staffId: true };
/** Stage and the calendar year of leaving: `y13-2026` left Year 13 in the summer of 2026. */
export type CohortId = string & { readonly __cohortId: true };
