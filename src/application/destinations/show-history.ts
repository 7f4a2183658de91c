// What was done about this person, by whom and when?
// The audit log's rows about them and the acts that the log has not taken yet, each once; besides, what the outbox and the
// responses know: when they were written to and when they answered. Newest first.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import type { AuditIntent } from '../../domain/alumni/audit.js';
import type { AlumnusId } from '../../domain/alumni/ids.js';
import { idsOf } from '../../domain/alumni/merge.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { StepId } from '../../domain/waves/wave.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

/** One line of a person's history. */
export interface HistoryRow {
  readonly at: Date;
  readonly who: string;
  /** The act's name in the audit log, or `message.accepted`, `message.unknown`, `answers.sent`. */
  readonly act: string;
  readonly reason?: string;
  /** Of a message: which step of which wave. */
  readonly step?: StepId;
  readonly wave?: string;
}

interface History {
  readonly alumnus: Alumnus;
  readonly acts: readonly HistoryRow[];
}

/** At most four mails a cycle (decision R7): ten years and more. */
const mostMessages = 200;

/** When they were written to, and when they sent answers. */
async function contactOf({ store }: Pick<Tools, 'store'>, id: AlumnusId): Promise<readonly HistoryRow[]> {
  const messages = (await store.messages.ofPerson(id, mostMessages)).filter(({ kind }) => kind === 'survey');
  const waves = await store.waves.findMany([...new Set(messages.flatMap(({ waveId }) => waveId ?? []))]);
  const invited = new Set(messages.flatMap(({ invitationId }) => invitationId ?? []));
  const responses = await Promise.all([...invited].map((each) => store.responses.find(each)));
  return [
    ...messages.flatMap(({ state, acceptedAt, dueAt, stepId, waveId }): HistoryRow[] => {
      if (state !== 'unknown' && acceptedAt === undefined) return [];
      const title = waveId === undefined ? undefined : waves.get(waveId)?.title;
      return [
        {
          at: acceptedAt ?? dueAt,
          who: 'Onward',
          act: state === 'unknown' ? 'message.unknown' : 'message.accepted',
          ...(stepId === undefined ? {} : { step: stepId }),
          ...(title === undefined ? {} : { wave: title }),
        },
      ];
    }),
    ...responses
      .flatMap((response) => response?.submissions ?? [])
      .map(({ at }) => ({ at, who: 'The person', act: 'answers.sent' })),
  ];
}

/** Acts about a person within the viewer's schools. Throws NotFound. */
export const showHistory =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: AlumnusId): Promise<History> => {
    const alumnus = await store.alumni.find(viewer.schools, id);
    if (alumnus === null) throw new NotFound();
    const logged = (await Promise.all(idsOf(alumnus).map((each) => store.auditEvents.about(`alumnus:${each}`)))).flat();
    const { openIntents } = await store.destinationRecords.besides(viewer.schools, alumnus.id);
    const acts = new Map([...logged, ...openIntents].map((act) => [act.id, act]));
    const names = new Map((await store.staff.list('every-school')).map((member) => [member.id, member.name]));
    const who = (act: AuditIntent): string => {
      if (act.actor.kind === 'alumnus') return 'The person';
      if (act.actor.kind === 'system') return 'Onward';
      return names.get(act.actor.id) ?? 'A member of staff';
    };
    return {
      alumnus,
      acts: [
        ...[...acts.values()].map((act) => ({ ...act, who: who(act) })),
        ...(await contactOf({ store }, alumnus.id)),
      ].sort((one, other) => other.at.getTime() - one.at.getTime()),
    };
  };
