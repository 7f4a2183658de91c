// Which pattern does a path match? Segments are compared one by one; `:name` takes any one segment that is not empty.
// The patterns are the ones that the routers register, so that table, routers and log speak of the same thing.

const segmentsOf = (path: string): readonly string[] => path.replace(/\/+$/, '').split('/');

const patterns = new Map<string, readonly string[]>();

/** The segments of a pattern, taken apart once. */
const wantedBy = (pattern: string): readonly string[] => {
  const known = patterns.get(pattern) ?? segmentsOf(pattern);
  patterns.set(pattern, known);
  return known;
};

const matches = (pattern: string, path: readonly string[]): boolean => {
  const wanted = wantedBy(pattern);
  return (
    wanted.length === path.length &&
    wanted.every((segment, place) => (segment.startsWith(':') ? path[place] !== '' : equal(segment, path[place])))
  );
};

// Express compares without regard to case by default, so a check in front of it must too.
const equal = (segment: string, given: string | undefined): boolean => segment.toLowerCase() === given?.toLowerCase();

/** The first route whose pattern fits; a literal segment beats a parameter by standing earlier or by being exact. */
export function findRoute<Route extends readonly [string, string, ...unknown[]]>(
  routes: readonly Route[],
  path: string,
): Route | null {
  const given = segmentsOf(path);
  const fitting = routes.filter(([, pattern]) => matches(pattern, given));
  return fitting.find(([, pattern]) => !pattern.includes(':')) ?? fitting[0] ?? null;
}
