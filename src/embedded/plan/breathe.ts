// Long work and short answers in one process: whoever works long asks here every little while, and when the event loop
// has not turned for a few milliseconds it waits until others have had their turn.

const SLICE_MS = 4;
let turnedAt = 0;

/** Lets other connections in when everybody together has worked for a few milliseconds. */
export const breathe = async (): Promise<void> => {
  if (performance.now() - turnedAt < SLICE_MS) return;
  await new Promise(setImmediate);
  turnedAt = performance.now();
};
