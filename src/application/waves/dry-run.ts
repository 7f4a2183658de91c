// Who would be written to, who not and why, and when do the first and the last message leave?
// Counts the whole cohort with the rules that freezing uses, and changes nothing (feature 36). Counts are of the whole
// wave and of the viewer's schools; names only of the viewer's schools, 25 a page.
import type { Alumnus, School } from '../../domain/alumni/alumnus.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { addDays } from '../../domain/calendar/local-date.js';
import { londonDate } from '../../domain/calendar/london-time.js';
import { channelOfStep } from '../../domain/waves/contact-plan.js';
import { leavesFrom, type Openings } from '../../domain/waves/contact-hours.js';
import { stepMoment, windowEnd } from '../../domain/waves/due-messages.js';
import type { Eligibility } from '../../domain/waves/eligibility.js';
import type { ExclusionReason } from '../../domain/waves/invitation.js';
import { limitsOf } from '../../domain/waves/pacing.js';
import { mailToCome } from '../../domain/waves/other-mail.js';
import type { RelayLimits } from '../../domain/waves/relay-limits.js';
import {
  forecastStep,
  type OtherMail,
  type SendingLimits,
  type StepForecast,
} from '../../domain/waves/sending-forecast.js';
import type { ModuleRef } from '../../domain/survey/modules.js';
import type { Step, Wave, WaveId } from '../../domain/waves/wave.js';
import { NotFound } from '../errors.js';
import type { AppSettings, Tools } from '../tools.js';
import { judgedBatches } from './audience.js';
import { modulesOfWave } from './modules.js';
import { openingsFor } from './openings.js';
import { countAudience, type AudienceCount, type AudienceSums } from './count-audience.js';

type RunTools = Pick<Tools, 'store' | 'signer' | 'settings' | 'clock' | 'texts'>;

const namesPerPage = 25;

/** When the messages of one step leave; `forecast` is null for texts and calls, which are not mail. */
export interface PlannedStep {
  readonly step: Step;
  /** How many are texted by the step, if nobody answers before; absent where it is no text. */
  readonly texts?: number;
  readonly forecast: StepForecast | null;
  /** Its moment has come: it leaves as soon as the wave is confirmed. */
  readonly atOnce: boolean;
  /** Of the first step: whose address got enough of late or is shared, and until when the last of them waits. */
  readonly held: AudienceCount['held'];
  /** The last of its mails would leave after the next step begins, or after the wave has closed. */
  readonly late: 'next-step' | 'closed' | null;
  /** Where the mail server's daily limit decides: on how many days the step leaves, and whose number that limit is. */
  readonly relay: { readonly days: number; readonly from: RelayLimits['from'] } | null;
}

/** What would happen, before anything is confirmed. */
export interface DryRun extends AudienceSums {
  readonly wave: Wave;
  readonly asOf: Date;
  /** The viewer's schools, with the optional modules that their people would be asked. */
  readonly bySchool: readonly {
    readonly school: School;
    readonly sums: AudienceSums;
    readonly modules: readonly ModuleRef[];
  }[];
  readonly steps: readonly PlannedStep[];
}

/** A count that took long is good for twenty times as long, so that looking again never takes more of the machine. */
const keptAtMs = 500;
const keptFor = 20;

/** The dry run. Throws NotFound. */
export const dryRun = (tools: RunTools) => {
  const kept = new Map<string, { readonly run: AudienceCount; readonly asOf: Date; readonly until: number }>();
  return async (viewer: Viewer, waveId: string, options: { readonly fresh?: boolean } = {}): Promise<DryRun> => {
    const { store, settings, clock } = tools;
    const wave = await store.waves.find(viewer.schools, waveId as WaveId);
    if (wave === null) throw new NotFound();
    const name = `${wave.id}:${wave.revision}`;
    const began = performance.now();
    for (const [each, { until }] of kept) if (until < began) kept.delete(each);
    const stands = options.fresh === true ? undefined : kept.get(name);
    const asOf = stands?.asOf ?? clock.now();
    const run = stands?.run ?? (await countAudience(tools, wave));
    const took = performance.now() - began;
    if (took > keptAtMs) kept.set(name, { run, asOf, until: began + took * (1 + keptFor) });
    const { candidates, eligible, byTelephone, byTextAlone, byText, exclusions } = run;
    const schools = (await store.schools.all()).filter(({ id }) => covers(viewer.schools, id));
    const modulesOf = await modulesOfWave(tools, wave);
    const others = (await store.waves.inStates(['freezing', 'running', 'paused']))
      .filter(({ id }) => id !== wave.id)
      .flatMap((other) => mailToCome(other, clock.now(), openingsFor(settings, other)));
    return {
      ...{ wave, asOf, candidates, eligible, byTelephone, byTextAlone, byText, exclusions },
      bySchool: schools.flatMap((school) => {
        const sums = run.bySchool.get(school.id);
        return sums === undefined ? [] : [{ school, sums, modules: modulesOf(school.id) }];
      }),
      steps: wave.steps.map((step, place) =>
        plannedStep(settings, wave, { step, place, run, others, now: clock.now() }),
      ),
    };
  };
};

