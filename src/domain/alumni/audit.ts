// Who did what to whom, and why?
// Acts of people are written down as intents inside the document that they change, in the same write, and moved to the
// audit log by a recurring job (requirement W11, decision R19). Nothing personal stands in them: ids and reasons only.
import type { StaffId } from './ids.js';

/** An act to be added to the audit, written with the change itself (decision R19). */
export interface AuditIntent {
  /** Unique; the log takes each once. */
  readonly id: string;
  readonly at: Date;
  /** A member of staff, the person themselves, or the system's own clock. */
  readonly actor:
    { readonly kind: 'staff'; readonly id: StaffId } | { readonly kind: 'alumnus' } | { readonly kind: 'system' };
  /** Such as `wave.confirmed`, `conflict.decided`, `destinations.exported`. */
  readonly act: string;
  /** What it was done to, as `kind:id`. */
  readonly subject: string;
  readonly reason?: string;
}
