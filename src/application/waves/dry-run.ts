// Who would be written to, who not and why, and when do the first and the last message leave?
// Goes through the whole cohort with the rules that freezing uses, and changes nothing (feature 36). Counts are of the
// whole wave; names only of the viewer's schools, 25 a page.
import type { Alumnus } from '../../domain/alumni/alumnus.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { isMessageStep } from '../../domain/waves/contact-plan.js';
import { stepMoment } from '../../domain/waves/due-messages.js';
import type { ExclusionReason } from '../../domain/waves/invitation.js';
import type { Counts, Wave, WaveId } from '../../domain/waves/wave.js';
import { NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { candidateBatches, judge } from './audience.js';

const namesPerPage = 25;

/** Who would be written to and who not, and when the last message leaves, before anything is confirmed. */
export interface DryRun {
  readonly wave: Wave;
  readonly candidates: number;
  readonly eligible: number;
  /** By reason; with `eligible` they come to `candidates`. */
  readonly exclusions: Counts;
  readonly firstMessageAt: Date;
  readonly lastMessageAt: Date;
  /** Of those who are written to (`filter` null), or of those who are not for one reason. */
  readonly names: readonly Pick<Alumnus, 'id' | 'name' | 'schoolId'>[];
  /** Where the next page of names begins; null on the last one. */
  readonly next: string | null;
}

/** The dry run, with one page of names. Throws NotFound. */
export const dryRun =
  (tools: Pick<Tools, 'store' | 'signer' | 'settings'>) =>
  async (
    viewer: Viewer,
    waveId: string,
    { reason = null, after = '' }: { readonly reason?: ExclusionReason | null; readonly after?: string } = {},
  ): Promise<DryRun> => {
    const wave = await tools.store.waves.find(viewer.schools, waveId as WaveId);
    const [first, last] = [wave?.steps[0], wave?.steps.filter(isMessageStep).at(-1)];
    if (wave === null || first === undefined || last === undefined) throw new NotFound();
    const exclusions: Record<string, number> = {};
    const names: Alumnus[] = [];
    let candidates = 0;
    let eligible = 0;
    for await (const batch of candidateBatches(tools, wave)) {
      for (const { person, verdict } of await judge(tools, wave, batch)) {
        candidates += 1;
        const because = verdict.kind === 'excluded' ? verdict.reason : null;
        if (because === null) eligible += 1;
        else exclusions[because] = (exclusions[because] ?? 0) + 1;
        const wanted = because === reason && person.id > after && covers(viewer.schools, person.schoolId);
        if (wanted && names.length <= namesPerPage) names.push(person);
      }
    }
    const shown = names.slice(0, namesPerPage);
    return {
      wave,
      candidates,
      eligible,
      exclusions,
      firstMessageAt: stepMoment(first),
      lastMessageAt: stepMoment(last),
      names: shown.map(({ id, name, schoolId }) => ({ id, name, schoolId })),
      next: names.length > shown.length ? (shown.at(-1)?.id ?? null) : null,
    };
  };
