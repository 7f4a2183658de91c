// What the templates of waves are given: rows with words, links and counts that add up.
import type { Application } from '../../application/index.js';
import { cohortName } from '../../domain/alumni/cohort.js';
import { channelOfStep } from '../../domain/waves/contact-plan.js';
import { stepMoment } from '../../domain/waves/due-messages.js';
import { stuckAfterHours } from '../../domain/waves/message.js';
import { mayStillSend, type WaveAct } from '../../domain/waves/transitions.js';
import type { Wave } from '../../domain/waves/wave.js';
import { format } from '../format.js';
import { countFor, countOfFor, type Sees } from './counts-shown.js';
import { countsInWords, livePart } from './wave-live.js';
import {
  actReason,
  actWords,
  callWords,
  haltWords,
  reasonWords,
  returnedWords,
  stateTags,
  stepWords,
  usedUpWords,
  type NotWrittenTo,
} from './wave-words.js';

type Waves = Application['waves'];
type View = Awaited<ReturnType<Waves['showWave']>>;
type History = Awaited<ReturnType<Waves['waveHistory']>>;

export const wholeName = (
  name: { readonly given: string; readonly family: string; readonly toUse?: string | null } | null,
): string => (name === null ? 'Not kept any more' : `${name.toUse ?? name.given} ${name.family}`);

export const reasonName = (reason: string): string => reasonWords[reason as NotWrittenTo];

export const stepRows = (wave: Wave, sees: Sees, canMove: (at: Date) => boolean) =>
  wave.steps.map((step) => ({
    id: step.id,
    name: stepWords[step.id],
    at: stepMoment(step),
    preview: sees.names && channelOfStep[step.id] === 'mail' ? `/staff/waves/${wave.id}/preview/${step.id}` : null,
    move: canMove(stepMoment(step)) ? `/staff/waves/${wave.id}/steps/${step.id}` : null,
  }));

/** The list of waves. */
export const waveRows = (waves: Awaited<ReturnType<Waves['listWaves']>>, sees: Sees) =>
  waves.map(({ wave, funnel, unknown }) => [
    { text: wave.title, href: `/staff/waves/${wave.id}` },
    stateTags[wave.state],
    cohortName(wave.cohortId),
    ...[funnel.invited, funnel.accepted, funnel.completed].map(countFor(sees)),
    unknown === 0 ? '–' : { text: countFor(sees)(unknown), href: `/staff/waves/${wave.id}` },
    format.date(wave.closesOn),
  ]);

/** The share of complaints, from where somebody should know (requirement D10); null while there are none. */
function complaintWords({ wave, complaints: { complaints, accepted, share, level } }: View, sees: Sees) {
  if (complaints === 0) return null;
  const rate = sees.names
    ? `, ${(share * 100).toFixed(2)} % of what was accepted (${format.number(accepted)})`
    : ` of ${countFor(sees)(accepted)} messages that were accepted`;
  const count = `${format.capital(countOfFor(sees)(complaints, 'person', 'people'))} called this mail spam${rate}.`;
  if (level === 'fine') return { tone: 'quiet', tag: 'Complaints', text: count };
  if (level === 'careful')
    return { tone: 'careful', tag: 'Complaints', text: `${count} From 0.20 % the wave pauses by itself.` };
  const paused =
    wave.state === 'paused' ? 'The wave was paused. Read the mail as its readers would before you let it go on.' : '';
  return { tone: 'wrong', tag: 'Too many complaints', text: `${count} ${paused}`.trim() };
}

/** How the calls of a wave stand; null while nobody is on their list. */
export const rungWords = (counts: Readonly<Record<string, number>>, sees: Sees): string | null =>
  Object.keys(counts).length === 0 ? null : countsInWords(counts, countFor(sees), callWords);

const moveButtons = {
  pause: { text: 'Pause', tone: 'secondary' },
  resume: { text: 'Resume', tone: '' },
  close: { text: 'Close now', tone: 'secondary' },
  cancel: { text: 'Cancel the wave', tone: 'warning' },
} as const;

const movable: ReadonlySet<Wave['state']> = new Set(['confirmed', 'freezing', 'running', 'paused']);

