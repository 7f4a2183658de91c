// How many of those who got a wave's mail called it spam, and when is that too many?
// Requirement D10: a share of the messages that were accepted; careful from 0.08 %, and at 0.20 % the wave is stopped until
// a person lets it go on. Large receivers turn mail away from 0.30 % on, and take a week to forget.

/** Shares of the accepted messages (requirement D10). */
export const carefulShare = 0.0008;
export const stopShare = 0.002;

export type ComplaintLevel = 'fine' | 'careful' | 'stop';

export interface ComplaintRate {
  readonly complaints: number;
  readonly accepted: number;
  /** From 0 to 1. */
  readonly share: number;
  readonly level: ComplaintLevel;
}

/**
 * The rate of a wave. Where a complaint came before anything was counted as accepted, it counts as if one had been.
 *
 * @example complaintRate(1, 1_000) is 0.10 %, `careful`
 */
export function complaintRate(complaints: number, accepted: number): ComplaintRate {
  const share = complaints / Math.max(1, accepted);
  return {
    complaints,
    accepted,
    share,
    level: share >= stopShare ? 'stop' : share >= carefulShare ? 'careful' : 'fine',
  };
}
