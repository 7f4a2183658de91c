// Claims for tests, valid as they come: somebody at the University of Leeds since September 2026, told by them on 3 November.
import { localDate, localMonth } from '../../../src/domain/calendar/local-date.js';
import type { Claim, ClaimId } from '../../../src/domain/destinations/claim.js';

type Given = Partial<Omit<Claim, 'id' | 'knownOn' | 'from' | 'to'>> & {
  readonly id?: string;
  readonly knownOn?: string;
  readonly from?: string | null;
  readonly to?: string | null;
};

const monthOrNull = (text: string | null) => (text === null ? null : localMonth(text));

export function aClaim({ id = 'w:a:1:a', knownOn = '2026-11-03', from = '2026-09', to = null, ...rest }: Given): Claim {
  const nameless = rest.activity !== undefined && rest.activity !== 'university';
  return {
    id: id as ClaimId,
    source: 'survey',
    saidIn: `response:${id}`,
    revision: 1,
    knownOn: localDate(knownOn),
    activity: 'university',
    standing: 'began',
    from: monthOrNull(from),
    to: monthOrNull(to),
    fromCertainty: 'stated',
    ...(nameless ? {} : { provider: 'University of Leeds' }),
    ...rest,
  };
}

/** The place at Aston that UCAS recorded on results day. */
export const placedAtAston = aClaim({
  id: 'plan:final:1',
  source: 'ucas',
  saidIn: 'plan:final',
  knownOn: '2026-08-14',
  standing: 'placed',
  provider: 'Aston University',
  course: 'Mathematics',
});
