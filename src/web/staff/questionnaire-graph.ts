// Where on the picture of a questionnaire does each page stand, and where do its lines run?
// Pages in one column in the order of asking. Beside them one upright line for each page that others hang from, as far as
// the last of those, with an arrow to each; so that lines never cross a box. Units are those of the picture.
import type { DrawnPage } from '../../domain/survey/dictionary.js';

const rowHeight = 52;
const boxHeight = 42;
const laneWidth = 14;
const boxWidth = 620;
const longest = 84;

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
const middleOf = (place: number): number => (place - 1) * rowHeight + boxHeight / 2 + 4;

/** The picture, for views/staff/settings/questionnaire-graph. */
export function graphView(pages: readonly DrawnPage[]) {
  const sources = [...new Set(pages.flatMap(({ hangsFrom }) => hangsFrom))].sort((one, other) => one - other);
  const left = (sources.length + 1) * laneWidth;
  // Later ones nearer to the boxes: an arrow then crosses only lines that began before it.
  const laneOf = (place: number): number => (sources.indexOf(place) + 1) * laneWidth;
  return {
    width: left + boxWidth + 4,
    height: pages.length * rowHeight + 8,
    boxes: pages.map(({ place, id, heading, askedOf }) => ({
      ...{ x: left, y: middleOf(place) - boxHeight / 2, width: boxWidth, height: boxHeight },
      title: shortened(`${place}. ${id}: ${heading}`),
      askedOf: shortened(`asked of: ${askedOf}`),
    })),
    lanes: sources.map((source) => {
      const last = Math.max(...pages.filter(({ hangsFrom }) => hangsFrom.includes(source)).map(({ place }) => place));
      return `M${left} ${middleOf(source) + 6} H${laneOf(source)} V${middleOf(last)}`;
    }),
    arrows: pages.flatMap(({ place, hangsFrom }) =>
      hangsFrom.map((source) => `M${laneOf(source)} ${middleOf(place)} H${left - 2} m-5 -4 l5 4 l-5 4`),
    ),
  };
}
