// Does this letter advertise?
// Survey mail that also promotes, sells or raises money is marketing and needs a consent that we do not have
// (requirement P2). A phrase of this list blocks the letter and is named, so that whoever wrote it can see why.

const phrases: readonly (readonly [RegExp, what: string])[] = [
  [/\b(?:donat\w*|fund-?rais\w*|sponsor\w*|give generously|bursary appeal|legac(?:y|ies) gift)\b/i, 'raises money'],
  [
    /\b(?:discount\w*|special offers?|vouchers?|gift cards?|promo(?:tion\w*| codes?)?|raffles?|prize draws?|win a|buy|shop|for sale|tickets?)\b/i,
    'sells or rewards',
  ],
  [
    /\b(?:newsletters?|subscribe|sign up|follow us|like us|share this|join us|our alumni (?:club|network|association)|reunions?|open (?:days?|evenings?)|volunteer\w*|mentoring scheme)\b/i,
    'invites to something else',
  ],
  [
    /\b(?:act now|apply now|enrol now|hurry|don[’']t miss|limited time|last chance|exclusive|amazing|once in a lifetime|click here)\b/i,
    'presses',
  ],
];

/** Links and addresses of any kind; the button is the only one. */
const links: readonly RegExp[] = [
  /https?:\S*/i,
  /\bwww\.\S*/i,
  /\S+@\S+/,
  /\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|uk|info|io|co|eu|me|app|ly|link|edu|gov|example|school)\b\S*/i,
];

/** What promotes in the text: the words as they stand, and what they do. */
export const promotionIn = (text: string): readonly { readonly words: string; readonly what: string }[] =>
  phrases.flatMap(([phrase, what]) => {
    const words = phrase.exec(text)?.[0];
    return words === undefined ? [] : [{ words, what }];
  });

/** The first link or address that somebody wrote into the text, or null. */
export const linkIn = (text: string): string | null => {
  for (const link of links) {
    const found = link.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return null;
};
