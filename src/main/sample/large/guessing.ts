// Lets the staff of the large demonstration guess by the codes of their sheets before anybody is counted, and unseals the sheets afterwards,
// as a trust would: the figures beside the guesses are those that Onward counts.
import type { Application } from '../../../application/index.js';
import type { StaffId } from '../../../domain/alumni/ids.js';
import { cohortId } from '../../../domain/alumni/cohort.js';
import type { Viewer } from '../../../domain/alumni/viewer.js';
import { guessByCode } from '../guesses.js';
import { plannedSheets } from './beliefs.js';
import type { PlantedTruths } from './truths.js';

const host: Viewer = { staffId: 'sample' as StaffId, role: 'administrator', schools: 'every-school' };

/** Opens the sheets of the leavers of the summer before the last and takes the guesses; gives what unseals them. Repeating it adds nothing. */
export async function guessFirst(
  { insight }: Pick<Application, 'insight'>,
  seed: number,
  truths: PlantedTruths,
): Promise<() => Promise<void>> {
  const cohort = cohortId('y13', truths.summers.last - 1);
  for (const { title, place, figures, guesses } of plannedSheets(seed, truths)) {
    const known = (await insight.showGuesses(host)).sheets.find((sheet) => sheet.title === title);
    const school = place === null ? '' : (truths.schools[place]?.school.id ?? '');
    const id = known?.id ?? (await insight.openGuessSheet(host, { title, school, cohort, figures }));
    if (id === null) continue;
    const { code } = await insight.showGuessSheet(host, id);
    if (code !== null) await guessByCode({ insight }, code, guesses.slice(known?.guesses ?? 0));
  }
  return async () => {
    const { sheets } = await insight.showGuesses(host);
    for (const { id } of sheets) await insight.unsealGuessSheet(host, id);
  };
}
