// What is a list of names from which somebody may choose, and what is kept of their choice?
// Places of study and subjects are typed as people say them and kept with the code of the one that they mean (feature 11).
// The lists belong to others and stand in src/reference, each with its source and date; rules see only this shape.

/** One name of a list. */
export interface Listed {
  /** UKPRN of a provider, CAH code of a subject. */
  readonly code: string;
  readonly name: string;
  /** What tells it from others of a like name, such as its town. */
  readonly note?: string;
}

/** A list that is searched by the beginnings of words, other names, codes and towns, and forgives one slip of the keys. */
export interface NameList {
  /** Which list, and as of when: `providers 2026-11-23`; kept with each answer (decision R17). */
  readonly version: string;
  readonly find: (code: string) => Listed | null;
  /** The one that is called exactly so, by its usual name or another of its names. */
  readonly called: (text: string) => Listed | null;
  /** Best first, at most `limit`. */
  readonly search: (text: string, limit: number) => readonly Listed[];
}

/** The kinds of question that have a list. */
export const listedKinds = ['provider', 'subject'] as const;
export type ListedKind = (typeof listedKinds)[number];
export type NameLists = Readonly<Record<ListedKind, NameList>>;

/** A name as it was typed, and the one that was meant; `code` null where it is on no list or was kept as typed. */
export interface ListedAnswer {
  readonly typed: string;
  readonly code: string | null;
  /** The usual name of what was meant; what was typed where there is no code. */
  readonly name: string;
  readonly list: string;
}

/** Under which value the form keeps what was typed. */
export const asTyped = 'as-typed';

/** How many names are offered to choose from: about as many as a phone shows. */
export const mostOffered = 8;

/** The answer, or `which-one` where several may be meant and nobody has said which. */
export function readListed(list: NameList, typed: string, pick: string | undefined): ListedAnswer | 'which-one' {
  const of = (meant: Listed | null): ListedAnswer => ({
    typed,
    code: meant?.code ?? null,
    name: meant?.name ?? typed,
    list: list.version,
  });
  const offered = list.search(typed, mostOffered);
  // What was picked under another name than the one that stands there now was not meant.
  const meant = offered.find(({ code }) => code === pick) ?? list.called(typed);
  return meant !== null || pick === asTyped || offered.length === 0 ? of(meant) : 'which-one';
}
