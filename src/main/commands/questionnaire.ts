import { pipeline } from 'node:stream/promises';
import { dictionaryCsv } from '../../application/survey/dictionary-csv.js';
import { newestQuestionnaire, publishedQuestionnaires, findQuestionnaire } from '../../domain/survey/catalogue.js';
import type { PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import { withEveryModule } from '../../domain/survey/modules.js';
import { dictionaryOf, drawingOf, graphOf } from '../../domain/survey/dictionary.js';
import { InputProblem } from '../problem.js';
import { pictureOf } from './questionnaire-picture.js';

/** `arrival-check` is its newest version, `arrival-check@1` that one, with the modules that can join it. Throws InputProblem for a name that is not published. */
function named(name: string): PublishedQuestionnaire {
  const [, bare = name, version] = /^(.+)@(\d{1,4})$/.exec(name) ?? [];
  const found =
    version === undefined ? newestQuestionnaire(bare) : findQuestionnaire({ name: bare, version: Number(version) });
  if (found !== null) return withEveryModule(found);
  const known = publishedQuestionnaires.map((each) => `${each.questionnaire.name}@${each.questionnaire.version}`);
  throw new InputProblem(`No such questionnaire: ${name}. Known: ${known.join(', ')}.`);
}

/** Prints it; whoever reads it may have enough of it early, such as `head`. */
const print = (text: string): Promise<void> =>
  pipeline([text], process.stdout, { end: false }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  });

/** `onward questionnaire draw`: its pages and the answers they hang from, as Mermaid's flowchart text or as a picture. */
export async function drawQuestionnaire(
  name: string,
  options: { readonly json?: boolean; readonly svg?: boolean },
): Promise<void> {
  const published = named(name);
  if (options.svg === true) {
    await print(pictureOf(`${published.title}, version ${published.questionnaire.version}`, graphOf(published)));
    return;
  }
  const drawing = drawingOf(published);
  await print(options.json === true ? `${JSON.stringify({ mermaid: drawing })}\n` : drawing);
}

/** `onward questionnaire dictionary`: every question and code with its words and of whom it is asked. */
export async function printDictionary(name: string, options: { readonly json?: boolean }): Promise<void> {
  const published = named(name);
  await print(options.json === true ? `${JSON.stringify(dictionaryOf(published))}\n` : dictionaryCsv(published));
}
