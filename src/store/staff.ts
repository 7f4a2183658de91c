// Who works with Onward, in which role and for which schools, and how they prove who they are: a password's hash, or the
// hash of a one-time link's secret. Neither ever leaves this file's `credentials`.
import { Schema, type Connection } from 'mongoose';
import type { SchoolScope, StaffMember, StaffRole } from '../domain/alumni/alumnus.js';
import type { AuditIntent } from '../domain/alumni/audit.js';
import type { SchoolId, StaffId } from '../domain/alumni/ids.js';
import { auditIntentsField, auditIntentsIndex } from './audit-events.js';
import { insertOnce } from './insert-new.js';

interface StaffDocument {
  readonly _id: string;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly everySchool: boolean;
  readonly schoolIds: readonly string[];
  /** Of a tutor; absent for others. */
  readonly formGroups?: readonly string[];
  readonly state: StaffMember['state'];
  readonly passwordHash?: string;
  /** Raised by one whenever what opens the door changes; sessions name the one that they were opened with. */
  readonly credential: number;
  readonly invitation?: { readonly hash: string; readonly expiresAt: Date };
  readonly failures: number;
  readonly waitUntil?: Date;
  readonly signedInAt?: Date;
  readonly auditIntents?: readonly AuditIntent[];
}

const staffSchema = new Schema<StaffDocument>(
  {
    _id: { type: String, required: true },
    email: { type: String, required: true, lowercase: true },
    name: { type: String, required: true },
    role: { type: String, required: true },
    everySchool: { type: Boolean, required: true },
    schoolIds: { type: [String], required: true },
    formGroups: { type: [String], default: undefined },
    state: { type: String, required: true },
    passwordHash: { type: String },
    credential: { type: Number, required: true },
    invitation: new Schema({ hash: { type: String }, expiresAt: { type: Date } }, { _id: false, id: false }),
    failures: { type: Number, required: true },
    waitUntil: { type: Date },
    signedInAt: { type: Date },
    auditIntents: auditIntentsField,
  },
  { collection: 'staff', versionKey: false, strict: 'throw' },
);
staffSchema.index({ email: 1 }, { unique: true });
staffSchema.index({ schoolIds: 1, email: 1 }); // the list of an administrator who has some schools only
staffSchema.index({ role: 1, state: 1 }); // whom a flag or a request for help may come to
staffSchema.index(...auditIntentsIndex);

/** What is compared at the door; for the use cases of signing in only. */
export interface StaffCredentials {
  readonly member: StaffMember;
  readonly passwordHash: string | null;
  readonly credential: number;
  readonly invitation: { readonly hash: string; readonly expiresAt: Date } | null;
  readonly failures: number;
  readonly waitUntil: Date | null;
}

const memberOf = (document: StaffDocument): StaffMember => ({
  id: document._id as StaffId,
  email: document.email,
  name: document.name,
  role: document.role,
  schools: document.everySchool ? 'every-school' : (document.schoolIds as readonly SchoolId[]),
  ...(document.formGroups === undefined ? {} : { formGroups: document.formGroups }),
  state: document.state,
});

const credentialsOf = (document: StaffDocument): StaffCredentials => ({
  member: memberOf(document),
  passwordHash: document.passwordHash ?? null,
  credential: document.credential,
  invitation: document.invitation ?? null,
  failures: document.failures,
  waitUntil: document.waitUntil ?? null,
});

/** Tutors come and go: more than the largest trust has had after ten years. */
const mostAccounts = 5_000;

const within = (scope: SchoolScope) =>
  scope === 'every-school' ? {} : { everySchool: false, schoolIds: { $in: [...scope] } };

