// "Ask for a new one": does a new link go out, and where to?
// Only for a link that we did send, whose wave is open, and only to the person's own address on file; at most three an
// hour. Whoever asks always reads the same sentence (decision R11), so this gives nothing back.
import { ownAddresses } from '../../domain/alumni/contact-point.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { maySendMore, withinLastHour } from '../../domain/survey/access.js';
import type { Tools } from '../tools.js';
import type { SurveyNeighbours } from './neighbours.js';
import { addressNumberOf, openLink } from './open-link.js';
import { takesAnswers } from './visit.js';

const validDays = 14;
const MS_PER_DAY = 86_400_000;

/** Queues a fresh link where one is due. */
export const askForFreshLink =
  (tools: Pick<Tools, 'store' | 'clock'>, { waves }: Pick<SurveyNeighbours, 'waves'>) =>
  async (token: string): Promise<void> => {
    const { store, clock } = tools;
    const link = await openLink(tools, token, { over: true });
    const now = clock.now();
    if (link === null || !takesAnswers(link.invitation, link.wave, now)) return;
    const alumnus = await store.alumni.find('every-school', link.invitation.alumnusId);
    const own = ownAddresses(alumnus?.contactPoints ?? [], londonDate(now));
    const to = own.find((point) => point.number === addressNumberOf(link)) ?? own[0];
    if (alumnus === null || to === undefined) return;
    const access = await store.surveyAccess.find(link.invitation.id);
    if (!maySendMore(access.linksSentAt, now)) return;
    const linksSentAt = [...withinLastHour(access.linksSentAt, now), now];
    if (!(await store.surveyAccess.replace({ ...access, linksSentAt, revision: access.revision + 1 }))) return;
    await waves.queueService({
      template: 'fresh-link',
      to: { kind: 'alumnus', alumnusId: alumnus.id, addressNumber: to.number },
      fields: {},
      expiresAt: new Date(now.getTime() + validDays * MS_PER_DAY),
      invitationId: link.invitation.id,
    });
  };
