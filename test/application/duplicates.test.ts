// Two records of one person: found at import, merged by a reviewer with all that names them, and told apart again exactly.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import type { Alumnus } from '../../src/domain/alumni/alumnus.js';
import { pairId } from '../../src/domain/alumni/duplicate.js';
import type { AlumnusId } from '../../src/domain/alumni/ids.js';
import { addDays, localDate } from '../../src/domain/calendar/local-date.js';
import { settleMerged } from '../../src/application/people/end-invitations.js';
import { invitationId, type Invitation } from '../../src/domain/waves/invitation.js';
import type { WaveId } from '../../src/domain/waves/wave.js';
import { openTestTools } from '../support/tools.js';
import { anAlumnus, aReviewer, atLeeds, caring, keep, northgate, sentOn3November, southgate } from './a-destination.js';

let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;

beforeAll(async () => {
  opened = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  tools = opened.tools;
  application = createApplication(tools);
});
afterAll(() => opened.close());

const reviewer = aReviewer('avery');
let pairsMade = 0;
const email = (number: number, value: string) => ({
  ...({ number, kind: 'email', value, owner: 'self', state: 'usable' } as const),
  addedOn: localDate('2026-07-01'),
});
const wave = (name: string) => name as WaveId;

async function answers(id: string, given: typeof atLeeds, inWave = 'w1'): Promise<void> {
  await application.destinations.recordClaims({
    ...{ alumnusId: id as AlumnusId, responseId: `${inWave}:${id}`, answers: given },
    ...sentOn3November,
  });
}
const invited = (id: string, inWave: string, more: Partial<Invitation> = {}): Invitation => ({
  ...{ id: invitationId(wave(inWave), id as AlumnusId), waveId: wave(inWave), alumnusId: id as AlumnusId },
  ...{
    schoolId: northgate,
    cohortId: anAlumnus(id).cohortId,
    questionnaire: { name: 'destination-check', version: 1 },
  },
  ...{ state: 'invited', addressNumber: 1 },
  ...more,
});

/** A pair of records of one person, each with answers and invitations of its own. */
async function twoRecords(
  a: string,
  b: string,
  more: { readonly a?: Partial<Alumnus>; readonly b?: Partial<Alumnus> } = {},
) {
  const contactPoints = [email(1, `${a}@example.org`)];
  const born = addDays(localDate('2008-03-04'), (pairsMade += 1)); // so that only the two are compared
  await keep(
    tools,
    anAlumnus(a, { dateOfBirth: born, contactPoints, name: { given: 'Avery', family: `${a} Testperson` }, ...more.a }),
    anAlumnus(b, {
      ...{ dateOfBirth: born, schoolId: southgate, name: { given: 'Avery', family: `${a} Testperson` } },
      contactPoints: [email(1, `${b}@example.org`), email(2, `${a}@example.org`)],
      ...more.b,
    }),
  );
  await answers(a, atLeeds);
  await answers(b, caring, 'w2');
  const due = new Date('2026-12-01T09:00:00Z');
  await tools.store.invitations.insertNew([
    invited(a, 'w3'),
    invited(b, 'w3', { nextStep: 'r1', nextDueAt: due }),
    invited(b, 'w4', { nextStep: 'r1', nextDueAt: due }),
    invited(a, 'w2'),
    invited(b, 'w2', { state: 'completed', completedAt: sentOn3November.submittedAt }),
  ]);
  await application.people.findDuplicates(100);
  return pairId(a as AlumnusId, b as AlumnusId);
}
const pairOf = async (id: ReturnType<typeof pairId>) => {
  const pair = await tools.store.duplicates.find('every-school', id);
  if (pair === null) throw new Error(`No pair ${id}`);
  return pair;
};