/** On how many days mail leaves from the first moment to the last, quiet days not counted. */
function daysOfMail(firstAt: Date, lastAt: Date, { isQuiet }: Openings): number {
  let days = 0;
  for (let day = londonDate(firstAt); day <= londonDate(lastAt); day = addDays(day, 1)) if (!isQuiet(day)) days += 1;
  return days;
}

const sendingLimits = (settings: AppSettings, wave: Wave): SendingLimits => ({
  ...openingsFor(settings, wave),
  paceOf: (lane) => (settings.pacing === 'off' ? { perSecond: null, perDay: null } : limitsOf(lane, settings.pacing)),
  relayPerDay: settings.relayLimits.perDay,
});

function plannedStep(
  settings: AppSettings,
  wave: Wave,
  {
    step,
    place,
    run,
    others,
    now,
  }: {
    readonly step: Step;
    readonly place: number;
    readonly run: AudienceCount;
    readonly others: readonly OtherMail[];
    readonly now: Date;
  },
): PlannedStep {
  const channel = channelOfStep[step.id];
  const texts = channel === 'text' ? { texts: run.byText } : {};
  if (channel !== 'mail') return { step, ...texts, forecast: null, atOnce: false, held: null, late: null, relay: null };
  const limits = sendingLimits(settings, wave);
  const moment = stepMoment(step);
  const forecast = forecastStep(moment > now ? moment : now, run.byLane, limits, others);
  const free = place === 0 ? run.held : null;
  const held = free === null ? null : { ...free, until: leavesFrom(free.until, limits) };
  const lastAt = held !== null && held.until > forecast.lastAt ? held.until : forecast.lastAt;
  const next = wave.steps[place + 1];
  const overlaps = next !== undefined && lastAt >= stepMoment(next);
  const { relayLimits } = settings;
  return {
    ...{
      step,
      forecast,
      held,
      atOnce: forecast.firstAt <= now,
      late: lastAt >= windowEnd(wave) ? 'closed' : overlaps ? 'next-step' : null,
    },
    relay:
      forecast.limit?.lane === null
        ? { days: daysOfMail(forecast.firstAt, forecast.lastAt, limits), from: relayLimits.from }
        : null,
  };
}

/** One page of names. */
export interface CandidatePage {
  readonly people: readonly Pick<Alumnus, 'id' | 'name' | 'schoolId'>[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
}

/** Who is listed: those written to (null), those texted or rung instead, or those left out for one reason. */
type CandidateGroup = ExclusionReason | 'by-telephone' | null;

const groupOf = (verdict: Eligibility): CandidateGroup =>
  verdict.kind === 'eligible' ? null : verdict.kind === 'excluded' ? verdict.reason : verdict.kind;

/** One group of the viewer's schools, a page of it. Throws NotFound. */
export const listCandidates =
  (tools: RunTools) =>
  async (
    viewer: Viewer,
    waveId: string,
    { reason = null, after = '' }: { readonly reason?: CandidateGroup; readonly after?: string } = {},
  ): Promise<CandidatePage> => {
    const wave = await tools.store.waves.find(viewer.schools, waveId as WaveId);
    if (wave === null) throw new NotFound();
    const theirs = { ...wave, schoolIds: wave.schoolIds.filter((school) => covers(viewer.schools, school)) };
    const found: Alumnus[] = [];
    for await (const batch of judgedBatches(tools, theirs, after, 500)) {
      for (const { person, verdict } of batch) {
        if (groupOf(verdict) === reason) found.push(person);
      }
      if (found.length > namesPerPage) break;
    }
    const people = found.slice(0, namesPerPage);
    return {
      people: people.map(({ id, name, schoolId }) => ({ id, name, schoolId })),
      next: found.length > people.length ? (people.at(-1)?.id ?? null) : null,
    };
  };
