// Which route is a request for? Segments are compared one by one; `:name` takes any one segment that is not empty.
// The patterns are the ones that the routers register, so that table, routers and log speak of the same thing. Express compares
// without regard to case by default, so a check in front of it must too.

const segmentsOf = (path: string): readonly string[] => path.replace(/\/+$/, '').toLowerCase().split('/');

const matches = (wanted: readonly string[], given: readonly string[]): boolean =>
  wanted.every((segment, place) => (segment.startsWith(':') ? given[place] !== '' : segment === given[place]));

/** Finds the first route whose pattern fits; one without parameters before others. */
export function routeFinder<Route extends readonly [string, string, ...unknown[]]>(
  routes: readonly Route[],
): (method: string, path: string) => Route | null {
  const byLength = new Map<string, { readonly route: Route; readonly wanted: readonly string[] }[]>();
  for (const route of [...routes].sort(
    ([, one], [, other]) => Number(one.includes(':')) - Number(other.includes(':')),
  )) {
    const wanted = segmentsOf(route[1]);
    const key = `${route[0]} ${wanted.length}`;
    byLength.set(key, [...(byLength.get(key) ?? []), { route, wanted }]);
  }
  return (method, path) => {
    const given = segmentsOf(path);
    const fitting = byLength.get(`${method} ${given.length}`)?.find(({ wanted }) => matches(wanted, given));
    return fitting?.route ?? null;
  };
}
