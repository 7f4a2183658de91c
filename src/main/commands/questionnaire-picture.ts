// The picture of a questionnaire as an SVG file that stands by itself: the same boxes and lines as on the page of Settings, with the
// styles inside, since a file brings no stylesheet along.
import type { DrawnPage } from '../../domain/survey/dictionary.js';
import { graphView } from '../../web/staff/questionnaire-graph.js';

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '&quot;');

const styles =
  'text{font-family:system-ui,"Segoe UI",Roboto,Arial,sans-serif;fill:#12263a}' +
  '.title{font-size:14px;font-weight:600}.asked{font-size:12px}' +
  'path{fill:none;stroke:#5b6b7b;stroke-width:1.5}rect{fill:#fff;stroke:#5b6b7b}';

/** An SVG document; units are pixels. */
export function pictureOf(title: string, pages: readonly DrawnPage[]): string {
  const { width, height, boxes, lanes, arrows } = graphView(pages);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${styles}</style>`,
    `<rect width="${width}" height="${height}" style="stroke:none"/>`,
    ...[...lanes, ...arrows].map((line) => `<path d="${line}"/>`),
    ...boxes.flatMap((box) => [
      `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="4"/>`,
      `<text class="title" x="${box.x + 10}" y="${box.y + 17}">${escaped(box.title)}</text>`,
      `<text class="asked" x="${box.x + 10}" y="${box.y + 34}">${escaped(box.askedOf)}</text>`,
    ]),
    '</svg>',
    '',
  ].join('\n');
}
