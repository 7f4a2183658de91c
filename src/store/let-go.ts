// Does a report about a mail still count against a receiving domain or a wave that somebody has let go on since?

/** Of what stopped: only where the mail left after a person last let it go on, or nobody ever did. */
export const notLetGoSince = (leftAt: Date) => ({
  $or: [{ letGoAt: { $exists: false } }, { letGoAt: { $lt: leftAt } }],
});
