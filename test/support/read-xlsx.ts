// Reads the cells of a workbook with nothing but Node: the central directory of the archive, then the sheet's own XML. Made to
// check what another program wrote, so it shares no line with it.
import { inflateRawSync } from 'node:zlib';

/** Each file of the archive by its name. */
function unzip(bytes: Buffer): ReadonlyMap<string, string> {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  const entries = bytes.readUInt16LE(end + 10);
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry += 1) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = bytes.readUInt32LE(at + 42);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const body = bytes.subarray(begin, begin + size);
    const plain = method === 0 ? body : inflateRawSync(body);
    files.set(bytes.subarray(at + 46, at + 46 + name).toString(), plain.toString());
    at += 46 + name + extra + comment;
  }
  return files;
}

const plain = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

const columnOf = (name: string): number =>
  Array.from(name).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The cells of the first sheet as text, row by row; whether any cell holds a formula. */
export function readXlsx(bytes: Buffer): { readonly rows: readonly (readonly string[])[]; readonly formulas: number } {
  const files = unzip(bytes);
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, item = '']) =>
    plain([...item.matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map(([, text]) => text).join('')),
  );
  const rows = [...sheet.matchAll(/<row[^>]*>([\s\S]*?)<\/row>/g)].map(([, row = '']) => {
    const cells: (string | undefined)[] = [];
    for (const [, attributes = '', inner = ''] of row.matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const place = columnOf(/r="([A-Z]+)\d+"/.exec(attributes)?.[1] ?? 'A');
      const type = /t="(\w+)"/.exec(attributes)?.[1];
      const value = /<v>([\s\S]*?)<\/v>/.exec(inner)?.[1] ?? '';
      const text = [...inner.matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map(([, each]) => each).join('');
      cells[place] = type === 's' ? (shared[Number(value)] ?? '') : plain(text === '' ? value : text);
    }
    return Array.from(cells, (cell) => cell ?? '');
  });
  return { rows, formulas: sheet.split('<f>').length - 1 + (sheet.split('<f ').length - 1) };
}