/** Everything that names the two people, as it stands, without what only counts changes. */
async function everythingOf(...ids: readonly string[]): Promise<unknown> {
  const names = [
    'alumni',
    'destinationrecords',
    'outcomes',
    'invitations',
    'responses',
    'messages',
    'calls',
    'mergedpeople',
  ];
  const found: Record<string, unknown[]> = {};
  for (const name of names) {
    const rows = await opened.connection.collection<{ _id: string }>(name).find({}).toArray();
    found[name] = rows
      .filter((row) => ids.some((id) => row._id === id || row._id.split(':')[1] === id))
      .map((row) =>
        Object.fromEntries(
          Object.entries(row)
            .filter(
              ([key]) =>
                !['revision', 'recordDue', 'matchDue', 'importRow', 'auditIntents', 'outcomeDue', 'details'].includes(
                  key,
                ),
            )
            .sort(([one], [other]) => (one < other ? -1 : 1)),
        ),
      )
      .sort((one, other) => (String(one['_id']) < String(other['_id']) ? -1 : 1));
  }
  return found;
}
const settle = async (): Promise<void> => {
  await application.destinations.rebuildDue(200);
  await application.governance.appendAudit();
};

describe('finding', () => {
  it('compares who came in, once, and shows the pair in the queue of reviews', async () => {
    const id = await twoRecords('f1', 'f2');
    expect(await pairOf(id)).toMatchObject({ state: 'open', score: 17, schoolIds: [northgate, southgate] });
    expect(await application.people.findDuplicates(100)).toBe(0);
    const { items } = await application.destinations.listReviews(reviewer, { from: '', limit: 50 });
    expect(items.filter(({ what }) => what === 'pair')).toEqual([
      expect.objectContaining({ id, referenceDate: '2027-03-31', openedOn: '2026-11-24' }),
    ]);
    // Whoever sees only one of the two schools is not shown the other one's record.
    const one = await application.destinations.listReviews(aReviewer('blake', [northgate]), { from: '', limit: 50 });
    expect(one.items.filter(({ what }) => what === 'pair')).toEqual([]);
    await expect(application.people.showDuplicate(aReviewer('blake', [northgate]), id)).rejects.toThrow();
  });

  it('compares again who was changed otherwise than by an import', async () => {
    const born = localDate('2007-01-05');
    await keep(
      tools,
      anAlumnus('ch1', { dateOfBirth: born, name: { given: 'Avery', family: 'Changeperson' } }),
      anAlumnus('ch2', { dateOfBirth: localDate('2006-05-09'), name: { given: 'Blake', family: 'Otherperson' } }),
    );
    while ((await application.people.findDuplicates(100)) > 0);
    const id = pairId('ch1' as AlumnusId, 'ch2' as AlumnusId);
    expect(await tools.store.duplicates.find('every-school', id)).toBeNull();
    const { revision, ...person } = anAlumnus('ch2', {
      dateOfBirth: born,
      name: { given: 'Avery', family: 'Changeperson' },
    });
    expect(await tools.store.alumni.replace({ ...person, revision: revision + 1 }, [])).toBe(true);
    expect(await application.people.findDuplicates(100)).toBe(1);
    expect((await pairOf(id)).state).toBe('open');
  });

  it('compares who shares nothing to be found by but a UCAS id', async () => {
    const dateOfBirth = localDate('2006-09-17');
    const ucasId = '1234567890';
    await keep(
      tools,
      anAlumnus('uc1', { ucasId, dateOfBirth, name: { given: 'Avery', family: 'Ucasperson' } }),
      anAlumnus('uc2', { ucasId, name: { given: 'Avery', family: 'Quiteanother' } }),
    );
    while ((await application.people.findDuplicates(100)) > 0);
    expect((await pairOf(pairId('uc1' as AlumnusId, 'uc2' as AlumnusId))).state).toBe('open');
  });

  it('reads no more for each who comes in, however many are on record already', async () => {
    const many = Array.from({ length: 60 }, (_, n) =>
      anAlumnus(`block-${n}`, {
        name: { given: `Given${n}xyz`, family: `Family${n}xyz` },
        dateOfBirth: localDate(`2007-01-${String((n % 28) + 1).padStart(2, '0')}`),
      }),
    );
    await keep(tools, ...many);
    expect(await application.people.findDuplicates(500)).toBe(60);
    await keep(
      tools,
      anAlumnus('late', { name: { given: 'Given5xyz', family: 'Family5xyz' }, dateOfBirth: localDate('2007-01-06') }),
    );
    expect(await application.people.findDuplicates(500)).toBe(1);
    expect(
      await tools.store.duplicates.find('every-school', pairId('late' as AlumnusId, 'block-5' as AlumnusId)),
    ).not.toBeNull();
  });
});

