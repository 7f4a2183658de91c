// Which moves may a wave make from where it stands?
// One table; a move that is not in it is refused (requirement E1: freezing and sending are separate states, and sending
// begins only when the counts agree). `freeze`, `run` and `finish` are made by jobs, the others by people.
import type { WaveState } from './wave.js';

/** What people and jobs do to a wave. */
export const waveMoves = ['confirm', 'freeze', 'run', 'pause', 'resume', 'close', 'finish', 'cancel'] as const;
export type WaveMove = (typeof waveMoves)[number];

/** What is written about a wave in the audit log; each has its words on the wave's page. */
export type WaveAct =
  | 'wave.drafted'
  | 'wave.put-forward'
  | 'wave.confirmed'
  | 'wave.started-late'
  | 'wave.step-moved'
  | 'wave.step-added'
  | 'wave.extended'
  | 'wave.off-quiet-days'
  | 'wave.letters-taken-over'
  | 'wave.paused'
  | 'wave.resumed'
  | 'wave.closed'
  | 'wave.cancelled'
  | 'wave.halted'
  | `${'message' | 'messages'}.${'leave' | 'send-again'}`;

const table: Readonly<Record<WaveState, Readonly<Partial<Record<WaveMove, WaveState>>>>> = {
  draft: { confirm: 'confirmed', cancel: 'cancelled' },
  confirmed: { freeze: 'freezing', cancel: 'cancelled' },
  freezing: { run: 'running', cancel: 'cancelled' },
  running: { pause: 'paused', close: 'closing', cancel: 'cancelled' },
  paused: { resume: 'running', close: 'closing', cancel: 'cancelled' },
  closing: { finish: 'closed' },
  closed: {},
  cancelled: {},
};

/** The state after the move, or null where it is not allowed. */
export const stateAfter = (state: WaveState, move: WaveMove): WaveState | null => table[state][move] ?? null;

/** Whether messages of a wave in this state may leave, now or once it is resumed. */
export const mayStillSend = (state: WaveState): boolean => state === 'running' || state === 'paused';

/** The moves allowed from the state, in the order of the list above. */
export const movesFrom = (state: WaveState): readonly WaveMove[] =>
  waveMoves.filter((move) => table[state][move] !== undefined);
