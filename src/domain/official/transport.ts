// The cheapest way to bring supplies to demands, in whole people: successive shortest paths with Bellman and Ford's search,
// since costs may be below nothing. Supplies and demands add up to the same; every pair may be open or closed.

export interface TransportPair {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
}

interface Edge {
  readonly to: number;
  readonly cost: number;
  room: number;
  /** Where the edge back stands in the list of the other end. */
  readonly back: number;
}

/** How many go by each pair, in order of the pairs. Throws RangeError when the demands cannot be met. */
export function cheapest(
  supplies: readonly number[],
  demands: readonly number[],
  pairs: readonly TransportPair[],
): readonly number[] {
  const source = supplies.length + demands.length;
  const sink = source + 1;
  const graph: Edge[][] = Array.from({ length: sink + 1 }, () => []);
  const connect = (from: number, to: number, room: number, cost: number): Edge => {
    const [out, back] = [graph[from] ?? [], graph[to] ?? []];
    const edge: Edge = { to, cost, room, back: back.length };
    back.push({ to: from, cost: -cost, room: 0, back: out.length });
    out.push(edge);
    return edge;
  };
  supplies.forEach((supply, place) => connect(source, place, supply, 0));
  demands.forEach((demand, place) => connect(supplies.length + place, sink, demand, 0));
  const ways = pairs.map(({ from, to, cost }) => connect(from, supplies.length + to, Number.MAX_SAFE_INTEGER, cost));
  const total = demands.reduce((sum, demand) => sum + demand, 0);
  for (let sent = 0; sent < total;) {
    const path = shortest(graph, source, sink);
    if (path === null) throw new RangeError('The demands cannot be met.');
    const room = Math.min(total - sent, ...path.map((edge) => edge.room));
    for (const edge of path) {
      edge.room -= room;
      const back = graph[edge.to]?.[edge.back];
      if (back !== undefined) back.room += room;
    }
    sent += room;
  }
  return ways.map((edge) => Number.MAX_SAFE_INTEGER - edge.room);
}

function shortest(graph: readonly (readonly Edge[])[], source: number, sink: number): readonly Edge[] | null {
  const cost = graph.map(() => Infinity);
  const arrived: (readonly [node: number, edge: Edge] | undefined)[] = graph.map(() => undefined);
  const waiting = [source];
  const isWaiting = new Set(waiting);
  cost[source] = 0;
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    isWaiting.delete(node);
    for (const edge of graph[node] ?? []) {
      const reached = (cost[node] ?? Infinity) + edge.cost;
      if (edge.room <= 0 || reached >= (cost[edge.to] ?? Infinity)) continue;
      cost[edge.to] = reached;
      arrived[edge.to] = [node, edge];
      if (!isWaiting.has(edge.to)) {
        waiting.push(edge.to);
        isWaiting.add(edge.to);
      }
    }
  }
  const path: Edge[] = [];
  for (let node = sink; node !== source;) {
    const step = arrived[node];
    if (step === undefined) return null;
    path.push(step[1]);
    node = step[0];
  }
  return path;
}
