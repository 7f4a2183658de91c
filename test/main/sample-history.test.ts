// What the sample's earlier leavers have told: loaded once, counted as everything is, and enough to fill the pages of Insight.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApplication, type Application } from '../../src/application/index.js';
import type { AlumnusId, CohortId, StaffId } from '../../src/domain/alumni/ids.js';
import type { Viewer } from '../../src/domain/alumni/viewer.js';
import { loadSampleHistory } from '../../src/main/sample-history.js';
import { sampleSchools } from '../../src/main/sample/names.js';
import { samplePeople } from '../../src/main/sample-trust.js';
import { openTestTools } from '../support/tools.js';

const team: Viewer = { staffId: 'team' as StaffId, role: 'reviewer', schools: 'every-school' };
let opened: Awaited<ReturnType<typeof openTestTools>>;
let application: Application;
const load = () =>
  loadSampleHistory(opened.tools, application, { seed: 7, except: null, signal: new AbortController().signal });

beforeAll(async () => {
  opened = await openTestTools({ now: new Date('2026-11-24T10:00:00Z') });
  application = createApplication(opened.tools);
  for (const school of sampleSchools) await opened.tools.store.schools.save(school);
  const some = samplePeople(7, 2026).filter((_, place) => place % 4 === 0); // enough, and quickly worked out
  await opened.tools.store.alumni.writeRows(
    some.map((alumnus) => ({ row: alumnus.id, kind: 'new', alumnus, recordDue: true })),
  );
  await load();
}, 120_000);
afterAll(() => opened.close());

describe('the history of the sample', () => {
  it('is loaded once, and everything that is counted equals a recount', async () => {
    const before = await opened.connection.collection('destinationrecords').find().sort({ _id: 1 }).toArray();
    await load();
    const after = await opened.connection.collection('destinationrecords').find().sort({ _id: 1 }).toArray();
    expect(after).toEqual(before);
    expect(await application.insight.checkOutcomes({ mend: false })).toMatchObject({
      ...{ people: 162, rowsWrong: 0, rowsMissing: 0, rowsLeftOver: 0, rowsDue: 0, tablesWrong: 0, tablesDue: 0 },
    });
  });

  it('says nothing of the last summer’s leavers, who are still to be asked', async () => {
    const claims = await opened.connection
      .collection('destinationrecords')
      .find({ cohortId: 'y13-2026', 'claims.source': 'survey' })
      .toArray();
    expect(claims).toEqual([]);
  });

  it('fills the pages', async () => {
    const quality = await application.insight.showQuality(team, {});
    const sustained = quality.measures.find(({ measure }) => measure === 'sustained');
    const share = sustained?.years.find(({ cohortId }) => cohortId === ('y13-2024' as CohortId))?.own.share ?? 0;
    expect([share > 0.6, share < 1]).toEqual([true, true]);
    const { staying } = await application.insight.showStaying(team, {});
    expect([staying.why, staying.curve.length > 3, (staying.left ?? 0) > 0]).toEqual([null, true, true]);
    const { told, rows } = await application.insight.showReasons(team, {});
    expect([(told.told ?? 0) > 5, (told.told ?? 0) <= (told.people ?? 0), rows.length > 1]).toEqual([true, true, true]);
    const { byFactor, differences } = await application.insight.showFactors(team, { factor: 'distance' });
    expect([(byFactor.known ?? 0) > 50, byFactor.levels.length > 1, differences.length > 5]).toEqual([
      true,
      true,
      true,
    ]);
    const { seams } = await application.insight.showRecall(team, {});
    expect([(seams.seam.share ?? 1) < 1, (seams.within.share ?? 1) < 1]).toEqual([true, true]);
    const { flow, melt } = await application.insight.showFlow(team, {});
    expect([flow.links.length > 8, (melt.didNotStart.share ?? 0) > 0, (melt.leftEarly.share ?? 0) > 0]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('people who come in with all that they have told', () => {
  it('have the records that their answers would have made one by one, and keep them', async () => {
    const { store } = opened.tools;
    const template = samplePeople(7, 2026).find(
      ({ final, state }) => final?.activity === 'university' && state === 'usual',
    );
    if (template === undefined) throw new Error('The sample has nobody for university.');
    const [one, other] = ['begun-a', 'begun-b'].map((id) => {
      const { upn: _upn, uln: _uln, ucasId: _ucas, ...rest } = template;
      return { ...rest, id: id as AlumnusId };
    });
    if (one === undefined || other === undefined) return;
    await store.alumni.writeRows(
      [one, other].map((alumnus) => ({ row: alumnus.id, kind: 'new', alumnus, recordDue: false })),
    );
    const sent = [
      { on: '2026-10-10T12:00:00Z', answers: { situation: 'university', since: { month: '2026-09', about: false } } },
      { on: '2026-11-10T12:00:00Z', answers: { situation: 'work', 'as-planned': 'no', payment: 'student-loan' } },
    ];
    const begin = () =>
      application.destinations.beginRecords([
        {
          alumnus: one,
          responses: sent.map(({ on, answers }, place) => ({ id: `w${place}`, answers, submittedAt: new Date(on) })),
        },
      ]);
    await begin();
    for (const [place, { on, answers }] of sent.entries()) {
      const submittedAt = new Date(on);
      await application.destinations.recordClaims({
        ...{ alumnusId: other.id, responseId: `w${place}`, revision: 1, answers, submittedAt },
      });
    }
    await begin();
    const records = await store.destinationRecords.findMany('every-school', [one.id, other.id]);
    const facts = (id: AlumnusId) => {
      const record = records.get(id);
      return [record?.claims, record?.spells, record?.conflicts, record?.results, record?.knownAs];
    };
    expect(facts(one.id)).toEqual(facts(other.id));
    expect(records.get(one.id)?.revision).toBe(1);
    const { sealed } = await store.destinationRecords.besides('every-school', one.id);
    expect(sealed).toEqual(['w1:1:a']);
  });
});