/** Accounts of staff. Addresses are kept and compared in lower case. */
export function staffStore(connection: Connection) {
  const staff = connection.model<StaffDocument>('Staff', staffSchema);

  return {
    /** Adds somebody who has yet to set a password; false when the address is known already. */
    add: async (
      member: Omit<StaffMember, 'state'>,
      invitation: { readonly hash: string; readonly expiresAt: Date },
      audit: AuditIntent,
    ): Promise<boolean> =>
      insertOnce(() =>
        staff.create({
          _id: member.id,
          email: member.email,
          name: member.name,
          role: member.role,
          everySchool: member.schools === 'every-school',
          schoolIds: member.schools === 'every-school' ? [] : [...member.schools],
          ...(member.formGroups === undefined ? {} : { formGroups: [...member.formGroups] }),
          state: 'invited',
          credential: 0,
          invitation,
          failures: 0,
          auditIntents: [audit],
        }),
      ),

    /** Those whom the scope touches, closed accounts too, by address. */
    list: async (scope: SchoolScope): Promise<readonly StaffMember[]> =>
      (await staff.find(within(scope)).sort({ email: 1 }).limit(mostAccounts).lean()).map(memberOf),

    /** Everybody who can sign in and has one of these roles, by address. */
    inRoles: async (roles: readonly StaffRole[]): Promise<readonly StaffMember[]> =>
      (
        await staff
          .find({ role: { $in: [...roles] }, state: 'active' })
          .sort({ email: 1 })
          .lean()
      ).map(memberOf),

    find: async (scope: SchoolScope, id: StaffId): Promise<StaffMember | null> => {
      const document = await staff.findOne({ _id: id, ...within(scope) }).lean();
      return document === null ? null : memberOf(document);
    },

    /** By id, for sessions, links and mail to staff. */
    credentials: async (id: StaffId): Promise<StaffCredentials | null> => {
      const document = await staff.findById(id).lean();
      return document === null ? null : credentialsOf(document);
    },

    credentialsByEmail: async (email: string): Promise<StaffCredentials | null> => {
      const document = await staff.findOne({ email: email.toLowerCase() }).lean();
      return document === null ? null : credentialsOf(document);
    },

    /**
     * Counts an attempt before it is checked, so that attempts made at once count one by one; false when another one
     * came between (read again).
     */
    countAttempt: async (id: StaffId, seenFailures: number, waitUntil: Date | null): Promise<boolean> => {
      const counted = await staff.updateOne(
        { _id: id, failures: seenFailures },
        waitUntil === null
          ? { $set: { failures: seenFailures + 1 } }
          : { $set: { failures: seenFailures + 1, waitUntil } },
      );
      return counted.matchedCount === 1;
    },

    /** The password was right: no failures, no wait. False when the account was disabled or its password changed meanwhile. */
    recordSignIn: async (id: StaffId, credential: number, at: Date, audit: AuditIntent): Promise<boolean> => {
      const recorded = await staff.updateOne(
        { _id: id, credential, state: 'active' },
        { $set: { failures: 0, signedInAt: at }, $unset: { waitUntil: '' }, $push: { auditIntents: audit } },
      );
      return recorded.matchedCount === 1;
    },

    /** Uses up the link and sets the password; false when the link is no longer the one of that hash. */
    setPassword: async (
      id: StaffId,
      invitationHash: string,
      passwordHash: string,
      audit: AuditIntent,
    ): Promise<boolean> => {
      const set = await staff.updateOne(
        { _id: id, 'invitation.hash': invitationHash, state: { $in: ['invited', 'active'] } },
        {
          $set: { passwordHash, state: 'active', failures: 0 },
          $unset: { invitation: '', waitUntil: '' },
          $inc: { credential: 1 },
          $push: { auditIntents: audit },
        },
      );
      return set.matchedCount === 1;
    },

    /** A new one-time link in place of an earlier one; also the way back for somebody who was disabled. */
    renewInvitation: async (
      scope: SchoolScope,
      id: StaffId,
      invitation: { readonly hash: string; readonly expiresAt: Date },
      audit: AuditIntent,
    ): Promise<boolean> => {
      const renewed = await staff.updateOne(
        { _id: id, ...within(scope) },
        {
          $set: { invitation, state: 'invited' },
          $unset: { passwordHash: '' },
          $inc: { credential: 1 },
          $push: { auditIntents: audit },
        },
      );
      return renewed.matchedCount === 1;
    },

    /** Closes the account: no link, no password, and sessions end with their next request. False when already closed. */
    disable: async (scope: SchoolScope, id: StaffId, audit: AuditIntent): Promise<boolean> => {
      const disabled = await staff.updateOne(
        { _id: id, state: { $ne: 'disabled' }, ...within(scope) },
        {
          $set: { state: 'disabled' },
          $unset: { passwordHash: '', invitation: '' },
          $inc: { credential: 1 },
          $push: { auditIntents: audit },
        },
      );
      return disabled.matchedCount === 1;
    },
  };
}
