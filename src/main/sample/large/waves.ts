// The waves by which the leavers of the large demonstration were asked, as they stand after they closed: whom each reached, school by
// school and by what they planned. Their mails were never sent, since nobody in it exists; the counts are those of the answers.
import type { Alumnus } from '../../../domain/alumni/alumnus.js';
import { cohortId } from '../../../domain/alumni/cohort.js';
import type { StaffId } from '../../../domain/alumni/ids.js';
import { addDays, type LocalTime } from '../../../domain/calendar/local-date.js';
import { londonInstant } from '../../../domain/calendar/london-time.js';
import type { SchoolProgress, Wave, WaveId } from '../../../domain/waves/wave.js';
import { askedOn, mayAnswer, type LargePerson } from './world.js';

type Mutable = {
  invited: number;
  completed: number;
  readonly groups: Record<string, { invited: number; completed: number }>;
};

/** Counts of one summer's waves, school by school. */
export interface WaveTally {
  readonly add: (place: LargePerson, wave: number) => void;
  readonly schools: (wave: number) => readonly SchoolProgress[];
}

const groupOf = ({ final, intended }: Alumnus): string => (final ?? intended)?.activity ?? 'unknown';

/** Counts who was asked and who answered. */
export function tallyWaves(): WaveTally {
  const counts = new Map<number, Map<Alumnus['schoolId'], Mutable>>();
  return {
    add: ({ person, sent }, wave) => {
      if (!mayAnswer(person)) return;
      const bySchool = counts.get(wave) ?? new Map<Alumnus['schoolId'], Mutable>();
      counts.set(wave, bySchool);
      const school = bySchool.get(person.schoolId) ?? { invited: 0, completed: 0, groups: {} };
      bySchool.set(person.schoolId, school);
      const group = (school.groups[groupOf(person)] ??= { invited: 0, completed: 0 });
      const answered = sent.some((one) => one.wave === `large-${wave + 1}`) ? 1 : 0;
      for (const each of [school, group]) {
        each.invited += 1;
        each.completed += answered;
      }
    },
    schools: (wave) =>
      [...(counts.get(wave) ?? [])].map(([schoolId, { invited, completed, groups }]) => ({
        ...{ schoolId, groups, candidates: invited, exclusions: {}, accepted: invited, steps: {} },
        invitations: { completed, expired: invited - completed },
      })),
  };
}

const titles = ['Arrival check', 'Sustained check', 'A year on', 'A year and a half on'];

/** The closed waves of a summer, the earliest first, those alone whose day has come. */
export function closedWaves(summer: number, tally: WaveTally, today: string): readonly Wave[] {
  return askedOn(summer).flatMap((on, place): Wave[] => {
    const schools = tally.schools(place);
    const closesOn = addDays(on, 42);
    if (on > today || schools.length === 0) return [];
    const at = londonInstant(on, '10:00' as LocalTime);
    return [
      {
        id: `large-${summer}-${place + 1}` as WaveId,
        title: titles[place] ?? 'Check',
        cohortId: cohortId('y13', summer),
        schoolIds: schools.map(({ schoolId }) => schoolId),
        questionnaire: { name: 'destination-check', version: 1 },
        steps: [{ id: 'i', kind: 'invitation', on, at: '10:00' as LocalTime }],
        closesOn,
        state: 'closed',
        createdBy: 'demonstration' as StaffId,
        startedAt: at,
        revision: 1,
        progress: { asOf: londonInstant(closesOn, '23:00' as LocalTime), schools },
      },
    ];
  });
}
