// What the invented leavers of earlier summers have told the trust before the demonstration begins, so that the pages of Insight have
// something to show: where they were in their first and second autumn and spring. Answers go the way of any other; who
// left and when was drawn, and nothing of what the pages say of it is written here. The same seed gives the same answers.
import { createHash } from 'node:crypto';
import type { Application, Tools } from '../application/index.js';
import type { Alumnus, PlannedActivity } from '../domain/alumni/alumnus.js';
import { cohortId } from '../domain/alumni/cohort.js';
import { addMonths, type LocalDate, type LocalMonth, type LocalTime } from '../domain/calendar/local-date.js';
import { londonDate, londonInstant } from '../domain/calendar/london-time.js';
import type { Answers } from '../domain/survey/definition.js';
import { loadSampleGuesses } from './sample/guesses.js';
import {
  canBeTold,
  inThePlace,
  leftIn,
  monthOf,
  notStarted,
  ratingOf,
  said,
  working,
  type Life,
} from './sample/life.js';
import { randomFrom, type Random } from './sample/random.js';
import { toldBeside } from './sample/telling-why.js';
import { summerOfSample } from './sample-trust.js';

const mark = 'sample-history';
const guessMark = 'sample-guesses';
const atOnce = 4;

interface HistoryOptions {
  readonly seed: number;
  /** A summer whose leavers are asked by waves of their own and told nothing yet. */
  readonly except: number | null;
  /** Ends the loading where it is; the next start goes on with it. */
  readonly signal: AbortSignal;
}

/** How many in a hundred of each kind leave in their first year, and how many do not start at all. */
const leaves: Readonly<Partial<Record<PlannedActivity, number>>> = {
  university: 0.1,
  'further-education': 0.14,
  apprenticeship: 0.12,
  employment: 0.22,
};
const neverStarts = 0.05;
/** The earlier summer lost more of its leavers than the later one. */
const earlierSummer = 1.4;

function lifeOf(random: Random, person: Alumnus, summer: number, earlier: boolean): Life | null {
  const plan = (person.final ?? person.intended)?.activity;
  if (plan === undefined || !canBeTold(plan)) return null;
  const leavesEarly = random.chance((leaves[plan] ?? 0) * (earlier ? earlierSummer : 1));
  const monthsThere = random.weighted<number>([
    [1, 1],
    [2, 3],
    [3, 4],
    [4, 3],
    [6, 2],
    [8, 1],
  ]);
  const rating = ratingOf(random, leavesEarly);
  return {
    ...{ person, summer, plan, rating },
    started: !random.chance(neverStarts),
    monthsThere: leavesEarly ? monthsThere : null,
  };
}

/** Numbers that belong to these words alone. */
const chanceOf = (words: string): Random => randomFrom(createHash('sha256').update(words).digest().readUInt32BE());

/** What the person answers in a month. */
function answersIn(life: Life, now: LocalMonth, seed: number): Answers {
  const { person, summer, plan, started } = life;
  const left = leftIn(life);
  const beside = (about: 'place' | 'leaving' | 'not-starting'): Answers =>
    toldBeside(chanceOf(`${seed} pays ${person.id}`), chanceOf(`${seed} told ${person.id} ${now}`), {
      ...{ plan, about, leaves: left !== null, asksMore: now > monthOf(summer + 1, 1) },
    });
  if (!started) return { ...notStarted(life), ...beside('not-starting') };
  // Half a year after they left they speak of the job that they have now.
  if (left !== null && addMonths(left, 6) < now) {
    return { ...working(life), since: said(addMonths(left, 2)), 'as-planned': 'no', 'still-there': 'yes' };
  }
  return { ...inThePlace(life, now), ...beside(left !== null && left < now ? 'leaving' : 'place') };
}

const mayAnswer = ({ state, objectedOn, permissions }: Alumnus): boolean =>
  (state === 'usual' || state === 'stayed-with-us') && objectedOn === undefined && permissions.length > 0;

/** Loads the answers once, and counts what follows from them. */
export async function loadSampleHistory(
  tools: Pick<Tools, 'store' | 'clock'>,
  { destinations, insight }: Application,
  { seed, except, signal }: HistoryOptions,
): Promise<void> {
  const { store, clock } = tools;
  if ((await store.settings.get(mark)) === null) {
    const last = await summerOfSample(tools);
    const today = londonDate(clock.now());
    const waiting: { readonly life: Life; readonly on: LocalDate; readonly wave: string }[] = [];
    for (const summer of [last - 2, last - 1].filter((year) => year !== except)) {
      const people = await store.alumni.page('every-school', { cohortId: cohortId('y13', summer), limit: 1_000 });
      for (const person of people.filter(mayAnswer)) {
        const random = chanceOf(`${seed} history ${person.id}`);
        const life = lifeOf(random, person, summer, summer === last - 2);
        const days = [
          ...[`${summer}-11-10`, `${summer + 1}-04-14`],
          ...[`${summer + 1}-11-10`, `${summer + 2}-04-14`],
        ] as LocalDate[];
        for (const [place, on] of days.entries()) {
          const answers = random.chance(life?.plan === 'university' ? 0.72 : 0.55);
          if (life !== null && answers && on <= today) waiting.push({ life, on, wave: `sample-${place + 1}` });
        }
      }
    }
    const line = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
        const { life, on, wave } = next;
        await destinations.recordClaims({
          alumnusId: life.person.id,
          responseId: `${wave}:${life.person.id}`,
          revision: 1,
          answers: answersIn(life, on.slice(0, 7) as LocalMonth, seed),
          submittedAt: londonInstant(on, '12:00' as LocalTime),
        });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, line));
    if (signal.aborted) return;
    await store.settings.set(mark, String(last));
  }
  for (let more = true; more && !signal.aborted;) {
    const { fromPlans, fromTime, rows } = await destinations.rebuildDue(200);
    more = fromPlans + fromTime + rows > 0;
  }
  while (!signal.aborted && (await insight.recountDue(200)).counted > 0);
  if (signal.aborted || (await store.settings.get(guessMark)) !== null) return;
  const summer = (await summerOfSample(tools)) - 1;
  await loadSampleGuesses({ insight }, { seed, cohort: cohortId('y13', summer) });
  await store.settings.set(guessMark, String(summer));
}
