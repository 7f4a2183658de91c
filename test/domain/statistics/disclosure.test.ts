// What counts tell to who sees nobody's name: nothing about five people or fewer, not by what is hidden, not by sums.
import { describe, expect, it } from '@jest/globals';
import { countSeen, disclosed, withComplement, withheld } from '../../../src/domain/statistics/disclosure.js';

const upTo = (most: number): readonly number[] => Array.from({ length: most + 1 }, (_, n) => n);

describe('a count for who sees nobody’s name', () => {
  it('is hidden under eight, nought apart, and goes to the nearest five otherwise', () => {
    expect([0, 1, 5, 7, 8, 12, 13, 1_204].map(disclosed)).toEqual([0, null, null, null, 10, 10, 15, 1_205]);
  });

  it('leaves what is hidden open when it is taken from a sum', () => {
    // Of every whole and part with a small rest, what is shown fits other rests too, those outside the small ones among them.
    for (const whole of upTo(60)) {
      for (const rest of upTo(5).slice(1)) {
        if (disclosed(whole - rest) === null) continue;
        const fits = upTo(20).filter((other) =>
          upTo(60).some(
            (part) => disclosed(part) === disclosed(whole - rest) && disclosed(part + other) === disclosed(whole),
          ),
        );
        expect(Math.max(...fits) - Math.min(...fits)).toBeGreaterThanOrEqual(4);
      }
    }
  });
});

describe('a share for who sees nobody’s name', () => {
  it('is withheld where few people stand under it or on one side, and never from the team', () => {
    expect(withheld({ yes: 11, of: 22 }, 'leaders')).toBe('too-few');
    expect(withheld({ yes: 11, of: 23 }, 'leaders')).toBeNull();
    expect(withheld({ yes: 97, of: 100 }, 'leaders')).toBe('small-side');
    expect(withheld({ yes: 3, of: 100 }, 'leaders')).toBe('small-side');
    expect(withheld({ yes: 100, of: 100 }, 'leaders')).toBeNull();
    expect(withheld({ yes: 50, of: 60 }, 'leaders', 100)).toBe('too-few');
    expect([withheld({ yes: 1, of: 2 }, 'team'), withheld({ yes: 0, of: 0 }, 'team')]).toEqual([null, 'too-few']);
    expect([countSeen(3, 'team'), countSeen(3, 'leaders'), countSeen(12, 'leaders')]).toEqual([3, null, 10]);
  });

  it('is never the only one withheld of the parts of a whole', () => {
    const sizes = { a: 90, b: 30, c: 40, d: 0 };
    expect([...withComplement(new Set(['b']), sizes)].sort()).toEqual(['b', 'c']);
    expect([...withComplement(new Set(['b', 'a']), sizes)].sort()).toEqual(['a', 'b']);
    expect([...withComplement(new Set<string>(), sizes)]).toEqual([]);
    expect([...withComplement(new Set(['a']), { a: 5 })]).toEqual(['a']);
  });
});
