import type { Tools } from '../tools.js';
import { appendAudit } from './append-audit.js';
import { readiness } from './readiness.js';
import { acceptStaffInvitation, addStaff, renewStaffLink } from './staff-invitations.js';
import { disableStaff, listSchools, listStaff } from './staff-list.js';
import { signIn, staffBehindSession } from './staff-sign-in.js';
import { today } from './today.js';

export const governanceUseCases = (tools: Tools) => ({
  appendAudit: appendAudit(tools),
  ready: readiness(tools),
  addStaff: addStaff(tools),
  renewStaffLink: renewStaffLink(tools),
  acceptStaffInvitation: acceptStaffInvitation(tools),
  listStaff: listStaff(tools),
  listSchools: listSchools(tools),
  disableStaff: disableStaff(tools),
  signIn: signIn(tools),
  staffBehindSession: staffBehindSession(tools),
  today: today(tools),
});
