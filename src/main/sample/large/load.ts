// Loads the large demonstration: thirty schools and five cohorts with what they have answered, in batches, then counts it as everything is
// counted. A load that was cut off is finished by the next start; loading again adds nothing.
import { Readable } from 'node:stream';
import type { Application, Tools } from '../../../application/index.js';
import type { StaffId } from '../../../domain/alumni/ids.js';
import type { LocalTime } from '../../../domain/calendar/local-date.js';
import { londonDate, londonInstant } from '../../../domain/calendar/london-time.js';
import { summerOfSample } from '../../sample-trust.js';
import { guessFirst } from './guessing.js';
import { officialFile } from './official.js';
import { drawTruths, type PlantedTruths } from './truths.js';
import { closedWaves, tallyWaves } from './waves.js';
import { leaversOf, type LargePerson } from './world.js';

interface LargeOptions {
  readonly seed: number;
  /** Told a line after each step. */
  readonly say: (line: string) => void;
  /** Fewer schools than all, for trying out. */
  readonly schools?: number;
}

const mark = 'large-trust';
const batch = 300;
const noon = '12:00' as LocalTime;

/** Keeps people, and what they have sent. */
async function keep({ store }: Pick<Tools, 'store'>, application: Application, people: readonly LargePerson[]) {
  await store.alumni.writeRows(
    people.map(({ person }) => ({ row: person.id, kind: 'new' as const, alumnus: person, recordDue: false })),
  );
  await application.destinations.beginRecords(
    people.map(({ person, sent }) => ({
      alumnus: person,
      responses: sent.map(({ wave, on, answers }) => ({
        ...{ id: `${wave}:${person.id}`, answers },
        submittedAt: londonInstant(on, noon),
      })),
    })),
  );
}

async function keepEverybody(
  tools: Pick<Tools, 'store' | 'clock'>,
  application: Application,
  truths: PlantedTruths,
  { seed, say }: LargeOptions,
): Promise<void> {
  const now = tools.clock.now();
  const today = londonDate(now);
  const { first, last } = truths.summers;
  let kept = 0;
  for (let summer = first; summer <= last; summer += 1) {
    const tally = tallyWaves();
    const people = [...truths.schools.keys()].flatMap((place) => [
      ...leaversOf(seed, truths, { place, summer, today }),
    ]);
    for (let from = 0; from < people.length; from += batch)
      await keep(tools, application, people.slice(from, from + batch));
    for (const person of people) for (const wave of [0, 1, 2, 3]) tally.add(person, wave);
    kept += people.length;
    for (const wave of closedWaves(summer, tally, today)) await tools.store.waves.insertOfProgramme(wave, now, []);
    say(`Loading the large trust: ${kept} leavers up to the summer of ${summer}`);
  }
}

/** Imports the official file, as anybody would. */
async function keepOfficial(
  { official }: Application,
  { seed, say }: LargeOptions,
  truths: PlantedTruths,
): Promise<void> {
  const read = await official.importOfficial({
    viewer: { staffId: 'demonstration' as StaffId, role: 'administrator', schools: 'every-school' },
    stream: Readable.from([Buffer.from(officialFile(seed, truths))]),
    fileName: 'large-official-invented.csv',
    ...{ dryRun: false, publishedOn: undefined, leaversGiven: undefined },
  });
  say(read.kind === 'read' ? 'Official figures of ten years, invented as well, are imported' : read.why);
}

/** Writes what is due of rows and tables and looks for barriers, as the recurring jobs do. */
async function countEverybody({ destinations, insight }: Application, say: LargeOptions['say']): Promise<void> {
  let written = 0;
  for (let more = true; more;) {
    const { fromPlans, fromTime, rows } = await destinations.rebuildDue(500);
    more = fromPlans + fromTime + rows > 0;
    written += rows;
    if (rows > 0 && written % 1_500 < rows) say(`Counting: ${written} people`);
  }
  while ((await insight.recountDue(200)).counted > 0);
  await insight.findBarriers();
}

/** Loads the trust of this seed and gives what was planted in it. */
export async function loadLargeTrust(
  tools: Pick<Tools, 'store' | 'clock'>,
  application: Application,
  options: LargeOptions,
): Promise<PlantedTruths> {
  const { store } = tools;
  const stands = await store.settings.get(mark);
  const last = stands === null ? await summerOfSample(tools) : Number(stands);
  const truths = drawTruths(options.seed, last, options.schools);
  if (stands !== null) return truths;
  const began = performance.now();
  for (const { school } of truths.schools) await store.schools.save(school);
  const unsealAll = await guessFirst(application, options.seed, truths);
  await keepEverybody(tools, application, truths, options);
  await keepOfficial(application, options, truths);
  await countEverybody(application, options.say);
  await unsealAll();
  await store.settings.set(mark, String(last)); // last, so that a load that was cut off is finished by the next start
  options.say(`Loaded in ${Math.round((performance.now() - began) / 1_000)} seconds`);
  return truths;
}
