// Does a sentence compare, and do its two figures bear it?
// A comparison needs two figures that leave no room for the opposite: everything that the one could be, interval and bounds together,
// lies above everything that the other could be (domain reference, section 7.3). The first that is named is taken as the one that
// is said to be higher or lower; “from {A} to {B}” is read as a change.
import { couldBe, type PublishedFigure } from './published-figure.js';

type Direction = 'higher' | 'lower';

/** A comparison that a sentence makes. */
export interface Compared {
  readonly words: string;
  /** What is said of the figure that is named first, against the second. */
  readonly first: Direction;
}

const higher =
  /\b(?:higher|above|ahead of|greater|better|more (?:likely|often|of our|pupils|students|leavers|young people|people|children)|more than (?=\{|our|the|other|those|in|at|last|before|we)|outperform(?:s|ed|ing)?|beat(?:s|en)?|exceed(?:s|ed)?|surpass(?:es|ed)?|rose|risen|rises?|rising|grew|grow(?:s|n|ing)|increas(?:e|es|ed|ing)|improv(?:e|es|ed|ing|ement|ements)|up (?:from|on|by)|went up|gone up|climb(?:s|ed|ing)?)\b/iu;
const lower =
  /\b(?:lower|below|worse|fewer|less (?:likely|often)|less than (?=\{|our|the|other|those|in|at|last|before|we)|fell|fall(?:s|en|ing)|drop(?:s|ped|ping)? (?:from|to|by)|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|down (?:from|on|by)|went down|gone down|shrank|shrunk)\b/iu;
const harmless =
  /\b(?:better (?:understand|understanding|idea|know)|(?:read|learn|know|find out|talk|see|ask|tell you) more|level \d or above|levels? \d and above|higher (?:education|level|apprenticeships?|technical|national)|degree and higher|above all|below (?:is|are|you|we)|(?:see|listed|shown) (?:above|below)|higher or degree|(?:more|fewer|less|above|below)(?: than)? (?:half\b|\d)|no better|could fall|fall(?:s)? between|falls? outside|autumn|improve your)\b/giu;

/** The comparison of the sentence; null where it makes none. */
export function comparedIn(sentence: string): Compared | null {
  const left = sentence.replace(harmless, (words) => ' '.repeat(words.length));
  const [up, down] = [higher.exec(left), lower.exec(left)];
  const found = up !== null && (down === null || up.index <= down.index) ? up : down;
  if (found === null) return null;
  const said: Direction = found === up ? 'higher' : 'lower';
  const opposite: Direction = said === 'higher' ? 'lower' : 'higher';
  // “rose from {A} to {B}”: B is the one that is higher.
  const from = /\bfrom\s+(?:about\s+|around\s+)?(?:\{|\d{1,2}(?:\.\d+)?\s?(?:%|per cent| to ))/iu.exec(left);
  const brace = left.indexOf('{');
  const change = from !== null && (brace < 0 || from.index < brace);
  return { words: found[0].trim(), first: change ? opposite : said };
}

/** Whether the figures bear it: `apart`, `wrong-way`, or `overlap`. */
export function borneBy(
  { first }: Compared,
  one: PublishedFigure,
  other: PublishedFigure,
): 'apart' | 'wrong-way' | 'overlap' {
  const [a, b] = [couldBe(one), couldBe(other)];
  if (a.low > b.high) return first === 'higher' ? 'apart' : 'wrong-way';
  if (b.low > a.high) return first === 'lower' ? 'apart' : 'wrong-way';
  return 'overlap';
}
