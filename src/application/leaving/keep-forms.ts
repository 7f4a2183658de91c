// How does a tutor open, close and look after the leaving form of their group (Y1)?
// Each act is one guarded write with its audit intent (requirement F7). Opening mints a code that no other open form has; closing
// takes it away, which ends every session. Letting somebody answer again counts their earlier sending for nothing until the
// next one stands in its place.
import { randomInt } from 'node:crypto';
import { covers, coversGroup, type Viewer } from '../../domain/alumni/viewer.js';
import type { AlumnusId, CohortId, SchoolId } from '../../domain/alumni/ids.js';
import { groupKey } from '../../domain/alumni/form-group.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import type { LocalDate } from '../../domain/calendar/local-date.js';
import {
  codeLength,
  codeSigns,
  isOpen,
  latestClose,
  leavingFormId,
  leavingWeeks,
  type GroupRef,
  type LeavingForm,
} from '../../domain/survey/leaving-form.js';
import { knownDays } from '../../reference/index.js';
import { ChangedMeanwhile, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { changeAnswers } from './change-answers.js';

type KeepTools = Pick<Tools, 'store' | 'clock' | 'newId'>;

const mostAttempts = 5;

/** The group of an id as it stands in an address, within what the viewer sees. Throws NotFound. */
export async function groupInView({ store }: Pick<Tools, 'store'>, viewer: Viewer, id: string): Promise<GroupRef> {
  const [, school, cohort, key] = /^([a-z0-9-]+)\.(y1[13]-20\d\d)\.([a-z0-9]+)$/.exec(id) ?? [];
  const [schoolId, cohortId] = [school as SchoolId, cohort as CohortId];
  if (key === undefined || !covers(viewer.schools, schoolId) || !coversGroup(viewer, key)) throw new NotFound();
  const groups = await store.alumni.groupsOf(schoolId, cohortId);
  const found = groups.find(({ formGroup }) => groupKey(formGroup) === key);
  if (found === undefined) throw new NotFound();
  return { schoolId, cohortId, formGroup: found.formGroup };
}

const newCode = (): string => Array.from({ length: codeLength }, () => codeSigns[randomInt(codeSigns.length)]).join('');

const actOn = ({ clock, newId }: KeepTools, viewer: Viewer, act: string, subject: string) =>
  ({ id: newId(), at: clock.now(), actor: { kind: 'staff', id: viewer.staffId }, act, subject }) as const;

export type OpenResult =
  | { readonly kind: 'opened' }
  /** Not in these weeks, or not for so long. */
  | { readonly kind: 'refused'; readonly why: 'not-now' | 'too-long' | 'past' };

/** Opens the form until the day, included; one that is open keeps its code and learns the new last day. */
export const openLeavingForm =
  (tools: KeepTools) =>
  async (viewer: Viewer, id: string, closesOn: LocalDate): Promise<OpenResult> => {
    const { store, clock } = tools;
    const group = await groupInView(tools, viewer, id);
    const now = clock.now();
    const today = londonDate(now);
    const weeks = leavingWeeks(group.cohortId, knownDays.quiet);
    const latest = weeks === null ? null : latestClose(viewer.role, weeks, today);
    if (latest === null) return { kind: 'refused', why: 'not-now' };
    if (closesOn < today) return { kind: 'refused', why: 'past' };
    if (closesOn > latest) return { kind: 'refused', why: 'too-long' };
    const formId = leavingFormId(group);
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const held = await store.leavingForms.find(formId);
      const goesOn = held !== null && isOpen(held, today);
      const next: LeavingForm = {
        ...{ id: formId, ...group, closesOn },
        opening: goesOn ? held.opening : (held?.opening ?? 0) + 1,
        code: (goesOn ? held.code : undefined) ?? newCode(),
        openedBy: goesOn ? held.openedBy : viewer.staffId,
        openedAt: goesOn ? held.openedAt : now,
        revision: (held?.revision ?? 0) + 1,
      };
      const act = goesOn ? 'leaving-form.extended' : 'leaving-form.opened';
      if (await store.leavingForms.replace(next, actOn(tools, viewer, act, `leaving-form:${formId}`))) {
        return { kind: 'opened' };
      }
    }
    throw new ChangedMeanwhile();
  };

/** Closes the form at once; a second time changes nothing. */
export const closeLeavingForm =
  (tools: KeepTools) =>
  async (viewer: Viewer, id: string): Promise<void> => {
    const { store, clock } = tools;
    const formId = leavingFormId(await groupInView(tools, viewer, id));
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const held = await store.leavingForms.find(formId);
      if (held?.code === undefined) return;
      const { code: _code, ...rest } = held;
      const next = { ...rest, closedAt: clock.now(), revision: held.revision + 1 };
      const audit = actOn(tools, viewer, 'leaving-form.closed', `leaving-form:${formId}`);
      if (await store.leavingForms.replace(next, audit)) return;
    }
    throw new ChangedMeanwhile();
  };

/** Lets somebody of the group try again to say who they are, or answer again after it was sent. Throws NotFound. */
export const letAnswerAgain =
  (tools: KeepTools) =>
  async (viewer: Viewer, id: string, alumnusId: AlumnusId): Promise<void> => {
    const group = await groupInView(tools, viewer, id);
    const person = await tools.store.alumni.find(viewer.schools, alumnusId);
    const inGroup =
      person?.schoolId === group.schoolId &&
      person.cohortId === group.cohortId &&
      groupKey(person.formGroup ?? '') === groupKey(group.formGroup);
    if (person === null || !inGroup) throw new NotFound();
    await changeAnswers(tools, person, (held) => {
      if (held.state === 'open' && held.failedTries === 0) return { next: null, gives: undefined };
      const { sentBy: _by, code: _code, draft, ...rest } = held;
      // What stands beside a form that was sent is of the session that sent it.
      const kept = held.state === 'open' && draft !== undefined ? { draft } : {};
      const next = { ...rest, ...kept, state: 'open' as const, failedTries: 0 };
      return { next, gives: undefined, audit: actOn(tools, viewer, 'leaving-form.again', `alumnus:${alumnusId}`) };
    });
  };
