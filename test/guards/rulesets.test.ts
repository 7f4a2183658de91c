// Do published rulesets still say what they said when they were published?
// A ruleset's fingerprint is the hash of its words and of its verdicts on every pattern of October to March, seen in
// mid-window and afterwards. A change of either needs a new version beside the old one (architecture, section 1, line 7).
import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { localDate, monthsFromTo, type LocalMonth } from '../../src/domain/calendar/local-date.js';
import type { ClaimId } from '../../src/domain/destinations/claim.js';
import type { Spell } from '../../src/domain/destinations/spell.js';
import { rulesets } from '../../src/domain/destinations/sustained/catalogue.js';
import type { Ruleset } from '../../src/domain/destinations/sustained/ruleset.js';

const recorded: Readonly<Record<string, string>> = {
  'dfe-1618 1': 'c72fe2d0127f0f5299deab914e37047e8719b3a93f910e6f93539a6384472f53',
  'dfe-ks4 1': 'ef80782d92e895f135c9800dc587204bbc9abb464f2b60a4e9b6becdcd4406a3',
  'fe-obsm 1': 'aaf25ba863c1052beb04927dd15fa0ceb702290dcab23d0e50eb703903b2242f',
  'fft-181 1': 'c7c36f78ecab7e79fd55a3826dc68083a30643bc196916e2e35b4e042ea74554',
  'trust-own 1': 'cfadb1c6d6c74d0ee97c5b76aa9ad97ad12c05131882056f812278cb5e8f7c8b',
};

const leftOn = localDate('2025-07-18');
const window = monthsFromTo('2025-10' as LocalMonth, '2026-03' as LocalMonth);
const everyKind = [null, 'university', 'employment', 'apprenticeship', 'looking-for-work'] as const;
/** Enough for the later ones, whose every pattern stands beside their statement in test/domain/destinations/rulesets. */
const fewerKinds = [null, 'university', 'employment'] as const;
type Kind = (typeof everyKind)[number];

const spellOf = (month: LocalMonth, activity: Exclude<Kind, null>): Spell => ({
  activity,
  from: month,
  to: month,
  lastKnown: month,
  standing: 'began',
  claimIds: ['guard' as ClaimId],
});

/** Every way to fill the months of the window with these kinds, nothing known among them. */
function* patterns(months: readonly LocalMonth[], kinds: readonly Kind[]): Generator<readonly Spell[]> {
  const [first, ...rest] = months;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const after of patterns(rest, kinds)) {
    for (const kind of kinds) yield kind === null ? after : [spellOf(first, kind), ...after];
  }
}

function fingerprint({ judge, name, version, title, source, unverified }: Ruleset): string {
  const hash = createHash('sha256').update(JSON.stringify({ name, version, title, source, unverified }));
  for (const asOf of [localDate('2025-12-15'), localDate('2026-08-01')]) {
    for (const spells of patterns(window, name === 'dfe-1618' ? everyKind : fewerKinds)) {
      const { verdict, category, because, lastStarts } = judge({ spells, leftOn, asOf });
      hash.update(JSON.stringify([verdict, category, because, lastStarts]));
    }
  }
  return hash.digest('hex');
}

describe('published rulesets', () => {
  it.each(rulesets.map((ruleset) => ({ name: `${ruleset.name} ${ruleset.version}`, ruleset })))(
    '$name is what was published',
    ({ name, ruleset }) => {
      expect(fingerprint(ruleset)).toBe(recorded[name]);
    },
  );
});
