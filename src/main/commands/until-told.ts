// Runs until Ctrl-C or SIGTERM, then stops within the time given (decision R25); a further Ctrl-C ends at once.

/** Resolves when everything has stopped; what has not by then is left behind, and the process ends with code 1. */
export function untilTold(stop: (withinMs: number) => Promise<void>, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = 0;
    const end = (): void => {
      asked += 1;
      if (asked > 2) process.exit(130); // npm passes one Ctrl-C on a second time
      if (asked > 1) return;
      setTimeout(() => {
        process.stderr.write(
          `Not everything had stopped within ${withinMs / 1_000} seconds; Onward ended all the same.\n`,
        );
        process.exit(1);
      }, withinMs).unref();
      stop(withinMs).then(resolve, reject);
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
}
