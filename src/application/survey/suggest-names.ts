// Which names may somebody mean who is typing one?
import { mostOffered, type Listed, type ListedKind } from '../../domain/survey/listed.js';
import { nameLists } from '../../reference/index.js';

/** Names of the list, best first, at most as many as are offered on a page. */
export const suggestNames = (kind: ListedKind, text: string): readonly Listed[] =>
  nameLists[kind].search(text, mostOffered);
