// Two waves of one cohort never take the same person, however they are frozen and whatever dies meanwhile (requirement E12,
// the exclusion "in another wave"); and the dry run leaves room for the mail of waves that run beside it.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import type { CohortId } from '../../src/domain/alumni/ids.js';
import type { Invitation } from '../../src/domain/waves/invitation.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { connect, createStore } from '../../src/store/index.js';
import { aLeaver, aPlan, confirmedWave, keepTrust, scheduler } from '../support/a-trust.js';
import { testDatabaseUri } from '../support/database.js';
import { openTestTools } from '../support/tools.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;

beforeEach(async () => {
  opened = await openTestTools();
  tools = opened.tools;
  application = createApplication(tools);
});
afterEach(() => opened.close());

const people = 60;
const keepPeople = (): Promise<void> =>
  keepTrust(
    tools,
    Array.from({ length: people }, (_, n) => aLeaver(n)),
  );
const stateOf = async (wave: WaveId): Promise<string | undefined> =>
  (await tools.store.waves.find('every-school', wave))?.state;
const countsOf = (wave: WaveId) => tools.store.invitations.countByState(wave);
const reasonsOf = async (wave: WaveId): Promise<readonly (string | undefined)[]> => {
  const found = new Set<string | undefined>();
  for await (const { exclusion } of tools.store.invitations.each(wave)) found.add(exclusion);
  return [...found];
};

type Insert = Tools['store']['invitations']['insertNew'];
/** A process in which writing a batch of invitations goes as given. */
const processWith = (insertNew: (fresh: readonly Invitation[], insert: Insert) => ReturnType<Insert>): Application => {
  const { invitations } = tools.store;
  return createApplication({
    ...tools,
    store: {
      ...tools.store,
      invitations: { ...invitations, insertNew: (fresh) => insertNew(fresh, invitations.insertNew) },
    },
  });
};
/** A process that stands still once it has judged its first batch, until it may go on. */
function halted(): { readonly process: Application; readonly reached: Promise<void>; readonly goOn: () => void } {
  let goOn = (): void => undefined;
  let reach = (): void => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const mayGoOn = new Promise<void>((resolve) => (goOn = resolve));
  const process = processWith(async (fresh, insert) => {
    reach();
    await mayGoOn;
    return insert(fresh);
  });
  return { process, reached, goOn };
}

