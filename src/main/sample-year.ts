// A whole year of waves for one cohort, up to today: drafted by the programme, confirmed, sent by real SMTP into the mailbox
// and answered by some. A clock of its own goes from day to day and calls the use cases themselves, without Agenda (decision
// R9). The same seed gives the same year; a second run finds the first, and one that was cut off goes on.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { createApplication, type Application, type Tools } from '../application/index.js';
import { peopleReached } from '../application/waves/count-audience.js';
import { senderTimes } from '../application/waves/sending/sender-times.js';
import { cohortId, cohortName } from '../domain/alumni/cohort.js';
import type { CohortId } from '../domain/alumni/ids.js';
import type { Viewer } from '../domain/alumni/viewer.js';
import { addDays, localDate, type LocalDate, type LocalTime } from '../domain/calendar/local-date.js';
import { londonDate, londonInstant } from '../domain/calendar/london-time.js';
import { isAwaitingAnswer } from '../domain/waves/due-messages.js';
import type { InvitationId } from '../domain/waves/invitation.js';
import type { StepId, Wave } from '../domain/waves/wave.js';
import { readToken } from '../security/index.js';
import { answerTo } from './sample/answering.js';
import { randomFrom, type Random } from './sample/random.js';
import { summerOfSample } from './sample-trust.js';

interface YearOptions {
  readonly seed: number;
  /** Who confirms the waves. */
  readonly scheduler: Viewer;
  /** Where the mailbox keeps what it took. */
  readonly mailbox: string;
  readonly say: (line: string) => void;
}

/** What share of those who have not answered do so after each message, and of these how many do not come to the end. */
const answersAfter: Readonly<Record<StepId, number>> = { i: 0.22, r1: 0.16, r2: 0.12, l: 0.1, t: 0, p: 0 };
const givesUp = 0.07;
const leavesEarly = 0.07;
/** Of those who open their link late, who would rather be rung. */
const wouldRather = 0.3;
/** Of those who come back and are where they were, who say so by one button. */
const nothingNew = 0.6;
const atOnce = 6;
/** Calls that are made on a day; nobody is reached, or they have no time. */
const callsADay = 8;
const mark = 'sample-year';
const noon = '12:00' as LocalTime;

/** Runs the year unless it has been run; gives the month in which it begins, for the calendar's address. */
export async function runSampleYear(tools: Tools, options: YearOptions): Promise<{ readonly from: string }> {
  const { store } = tools;
  const summer = (await summerOfSample(tools)) - 1;
  const first = localDate(`${summer}-08-10`);
  const cohort = cohortId('y13', summer);
  const year = { from: first.slice(0, 7) };
  if ((await store.settings.get(mark)) !== null) return year;
  const today = londonDate(tools.clock.now());
  let now = tools.clock.now();
  const application = createApplication({ ...tools, clock: { now: () => now } });
  options.say(`A year of waves for ${cohortName(cohort)}, day by day from ${first} to ${today}`);
  const others = await turnOthers(application, options.scheduler, cohort, false);
  const stopping = new AbortController();
  const sending = { signal: stopping.signal, times: { ...senderTimes, idleMs: 50 } };
  const senders = Promise.all([application.waves.runSender(sending), application.waves.runTextSender(sending)]);
  const letters = new Set(await readdir(path.join(options.mailbox, 'new')).catch(() => []));
  try {
    for (let day: LocalDate = first; day <= today; day = addDays(day, 1)) {
      now = day === today ? tools.clock.now() : londonInstant(day, noon);
      await oneDay(tools, application, { ...options, cohort, day, letters });
    }
  } finally {
    stopping.abort();
    await senders;
  }
  await turnOthers(application, options.scheduler, cohort, true, others);
  await store.settings.set(mark, today);
  return year;
}

/** The programme writes to one cohort only while the year runs, so that no draft of another is left behind. */
async function turnOthers(
  { waves }: Application,
  viewer: Viewer,
  cohort: CohortId,
  on: boolean,
  which?: readonly CohortId[],
): Promise<readonly CohortId[]> {
  const { cohorts } = await waves.planChoices(viewer);
  const [before] = await waves.showProgramme('y13');
  const all = cohorts.map(({ id }) => id).filter((id) => id.startsWith('y13') && id !== cohort);
  const others = which ?? all.filter((id) => !before.offFor.includes(id));
  for (const other of others) {
    const [{ version }] = await waves.showProgramme('y13');
    await waves.changeProgramme(viewer, { id: 'y13', version, change: { kind: 'cohort', cohortId: other, on } });
  }
  return others;
}

type Day = YearOptions & { readonly cohort: CohortId; readonly day: LocalDate; readonly letters: Set<string> };

async function oneDay(tools: Tools, application: Application, about: Day): Promise<void> {
  const { waves } = application;
  await waves.advanceWaves();
  const ours = (
    await tools.store.waves.between('every-school', addDays(about.day, -200), addDays(about.day, 60))
  ).filter((wave) => wave.cohortId === about.cohort && wave.origin !== undefined);
  for (const draft of ours.filter(({ state }) => state === 'draft')) await confirm(application, about, draft);
  if (!ours.some(({ state }) => ['draft', 'confirmed', 'freezing', 'running'].includes(state))) return;
  await waves.advanceWaves();
  const queued = await waves.queueDueMessages();
  if (queued > 0) {
    waves.wakeSender();
    for (const wave of ours) while (await tools.store.messages.anyOpen(wave.id)) await pause(20);
    await answerNewLetters(tools, application, about);
    await waves.completeFollowUps();
    about.say(`  ${about.day}: ${queued} messages sent`);
  }
  await waves.refreshProgress();
  if (about.day < londonDate(tools.clock.now())) await ringSome(application, about);
}

