// The ways of people as a Sankey diagram: four columns, widths in people, stops in one fixed order in every column. Gives where
// everything stands; the template draws it.
import { sankey, sankeyLinkHorizontal } from 'd3-sankey';
import { stations, type FlowLink } from '../../domain/insight/flow.js';

interface NodeFacts {
  readonly id: string;
  readonly column: number;
  readonly order: number;
  readonly tone: string;
  readonly text: string;
}
interface LinkFacts {
  readonly tone: string;
  readonly title: string;
}

const size = { width: 960, height: 460, left: 8, right: 952, top: 34, bottom: 448 } as const;

/** What a stop is called and coloured, and its place from the top. */
export interface StopFacts {
  readonly text: string;
  readonly tone: string;
}

const columnOf = (link: FlowLink): number => stations.indexOf(link.station);

/** The drawing of these links; null where there are none. */
export function flowChart(
  links: readonly FlowLink[],
  stops: Readonly<Record<string, StopFacts>>,
  columnNames: readonly string[],
  /** How numbers of people are said; `stop` is null where they are said of ways alone. */
  words: { readonly way: (count: number) => string; readonly stop: ((count: number) => string) | null },
) {
  if (links.length === 0) return null;
  const order = Object.keys(stops);
  const ends = links.flatMap((link) => [
    { column: columnOf(link), stop: link.from },
    { column: columnOf(link) + 1, stop: link.to },
  ]);
  const nodes = new Map(
    ends.map(({ column, stop }): [string, NodeFacts] => {
      const { text, tone } = stops[stop] ?? { text: stop, tone: 'unknown' };
      return [`${column}|${stop}`, { id: `${column}|${stop}`, column, order: order.indexOf(stop), tone, text }];
    }),
  );
  const layout = sankey<NodeFacts, LinkFacts>()
    .nodeId(({ id }) => id)
    .nodeAlign(({ column }) => column)
    .nodeSort((one, other) => one.order - other.order)
    .nodeWidth(14)
    .nodePadding(14)
    .extent([
      [size.left, size.top],
      [size.right, size.bottom],
    ]);
  const graph = layout({
    nodes: [...nodes.values()].map((node) => ({ ...node })),
    links: links.map((link) => {
      const [from, to] = [stops[link.from], stops[link.to]];
      return {
        source: `${columnOf(link)}|${link.from}`,
        target: `${columnOf(link) + 1}|${link.to}`,
        value: link.count,
        tone: from?.tone ?? 'unknown',
        title: `${from?.text ?? link.from} to ${to?.text ?? link.to}: ${words.way(link.count)}`,
      };
    }),
  });
  const path = sankeyLinkHorizontal<NodeFacts, LinkFacts>();
  const step = (size.right - size.left - 14) / (stations.length - 1);
  return {
    ...size,
    columns: columnNames.map((text, place) => ({
      text,
      x: Math.round(size.left + place * step + (place === stations.length - 1 ? 14 : 0)),
      anchor: place === stations.length - 1 ? 'end' : 'start',
    })),
    links: graph.links.map((link) => ({
      path: path(link) ?? '',
      width: Math.max(1, Math.round((link.width ?? 0) * 10) / 10),
      tone: link.tone,
      title: link.title,
    })),
    nodes: graph.nodes.map(({ x0 = 0, x1 = 0, y0 = 0, y1 = 0, column, text, tone, value = 0 }) => {
      const last = column === stations.length - 1;
      return {
        ...{
          x: Math.round(x0),
          y: Math.round(y0),
          width: Math.round(x1 - x0),
          height: Math.max(2, Math.round(y1 - y0)),
        },
        ...{ tone, text: words.stop === null ? text : `${text}: ${words.stop(value)}` },
        label: {
          x: Math.round(last ? x0 - 6 : x1 + 6),
          y: Math.round((y0 + y1) / 2) + 4,
          anchor: last ? 'end' : 'start',
        },
      };
    }),
  };
}
