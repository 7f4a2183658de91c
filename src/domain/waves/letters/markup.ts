// How is a letter's source read?
// Paragraphs are parted by empty lines; a line that begins with `* ` is an item of a list; a line that is nothing but words
// in square brackets is the button. `{first name}` and the like are filled in. There is no other markup: text, HTML and
// the words for the checks all come from the blocks that are found here.
import {
  letterVariables,
  type Block,
  type Letter,
  type LetterId,
  type LetterText,
  type LetterVariable,
  type Run,
} from './letter.js';

const isVariable = (word: string): word is LetterVariable => Object.hasOwn(letterVariables, word);

/** The source with one kind of line end, without characters that nobody can see. */
export const normalized = (source: string): string =>
  source
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/[\p{Co}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}|[\u200b\u2060\ufeff]/gu, '')
    .trim();

/** Every word in braces, as it was written. */
export const variablesIn = (source: string): readonly string[] =>
  [...source.matchAll(/\{([^{}]*)\}/g)].map(([, word = '']) => word.trim().toLowerCase());

/** The words and fields of one line; a word in braces that is no variable stays as it stands. */
export function runsOf(text: string): readonly Run[] {
  return text.split(/(\{[^{}]*\})/).flatMap((part): readonly Run[] => {
    const word = /^\{([^{}]*)\}$/.exec(part)?.[1]?.trim().toLowerCase();
    if (word !== undefined && isVariable(word)) return [{ field: letterVariables[word] }];
    return part === '' ? [] : [part];
  });
}

const isItem = (line: string): boolean => line.startsWith('* ');

/** The blocks of a body, which need not be right. */
export function blocksOf(body: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const part of normalized(body).split(/\n\s*\n/)) {
    let lines: string[] = [];
    const flush = (): void => {
      const [first] = lines;
      if (first === undefined) return;
      if (isItem(first)) blocks.push({ kind: 'list', items: lines.map((line) => runsOf(line.slice(2).trim())) });
      else blocks.push({ kind: 'paragraph', runs: runsOf(lines.join(' ')) });
      lines = [];
    };
    for (const line of part.split('\n').map((each) => each.trim())) {
      const label = /^\[([^[\]]*)\]$/.exec(line)?.[1]?.trim();
      const [first] = lines;
      if (label !== undefined || (first !== undefined && isItem(first) !== isItem(line))) flush();
      if (label !== undefined) blocks.push({ kind: 'button', label });
      else if (line !== '') lines.push(line);
    }
    flush();
  }
  return blocks;
}

/** A letter as it is sent: what was once published is read as it stands, whatever the checks of today would say. */
export const readLetter = (id: LetterId, text: LetterText): Letter => ({
  id,
  subject: normalized(text.subject).replace(/\n+/g, ' '),
  blocks: blocksOf(text.body),
});

/** The runs with every field filled in. */
export const filledIn = (runs: readonly Run[], values: Readonly<Record<string, string>>): string =>
  runs.map((run) => (typeof run === 'string' ? run : (values[run.field] ?? ''))).join('');

/** The words of a block, with every field filled in. */
export function wordsOf(block: Block, values: Readonly<Record<string, string>>): string {
  if (block.kind === 'button') return block.label;
  return block.kind === 'paragraph'
    ? filledIn(block.runs, values)
    : block.items.map((item) => filledIn(item, values)).join('\n');
}
