import type { Tools } from '../tools.js';
import { appendAudit } from './append-audit.js';
import { readiness } from './readiness.js';
import { acceptStaffInvitation, addStaff, renewStaffLink } from './staff-invitations.js';
import { disableStaff, listStaff } from './staff-list.js';
import { signIn, staffBehindSession } from './staff-sign-in.js';
import { today } from './today.js';

export const governanceUseCases = (tools: Tools) => ({
  appendAudit: appendAudit(tools),
  ready: readiness(tools),
  addStaff: addStaff(tools),
  renewStaffLink: renewStaffLink(tools),
  acceptStaffInvitation: acceptStaffInvitation(tools),
  listStaff: listStaff(tools),
  disableStaff: disableStaff(tools),
  signIn: signIn(tools),
  staffBehindSession: staffBehindSession(tools),
  today: today(
    {
      waves: () => Promise.resolve([]),
      openConflicts: () => Promise.resolve(0),
      answersSince: () => Promise.resolve(0),
    },
    tools.clock,
  ),
});
