// Which figures of the trust or a school can a decision, a report or the website rest on?
// As leaders see them, whoever is asking: what goes on paper goes out of the house (requirement Q13). Each says its measure, of whom,
// its interval and bounds, as of when; so a decision keeps the figure as it stood.
import { cohortName } from '../../domain/alumni/cohort.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { CitedFigure } from '../../domain/insight/cited-figure.js';
import { qualityFacts } from '../../domain/insight/quality.js';
import type { Tools } from '../tools.js';
import { asOutside } from './outside.js';
import { showQuality, type MeasureOverTime, type QualityOverTime } from './show-quality.js';

/** The figures of one place with the page that they come from. */
export interface FiguresToCite {
  readonly quality: QualityOverTime;
  /** Of each measure the last year that can be shown, and the last whole years together. */
  readonly figures: readonly CitedFigure[];
}

/** The same as the pages show leaders. Throws NotFound for a school outside the viewer's. */
export async function figuresToCite(
  tools: Pick<Tools, 'store'>,
  viewer: Viewer,
  { school, stage }: { readonly school: SchoolId | null; readonly stage?: string | undefined },
): Promise<FiguresToCite> {
  const shown = await showQuality(tools)(asOutside(viewer), { school: school ?? '', stage });
  // Who sees all schools but one is shown the first of theirs in place of the trust: those are not the trust's figures.
  const quality = school === null && shown.school !== null ? { ...shown, school: null, measures: [] } : shown;
  const leavers = quality.stage === 'y11' ? 'Year 11' : 'Year 13';
  const cited = ({ measure, years, pooled, improvement }: MeasureOverTime): readonly CitedFigure[] => {
    const { title, definition } = qualityFacts[measure];
    const whose = `${quality.school?.id ?? 'trust'}/${measure}`;
    const last = years.findLast(({ own }) => own.share !== null);
    const england = last?.official.find(({ who }) => who === 'nation')?.share ?? null;
    const year =
      last === undefined
        ? []
        : [
            {
              key: `${whose}:${last.cohortId}`,
              over: cohortName(last.cohortId),
              figure: last.own,
              trust: last.trust,
              england,
            },
          ];
    const over = `${leavers}, the last ${pooled.years} whole years together`;
    const together =
      pooled.years > 1 ? [{ key: `${whose}:last`, over, figure: pooled.own, trust: pooled.trust, england: null }] : [];
    const verdict = improvement?.verdict ?? null;
    return [...year, ...together].map((each) => ({ measure, title, definition, verdict, ...each }));
  };
  return { quality, figures: quality.measures.flatMap(cited) };
}
