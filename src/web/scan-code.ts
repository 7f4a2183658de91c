// What does a phone's camera read off a sheet of paper? A QR code as one path of an SVG (look.md: made here, no third party), in
// the units of its squares, with the quiet edge of four squares that readers need. Medium correction: paper gets creased.
import qrcode from 'qrcode-generator';

const edge = 4;

export interface ScanCode {
  /** Width and height of the whole, edge included, in squares. */
  readonly size: number;
  /** The dark squares, as the `d` of a path. */
  readonly path: string;
}

/** The code that holds the text, such as an address. */
export function scanCodeOf(text: string): ScanCode {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const squares = code.getModuleCount();
  const places = Array.from({ length: squares }, (_none, at) => at);
  const path = places
    .flatMap((row) =>
      places.filter((column) => code.isDark(row, column)).map((column) => `M${column + edge} ${row + edge}h1v1h-1z`),
    )
    .join('');
  return { size: squares + 2 * edge, path };
}
