// On what ground does the trust ask what can tell of somebody's health or faith (Y12)? One setting of the trust, kept by
// administrators, with an audit row for each change; without one that holds today those questions are not asked.
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { Draft } from '../../domain/survey/response.js';
import {
  maySensitiveBeAsked,
  withoutSensitive,
  withoutSensitiveAnswers,
  type SensitiveGround,
} from '../../domain/survey/sensitive.js';
import type { PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import type { Tools } from '../tools.js';

/** Under which name the setting stands. */
export const sensitiveSetting = 'sensitive-questions';

/** What was decided; null while nothing is, or after it was taken back. */
export const sensitiveGround =
  ({ store }: Pick<Tools, 'store'>) =>
  async (): Promise<SensitiveGround | null> => {
    const stored = await store.settings.get(sensitiveSetting);
    return stored === null ? null : (JSON.parse(stored) as SensitiveGround | null);
  };

/** The ground that holds today; null while none does. */
export const groundToday = (tools: Pick<Tools, 'store' | 'clock'>) => async (): Promise<SensitiveGround | null> => {
  const ground = await sensitiveGround(tools)();
  return maySensitiveBeAsked(ground, londonDate(tools.clock.now())) ? ground : null;
};

/** A questionnaire as it may be asked, and what of a draft of it stands. */
interface AskedToday {
  readonly asked: (published: PublishedQuestionnaire) => PublishedQuestionnaire;
  readonly standing: (asked: PublishedQuestionnaire, draft: Draft) => Draft;
}

const everything: AskedToday = { asked: (published) => published, standing: (_asked, draft) => draft };
const lessThat: AskedToday = { asked: withoutSensitive, standing: withoutSensitiveAnswers };

/** What may be asked today. */
export const askedToday = async (tools: Pick<Tools, 'store' | 'clock'>): Promise<AskedToday> =>
  (await groundToday(tools)()) === null ? lessThat : everything;

/** Records what was decided, or null for taking it back. */
export const decideSensitive =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, ground: SensitiveGround | null): Promise<void> => {
    await store.settings.set(sensitiveSetting, JSON.stringify(ground));
    await store.auditEvents.append([
      {
        ...{ id: newId(), at: clock.now(), actor: { kind: 'staff', id: viewer.staffId }, subject: 'survey:sensitive' },
        act: ground === null ? 'sensitive-questions.taken-back' : 'sensitive-questions.decided',
        ...(ground !== null && { reason: `${ground.condition}, ${ground.decidedBy}, until ${ground.until}` }),
      },
    ]);
  };
