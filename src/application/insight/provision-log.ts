// The change log of careers provision, beside what former students said that school should add or drop (feature 61). A change keeps the
// figure that it rests on as it stood when it was written down.
import type { Stage } from '../../domain/alumni/cohort.js';
import type { CohortId } from '../../domain/alumni/ids.js';
import type { Viewer } from '../../domain/alumni/viewer.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { figureSentence, type CitedFigure } from '../../domain/insight/cited-figure.js';
import type { Place } from '../../domain/insight/kept-change.js';
import {
  isReviewLate,
  provisionAfter,
  type Because,
  type ProvisionAct,
  type ProvisionChange,
  type ProvisionKind,
  type YearGroup,
} from '../../domain/insight/provision.js';
import { merged } from '../../domain/insight/reports.js';
import { voiceSeen, type Voice } from '../../domain/insight/school-voice.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { staffNames } from './board-of-barriers.js';
import { signTables } from './count-signs.js';
import { figuresToCite } from './figures-to-cite.js';
import { addKept, changeKept, type KeptDealt } from './keep-acts.js';
import { whoseFigures, type AskedFigures, type WhoseFigures } from './whose-figures.js';

/** One change with the names of who did what. */
export interface ShownProvision {
  readonly change: ProvisionChange;
  /** Null for the trust. */
  readonly school: string | null;
  readonly late: boolean;
  readonly steps: readonly { readonly at: Date; readonly by: string; readonly act: string; readonly words: string }[];
}

export interface ShownProvisionLog extends WhoseFigures {
  readonly log: readonly ShownProvision[];
  /** What was said of the school or the trust by the cohorts shown. */
  readonly voice: Voice;
  readonly voiceOf: readonly CohortId[];
  readonly voiceAsOf: Date | null;
  /** What a decision can rest on: those that can be shown. */
  readonly figures: readonly CitedFigure[];
}

type Needs = Pick<Tools, 'store' | 'vault' | 'clock'>;

const shown = (
  change: ProvisionChange,
  { every }: Pick<WhoseFigures, 'every'>,
  nameOf: (id: string | undefined) => string,
  today: LocalDate,
): ShownProvision => ({
  change,
  school: every.find(({ id }) => id === change.place)?.name ?? null,
  late: isReviewLate(change, today),
  steps: change.steps.map(({ at, by, act, words = '' }) => ({ at, by: nameOf(by), act, words })),
});

/** The log of the school asked for, or of all that the viewer sees, with the trust’s; `as` leaders may see it where it is handed on. */
export const showProvision =
  (tools: Needs) =>
  async (viewer: Viewer, asked: AskedFigures, as?: 'leaders'): Promise<ShownProvisionLog> => {
    const { store, clock } = tools;
    const whose = await whoseFigures(tools, viewer, asked);
    const { school, cohorts } = whose;
    const log = await store.provisionChanges.list(school === null ? viewer.schools : [school.id]);
    const nameOf = await staffNames(tools);
    const today = londonDate(clock.now());
    const everyTable = await signTables(tools, cohorts);
    const tables = everyTable.filter(({ schoolId }) => school === null || schoolId === school.id);
    const bySchool = new Map(
      [...new Set(everyTable.map(({ schoolId }) => schoolId))].map((id) => [
        id as string,
        merged(everyTable.filter(({ schoolId }) => schoolId === id).map(({ table }) => table)),
      ]),
    );
    const audience = as ?? whose.audience;
    const { figures } = await figuresToCite(tools, viewer, { school: school?.id ?? null, stage: whose.stage });
    return {
      ...{ ...whose, audience },
      log: log.map((change) => shown(change, whose, nameOf, today)),
      voice: voiceSeen(bySchool, { audience, school: school?.id ?? null }),
      voiceOf: cohorts.filter((cohort) => tables.some((one) => one.cohortId === cohort)),
      voiceAsOf: tables.reduce<Date | null>(
        (first, { countedAt }) => (first === null || countedAt < first ? countedAt : first),
        null,
      ),
      figures: figures.filter(({ figure }) => figure.share !== null),
    };
  };