describe('merging', () => {
  it('puts everything with the record that stays, and undoing gives each back exactly what it had', async () => {
    const id = await twoRecords('m1', 'm2', {
      a: { upn: 'A801200005001' },
      b: {
        ...{ upn: 'B801200005002', objectedOn: localDate('2026-10-01') },
        planning: { held: { firmProvider: 'University of Leeds' }, changes: [] },
      },
    });
    await settle();
    const before = await everythingOf('m1', 'm2');
    const pair = await pairOf(id);
    const form = {
      id,
      ruling: { kind: 'one', stays: 'm1' as AlumnusId },
      reason: 'They rang.',
      revision: pair.revision,
    } as const;
    expect((await application.people.decideDuplicate(reviewer, form)).kind).toBe('decided');
    expect((await application.people.decideDuplicate(reviewer, form)).kind).toBe('decided'); // twice is once
    await settle();

    const merged = await tools.store.alumni.find('every-school', 'm2' as AlumnusId);
    expect(merged).toMatchObject({
      id: 'm1',
      upn: 'A801200005001',
      formerUpn: 'B801200005002',
      objectedOn: '2026-10-01',
      planning: { held: { firmProvider: 'University of Leeds' } },
    });
    expect(merged?.contactPoints.map(({ number, value }) => [number, value])).toEqual([
      [1, 'm1@example.org'],
      [2, 'm2@example.org'],
    ]);
    expect((await tools.store.alumni.findMany(['m1', 'm2'] as AlumnusId[])).get('m2' as AlumnusId)?.id).toBe('m1');
    const record = await tools.store.destinationRecords.find('every-school', 'm1' as AlumnusId);
    expect(record?.claims.map(({ saidIn }) => saidIn).sort()).toEqual([
      'm2/plan:final',
      'plan:final',
      'response:w1:m1',
      'response:w2:m2',
    ]);
    expect(await tools.store.destinationRecords.find('every-school', 'm2' as AlumnusId)).toBeNull();
    // What was sealed opens in its new place.
    const detail = await application.destinations.readDetail(reviewer, {
      alumnusId: 'm1' as AlumnusId,
      claimId: 'w2:m2:1:a' as never,
      purpose: 'decide-review',
    });
    expect(detail.situation).toBe('caring');
    const invitations = await tools.store.invitations.ofPeople(['m1' as AlumnusId]);
    expect(Object.fromEntries(invitations.map((each) => [each.id, [each.state, each.addressNumber]]))).toEqual({
      'w3:m1': ['invited', 1],
      'w3:m2': ['stopped', 2], // asked once in a wave
      'w4:m2': ['invited', 2], // asked by the other record alone: goes on, to the same address
      'w2:m1': ['stopped', 1], // answered by the other
      'w2:m2': ['completed', 2],
    });

    const decided = await pairOf(id);
    expect(decided.state).toBe('merged');
    expect((await application.people.undoDuplicate(reviewer, { id, revision: decided.revision })).kind).toBe('decided');
    await settle();
    expect(await everythingOf('m1', 'm2')).toEqual(before);
    const again = await application.destinations.readDetail(reviewer, {
      alumnusId: 'm2' as AlumnusId,
      claimId: 'w2:m2:1:a' as never,
      purpose: 'decide-review',
    });
    expect(again).toEqual(detail);
    expect((await pairOf(id)).state).toBe('open');
  });

  it('what was answered by the other’s link meanwhile goes with it when it is undone', async () => {
    const id = await twoRecords('n1', 'n2');
    await application.people.decideDuplicate(reviewer, {
      ...{
        id,
        ruling: { kind: 'one', stays: 'n1' as AlumnusId },
        reason: 'One.',
        revision: (await pairOf(id)).revision,
      },
    });
    await answers('n2', atLeeds, 'w4');
    await application.people.undoDuplicate(reviewer, { id, revision: (await pairOf(id)).revision });
    const said = async (who: string) =>
      (await tools.store.destinationRecords.find('every-school', who as AlumnusId))?.claims
        .map(({ saidIn }) => saidIn)
        .sort();
    expect(await said('n1')).toEqual(['plan:final', 'response:w1:n1']);
    expect(await said('n2')).toEqual(['plan:final', 'response:w2:n2', 'response:w4:n2']);
  });

  it('an older file with the former pupil number finds the person', async () => {
    const id = await twoRecords('u1', 'u2', { a: { upn: 'A801200005003' }, b: { upn: 'B801200005004' } });
    await application.people.decideDuplicate(reviewer, {
      ...{
        id,
        ruling: { kind: 'one', stays: 'u1' as AlumnusId },
        reason: 'One.',
        revision: (await pairOf(id)).revision,
      },
    });
    const { people } = await tools.store.alumni.knownByNumber(['B801200005004'], []);
    expect(people.map((each) => each.id)).toEqual(['u1']);
  });

  it('is refused when somebody decided meanwhile, and only the latest merge is undone', async () => {
    const first = await twoRecords('l1', 'l2');
    const seen = (await pairOf(first)).revision;
    const one = (stays: string, pair: typeof first, revision: number) =>
      application.people.decideDuplicate(reviewer, {
        ...{ id: pair, ruling: { kind: 'one', stays: stays as AlumnusId }, reason: 'One.', revision },
      });
    expect((await one('l1', first, seen)).kind).toBe('decided');
    expect(
      await application.people.decideDuplicate(aReviewer('blake'), {
        id: first,
        ruling: { kind: 'two' },
        reason: 'No.',
        revision: seen,
      }),
    ).toEqual({
      ...{ kind: 'refused', why: 'changed-meanwhile' },
    });
    const dateOfBirth = (await tools.store.alumni.find('every-school', 'l1' as AlumnusId))?.dateOfBirth;
    if (dateOfBirth === undefined) throw new Error('l1 has no birth date.');
    await keep(
      tools,
      anAlumnus('l3', { dateOfBirth, name: { given: 'Avery', family: 'l1 Testperson' }, upn: 'A801200005009' }),
    );
    await application.people.findDuplicates(100);
    const second = pairId('l1' as AlumnusId, 'l3' as AlumnusId);
    expect((await one('l3', second, (await pairOf(second)).revision)).kind).toBe('decided');
    expect((await tools.store.alumni.find('every-school', 'l2' as AlumnusId))?.id).toBe('l3'); // followed twice
    const held = await pairOf(first);
    expect(await application.people.undoDuplicate(reviewer, { id: first, revision: held.revision })).toEqual({
      ...{ kind: 'refused', why: 'later-merge' },
    });
    await application.people.undoDuplicate(reviewer, { id: second, revision: (await pairOf(second)).revision });
    expect((await application.people.undoDuplicate(reviewer, { id: first, revision: held.revision })).kind).toBe(
      'decided',
    );
    expect((await tools.store.alumni.find('every-school', 'l2' as AlumnusId))?.id).toBe('l2');
  });

  it('what was merged into somebody, one record after another, is erased with them', async () => {
    const merge = async (pair: ReturnType<typeof pairId>, stays: string): Promise<void> => {
      const { revision } = await pairOf(pair);
      const ruling = { kind: 'one', stays: stays as AlumnusId } as const;
      await application.people.decideDuplicate(reviewer, { id: pair, ruling, reason: 'One.', revision });
    };
    await merge(await twoRecords('g1', 'g2'), 'g1');
    const dateOfBirth = addDays(localDate('2008-03-04'), pairsMade);
    await keep(tools, anAlumnus('g3', { dateOfBirth, name: { given: 'Avery', family: 'g1 Testperson' } }));
    await application.people.findDuplicates(100);
    await merge(pairId('g1' as AlumnusId, 'g3' as AlumnusId), 'g3');
    expect((await tools.store.alumni.find('every-school', 'g2' as AlumnusId))?.id).toBe('g3');
    const flags = opened.connection.collection('safetyflags');
    await flags.insertOne({ alumnusId: 'g2', source: 'g2', words: 'sealed' });
    const facts = { alumnusId: 'g3' as AlumnusId, schoolId: northgate };
    await tools.store.suppressions.addAddress('key of g3', 'bounced', tools.clock.now(), facts);

    expect(await tools.store.erasing.people(['g3' as AlumnusId])).toBe(true);
    expect(await tools.store.erasing.people(['g3' as AlumnusId])).toBe(true);
    const traces = opened.connection.collection<{ _id: string }>('mergedpeople');
    expect(await traces.countDocuments({ _id: { $in: ['g1', 'g2', 'g3'] } })).toBe(0);
    expect(await flags.countDocuments({ alumnusId: 'g2' })).toBe(0);
    expect(await tools.store.alumni.find('every-school', 'g2' as AlumnusId)).toBeNull();
    expect(await tools.store.suppressions.find('key of g3')).toEqual(expect.not.objectContaining({ alumnusId: 'g3' }));
  });

  it('is refused where one record could not hold all that both were told', async () => {
    const id = await twoRecords('c1', 'c2');
    const held = await tools.store.destinationRecords.find('every-school', 'c2' as AlumnusId);
    const [claim] = held?.claims ?? [];
    if (claim === undefined) throw new Error('c2 has no statement.');
    const many = Array.from({ length: 1_999 }, (_, n) => ({ ...claim, id: `many:${n}`, saidIn: `many:${n}` }));
    const records = opened.connection.collection<{ _id: string }>('destinationrecords');
    await records.updateOne({ _id: 'c2' }, { $set: { claims: many } });
    const { revision } = await pairOf(id);
    const form = { id, ruling: { kind: 'one', stays: 'c1' as AlumnusId }, reason: 'One.', revision } as const;
    expect(await application.people.decideDuplicate(reviewer, form)).toEqual({
      kind: 'refused',
      why: 'too-many-claims',
    });
    expect([(await pairOf(id)).state, (await tools.store.alumni.find('every-school', 'c2' as AlumnusId))?.id]).toEqual([
      ...['open', 'c2'],
    ]);
  });

  it('two people stay two, and are not shown again', async () => {
    const id = await twoRecords('t1', 't2');
    await application.people.decideDuplicate(reviewer, {
      id,
      ruling: { kind: 'two' },
      reason: 'Cousins.',
      revision: (await pairOf(id)).revision,
    });
    await tools.store.alumni.markMatchDue(['t1' as AlumnusId]);
    await application.people.findDuplicates(100);
    expect((await pairOf(id)).state).toBe('apart');
  });
});

