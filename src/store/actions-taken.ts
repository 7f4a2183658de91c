// What was done for whom, what of careers provision changed because of what was learned, and the sheets for governors.
import type { Connection } from 'mongoose';
import type { Finding } from '../domain/insight/cited-figure.js';
import type { Beginning, Intervention } from '../domain/insight/intervention.js';
import type { OnePage } from '../domain/insight/one-page.js';
import type { Because, ProvisionChange } from '../domain/insight/provision.js';
import { keptSchema, keptStore, part } from './kept.js';

const text = { type: String } as const;
const needed = { type: String, required: true } as const;

const interventionSchema = keptSchema<Intervention>('interventions', {
  ...{ title: needed, what: needed, forWhom: needed, stage: needed, measure: needed },
  began: [part<Beginning>({ schoolId: needed, from: { type: Number, required: true } })],
  drawn: { type: Boolean, required: true },
  endedOn: text,
});

const provisionSchema = keptSchema<ProvisionChange>('provisionchanges', {
  ...{ kind: needed, what: needed, from: needed, reviewOn: needed },
  yearGroups: { type: [String], required: true },
  because: part<Because>({ source: needed, words: needed, asOf: { type: Date } }),
  review: part({ on: needed, verdict: needed }),
});

/** The log of what was done. */
export const interventionsStore = (connection: Connection) =>
  keptStore<Intervention>(connection, 'Intervention', interventionSchema);

/** The log of changes of careers provision. */
export const provisionChangesStore = (connection: Connection) =>
  keptStore<ProvisionChange>(connection, 'ProvisionChange', provisionSchema);

const onePageSchema = keptSchema<OnePage>('onepages', {
  ...{ name: needed, stage: needed, on: needed, asked: needed, owner: needed },
  findings: [
    part<Finding>({
      ...{ key: needed, title: needed, definition: needed, said: needed },
      beside: { type: [String], required: true },
      uncertain: { type: String, default: null },
    }),
  ],
  measures: { type: Number, required: true },
  countedAt: { type: Date },
});

/** Sheets for governors, as they were frozen. */
export const onePagesStore = (connection: Connection) => keptStore<OnePage>(connection, 'OnePage', onePageSchema);
