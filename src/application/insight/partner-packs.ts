// How is a pack for talks with a place of study made and read again (feature 63)?
// Of the whole trust, from aggregated figures alone, hidden as for leaders whoever makes it: the pack leaves the house. Frozen with
// its day; reading it works nothing out again.
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import {
  saysSomething,
  type PackFigure,
  type PackFigures,
  type PartnerPack,
} from '../../domain/insight/partner-pack.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { asOutside } from './outside.js';
import { showPlaceFit, type NamedFit } from './show-fit.js';
import { whoseFigures } from './whose-figures.js';

type PackTools = Pick<Tools, 'store' | 'clock' | 'newId' | 'vault'>;

const mostShown = 50;
const mostAttempts = 5;

const named = ({ title, figure }: NamedFit): PackFigure => ({ title: title ?? figure.name, figure });

/** Throws NotFound where the trust's figures beside their own would tell the viewer those of the one school that is left. */
async function mayRead({ store }: Pick<Tools, 'store'>, viewer: Viewer): Promise<void> {
  const { trustShown } = await whoseFigures({ store }, asOutside(viewer), { school: '' });
  if (!trustShown) throw new NotFound();
}

/** What a pack of today would show. Throws NotFound for a place on no list. */
async function packFigures(tools: PackTools, viewer: Viewer, ukprn: string, kind: string | undefined) {
  await mayRead(tools, viewer);
  const asked = { school: '', stage: 'y13', kind };
  const fit = await showPlaceFit(tools)(asOutside(viewer), ukprn, asked);
  const { over, estimator, place, courses, reasons } = fit;
  const { official } = place;
  const figures: PackFigures = {
    ...{ kind: fit.kind, over, estimator },
    place: named(place),
    courses: courses.filter(({ figure }) => figure.why === null).map(named),
    reasons: reasons.flatMap(({ opening, rows }) =>
      rows
        .filter(({ standsOut }) => standsOut)
        .map(({ code, here, elsewhere }) => ({ opening, code, here: here.share, elsewhere: elsewhere.share })),
    ),
    official: official === null ? null : { share: official.share, benchmark: official.benchmark, year: official.year },
  };
  return { title: fit.title, figures };
}

export interface ShownPacks {
  readonly ukprn: string;
  readonly title: string;
  /** What a pack of today would show. */
  readonly figures: PackFigures;
  /** The latest first. */
  readonly packs: readonly PartnerPack[];
}

/** The packs of a place, and what one of today would show. Throws NotFound. */
export const showPacks =
  (tools: PackTools) =>
  async (viewer: Viewer, ukprn: string, kind?: string): Promise<ShownPacks> => {
    const { title, figures } = await packFigures(tools, viewer, ukprn, kind);
    return { ukprn, title, figures, packs: await tools.store.partnerPacks.ofPlace(ukprn, mostShown) };
  };

/** One pack as it was made. Throws NotFound. */
export const showPack =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, ukprn: string, version: number): Promise<PartnerPack> => {
    await mayRead({ store }, viewer);
    const pack = await store.partnerPacks.find(ukprn, version);
    if (pack === null) throw new NotFound();
    return pack;
  };

export type PackMade =
  | { readonly kind: 'made'; readonly version: number }
  /** Nothing of it may be shown outside. */
  | { readonly kind: 'too-few' };

/** Freezes the figures of today under the next number. Throws NotFound and ChangedMeanwhile. */
export const makePack =
  (tools: PackTools) =>
  async (
    viewer: Viewer,
    ukprn: string,
    said: { readonly kind: string; readonly asked: string; readonly changes: string },
  ): Promise<PackMade> => {
    const { store, clock, newId } = tools;
    const { title, figures } = await packFigures(tools, viewer, ukprn, said.kind);
    if (!saysSomething(figures)) return { kind: 'too-few' };
    const at = clock.now();
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const [latest] = await store.partnerPacks.ofPlace(ukprn, 1);
      const version = (latest?.version ?? 0) + 1;
      const { asked, changes } = said;
      const made = { ukprn, version, asOf: londonDate(at), madeAt: at, madeBy: viewer.staffId };
      const subject = `partner-pack:${ukprn}:${version}`;
      const actor = { kind: 'staff', id: viewer.staffId } as const;
      const audit = { id: newId(), at, actor, act: 'partner-pack.made', subject };
      if (await store.partnerPacks.insert({ ...made, title, asked, changes, figures }, audit)) {
        return { kind: 'made', version };
      }
    }
    throw new ChangedMeanwhile();
  };
