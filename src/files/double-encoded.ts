// Was this text written as UTF-8 twice over, as sheets do that open a UTF-8 file as Windows-1252 and save it again?
// `Bishop VeseyÃ¢â‚¬â„¢s` was meant as `Bishop Vesey’s`. Only a text whose every odd letter turns back into whole UTF-8 is
// mended; anything else stays as it is.

/** The bytes of Windows-1252 that are not those of Latin-1, by character. */
const highBytes: ReadonlyMap<string, number> = new Map(
  Array.from('€‚ƒ„…†‡ˆ‰Š‹Œ')
    .map((letter, place) => [letter, 0x80 + place + (place > 0 ? 1 : 0)] as const)
    .concat(
      [['Ž', 0x8e]],
      Array.from('‘’“”•–—˜™š›œ').map((letter, place) => [letter, 0x91 + place] as const),
      [
        ['ž', 0x9e],
        ['Ÿ', 0x9f],
      ],
    ),
);

const suspect = /[\u00C2-\u00F4][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/u;

function asBytes(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const byte = highBytes.get(letter) ?? (code <= 0xff ? code : null);
    if (byte === null) return null;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** The text as it was meant; the same text where nothing shows that it was encoded twice. */
export function mendDoubled(text: string): string {
  if (!suspect.test(text)) return text;
  const bytes = asBytes(text);
  if (bytes === null) return text;
  try {
    const once = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return mendDoubled(once); // a file may have been saved wrongly more than once
  } catch {
    return text;
  }
}