/** Rings some of those who have not answered; whoever asked to be rung is left for the one who looks. */
async function ringSome({ calls }: Application, { scheduler, seed, day }: Day): Promise<void> {
  await calls.openCalls();
  const due = (await calls.listCalls(scheduler)).due.map(({ call }) => call);
  for (const { id, alumnusId } of due.filter(({ priority }) => priority === 2).slice(0, callsADay)) {
    await calls.takeCall(scheduler, id);
    const inHand = await calls.showCallInHand(scheduler);
    if (inHand === null) continue;
    const outcome = chanceOf(seed, `${day} ${alumnusId}`).weighted<'no-answer' | 'voicemail' | 'refused-calls'>([
      ['no-answer', 60],
      ['voicemail', 30],
      ['refused-calls', 10],
    ]);
    await calls.recordOutcome(scheduler, { fence: inHand.call.fence, outcome, note: '' });
  }
}

async function confirm({ waves }: Application, { scheduler, say, day }: Day, wave: Wave): Promise<void> {
  const people = peopleReached(await waves.dryRun(scheduler, wave.id));
  const { kind } = await waves.confirmWave(scheduler, {
    ...{ waveId: wave.id, revision: wave.revision, typedCount: people },
  });
  say(`  ${day}: ${wave.title}, ${kind === 'confirmed' ? `confirmed for ${people} people` : 'nobody to write to'}`);
}

/** Reads what the mailbox took since the last look; some of those who got a letter open its link. */
async function answerNewLetters(tools: Tools, application: Application, about: Day): Promise<void> {
  const names = (await readdir(path.join(about.mailbox, 'new'))).filter((name) => !about.letters.has(name)).sort();
  const tokens: string[] = [];
  for (const name of names) {
    about.letters.add(name);
    const raw = await readFile(path.join(about.mailbox, 'new', name), 'latin1');
    const token = /\/s\/([a-z0-9_-]+\.[\w-]{43})/.exec(raw.replace(/=\r?\n/g, ''))?.[1];
    if (token !== undefined) tokens.push(token);
  }
  const waiting = [...tokens];
  const line = async (): Promise<void> => {
    for (let token = waiting.shift(); token !== undefined; token = waiting.shift()) {
      await perhapsAnswer(tools, application, about, token);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, line));
}

/** Numbers that belong to one person, wave and step, in whatever order they come. */
const chanceOf = (seed: number, words: string): Random =>
  randomFrom(createHash('sha256').update(`${seed} ${words}`).digest().readUInt32BE());

async function perhapsAnswer(tools: Tools, { survey }: Application, about: Day, token: string): Promise<void> {
  const { store } = tools;
  const [waveId, alumnusId, step = 'i'] = readToken(token)?.messageId.split(':') ?? [];
  const invitation = await store.invitations.find(`${waveId}:${alumnusId}` as InvitationId);
  const wave = waveId === undefined ? null : await store.waves.find('every-school', waveId as Wave['id']);
  if (invitation === null || wave === null || !isAwaitingAnswer(invitation.state)) return;
  const person = (await store.alumni.findMany([invitation.alumnusId])).get(invitation.alumnusId);
  const random = chanceOf(about.seed, `${wave.origin?.key} ${invitation.alumnusId} ${step}`);
  if (person === undefined || !random.chance(answersAfter[step as StepId])) return;
  const left = wave.origin?.key.includes(':start-') === false && random.chance(leavesEarly);
  const answering = { person, random, today: about.day, left };
  const started = await survey.startAnswering(token);
  if (started.kind !== 'started') return;
  const cookie = started.cookie.value;
  const formToken = survey.formToken(cookie) ?? '';
  const late = step === 'r2' || step === 'l';
  if (late && chanceOf(about.seed, `${wave.origin?.key} ${invitation.alumnusId} by telephone`).chance(wouldRather)) {
    await survey.askForCall(cookie, formToken);
    return;
  }
  const stopsAfter = random.chance(givesUp) ? 2 : 60;
  const comesBack = await survey.showKnown(cookie);
  if (comesBack.kind === 'known' && !left && random.chance(nothingNew)) {
    await survey.sayUnchanged(cookie, formToken, comesBack.seen);
    return;
  }
  const at = await survey.whereToGoOn(cookie, { changed: true });
  if (at.kind !== 'at') return;
  let { place } = at;
  for (let page = 0; page < stopsAfter && typeof place === 'number'; page += 1) {
    const shown = await survey.showPage(cookie, place);
    if (shown.kind !== 'page') return;
    const typed = Object.fromEntries(
      shown.page.questions.map((each) => [each.id, answerTo(each, shown.orders[each.id] ?? [], answering)]),
    );
    const form = { formToken, number: place, typed, fromCheck: false };
    let saved = await survey.savePage(cookie, { ...form, skip: false });
    if (saved.kind === 'refused') saved = await survey.savePage(cookie, { ...form, skip: true });
    if (saved.kind !== 'saved') return;
    place = saved.next;
  }
  if (place === 'check') await survey.sendAnswers(cookie, formToken);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
