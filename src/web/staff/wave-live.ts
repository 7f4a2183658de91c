// The part of a wave's page that moves by itself: sums, the way from invited to completed, steps, schools and groups
// against the target. The page and its event stream render the same (decision R8).
import type { Application } from '../../application/index.js';
import { stepMoment } from '../../domain/waves/due-messages.js';
import { groupsWithoutSmall, total, type Funnel } from '../../domain/waves/progress.js';
import { format } from '../format.js';
import { groupWords, messageWords, stateTags, stepWords } from './wave-words.js';

type Counts = Pick<
  Awaited<ReturnType<Application['waves']['showWave']>>,
  'wave' | 'funnel' | 'asOf' | 'bySchool' | 'target'
>;

/** Counts by state in the order of the words, such as `3 waiting · 12 accepted`. */
export const countsInWords = (counts: Readonly<Record<string, number>>, inOrder = messageWords): string =>
  Object.entries(inOrder)
    .filter(([state]) => (counts[state] ?? 0) > 0)
    .map(([state, words]) => `${format.number(counts[state] ?? 0)} ${words}`)
    .join(' · ') || 'none yet';

/** One line of a table with a bar: how many of those invited have answered, and how many are missing to the target. */
function responseRow(name: string, { invited, completed }: { invited: number; completed: number }, target: number) {
  const wanted = Math.ceil((invited * target) / 100);
  return {
    name,
    ...{ invited, completed },
    share: invited === 0 ? 0 : Math.round((completed / invited) * 100),
    against:
      invited === 0
        ? '–'
        : completed >= wanted
          ? 'reached'
          : `${format.countOf(wanted - completed, 'answer', 'answers')} short`,
  };
}

function finding(rows: readonly { readonly against: string; readonly invited: number }[], target: number): string {
  const asked = rows.filter(({ invited }) => invited > 0);
  const reached = asked.filter(({ against }) => against === 'reached').length;
  if (asked.length === 0) return `Nobody is invited yet; the target is ${target} %`;
  if (asked.length === 1)
    return reached === 1 ? `The target of ${target} % is reached` : `The target of ${target} % is not reached yet`;
  const so = reached === 0 ? 'none' : format.count(reached);
  const have = reached > 1 ? 'have' : 'has';
  return `${format.capital(so)} of ${format.count(asked.length)} schools ${have} reached the target of ${target} %`;
}

function groupRows({ groups }: Funnel, target: number, names: boolean) {
  const { shown, small } = names
    ? { shown: Object.entries(groups).sort(([, a], [, b]) => b.invited - a.invited), small: null }
    : groupsWithoutSmall(groups);
  return [
    ...shown.map(([group, counts]) => responseRow(groupWords[group] ?? group, counts, target)),
    ...(small === null ? [] : [responseRow('Smaller groups together', small, target)]),
  ];
}

/** For `include('staff/waves/live')`. */
export function livePart({ wave, funnel, asOf, bySchool, target }: Counts, sees: { readonly names: boolean }) {
  const schoolRows = bySchool.map(({ school, funnel: theirs }) => responseRow(school.name, theirs, target));
  return {
    wave,
    funnel,
    asOf,
    target,
    tag: stateTags[wave.state],
    messages: countsInWords(funnel.messages),
    byTelephone: sees.names ? `/staff/waves/${wave.id}/not-invited?reason=by-telephone` : null,
    responses: sees.names ? `/staff/responses?wave=${wave.id}&state=` : null,
    stepTable: wave.steps.map(({ id, on, at }) => {
      const counts = funnel.steps[id] ?? {};
      return [
        stepWords[id],
        format.dateTime(stepMoment({ on, at })),
        total(counts),
        counts['accepted'] ?? 0,
        funnel.answered[id] ?? 0,
        total(counts) === (counts['accepted'] ?? 0) ? '' : countsInWords({ ...counts, accepted: 0 }),
      ];
    }),
    schoolRows,
    finding: finding(schoolRows, target),
    groupRows: groupRows(funnel, target, sees.names),
  };
}