describe('what comes in while a merge is carried out', () => {
  /** Tools in which something happens just before the store does the act for the first time. */
  function happening(
    before: 'alumni.takeOut' | 'alumni.replace' | 'following.all' | 'mergedPeople.addEnded',
    act: () => Promise<void>,
  ): Tools {
    const [part, name] = before.split('.') as [keyof Tools['store'], string];
    let happened = false;
    const held = tools.store[part] as unknown as Readonly<Record<string, (...given: unknown[]) => Promise<unknown>>>;
    const then = async (...given: unknown[]): Promise<unknown> => {
      if (!happened) {
        happened = true;
        await act();
      }
      return held[name]?.(...given);
    };
    return { ...tools, store: { ...tools.store, [part]: { ...held, [name]: then } } };
  }
  const ruling = async (id: ReturnType<typeof pairId>, stays: string) =>
    ({
      ...{ id, ruling: { kind: 'one' as const, stays: stays as AlumnusId }, reason: 'One.' },
      revision: (await pairOf(id)).revision,
    }) as const;
  const claimsOf = async (who: string) =>
    (await tools.store.destinationRecords.find('every-school', who as AlumnusId))?.claims.map(({ id }) => id).sort() ??
    null;
  const awaiting = async (inWave: string, ...ids: readonly string[]) =>
    (await tools.store.invitations.ofPeople(ids as readonly AlumnusId[])).filter(
      (each) => each.waveId === wave(inWave) && (each.state === 'invited' || each.state === 'started'),
    );
  /** Somebody who was read before the merge and is written to after it: what a slow process holds in its hands. */
  const readBefore = async (id: string): Promise<Alumnus> => {
    const person = await tools.store.alumni.findItself(id as AlumnusId);
    if (person === null) throw new Error(`Nobody is ${id}`);
    return person;
  };

  it.each(['alumni.takeOut', 'alumni.replace', 'following.all'] as const)(
    'an answer, before %s: it is the person’s, and goes with its link when it is undone',
    async (moment) => {
      const [a, b] = [`r${moment}a`, `r${moment}b`].map((id) => id.replace(/\W/g, '').toLowerCase()) as [
        string,
        string,
      ];
      const id = await twoRecords(a, b);
      const stale = await readBefore(b);
      const merging = createApplication(
        happening(moment, async () => {
          // As a process that read the person before and writes now.
          const slow = {
            ...tools,
            store: { ...tools.store, alumni: { ...tools.store.alumni, find: () => Promise.resolve(stale) } },
          };
          await createApplication(slow).destinations.recordClaims({
            ...{ alumnusId: b as AlumnusId, responseId: `w9:${b}`, answers: atLeeds },
            ...sentOn3November,
          });
        }),
      );
      await merging.people.decideDuplicate(reviewer, await ruling(id, a));
      await application.people.completeMerges(10);
      expect((await pairOf(id)).state).toBe('merged');
      expect(await claimsOf(b)).toBeNull();
      expect((await claimsOf(a))?.filter((claim) => claim.startsWith(`w9:${b}`))).toHaveLength(1);

      await application.people.undoDuplicate(reviewer, { id, revision: (await pairOf(id)).revision });
      expect((await claimsOf(a))?.some((claim) => claim.includes(b))).toBe(false);
      const theirs = await claimsOf(b);
      expect(theirs?.filter((claim) => claim.startsWith('w9:'))).toHaveLength(1);
      expect(theirs?.filter((claim) => claim.startsWith('w2:'))).toHaveLength(1);
    },
  );

  it('an answer after it, by a process that had read the person before: the job takes it over too', async () => {
    const id = await twoRecords('q1', 'q2');
    const stale = await readBefore('q2');
    await application.people.decideDuplicate(reviewer, await ruling(id, 'q1'));
    const slow = {
      ...tools,
      store: { ...tools.store, alumni: { ...tools.store.alumni, find: () => Promise.resolve(stale) } },
    };
    await createApplication(slow).destinations.recordClaims({
      ...{ alumnusId: 'q2' as AlumnusId, responseId: 'w9:q2', answers: atLeeds },
      ...sentOn3November,
    });
    expect(await claimsOf('q2')).not.toBeNull();
    expect(await application.people.completeMerges(10)).toBe(1);
    expect(await application.people.completeMerges(10)).toBe(0);
    expect(await claimsOf('q2')).toBeNull();
    expect((await claimsOf('q1'))?.filter((claim) => claim.startsWith('w9:q2'))).toHaveLength(1);
    await application.people.undoDuplicate(reviewer, { id, revision: (await pairOf(id)).revision });
    expect((await claimsOf('q2'))?.filter((claim) => claim.startsWith('w2:q2'))).toHaveLength(1);
  });

  it.each([
    ['the one that goes', 'alumni.takeOut', 'v2'],
    ['the one that stays', 'alumni.replace', 'x1'],
  ] as const)(
    'a change of address of %s: it is kept, and stands there after undoing',
    async (_who, moment, changes) => {
      const [a, b] = changes === 'v2' ? ['v1', 'v2'] : ['x1', 'x2'];
      const id = await twoRecords(a, b);
      const merging = createApplication(
        happening(moment, async () => {
          const person = await readBefore(changes);
          const contactPoints = [...person.contactPoints, email(9, 'new@example.org')];
          expect(
            await tools.store.alumni.replace({ ...person, contactPoints, revision: person.revision + 1 }, []),
          ).toBe(true);
        }),
      );
      await merging.people.decideDuplicate(reviewer, await ruling(id, a));
      const values = async (who: string) => (await readBefore(who)).contactPoints.map(({ value }) => value);
      expect(await values(a)).toContain('new@example.org');
      await application.people.undoDuplicate(reviewer, { id, revision: (await pairOf(id)).revision });
      expect(await values(changes)).toContain('new@example.org');
      expect(await values(changes === a ? b : a)).not.toContain('new@example.org');
    },
  );

  it.each(['alumni.takeOut', 'alumni.replace', 'mergedPeople.addEnded', 'following.all'] as const)(
    'a wave that is frozen, both or one after the other, before %s: nobody is written to twice, and undoing gives both back',
    async (moment) => {
      const name = moment.replace(/\W/g, '').toLowerCase();
      const freezes = async (person: string): Promise<void> => {
        const due = new Date('2026-12-01T09:00:00Z');
        await tools.store.invitations.insertNew([invited(person, `w-${name}`, { nextStep: 'i', nextDueAt: due })]);
        await settleMerged(tools, [person as AlumnusId]);
      };
      for (const order of ['both', 'goes', 'stays'] as const) {
        const [a, b] = [`${name}${order}1`, `${name}${order}2`];
        const id = await twoRecords(a, b);
        const during = order === 'both' ? [a, b] : order === 'goes' ? [b] : [a];
        const merging = createApplication(
          happening(moment, async () => {
            for (const person of during) await freezes(person);
          }),
        );
        await merging.people.decideDuplicate(reviewer, await ruling(id, a));
        for (const person of [a, b].filter((each) => !during.includes(each))) await freezes(person); // the wave's next batch
        await application.people.completeMerges(10);
        expect([order, (await awaiting(`w-${name}`, a, b)).length]).toEqual([order, 1]);
        await application.people.undoDuplicate(reviewer, { id, revision: (await pairOf(id)).revision });
        expect((await awaiting(`w-${name}`, a)).map((each) => each.id)).toEqual([`w-${name}:${a}`]);
        expect((await awaiting(`w-${name}`, b)).map((each) => each.id)).toEqual([`w-${name}:${b}`]);
      }
    },
  );
});

