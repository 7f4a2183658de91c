// Can every word and every edge be seen? Pairs of colours as they stand in the built stylesheet: 4.5:1 for text, 3:1 for
// shapes (look.md, section 1; WCAG 2.2, 1.4.3 and 1.4.11), in the tokens and in every rule that sets both sides.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const built = readFileSync('dist/assets/onward.css', 'utf8');
// What a custom property falls back to is what it is: both come from the same map of colours.
const css = built.replace(/var\(--[a-z-]+, ?(#[0-9a-f]{3,6})\)/gi, '$1');
const tokens = new Map(
  [...css.matchAll(/--onward-([a-z-]+):\s*(#[0-9a-f]{3,6}|[a-z]+)/gi)].map(([, name, value]) => [name, value]),
);

const channels = (colour: string): readonly number[] | null => {
  const named = { white: '#ffffff', black: '#000000' }[colour] ?? colour;
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(named)?.[1];
  if (hex === undefined) return null;
  const pairs = hex.length === 3 ? hex.split('').map((digit) => digit + digit) : (hex.match(/../g) ?? []);
  return pairs.map((pair) => parseInt(pair, 16) / 255);
};
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = (channels(colour) ?? []).map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};
const token = (name: string): string => {
  const value = tokens.get(name);
  if (value === undefined) throw new Error(`The stylesheet has no colour ${name}.`);
  return value;
};

describe('contrast', () => {
  it('is computed as WCAG defines it', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21);
    expect(contrast('#777777', '#fff')).toBeCloseTo(4.48, 2);
  });

  it.each([
    ['ink', 'paper'],
    ['ink', 'mist'],
    ['ink', 'amber'],
    ['ink', 'careful-ground'],
    ['slate', 'paper'],
    ['slate', 'mist'],
    ['teal', 'paper'],
    ['teal', 'mist'],
    ['teal-dark', 'paper'],
    ['teal-dark', 'mist'],
    ['paper', 'ink'],
    ['paper', 'teal'],
    ['paper', 'teal-dark'],
    ['paper', 'wrong'],
    ['paper', 'good'],
    ['good', 'paper'],
    ['careful', 'paper'],
    ['careful', 'careful-ground'],
    ['wrong', 'paper'],
    ['note', 'paper'],
  ])('%s on %s can be read', (text, ground) => {
    expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['edge', 'paper'],
    ['edge', 'mist'],
    ['university', 'paper'],
    ['apprenticeship', 'paper'],
    ['employment', 'paper'],
    ['training', 'paper'],
    ['not-sustained', 'paper'],
    ['unknown', 'paper'],
    ['ink', 'amber'],
  ])('%s on %s can be seen', (shape, ground) => {
    expect(contrast(token(shape), token(ground))).toBeGreaterThanOrEqual(3);
  });

  it('holds in every rule that sets both the colour of text and what is behind it', () => {
    const rules = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
      selector,
      body,
    }));
    const poor = rules.flatMap(({ selector, body }) => {
      const text = /(?:^|;)\s*color:\s*([^;!]+)/.exec(body)?.[1]?.trim();
      const ground = /(?:^|;)\s*background(?:-color)?:\s*([^;!]+)/.exec(body)?.[1]?.trim();
      if (text === undefined || ground === undefined) return [];
      if (channels(text) === null || channels(ground) === null) return [];
      return contrast(text, ground) < 4.5 ? [`${selector}: ${text} on ${ground}`] : [];
    });
    expect(poor).toEqual([]);
    expect(rules.length).toBeGreaterThan(300);
  });

  it('names no font, crown or colour of another house', () => {
    const others = built.match(/GDS Transport|@font-face|url\(|crown|#1d70b8|#ffdd00/gi);
    expect(others).toBeNull();
  });
});
