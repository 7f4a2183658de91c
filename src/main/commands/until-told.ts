// Runs until Ctrl-C or SIGTERM, then stops within the time given; a second Ctrl-C ends at once.

/** Resolves when everything has stopped. */
export function untilTold(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = 0;
    const end = (): void => {
      asked += 1;
      if (asked === 1) stop().then(resolve, reject);
      else if (asked > 2) process.exit(130); // npm passes one Ctrl-C on a second time
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
}