describe('a process that dies in between', () => {
  /** Tools whose store fails at the nth write of a merge, as a process that is killed there. */
  function dyingAt(n: number): Tools {
    let left = n;
    const mortal = <Part extends object>(part: Part): Part =>
      new Proxy(part, {
        get: (target, name, receiver) => {
          const held: unknown = Reflect.get(target, name, receiver);
          if (typeof held !== 'function') return held;
          return (...given: unknown[]): unknown => {
            left -= 1;
            if (left === 0) throw new Error('invented death');
            return Reflect.apply(held, target, given);
          };
        },
      });
    const { store } = tools;
    return {
      ...tools,
      store: {
        ...store,
        alumni: mortal(store.alumni),
        mergedPeople: mortal(store.mergedPeople),
        destinationRecords: mortal(store.destinationRecords),
        invitations: mortal(store.invitations),
        following: mortal(store.following),
      },
    };
  }

  it('wherever it is, the job completes the merge and the undoing', async () => {
    let [deaths, round] = [0, 0];
    for (let n = 1; n <= 24; n += 1) {
      round += 1;
      const [a, b] = [`k${round}a`, `k${round}b`];
      const id = await twoRecords(a, b);
      await settle();
      const before = await everythingOf(a, b);
      const merge = {
        id,
        ruling: { kind: 'one', stays: a as AlumnusId },
        reason: 'One.',
        revision: (await pairOf(id)).revision,
      } as const;
      const mortal = createApplication(dyingAt(n));
      await mortal.people.decideDuplicate(reviewer, merge).catch(() => (deaths += 1));
      if ((await pairOf(id)).state === 'open') await application.people.decideDuplicate(reviewer, merge);
      await application.people.completeMerges(10);
      expect([n, (await pairOf(id)).state]).toEqual([n, 'merged']);
      const record = await tools.store.destinationRecords.find('every-school', a as AlumnusId);
      expect([n, record?.claims.length]).toEqual([n, 4]);
      const dies = createApplication(dyingAt(n));
      await dies.people
        .undoDuplicate(reviewer, { id, revision: (await pairOf(id)).revision })
        .catch(() => (deaths += 1));
      if ((await pairOf(id)).state === 'merged') {
        await application.people.undoDuplicate(reviewer, { id, revision: (await pairOf(id)).revision });
      }
      await application.people.completeMerges(10);
      await settle();
      expect([n, await everythingOf(a, b)]).toEqual([n, before]);
    }
    expect(deaths).toBeGreaterThan(20);
  }, 120_000);
});
