// What the log says of an error: its kind and where it arose. Messages stay out, because they may hold what somebody typed, a name or
// an address (requirement T9).

/** Such as `MongoServerError 11000`, with the places of its stack below. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { readonly code?: unknown };
  const kind = typeof code === 'string' || typeof code === 'number' ? `${error.name} ${code}` : error.name;
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [kind, ...places].join('\n');
}
