// The figures of a wave that was confirmed, as rows of a file: what its page shows, school by school.
import type { Application } from '../../application/index.js';
import { countFor, type Sees } from './counts-shown.js';
import { messageWords, reasonWords, stepWords } from './wave-words.js';

type View = Awaited<ReturnType<Application['waves']['showWave']>>;

const named = (words: Readonly<Record<string, string>>, name: string): string => words[name] ?? name;

/** School, figure, count. */
export const waveFigures = ({ bySchool, wave }: View, sees: Sees): readonly (readonly (string | number)[])[] => [
  ['School', 'Figure', 'People'],
  ...bySchool.flatMap(({ school, funnel }) => {
    const row = (figure: string, count: number): readonly (string | number)[] => [
      school.name,
      figure,
      sees.names ? count : countFor(sees)(count),
    ];
    return [
      row('In the cohort', funnel.candidates),
      row('Invited', funnel.invited),
      ...(funnel.byTelephone === 0
        ? []
        : [row(`Of those, ${reasonWords['by-telephone'].toLowerCase()}`, funnel.byTelephone)]),
      ...Object.entries(funnel.exclusions).map(([reason, count]) => row(named(reasonWords, reason), count)),
      row('Accepted', funnel.accepted),
      row('Started', funnel.started),
      row('Completed', funnel.completed),
      row('Asked us to stop', funnel.stopped),
      ...wave.steps.flatMap(({ id }) =>
        Object.entries(funnel.steps[id] ?? {}).map(([state, count]) =>
          row(`${stepWords[id]}: ${named(messageWords, state)}`, count),
        ),
      ),
    ];
  }),
];
