// Which answers are somebody's own words, typed and not chosen?
// Long boxes and single lines alike, and names that are on no list: people write where there is a field.
import { isListed, type Answers, type Page, type Question } from './definition.js';

const typedKinds: readonly Question['kind'][] = ['short-text', 'long-text', 'employer', 'job-title'];
const listedKinds: readonly Question['kind'][] = ['provider', 'subject'];

/** The words typed in answer to the questions of these pages. */
export const ownWordsIn = (pages: readonly Page[], answers: Answers): readonly string[] =>
  pages
    .flatMap(({ questions }) => questions)
    .flatMap(({ id, kind }) => {
      const value = answers[id];
      if (typeof value === 'string') return typedKinds.includes(kind) ? [value] : [];
      return value !== undefined && listedKinds.includes(kind) && isListed(value) && value.code === null
        ? [value.typed]
        : [];
    });
