// What shows that a school meets Gatsby benchmark 3 (feature 62)?
// That it keeps accurate data of where its students went for at least three years after they leave, and that the data change the
// programme (domain reference, section 8.1, where the wordings of the period differ). As leaders see it, whoever is looking, because
// it is handed on.
import { parseCohortId } from '../../domain/alumni/cohort.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { QualityFigure } from '../../domain/insight/quality.js';
import type { Tools } from '../tools.js';
import { figuresToCite } from './figures-to-cite.js';
import { showProvision, type ShownProvisionLog } from './provision-log.js';
import type { AskedFigures } from './whose-figures.js';

/** What is known of the leavers of one year, for the benchmark. */
export interface KnownOfCohort {
  readonly cohortId: CohortId;
  /** Whole years since they left. */
  readonly yearsSince: number;
  readonly figure: QualityFigure;
  readonly second: QualityFigure;
}

export interface ShownGatsby extends ShownProvisionLog {
  readonly cohortsKnown: readonly KnownOfCohort[];
  readonly countedAt: Date | null;
  /** For how long contact data is kept, in months, without a consent and with one. */
  readonly keeping: { readonly withoutConsentMonths: number; readonly withConsentMonths: number };
}

/** The evidence pack. Throws NotFound for a school outside the viewer's. */
export const showGatsby =
  (tools: Pick<Tools, 'store' | 'vault' | 'clock' | 'settings'>) =>
  async (viewer: Viewer, asked: AskedFigures): Promise<ShownGatsby> => {
    const log = await showProvision(tools)(viewer, asked, 'leaders');
    const { quality } = await figuresToCite(tools, viewer, { school: log.school?.id ?? null, stage: log.stage });
    const today = londonDate(tools.clock.now());
    const ofMeasure = (name: string) => quality.measures.find(({ measure }) => measure === name)?.years ?? [];
    const [first, second] = [ofMeasure('sustained'), ofMeasure('second')];
    return {
      ...log,
      countedAt: quality.countedAt,
      keeping: tools.settings.keeping,
      cohortsKnown: first.flatMap(({ cohortId, own }) => {
        const year = parseCohortId(cohortId)?.leavingYear;
        const later = second.find((one) => one.cohortId === cohortId)?.own ?? own;
        if (year === undefined) return [];
        const yearsSince = Number(today.slice(0, 4)) - year - (today.slice(5) < '08-01' ? 1 : 0);
        return [{ cohortId, yearsSince, figure: own, second: later }];
      }),
    };
  };
