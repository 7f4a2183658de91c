// What counts tell to who sees nobody's name: nothing about five people or fewer, not by what is hidden, not by sums.
import { describe, expect, it } from '@jest/globals';
import { disclosed } from '../../../src/domain/waves/progress.js';

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
