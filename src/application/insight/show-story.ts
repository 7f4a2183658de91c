// What does a headteacher read in three minutes?
// The figures of the other pages together, for the same school or the trust and for the same viewer: nothing is counted or hidden
// otherwise than there.
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { Tools } from '../tools.js';
import { showFlow, type ShownFlow } from './show-flow.js';
import { showQuality, type QualityOverTime } from './show-quality.js';
import { showResponse, type ShownResponse } from './show-response.js';
import { showStaying, type ShownStaying } from './show-staying.js';
import type { AskedFigures } from './whose-figures.js';

/** The figures that the story is told from. */
export interface Story {
  readonly quality: QualityOverTime;
  readonly response: ShownResponse;
  readonly flow: ShownFlow;
  readonly staying: ShownStaying;
}

/** The figures of the school or the trust. Throws NotFound for a school outside the viewer's. */
export const showStory = ({ store, settings }: Pick<Tools, 'store' | 'settings'>) => {
  const [quality, flow, staying] = [showQuality({ store }), showFlow({ store }), showStaying({ store })];
  const response = showResponse({ store, settings });
  return async (viewer: Viewer, asked: AskedFigures): Promise<Story> => {
    const first = await quality(viewer, asked);
    // The same one everywhere, also where the viewer's only school was taken for them.
    const same = { school: first.school?.id ?? '', stage: first.stage };
    const [ways, stays, answered] = await Promise.all([
      flow(viewer, same),
      staying(viewer, same),
      response(viewer, { school: same.school }),
    ]);
    return { quality: first, response: answered, flow: ways, staying: stays };
  };
};
