// Turns the physical sides of a compressed stylesheet into logical ones, so that every page reads from right to left as well
// as from left to right: govuk-frontend writes left and right. For left to right nothing changes.
const sides = { left: 'start', right: 'end' };
const property = /(?<=[{;])(margin|padding|border|scroll-margin)-(left|right)(-(?:width|style|color))?:/g;

/** The stylesheet with logical sides. */
export const logical = (css) =>
  css
    .replace(property, (_whole, name, side, part = '') => `${name}-inline-${sides[side]}${part}:`)
    .replace(/(?<=[{;])(left|right):/g, (_whole, side) => `inset-inline-${sides[side]}:`)
    .replace(/(?<=[{;])text-align:(left|right)/g, (_whole, side) => `text-align:${sides[side]}`)
    .replace(/(?<=[{;])(float|clear):(left|right)/g, (_whole, name, side) => `${name}:inline-${sides[side]}`)
    .replace(/(?<=[{;])(margin|padding):([\w.-]+) ([\w.-]+) ([\w.-]+) ([\w.-]+)(?=[;}])/g, (whole, name, top, right, bottom, left) =>
      right === left ? whole : `${name}:${top} ${right} ${bottom};${name}-inline:${left} ${right}`,
    );
