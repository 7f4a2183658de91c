// Which of very many keys came before, and on which line of the file? What a file of a million rows needs, in bounded memory.
// Of each key 53 bits of its hash are kept, twelve bytes with its line, however long it is. Two keys of a file of a million rows
// are taken for one in some file of two thousand; the row is then named as a problem, never lost unseen.

/** Keys with the line on which each stood first. */
export interface SeenKeys {
  /** The line on which the key stood first; undefined for a new one. */
  readonly lineOf: (key: string) => number | undefined;
  /** Notes a key that is not there yet; one that is keeps its line, which is given. */
  readonly note: (key: string, line: number) => number | undefined;
}

interface Table {
  readonly hashes: Float64Array;
  readonly lines: Uint32Array;
  used: number;
}

const smallest = 2 ** 13;
const largest = 2 ** 20;
const fullAt = 0.75;

/** Spreads a number over 32 bits (the last step of MurmurHash3). */
function spread(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85_eb_ca_6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** 53 bits of the text, from two hashes that do not know each other; never 0. */
function hashOf(text: string): number {
  let one = 0x81_1c_9d_c5;
  let two = 0x9e_37_79_b9;
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    one = Math.imul(one ^ unit, 0x01_00_01_93);
    two = Math.imul(two ^ unit, 0x5b_d1_e9_95);
    two ^= two >>> 13;
  }
  return (spread(one) >>> 11) * 2 ** 32 + spread(two) || 1;
}

const tableOf = (size: number): Table => ({ hashes: new Float64Array(size), lines: new Uint32Array(size), used: 0 });

/** Where the hash stands in the table, or the free place where it would. */
function placeOf({ hashes }: Table, hash: number): number {
  const mask = hashes.length - 1;
  let place = hash & mask;
  while (hashes[place] !== 0 && hashes[place] !== hash) place = (place + 1) & mask;
  return place;
}

/** No keys yet. */
export function seenKeys(): SeenKeys {
  let last = tableOf(smallest);
  const tables = [last];
  const lineOf = (hash: number): number | undefined => {
    for (const table of tables) {
      const place = placeOf(table, hash);
      if (table.hashes[place] === hash) return table.lines[place];
    }
    return undefined;
  };
  return {
    lineOf: (key) => lineOf(hashOf(key)),
    note: (key, line) => {
      const hash = hashOf(key);
      const before = lineOf(hash);
      if (before !== undefined) return before;
      if (last.used >= last.hashes.length * fullAt) {
        last = tableOf(Math.min(largest, last.hashes.length * 2)); // the full ones stay as they are: nothing is hashed again
        tables.push(last);
      }
      const place = placeOf(last, hash);
      last.hashes[place] = hash;
      last.lines[place] = line;
      last.used += 1;
      return undefined;
    },
  };
}
