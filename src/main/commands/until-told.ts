// Runs until Ctrl-C or SIGTERM, then stops within the time given (decision R25); a further Ctrl-C ends at once.

/** Long enough for what was printed to leave. */
const lastWordsMs = 250;

/**
 * Resolves when everything has stopped; what has not by then is left behind, and the process ends with code 1. Whatever still goes on
 * after that, such as a job that is taken up again by the next start, does not keep the process.
 */
export function untilTold(stop: (withinMs: number) => Promise<void>, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = 0;
    const end = (): void => {
      asked += 1;
      if (asked > 2) process.exit(130); // npm passes one Ctrl-C on a second time
      if (asked > 1) return;
      const late = setTimeout(() => {
        process.stderr.write(
          `Not everything had stopped within ${withinMs / 1_000} seconds; Onward ended all the same.\n`,
        );
        process.exit(1);
      }, withinMs).unref();
      stop(withinMs).then(() => {
        clearTimeout(late);
        setTimeout(() => process.exit(), lastWordsMs).unref();
        resolve();
      }, reject);
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
}
