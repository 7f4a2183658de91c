// The rows of plans and results day: people of a school and cohort whole, or counted by form group; and who answers for the
// list "unplaced with no next step" (Y5). Rows are part of the person's document and are written with it.
import { Schema, type Connection } from 'mongoose';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { Alumnus, PersonState } from '../domain/alumni/alumnus.js';
import type { CohortId, SchoolId, StaffId } from '../domain/alumni/ids.js';
import { isPlanned, noPlanCounts, withRows, type PlanCounts, type PlanListOwner } from '../domain/alumni/plan-lists.js';
import { alumnusSchema, toAlumnus, type AlumnusDocument } from './alumnus-schema.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

/** More leavers than the largest college has in one summer. */
const mostInSchool = 5_000;

interface OwnerDocument extends PlanListOwner {
  readonly _id: string;
  readonly auditIntents?: readonly AuditIntent[];
}

const ownerSchema = new Schema<OwnerDocument>(
  {
    _id: { type: String, required: true },
    schoolId: { type: String, required: true },
    cohortId: { type: String, required: true },
    owner: { type: String, required: true },
    since: { type: Date, required: true },
    revision: { type: Number, required: true },
    auditIntents: auditIntentsField,
  },
  { collection: 'planlists', versionKey: false, strict: 'throw' },
);
ownerSchema.index({ owner: 1 });
ownerSchema.index(...auditIntentsIndex);

const ownerIdOf = ({ schoolId, cohortId }: Pick<PlanListOwner, 'schoolId' | 'cohortId'>): string =>
  `${schoolId}.${cohortId}`;
const toOwner = ({ _id, auditIntents: _audit, ...rest }: OwnerDocument): PlanListOwner => rest;

/** The counts of one form group; the key is empty for those without a group. */
export interface GroupCounts {
  readonly groupKey: string;
  readonly counts: PlanCounts;
}

interface ShortRow {
  readonly _id: {
    readonly group?: string | null;
    readonly state: PersonState;
    readonly plan?: string | null;
    readonly final?: string | null;
    readonly result?: string | null;
    readonly next: boolean;
    readonly talked: boolean;
  };
  readonly count: number;
}

/** Rows by school and cohort, and the owners of lists. */
export function plansStore(connection: Connection) {
  const alumni = connection.model<AlumnusDocument>('Alumnus', alumnusSchema);
  const owners = connection.model<OwnerDocument>('PlanListOwner', ownerSchema);
  return {
    /** Everybody of the school and cohort, in order of ids. */
    ofSchool: async (schoolId: SchoolId, cohortId: CohortId): Promise<readonly Alumnus[]> =>
      (await alumni.find({ schoolId, cohortId }).sort({ _id: 1 }).limit(mostInSchool).lean<AlumnusDocument[]>()).map(
        toAlumnus,
      ),

    /** How many of each form group are on each list; the database counts, the rules say what it means. */
    countByGroup: async (schoolId: SchoolId, cohortId: CohortId): Promise<readonly GroupCounts[]> => {
      const rows = await alumni.aggregate<ShortRow>([
        { $match: { schoolId, cohortId } },
        {
          $group: {
            _id: {
              group: '$groupKey',
              state: '$state',
              plan: '$intended.activity',
              final: '$final.activity',
              result: '$planning.held.result',
              next: { $gt: ['$planning.held.nextStep', null] },
              talked: { $gt: ['$planning.held.talkedOn', null] },
            },
            count: { $sum: 1 },
          },
        },
      ]);
      const byGroup = new Map<string, PlanCounts>();
      for (const { _id, count } of rows.filter(({ _id: { state } }) => isPlanned({ state }))) {
        const key = _id.group ?? '';
        const row = {
          ...{ plan: _id.plan ?? '', final: _id.final ?? '', result: _id.result ?? '' },
          ...{ nextStep: _id.next ? 'some' : '', talkedOn: _id.talked ? 'some' : '' },
        };
        byGroup.set(key, withRows(byGroup.get(key) ?? noPlanCounts, row, count));
      }
      return [...byGroup].map(([groupKey, counts]) => ({ groupKey, counts }));
    },

    findOwner: async (schoolId: SchoolId, cohortId: CohortId): Promise<PlanListOwner | null> => {
      const document = await owners.findById(ownerIdOf({ schoolId, cohortId })).lean<OwnerDocument>();
      return document === null ? null : toOwner(document);
    },

    /** The lists that somebody answers for. */
    ownedBy: async (owner: StaffId): Promise<readonly PlanListOwner[]> =>
      (await owners.find({ owner }).lean<OwnerDocument[]>()).map(toOwner),

    /** Says who answers for the list, over the revision before it (none for revision 1); false when somebody was first. */
    saveOwner: async (next: PlanListOwner, audit: AuditIntent): Promise<boolean> => {
      const _id = ownerIdOf(next);
      if (next.revision === 1) return insertOnce(() => owners.create({ _id, ...next, auditIntents: [audit] }));
      const written = await owners.updateOne(
        { _id, revision: next.revision - 1 },
        { $set: next, $push: { auditIntents: audit } },
      );
      return written.matchedCount === 1;
    },
  };
}
