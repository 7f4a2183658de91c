// Does this wave still run?
// Asked before every message, read at most twice a second: so a pause holds within half a second, whatever a worker has in
// its hands. What was stopped for good is caught by the intent itself (requirement E13).
import type { WaveId } from '../../../domain/waves/wave.js';
import type { Tools } from '../../tools.js';

const readEveryMs = 500;

/** Tells whether a wave runs. */
export function waveWatch({ store }: Pick<Tools, 'store'>): (wave: WaveId) => Promise<boolean> {
  const known = new Map<WaveId, { readonly at: number; readonly runs: Promise<boolean> }>();
  return (wave) => {
    const now = performance.now();
    const last = known.get(wave);
    if (last !== undefined && now - last.at < readEveryMs) return last.runs;
    const runs = store.waves.isRunning(wave);
    known.set(wave, { at: now, runs });
    return runs;
  };
}
