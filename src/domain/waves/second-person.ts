// Who may confirm a big wave?
// Above a number of people a wave needs two of the staff: whoever planned it, or put it forward, is one, and may not be the
// second (reliability, section 5.2: two-person arm). A wave that a programme drafted was planned by nobody yet.
import type { StaffId } from '../alumni/ids.js';

/** What pressing the button comes to: it confirms; it puts the wave forward for a second person; or it may not. */
export type Arming = 'confirms' | 'puts-forward' | 'needs-another';

/**
 * @param above how many people need no second person; 0 for never needing one
 * @param planner who last changed the plan; null for a programme's draft
 * @param putForwardBy who put it forward since, or null
 */
export function arming({
  people,
  above,
  planner,
  putForwardBy,
  presser,
}: {
  readonly people: number;
  readonly above: number;
  readonly planner: StaffId | null;
  readonly putForwardBy: StaffId | null;
  readonly presser: StaffId;
}): Arming {
  if (above === 0 || people <= above) return 'confirms';
  const first = putForwardBy ?? planner;
  if (first !== null && first !== presser) return 'confirms';
  return putForwardBy === null ? 'puts-forward' : 'needs-another';
}
