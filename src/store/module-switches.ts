// Which modules are on for schools and cohorts: one document a change, inserted once and never changed. The id holds scope and
// number, so that of two people who change one at once only one can (requirement F7).
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { ModuleScope, ModuleSwitch } from '../domain/waves/module-switch.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface SwitchDocument extends ModuleSwitch {
  readonly _id: string;
  readonly auditIntents?: readonly AuditIntent[];
}

const switchSchema = new Schema<SwitchDocument>(
  {
    _id: { type: String, required: true },
    scope: { type: String, required: true },
    number: { type: Number, required: true },
    modules: { type: [String], required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'moduleswitches', versionKey: false, strict: 'throw' },
);
switchSchema.index({ scope: 1, number: 1 });
switchSchema.index(...auditIntentsIndex);

/** Changes by scope. */
export function moduleSwitchesStore(connection: Connection) {
  const switches = connection.model<SwitchDocument>('ModuleSwitch', switchSchema);
  return {
    /** Adds a change; false when one of that number is there already. */
    insert: (change: ModuleSwitch, audit: AuditIntent): Promise<boolean> =>
      insertOnce(() => switches.create({ _id: `${change.scope}:${change.number}`, ...change, auditIntents: [audit] })),

    /** What holds for each of the scopes; a scope that nobody has changed is not among them. */
    latest: async (scopes: readonly ModuleScope[]): Promise<ReadonlyMap<ModuleScope, ModuleSwitch>> => {
      // The later ones stand in the map in place of the earlier ones; a scope is changed a few times in its life.
      const found = await switches
        .find({ scope: { $in: [...scopes] } })
        .sort({ scope: 1, number: 1 })
        .lean<SwitchDocument[]>();
      return new Map(found.map(({ _id, auditIntents: _intents, ...change }) => [change.scope, change] as const));
    },
  };
}
