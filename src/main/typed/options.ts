// What several commands take, and how what is typed becomes numbers.
import { InvalidArgumentError, Option } from 'commander';

const wholeUpTo =
  (most: number, otherwise: string) =>
  (text: string): number => {
    if (!/^\d{1,9}$/.test(text) || Number(text) > most) throw new InvalidArgumentError(otherwise);
    return Number(text);
  };
export const portNumber = wholeUpTo(65_535, 'A port is a number from 0 to 65535.');
export const dayCount = wholeUpTo(9_999, 'Days are a whole number, such as 8.');
export const secondCount = wholeUpTo(9_999, 'Seconds are a whole number, such as 60.');
export const wholeNumber = wholeUpTo(999_999_999, 'Give a whole number, such as 7.');

export const dataOption = (): Option => new Option('--data <folder>', 'where Onward keeps its data');
export const portOption = (): Option =>
  new Option('--port <number>', 'where the pages are served').argParser(portNumber);
export const jsonOption = (): Option => new Option('--json', 'print the result as JSON');

/** Loads what a command needs once it is typed, so that help and refusals answer at once. */
export const on =
  <Given extends readonly unknown[]>(load: () => Promise<(...given: Given) => unknown>) =>
  async (...given: Given): Promise<void> => {
    const run = await load();
    await run(...given);
  };