/** Messages that wait, with who, which step, and what is told of each; nobody for who sees no names. */
const waitingRows = (
  waiting: View['held'],
  sees: Sees,
  now: Date,
  told: (message: View['held'][number]['message']) => readonly string[] = () => [],
) =>
  (sees.names ? waiting : []).map(({ message, person, leavesAt }) => [
    person === null ? wholeName(null) : { text: wholeName(person.name), href: `/staff/people/${person.id}` },
    message.stepId === undefined ? '' : stepWords[message.stepId],
    ...told(message),
    whenWords(leavesAt, now),
  ]);

/** What is still here after its moment waits for something else: its turn, the wave, a receiving domain. */
const whenWords = (leavesAt: Date, now: Date): string =>
  leavesAt > now ? format.dateTime(leavesAt) : `Due since ${format.dateTime(leavesAt)}`;

/** A wave that was confirmed. */
export const runningPage = (view: View, history: History, sees: Sees, now: Date) => {
  const { wave, funnel, unknown, next, moves, waitsForStart } = view;
  const names = new Map(view.schools.map(({ id, name }) => [id, name]));
  return {
    ...livePart(view, sees),
    waitsForStart,
    heldUp: view.heldUp,
    usedUp: view.usedUp.map(usedUpWords),
    goesOnAt: view.goesOnAt,
    unknownCount: view.unknownCount,
    mayStillSend: mayStillSend(wave.state),
    halted:
      wave.halted === undefined || wave.state !== 'paused'
        ? null
        : { at: wave.halted.at, ...haltWords[wave.halted.why](wave.halted.count, wave.halted.of) },
    cohort: cohortName(wave.cohortId),
    stuckAfterHours,
    history: history.map(({ act, who, at, reason }) => [
      actWords[act as WaveAct],
      who,
      format.dateTime(at),
      reason === undefined ? '' : actReason(act as WaveAct, reason),
    ]),
    figures: `/staff/waves/${wave.id}/figures.csv`,
    stuck: waitingRows(view.stuck, sees, now, ({ firstAttemptAt, lastReply }) => [
      firstAttemptAt === undefined ? '' : format.dateTime(firstAttemptAt),
      lastReply === undefined ? '' : `${lastReply.code ?? ''} ${lastReply.text}`.trim(),
    ]),
    held: waitingRows(view.held, sees, now),
    complaints: complaintWords(view, sees),
    returned:
      Object.keys(view.returned).length === 0 ? null : countsInWords(view.returned, countFor(sees), returnedWords),
    reasons: Object.entries(funnel.exclusions).map(([reason, count]) => [
      sees.names
        ? { text: reasonName(reason), href: `/staff/waves/${wave.id}/not-invited?reason=${reason}` }
        : reasonName(reason),
      countFor(sees)(count),
    ]),
    steps: stepRows(wave, sees, (at) => movable.has(wave.state) && at > now),
    buttons: moves.flatMap((move) =>
      move in moveButtons ? [{ move, ...moveButtons[move as keyof typeof moveButtons] }] : [],
    ),
    unknown: (sees.names ? unknown : []).map(({ message, person }) => ({
      id: message.id,
      who: wholeName(person?.name ?? null),
      href: person === null ? null : `/staff/people/${person.id}`,
      step: message.stepId === undefined ? '' : stepWords[message.stepId],
      since: message.sendingAt ?? message.dueAt,
      attempt: message.attempts,
      said: message.lastReply?.text ?? '',
      queueId: message.queueId ?? '',
      relay: message.relay ?? '',
    })),
    next: (sees.names ? next : []).map(({ invitation, person, leavesAt }) => [
      person === null ? wholeName(null) : { text: wholeName(person.name), href: `/staff/people/${person.id}` },
      names.get(invitation.schoolId) ?? '',
      invitation.nextStep === undefined ? '' : stepWords[invitation.nextStep],
      whenWords(leavesAt, now),
    ]),
  };
};

/** Those who are not written to for one reason, or are texted or rung instead. */
export const excludedPage = (
  { wave, people, next }: Awaited<ReturnType<Waves['listExcluded']>>,
  reason: NotWrittenTo,
) => ({
  title: reasonName(reason),
  purpose:
    reason === 'by-telephone'
      ? 'No mail can reach them: the wave’s text message goes to them, and they are rung from the day on which its calls begin. In your schools.'
      : 'Not invited to this wave, for this reason, in your schools.',
  wave,
  rows: people.map(({ id, name }) => [{ text: wholeName(name), href: `/staff/people/${id}` }]),
  next: next === null ? undefined : `/staff/waves/${wave.id}/not-invited?reason=${reason}&after=${next}`,
});
