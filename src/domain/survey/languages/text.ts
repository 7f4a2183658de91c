// What is a text, and how does it become a sentence for somebody in their language?
// A text is a sentence, or one for each plural form of its language (CLDR). What is filled in may be written the other way
// round than the sentence, such as a Latin name in Arabic: it is then set apart by Unicode's isolates (UAX 9), so that no
// full stop and no bracket jumps to its other side.

/** One sentence, or one by plural form, chosen by `count`. */
export type Text = string | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string });

/** What is filled in, by the word in braces. */
export type Values = Readonly<Record<string, string | number>>;

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const [isolate, endIsolate] = ['\u2068', '\u2069'];

/** The value as it stands in a sentence: apart from it where one of the two runs from right to left. */
export const isolated = (value: string, sentence: string): string =>
  rightToLeft.test(value) || rightToLeft.test(sentence) ? `${isolate}${value}${endIsolate}` : value;

// `{Count}` is the number at the beginning of a sentence.
const placeholder = /\{([a-z]+|Count)\}/g;

/** All forms of a text. */
export const formsOf = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : Object.values(text));

/** The words in braces of a text, in order of the alphabet. */
export const placeholdersIn = (text: Text): readonly string[] =>
  [
    ...new Set(
      formsOf(text).flatMap((form) => [...form.matchAll(placeholder)].map(([, name = '']) => name.toLowerCase())),
    ),
  ].sort();

/** How a language chooses plural forms and writes numbers in sentences. */
export interface Counting {
  readonly form: (count: number) => Intl.LDMLPluralRule;
  readonly written: (count: number) => string;
}

/** The sentence with its values. Throws RangeError for a value that is missing: a gap is worse than an error. */
export function sentence(text: Text, values: Values, { form, written }: Counting): string {
  const { count } = values;
  const chosen = typeof text === 'string' ? text : (typeof count === 'number' && text[form(count)]) || text.other;
  return chosen.replace(placeholder, (_whole, name: string) => {
    const value = values[name.toLowerCase()];
    if (value === undefined) throw new RangeError(`The text "${chosen}" lacks ${name}.`);
    const inWords = typeof value === 'number' ? written(value) : isolated(value, chosen);
    return name === 'Count' ? inWords.charAt(0).toUpperCase() + inWords.slice(1) : inWords;
  });
}
