// The one sheet for governors, frozen by its day (Y16), and the block for the website: both as who sees no names may read them, whoever
// makes them (requirement Q13).
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { findingsOf, type CitedFigure, type Finding } from '../../domain/insight/cited-figure.js';
import type { Place } from '../../domain/insight/kept-change.js';
import { findingsOnPage, readsToday, type OnePage } from '../../domain/insight/one-page.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { staffNames } from './board-of-barriers.js';
import { figuresToCite } from './figures-to-cite.js';
import { addKept, type KeptDealt } from './keep-acts.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

export interface ShownOnePages extends WhoseFigures {
  /** Sheets of the school asked for, or of all that the viewer sees, the latest first. */
  readonly pages: readonly OnePage[];
  /** What a new sheet of the school asked for, or of the trust, could say. */
  readonly findings: readonly Finding[];
}

/** The sheets, and what a new one could say. */
export const showOnePages =
  (tools: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, asked: AskedFigures): Promise<ShownOnePages> => {
    const whose = await whoseFigures(tools, viewer, asked);
    const school = whose.school?.id ?? null;
    const { figures } = await figuresToCite(tools, viewer, { school, stage: whose.stage });
    const pages = await tools.store.onePages.list(school === null ? viewer.schools : [school]);
    return { ...whose, pages, findings: findingsOf(figures) };
  };

export interface ShownOnePage {
  readonly page: OnePage;
  readonly by: string;
  /** Which findings read otherwise today. */
  readonly otherwise: ReturnType<typeof readsToday>;
}

/** One sheet as it was frozen. Throws NotFound outside the viewer's schools. */
export const showOnePage =
  (tools: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: string): Promise<ShownOnePage> => {
    const page = await tools.store.onePages.find(viewer.schools, id);
    if (page === null) throw new NotFound();
    const { place, stage } = page;
    const { figures } = await figuresToCite(tools, viewer, { school: place === 'trust' ? null : place, stage });
    const nameOf = await staffNames(tools);
    return { page, by: nameOf(page.steps[0]?.by), otherwise: readsToday(page, findingsOf(figures)) };
  };

/** `three`: other than three findings that can be cited. */
export type OnePageFrozen = KeptDealt<'three'>;

/** Freezes a sheet with these findings as they read now. */
export const freezeOnePage =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId' | 'settings'>) =>
  async (
    viewer: Viewer,
    given: {
      readonly place: Place;
      readonly stage: string;
      readonly keys: readonly string[];
      readonly asked: string;
      readonly owner: string;
    },
  ): Promise<OnePageFrozen> => {
    const { place, asked, owner } = given;
    const whose = await whoseFigures(tools, viewer, { stage: given.stage });
    if (place !== 'trust' && !whose.schools.some(({ id }) => id === place))
      return { kind: 'refused', why: 'not-yours' };
    const { quality, figures } = await figuresToCite(tools, viewer, {
      school: place === 'trust' ? null : place,
      stage: given.stage,
    });
    const findings = findingsOf(figures).filter(({ key }) => given.keys.includes(key));
    if (findings.length !== findingsOnPage || given.keys.length !== findingsOnPage)
      return { kind: 'refused', why: 'three' };
    const at = tools.clock.now();
    const page: OnePage = {
      ...{ id: tools.newId(), place, findings, asked, owner, stage: quality.stage, measures: quality.set.version },
      ...{ name: quality.school?.name ?? tools.settings.trustName, on: londonDate(at), openedAt: at, version: 1 },
      ...(quality.countedAt !== null && { countedAt: quality.countedAt }),
      steps: [{ at, by: viewer.staffId, act: 'frozen' }],
    };
    return addKept(tools, viewer, { kind: 'one-page', into: tools.store.onePages }, page);
  };

export interface ShownWebsiteBlock extends WhoseFigures {
  /** The last whole years together, so that a year’s small numbers are not told; those too small are left out. */
  readonly figures: readonly CitedFigure[];
  readonly countedAt: Date | null;
}

/** What the website may say of the school asked for, or of the trust. */
export const showWebsiteBlock =
  (tools: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, asked: AskedFigures): Promise<ShownWebsiteBlock> => {
    const whose = await whoseFigures(tools, viewer, asked);
    const { quality, figures } = await figuresToCite(tools, viewer, {
      school: whose.school?.id ?? null,
      stage: whose.stage,
    });
    return {
      ...whose,
      figures: figures.filter(({ key, figure }) => key.endsWith(':last') && figure.share !== null),
      countedAt: quality.countedAt,
    };
  };
