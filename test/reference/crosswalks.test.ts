// Every crosswalk is total: whatever we can record leads to codes of the list, or is open with a reason; and back.
import { describe, expect, it } from '@jest/globals';
import { activities } from '../../src/domain/destinations/activity.js';
import { reasonGroups } from '../../src/domain/destinations/reason.js';
import { activityOfNccis, codeLists, crossed, crosswalks } from '../../src/reference/index.js';

const reasons = reasonGroups.flatMap(({ code, leaves }) => [code, ...leaves.map((leaf) => leaf.code)]);

describe.each(crosswalks.map((one) => ({ name: `${one.from} to ${one.to.title}`, one })))('$name', ({ one }) => {
  it('has every one of ours once and nothing else', () => {
    expect([...one.rows.keys()].sort()).toEqual([...(one.from === 'activity' ? activities : reasons)].sort());
  });

  it('leads only to codes of the list, and says why where it cannot choose or leads nowhere', () => {
    for (const [from, to] of one.rows) {
      const codes = 'code' in to ? [to.code] : 'oneOf' in to ? to.oneOf : [];
      const words = 'open' in to ? to.open : 'oneOf' in to ? to.because : 'one code';
      expect([from, codes.filter((code) => !(code in one.to.codes)), words.length > 5]).toEqual([from, [], true]);
      if ('oneOf' in to) expect([from, new Set(to.oneOf).size > 1]).toEqual([from, true]);
    }
  });
});

describe('the code lists', () => {
  it('name source and day, and stand once', () => {
    expect(codeLists.map(({ id }) => id)).toEqual([...new Set(codeLists.map(({ id }) => id))]);
    for (const { source, asOf } of codeLists) expect([source.length > 10, asOf]).toEqual([true, '2026-11-23']);
    expect(crosswalks.every(({ to }) => codeLists.includes(to))).toBe(true);
  });

  it('are found by list and code', () => {
    expect(crossed('nccis-activity', 'university')).toEqual({ code: '240' });
    expect(crossed('rsnend', 'FIN/M4')).toEqual({ code: '06' });
    expect([crossed('rsnend', 'university'), crossed('nothing', 'university')]).toEqual([undefined, undefined]);
  });

  it('a local authority’s codes come in as our activities or are open, each of them', () => {
    const nccis = codeLists.find(({ id }) => id === 'nccis-activity');
    expect([...activityOfNccis.keys()].sort()).toEqual(Object.keys(nccis?.codes ?? {}).sort());
    for (const [code, to] of activityOfNccis) {
      const there = 'activity' in to ? crossed('nccis-activity', to.activity) : undefined;
      expect([code, 'open' in to || there !== undefined]).toEqual([code, true]);
    }
  });
});
