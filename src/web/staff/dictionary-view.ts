// The data dictionary as its page shows it: one block a question, so that it folds, with its codes below each other on a narrow screen.
import type { PublishedQuestionnaire } from '../../domain/survey/catalogue.js';
import { dictionaryOf, type DictionaryRow } from '../../domain/survey/dictionary.js';

const factsOf = ({ kind, askedOf, required, forValid, hard, byProxy, doubts, wording }: DictionaryRow) =>
  [
    kind,
    `asked of ${askedOf}`,
    ...(required ? ['required'] : []),
    ...(forValid ? ['needed for a valid response'] : []),
    ...(hard ? ['says why we ask'] : []),
    ...(byProxy ? [] : ['only the person']),
    ...(doubts === '' ? [] : [`asks again: ${doubts}`]),
    ...(wording === '' ? [] : [`wording ${wording}`]),
  ].join('; ');

/** Each question in the order of asking, with what is told of it and its codes; `kept` where it has none. */
export function dictionaryView(published: PublishedQuestionnaire) {
  const rows = dictionaryOf(published);
  return rows
    .filter((row, at) => rows[at - 1]?.question !== row.question)
    .map((first) => ({
      id: first.question,
      title: `${first.page}. ${first.question}`,
      heading: first.heading,
      facts: factsOf(first),
      kept: first.code === '' ? first.text : null,
      codes: rows
        .filter(({ question, code }) => question === first.question && code !== '')
        .map(({ code, text, means }) => ({ key: code, value: means === '' ? text : `${text} (${means})` })),
    }));
}
