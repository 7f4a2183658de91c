// How is an act on an account written down? As an audit intent inside the account (requirement W11), ids only.
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { StaffId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { Tools } from '../tools.js';

/** The intent that goes into the same write as the change. */
export const actOnStaff = (
  { clock, newId }: Pick<Tools, 'clock' | 'newId'>,
  viewer: Viewer,
  act: string,
  id: StaffId,
): AuditIntent => ({
  id: newId(),
  at: clock.now(),
  actor: { kind: 'staff', id: viewer.staffId },
  act,
  subject: `staff:${id}`,
});
