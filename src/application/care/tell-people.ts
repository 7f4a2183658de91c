// Who is told that something waits for them? By a service mail that says neither whom it is about nor what was said (row 55).
// Whose mail is still to be written stands in the flag itself; writing it again sends nothing more.
import type { StaffId } from '../../domain/alumni/ids.js';
import type { HelpRequest } from '../../domain/survey/help-request.js';
import { english } from '../../domain/survey/languages/languages.js';
import type { SafetyFlag } from '../../domain/survey/safety-flag.js';
import type { Tools } from '../tools.js';
import type { ServiceOrder } from '../waves/queue-service.js';

/** What the rest of the house does for this part. */
export interface CareNeighbours {
  readonly queueService: (order: ServiceOrder) => Promise<void>;
}

const mailLasts = 3 * 86_400_000;

/** Writes the mails that are still to be written for one flag. */
export async function tellPeople(
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
  { queueService }: CareNeighbours,
  { id, tell = [] }: Pick<SafetyFlag, 'id' | 'tell'>,
): Promise<void> {
  for (const staffId of tell) {
    await queueService({
      template: 'safety-flag',
      to: { kind: 'staff', staffId },
      fields: {},
      link: { path: '/staff/safety' },
      expiresAt: new Date(clock.now().getTime() + mailLasts),
      name: `safety-${id}-${staffId}`,
    });
    await store.safetyFlags.wasTold(id, staffId);
  }
}

/** The same for one request for help; told once when it was made or given to them, when something was added, and when it is late. */
export async function tellHelpers(
  { store, clock }: Pick<Tools, 'store' | 'clock'>,
  { queueService }: CareNeighbours,
  request: Pick<HelpRequest, 'id' | 'revision' | 'tell' | 'replyBy' | 'lateAt' | 'further'>,
): Promise<void> {
  const { id, tell = [], replyBy, lateAt, further = [] } = request;
  const when = `${lateAt === undefined ? 'late' : 'asked'}${further.length === 0 ? '' : `-${further.length}`}`;
  for (const staffId of tell) {
    await queueService({
      template: 'help-request',
      to: { kind: 'staff', staffId },
      fields: { replyBy: english.speech.weekday(replyBy) },
      link: { path: '/staff/help' },
      expiresAt: new Date(clock.now().getTime() + mailLasts),
      name: `help-${when}-${id}-${staffId}`,
    });
    await store.helpRequests.wasTold(request, staffId);
  }
}

/** Everybody who is an administrator of every school: told where nobody is named, or nobody has read it. */
export async function administratorsOf({ store }: Pick<Tools, 'store'>): Promise<readonly StaffId[]> {
  const administrators = await store.staff.inRoles(['administrator']);
  return administrators.filter(({ schools }) => schools === 'every-school').map(({ id }) => id);
}
