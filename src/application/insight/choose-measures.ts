// The trust's set of measures of quality: which version is shown, and choosing another (Y15). Versions are added, never changed.
import type { Viewer } from '../../domain/alumni/viewer.js';
import { firstSet, nextSet, type QualitySet } from '../../domain/insight/quality-set.js';
import type { Tools } from '../tools.js';

const mostVersions = 20;

/** The versions, the one that is shown first. */
export const qualitySets =
  ({ store }: Pick<Tools, 'store'>) =>
  async (): Promise<readonly [QualitySet, ...QualitySet[]]> => {
    const [shown, ...before] = await store.qualitySets.latest(mostVersions);
    return shown === undefined ? [firstSet] : [shown, ...before, firstSet];
  };

/** `meanwhile`: somebody else chose since the page was opened. */
export type Chosen =
  { readonly kind: 'chosen'; readonly set: QualitySet } | { readonly kind: 'unchanged' | 'meanwhile' };

/** Chooses the measures on top of the version that was looked at. */
export const chooseMeasures =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    { version, measures }: { readonly version: number; readonly measures: readonly string[] },
  ): Promise<Chosen> => {
    const [shown] = await qualitySets({ store })();
    if (shown.version !== version) return { kind: 'meanwhile' };
    const at = clock.now();
    const set = nextSet(shown, measures, { by: viewer.staffId, at });
    if (set === null) return { kind: 'unchanged' };
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const audit = { id: newId(), at, actor, act: 'measures.chosen', subject: `quality-set:${set.version}` };
    return (await store.qualitySets.insert(set, audit)) ? { kind: 'chosen', set } : { kind: 'meanwhile' };
  };
