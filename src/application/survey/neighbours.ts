// What the survey asks of the other parts: waves to stop and send mail, destinations to take the answers.
import type { ServiceTemplate } from '../../domain/waves/message.js';
import type { Invitation, InvitationId, StopReason } from '../../domain/waves/invitation.js';
import type { AlumnusId, StaffId } from '../../domain/alumni/ids.js';
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { Answers } from '../../domain/survey/definition.js';
import type { RaiseFlag } from '../care/raise-flag.js';

/** What answering a survey needs from other parts of the application. */
export interface SurveyNeighbours {
  readonly waves: {
    /** Marks the open messages of the invitation, so that none of them leaves (requirement E13). */
    readonly stopOpenMessages: (about: { invitationId: InvitationId; why: string }) => Promise<void>;
    /** Stops this wave, all but one wave a year, or everything, as the person of the invitation wished. */
    readonly stopAsWished: (wish: {
      invitation: Invitation;
      scope: 'wave' | 'year' | 'all';
      evidence: string;
    }) => Promise<unknown>;
    /** Takes back that they wished this wave to be stopped. */
    readonly takeStopBack: (id: InvitationId) => Promise<unknown>;
    /** Records that the person must not be written to, and marks all their open messages. */
    readonly stopPerson: (stop: {
      alumnusId: AlumnusId;
      reason: StopReason;
      actor: AuditIntent['actor'];
    }) => Promise<unknown>;
    /** Thanks by mail, once, where the wave says so. */
    readonly sendThanks: (id: InvitationId) => Promise<unknown>;
    /** Queues a service message (decision R6). */
    readonly queueService: (message: {
      template: ServiceTemplate;
      to: { kind: 'alumnus'; alumnusId: AlumnusId; addressNumber: number };
      fields: Readonly<Record<string, string>>;
      expiresAt: Date;
      invitationId?: InvitationId;
      language?: string;
    }) => Promise<unknown>;
  };
  readonly care: {
    /** Sees that a person looks at words that may mean that somebody is not safe; the same words again change nothing. */
    readonly raiseFlag: RaiseFlag;
  };
  readonly calls: {
    /** Puts the person on the list of calls, where they have a number that may be rung; again is no harm. */
    readonly requestCall: (request: { alumnusId: AlumnusId; actor: AuditIntent['actor'] }) => Promise<unknown>;
  };
  readonly destinations: {
    /** Turns sent answers into claims and rebuilds the record; a second time changes nothing. */
    readonly recordClaims: (sent: {
      alumnusId: AlumnusId;
      responseId: string;
      revision: number;
      answers: Answers;
      submittedAt: Date;
      /** Who wrote them down on the telephone, and who spoke. */
      caller?: { readonly staffId: StaffId; readonly source: 'phone' | 'proxy' };
    }) => Promise<unknown>;
  };
}
