// Which optional modules are on, who switches them, and what does a wave ask of whom because of it?
// For a school by whoever plans its waves; for a cohort, which may be of every school, by who sees every school. What is
// switched on holds for the waves whose invitations are made from then on.
import type { School } from '../../domain/alumni/alumnus.js';
import { cohortName, parseCohortId } from '../../domain/alumni/cohort.js';
import type { CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { findQuestionnaire } from '../../domain/survey/catalogue.js';
import { modulesFor, newestModules, type ModuleRef } from '../../domain/survey/modules.js';
import { cohortScope, schoolScope, type ModuleScope } from '../../domain/waves/module-switch.js';
import type { Wave } from '../../domain/waves/wave.js';
import { NotAllowed, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';

/** A school or a cohort, and what is on for it. */
export interface ModuleChoice {
  readonly scope: ModuleScope;
  readonly kind: 'school' | 'cohort';
  readonly id: string;
  readonly name: string;
  /** Names of the modules that are on. */
  readonly on: readonly string[];
  /** Of the last change; 0 where nobody has changed it. A form carries it, so that nobody overwrites what they did not see. */
  readonly number: number;
  readonly mayChange: boolean;
}

type BareChoice = Omit<ModuleChoice, 'on' | 'number'>;

const ofSchool = ({ id, name }: School): BareChoice => ({
  ...{ scope: schoolScope(id), kind: 'school', id, name },
  mayChange: true,
});
const ofCohort = (id: CohortId, { schools }: Viewer): BareChoice => ({
  ...{ scope: cohortScope(id), kind: 'cohort', id, name: cohortName(id) },
  mayChange: schools === 'every-school',
});

async function withSwitches(
  { store }: Pick<Tools, 'store'>,
  choices: readonly BareChoice[],
): Promise<readonly ModuleChoice[]> {
  const latest = await store.moduleSwitches.latest(choices.map(({ scope }) => scope));
  return choices.map((choice) => {
    const { modules = [], number = 0 } = latest.get(choice.scope) ?? {};
    return { ...choice, on: modules, number };
  });
}

/** The viewer's schools, then every cohort, newest first. */
export const listModuleChoices =
  (tools: Pick<Tools, 'store'>) =>
  async (viewer: Viewer): Promise<readonly ModuleChoice[]> => {
    const { schools, alumni } = tools.store;
    const [all, counts] = await Promise.all([schools.all(), alumni.countByCohort(viewer.schools)]);
    const cohorts = [...new Set(counts.map(({ cohortId }) => cohortId))].sort(
      (a, b) => b.slice(-4).localeCompare(a.slice(-4)) || b.localeCompare(a),
    );
    return withSwitches(tools, [
      ...all.filter(({ id }) => covers(viewer.schools, id)).map(ofSchool),
      ...cohorts.map((id) => ofCohort(id, viewer)),
    ]);
  };

/** One school or cohort. Throws NotFound for one that is not there, or that the viewer does not see. */
export const showModuleChoice =
  (tools: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, kind: string, id: string): Promise<ModuleChoice> => {
    const schools = kind === 'school' ? await tools.store.schools.all() : [];
    const [found] = await withSwitches(tools, [
      ...schools.filter((school) => school.id === id && covers(viewer.schools, school.id)).map(ofSchool),
      ...(kind === 'cohort' && parseCohortId(id) !== null ? [ofCohort(id as CohortId, viewer)] : []),
    ]);
    if (found === undefined) throw new NotFound();
    return found;
  };

/** Switches on these and no others; `number` is that of the last change that was seen. Throws NotFound, NotAllowed. */
export const switchModules =
  (tools: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    {
      kind,
      id,
      number,
      modules,
    }: { readonly kind: string; readonly id: string; readonly number: number; readonly modules: readonly string[] },
  ): Promise<'switched' | 'changed-meanwhile'> => {
    const { store, clock, newId } = tools;
    const choice = await showModuleChoice(tools)(viewer, kind, id);
    if (!choice.mayChange) throw new NotAllowed();
    const on = newestModules.map(({ name }) => name).filter((name) => modules.includes(name));
    if (choice.number !== number) return 'changed-meanwhile';
    if (on.join() === choice.on.join()) return 'switched';
    const at = clock.now();
    const { scope } = choice;
    const added = await store.moduleSwitches.insert(
      { scope, number: number + 1, modules: on, by: viewer.staffId, at },
      {
        id: newId(),
        at,
        actor: { kind: 'staff', id: viewer.staffId },
        act: 'modules.switched',
        subject: `modules:${scope}`,
        ...(on.length > 0 && { reason: on.join(', ') }),
      },
    );
    return added ? 'switched' : 'changed-meanwhile';
  };

/** What a wave asks of people of a school beside its questionnaire, as things are switched now. */
export async function modulesOfWave(
  { store }: Pick<Tools, 'store'>,
  { cohortId, schoolIds, questionnaire }: Pick<Wave, 'cohortId' | 'schoolIds' | 'questionnaire'>,
): Promise<(school: SchoolId) => readonly ModuleRef[]> {
  const published = findQuestionnaire(questionnaire);
  const cohort = cohortScope(cohortId);
  const latest = await store.moduleSwitches.latest([cohort, ...schoolIds.map(schoolScope)]);
  const on = (scope: ModuleScope): readonly string[] => latest.get(scope)?.modules ?? [];
  const asked = new Map(
    schoolIds.map((school) => [
      school,
      published === null ? [] : modulesFor(published, [...on(cohort), ...on(schoolScope(school))]),
    ]),
  );
  return (school) => asked.get(school) ?? [];
}
