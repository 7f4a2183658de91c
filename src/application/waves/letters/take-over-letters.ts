// Were letters saved since this wave was confirmed, and may the rest of it say them?
// A wave says what it fixed when it was confirmed. Somebody who has read the newer letters may let it take them over, in one
// guarded write: what was sent or tried stays as it was (requirement E9), all that leaves later is in the new words.
import type { Viewer } from '../../../domain/alumni/viewer.js';
import { letterCatalogues } from '../../../domain/waves/letters/catalogue.js';
import { letterIds, letterKey, type LetterId } from '../../../domain/waves/letters/letter.js';
import type { Wave, WaveState } from '../../../domain/waves/wave.js';
import { ChangedMeanwhile } from '../../errors.js';
import type { Tools } from '../../tools.js';
import { waveAct, waveToChange } from '../acts.js';
import { currentVersions, type LetterVersions } from './letter-book.js';

const stillWrites: ReadonlySet<WaveState> = new Set(['confirmed', 'freezing', 'running', 'paused']);

/** A letter of which the wave says an older version; `from` is null for a language that was not sent when it was confirmed. */
export interface NewerLetter {
  readonly id: LetterId;
  readonly language: string;
  readonly from: number | null;
  readonly to: number;
}

/** What the wave would take over; empty for one that writes no more, or has not been confirmed yet. */
const newerIn = ({ state, letters }: Wave, current: LetterVersions): readonly NewerLetter[] =>
  letters === undefined || !stillWrites.has(state)
    ? []
    : letterCatalogues.flatMap(({ language }) =>
        letterIds.flatMap((id) => {
          const key = letterKey(id, language);
          const [from = null, to] = [letters[key], current[key]];
          return to === undefined || to === from ? [] : [{ id, language, from, to }];
        }),
      );

/** The newer letters of a wave. */
export const newerLetters =
  (tools: Pick<Tools, 'store' | 'languages'>) =>
  async (wave: Wave): Promise<readonly NewerLetter[]> =>
    newerIn(wave, await currentVersions(tools));

/** Takes over the letters that were shown; `changed-meanwhile` where another was saved since. Throws NotFound, NotAllowed, ChangedMeanwhile. */
export const takeOverLetters =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId' | 'languages'>) =>
  async (
    viewer: Viewer,
    { waveId, revision, shown }: { readonly waveId: string; readonly revision: number; readonly shown: string },
  ): Promise<'taken-over' | 'changed-meanwhile' | 'nothing-newer'> => {
    const wave = await waveToChange(tools, viewer, waveId);
    if (wave.revision !== revision) throw new ChangedMeanwhile();
    const current = await currentVersions(tools);
    const newer = newerIn(wave, current);
    if (newer.length === 0) return 'nothing-newer';
    if (namesOf(newer) !== shown) return 'changed-meanwhile';
    const audit = [waveAct(tools, viewer, 'wave.letters-taken-over', wave.id, namesOf(newer))];
    if (!(await tools.store.waves.change(wave, { letters: current }, { audit }))) throw new ChangedMeanwhile();
    return 'taken-over';
  };

/** `invitation 1, ar:reminder 2`: what somebody saw and agreed to. */
export const namesOf = (newer: readonly NewerLetter[]): string =>
  newer.map(({ id, language, to }) => `${letterKey(id, language)} ${to}`).join(', ');
