// The part of a wave's page that moves by itself: sums, the way from invited to completed, steps, schools and groups
// against the target. The page and its event stream render the same (decision R8).
import type { Application } from '../../application/index.js';
import { isMessageStep } from '../../domain/waves/contact-plan.js';
import { stepMoment } from '../../domain/waves/due-messages.js';
import { disclosed, leastForShare } from '../../domain/statistics/disclosure.js';
import { groupsWithoutSmall, total, type Funnel } from '../../domain/waves/progress.js';
import { format } from '../format.js';
import { countFor, countOfFor, roundedNote, type Count, type Sees } from './counts-shown.js';
import { groupWords, messageWords, stateTags, stepWords } from './wave-words.js';

type Counts = Pick<
  Awaited<ReturnType<Application['waves']['showWave']>>,
  'wave' | 'funnel' | 'asOf' | 'bySchool' | 'target'
>;

/** Counts by state in the order of the words, such as `3 waiting · 12 accepted`. */
export const countsInWords = (counts: Readonly<Record<string, number>>, count: Count, inOrder = messageWords): string =>
  Object.entries(inOrder)
    .filter(([state]) => (counts[state] ?? 0) > 0)
    .map(([state, words]) => `${count(counts[state] ?? 0)} ${words}`)
    .join(' · ') || 'none yet';

/** One line of a table with a bar: how many of those invited have answered, and how many are missing to the target. */
function responseRow(
  name: string,
  { invited, completed }: { readonly invited: number; readonly completed: number },
  target: number,
  sees: Sees,
) {
  const wanted = Math.ceil((invited * target) / 100);
  const reached = completed >= wanted;
  const short = sees.names ? `${format.countOf(wanted - completed, 'answer', 'answers')} short` : 'not reached';
  return {
    name,
    reached: invited > 0 && reached,
    asked: invited > 0,
    ...{ invited: countFor(sees)(invited), completed: countFor(sees)(completed) },
    share: shareOf(invited, completed, sees),
    against: invited === 0 ? '–' : reached ? 'reached' : short,
  };
}

/** In per cent; null where nobody was invited, or where a share would tell what its counts do not. */
function shareOf(invited: number, completed: number, { names }: Sees): number | null {
  if (names) return invited === 0 ? null : Math.round((completed / invited) * 100);
  const [of, part] = [disclosed(invited), disclosed(completed)];
  return of === null || part === null || invited < leastForShare ? null : Math.round((part / of) * 100);
}

function finding(rows: readonly { readonly reached: boolean; readonly asked: boolean }[], target: number): string {
  const asked = rows.filter((row) => row.asked);
  const reached = asked.filter((row) => row.reached).length;
  if (asked.length === 0) return `Nobody is invited yet; the target is ${target} %`;
  if (asked.length === 1)
    return reached === 1 ? `The target of ${target} % is reached` : `The target of ${target} % is not reached yet`;
  const so = reached === 0 ? 'none' : format.count(reached);
  const have = reached > 1 ? 'have' : 'has';
  return `${format.capital(so)} of ${format.count(asked.length)} schools ${have} reached the target of ${target} %`;
}

function groupRows({ groups }: Funnel, target: number, sees: Sees) {
  const { shown, small } = sees.names
    ? { shown: Object.entries(groups).sort(([, a], [, b]) => b.invited - a.invited), small: null }
    : groupsWithoutSmall(groups);
  return [
    ...shown.map(([group, counts]) => responseRow(groupWords[group] ?? group, counts, target, sees)),
    ...(small === null ? [] : [responseRow('Smaller groups together', small, target, sees)]),
  ];
}

/** For `include('staff/waves/live')`. */
export function livePart({ wave, funnel, asOf, bySchool, target }: Counts, sees: Sees) {
  const schoolRows = bySchool.map(({ school, funnel: theirs }) => responseRow(school.name, theirs, target, sees));
  const count = countFor(sees);
  return {
    wave,
    funnel,
    asOf,
    target,
    tag: stateTags[wave.state],
    ...{ count, countOf: countOfFor(sees), rounded: roundedNote(sees) },
    messages: countsInWords(funnel.messages, count),
    byTelephone: sees.names ? `/staff/waves/${wave.id}/not-invited?reason=by-telephone` : null,
    responses: sees.names ? `/staff/responses?wave=${wave.id}&state=` : null,
    stepTable: wave.steps.map(({ id, on, at }) => {
      const counts = funnel.steps[id] ?? {};
      return [
        stepWords[id],
        format.dateTime(stepMoment({ on, at })),
        ...(isMessageStep({ id }) ? [count(total(counts)), count(counts['accepted'] ?? 0)] : ['–', '–']),
        count(funnel.answered[id] ?? 0),
        total(counts) === (counts['accepted'] ?? 0) ? '' : countsInWords({ ...counts, accepted: 0 }, count),
      ];
    }),
    schoolRows,
    finding: finding(schoolRows, target),
    groupRows: groupRows(funnel, target, sees),
  };
}
