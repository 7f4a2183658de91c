// What somebody of some schools may read: every read for staff is narrowed by it (requirement W5).
import type { SchoolScope } from '../domain/alumni/alumnus.js';

/** Part of a filter over documents of one school each; empty where every school may be read. */
export const withinSchools = (scope: SchoolScope) =>
  scope === 'every-school' ? {} : { schoolId: { $in: [...scope] } };