describe('two waves of one cohort', () => {
  it('frozen by two processes at once: each person is in one of them', async () => {
    await keepPeople();
    const waves = [await confirmedWave(application), await confirmedWave(application)];
    const connection = await connect(testDatabaseUri(), opened.connection.name);
    try {
      const other = createApplication({ ...tools, store: createStore(connection) });
      for (let tick = 0; tick < 3; tick += 1) {
        await Promise.all([application.waves.advanceWaves(), other.waves.advanceWaves()]);
      }
    } finally {
      await connection.close();
    }
    expect(await Promise.all(waves.map(stateOf))).toEqual(['running', 'running']);
    const counts = await Promise.all(waves.map(countsOf));
    expect(counts.map((each) => JSON.stringify(each)).sort()).toEqual([
      JSON.stringify({ excluded: people }),
      JSON.stringify({ invited: people }),
    ]);
    expect((await Promise.all(waves.map(reasonsOf))).flat().filter((reason) => reason !== undefined)).toEqual([
      'in-another-wave',
    ]);
  });

  it('while one is being frozen the other waits, and then sees whom that one took', async () => {
    await keepPeople();
    const [one, two] = [await confirmedWave(application), await confirmedWave(application)];
    const { process, reached, goOn } = halted();
    const freezing = process.waves.advanceWaves();
    await reached;
    await application.waves.advanceWaves(); // goes on with the first, and leaves the second alone until that is done
    const states = await Promise.all([stateOf(one), stateOf(two)]);
    expect(states).toContain('running');
    goOn();
    await freezing;
    await application.waves.advanceWaves();
    await application.waves.advanceWaves();
    expect(await Promise.all([stateOf(one), stateOf(two)])).toEqual(['running', 'running']);
    const [first, second] = await Promise.all([countsOf(one), countsOf(two)]);
    expect([first['invited'] ?? 0, second['invited'] ?? 0].sort()).toEqual([0, people]);
  });

  it('the turn of a process that died goes on with its wave', async () => {
    await keepPeople();
    const [one, two] = [await confirmedWave(application), await confirmedWave(application)];
    const dying = processWith(async (fresh, insert) => {
      await insert(fresh.slice(0, 20));
      throw new Error('invented: killed in the middle of a batch');
    });
    await expect(dying.waves.advanceWaves()).rejects.toThrow('invented');
    const before = await Promise.all([stateOf(one), stateOf(two)]);
    expect([...before].sort()).toEqual(['confirmed', 'freezing']);
    await application.waves.advanceWaves();
    await application.waves.advanceWaves();
    expect(await Promise.all([stateOf(one), stateOf(two)])).toEqual(['running', 'running']);
    const [first, second] = await Promise.all([countsOf(one), countsOf(two)]);
    const began = before[0] === 'freezing' ? first : second;
    expect([began, before[0] === 'freezing' ? second : first]).toEqual([{ invited: people }, { excluded: people }]);
  });

  it('one that is cancelled while it is frozen lets the other begin, with everybody', async () => {
    await keepPeople();
    const one = await confirmedWave(application);
    const { process, reached, goOn } = halted();
    const freezing = process.waves.advanceWaves();
    await reached;
    const two = await confirmedWave(application);
    const { revision = 0 } = (await tools.store.waves.find('every-school', one)) ?? {};
    await application.waves.changeWaveState(scheduler, { waveId: one, revision, move: 'cancel' });
    await application.waves.advanceWaves();
    goOn();
    await freezing;
    expect([await stateOf(one), await stateOf(two)]).toEqual(['cancelled', 'running']);
    expect(await countsOf(two)).toEqual({ invited: people });
    await application.waves.queueDueMessages();
    expect(await opened.connection.collection('messages').countDocuments({ waveId: one })).toBe(0);
  });

  it('of another cohort is frozen meanwhile', async () => {
    const others = 'y11-2026' as CohortId;
    await keepTrust(tools, [aLeaver(0), aLeaver(1, { cohortId: others })]);
    await confirmedWave(application);
    const { process, reached, goOn } = halted();
    const freezing = process.waves.advanceWaves();
    await reached;
    const other = await confirmedWave(application, { ...aPlan(), cohortId: others });
    await application.waves.advanceWaves();
    expect(await stateOf(other)).toBe('running');
    goOn();
    await freezing;
  });
});

describe('a dry run beside another wave', () => {
  it('says later when the last mail leaves, because both share what the mail server takes in a day', async () => {
    const settings = { ...tools.settings, relayLimits: { perDay: 10, from: 'setting' } as const };
    const paced = createApplication({ ...tools, settings });
    const others = 'y11-2026' as CohortId;
    await keepTrust(
      tools,
      Array.from({ length: 15 }, (_, n) => aLeaver(n, n < 10 ? {} : { cohortId: others })),
    );
    const drafted = await paced.waves.draftWave(scheduler, { ...aPlan(), cohortId: others });
    const wave = drafted.kind === 'drafted' ? drafted.waveId : '';
    const stepOf = async () => (await paced.waves.dryRun(scheduler, wave)).steps[0];
    expect(await stepOf()).toMatchObject({ relay: null, forecast: { messages: 5, others: 0 } });

    await confirmedWave(paced);
    await paced.waves.advanceWaves();
    await paced.waves.queueDueMessages();
    await paced.waves.refreshProgress();
    expect(await stepOf()).toMatchObject({
      relay: { days: 2, from: 'setting' },
      forecast: { messages: 5, others: 10, limit: { lane: null, per: 'day', most: 10 } },
    });
    expect((await stepOf())?.forecast?.lastAt.toISOString()).toBe('2026-11-04T09:00:00.000Z');
  });
});