/** One change. Throws NotFound outside the viewer's schools. */
export const showProvisionChange =
  (tools: Needs) =>
  async (viewer: Viewer, id: string): Promise<ShownProvision> => {
    const change = await tools.store.provisionChanges.find(viewer.schools, id);
    if (change === null) throw new NotFound();
    const whose = { every: await tools.store.schools.all() };
    return shown(change, whose, await staffNames(tools), londonDate(tools.clock.now()));
  };

/** What somebody writes down of a change. */
export interface NewProvision {
  readonly place: Place;
  /** Of which leavers the figure is. */
  readonly stage: Stage;
  readonly kind: ProvisionKind;
  readonly what: string;
  readonly yearGroups: readonly YearGroup[];
  readonly from: LocalDate;
  /** The key of a figure, `alumni`, or `other`. */
  readonly because: string;
  readonly why: string;
  readonly reviewOn: LocalDate;
}

/** What the change rests on, as it stands now; null where the figure cannot be shown, or is another school’s. */
async function becauseOf(
  tools: Needs,
  viewer: Viewer,
  { because, why, place, stage }: Pick<NewProvision, 'because' | 'why' | 'place' | 'stage'>,
): Promise<Because | null> {
  if (because === 'alumni' || because === 'other') return { source: because, words: why };
  const ofTrust = because.startsWith('trust/');
  if (!ofTrust && !because.startsWith(`${place}/`)) return null;
  const school = ofTrust || place === 'trust' ? null : place;
  const { quality, figures } = await figuresToCite(tools, viewer, { school, stage });
  const figure = figures.find(({ key }) => key === because);
  const sentence = figure === undefined ? null : figureSentence(figure);
  if (sentence === null) return null;
  const words = `${sentence}${why === '' ? '' : `. ${why}`}`;
  return { source: 'figure', words, ...(quality.countedAt !== null && { asOf: quality.countedAt }) };
}

/** `no-figure`: it cannot be shown any more, or is another school’s. */
export type ProvisionDealt = KeptDealt<'full' | 'no-figure'>;

/** Writes down a change with the figure as it stands now. */
export const logProvision =
  (tools: Needs & Pick<Tools, 'newId'>) =>
  async (viewer: Viewer, given: NewProvision): Promise<ProvisionDealt> => {
    const { place, kind, what, yearGroups, from, reviewOn } = given;
    const known = place === 'trust' || (await whoseFigures(tools, viewer, {})).schools.some(({ id }) => id === place);
    if (!known) return { kind: 'refused', why: 'not-yours' };
    const because = await becauseOf(tools, viewer, given);
    if (because === null) return { kind: 'refused', why: 'no-figure' };
    const at = tools.clock.now();
    const fresh: ProvisionChange = {
      ...{ id: tools.newId(), place, kind, what, yearGroups, from, because, reviewOn },
      ...{ openedAt: at, version: 1, steps: [{ at, by: viewer.staffId, act: 'logged' }] },
    };
    return addKept(tools, viewer, { kind: 'provision', into: tools.store.provisionChanges }, fresh);
  };

/** Looks at a change again, or adds a note, over the version that was looked at. Throws NotFound outside the viewer's schools. */
export const changeProvision =
  (tools: Needs & Pick<Tools, 'newId'>) =>
  (
    viewer: Viewer,
    { act, ...which }: { readonly id: string; readonly version: number; readonly act: ProvisionAct },
  ): Promise<ProvisionDealt> =>
    changeKept(tools, viewer, { kind: 'provision', into: tools.store.provisionChanges }, which, (held) =>
      provisionAfter(held, act, { at: tools.clock.now(), by: viewer.staffId }),
    );
