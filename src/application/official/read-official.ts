// Which figures does a kept official file hold? Read in batches of figures that are whole: the lines of one group of students
// are never parted between two batches, whatever the layout; a file in which they stand further apart is refused. The same file
// gives the same batches every time, which is what lets an import be taken up again at its position (decision R18).
import type { LineProblem } from '../../domain/alumni/import.js';
import { seenKeys } from '../../domain/alumni/seen-keys.js';
import { figureKey, joined, leaversWords, type OfficialFigure } from '../../domain/official/figure.js';
import type { OfficialFormat } from '../../domain/official/format.js';
import { FileRefused, openOfficial } from '../../files/index.js';
import type { Tools } from '../tools.js';

/** What is read, and within which limits. */
export interface OfficialReading {
  readonly fileHash: string;
  readonly limits: { readonly rows: number; readonly columns: number; readonly field: number };
  /** The leavers' year for figures of a file that does not say. */
  readonly leaversGiven?: number | undefined;
}

/** Some lines of the file and what they hold. */
export interface OfficialBatch {
  /** By key; in order of their first lines. */
  readonly figures: ReadonlyMap<string, OfficialFigure>;
  readonly problems: readonly LineProblem[];
  readonly lines: number;
  readonly linesWithProblems: number;
  readonly lastLine: number;
}

const batchSize = 500;

/** A figure of which some lines stood in an earlier batch: it could be neither checked nor counted as one. */
const standsApart = ({ place, leavers, line }: OfficialFigure, before: number): FileRefused =>
  new FileRefused(
    `Line ${line} goes on about ${place.name} (${leaversWords(leavers)}), of which line ${before} spoke: the lines of one group of students stand too far apart, or stand twice. Sort the file by school, year and group of students, and bring it again.`,
  );

/** The format of the file, and its batches. Throws FileRefused, also half way. */
export async function officialBatches(
  { files }: Pick<Tools, 'files'>,
  { fileHash, limits, leaversGiven }: OfficialReading,
): Promise<{
  readonly format: OfficialFormat;
  readonly ignored: readonly string[];
  readonly notes: () => readonly string[];
  readonly batches: AsyncIterable<OfficialBatch>;
}> {
  const { format, ignored, lines, notes } = await openOfficial(() => files.open(fileHash), limits);
  const dated = (figure: OfficialFigure): OfficialFigure =>
    figure.leavers === null && leaversGiven !== undefined ? { ...figure, leavers: leaversGiven } : figure;

  async function* batches(): AsyncGenerator<OfficialBatch> {
    let batch = emptyBatch();
    const earlier = seenKeys();
    for await (const { line, figures, faults } of lines) {
      const keyed = figures.map(dated).map((figure) => [figureKey(figure), figure] as const);
      if (batch.figures.size >= batchSize && !keyed.some(([key]) => batch.figures.has(key))) {
        yield batch;
        for (const [key, figure] of batch.figures) earlier.note(key, figure.line);
        batch = emptyBatch();
      }
      for (const [key, figure] of keyed) {
        const before = batch.figures.get(key);
        const closed = before === undefined ? earlier.lineOf(key) : undefined;
        if (closed !== undefined) throw standsApart(figure, closed);
        batch.figures.set(key, before === undefined ? figure : joined(before, figure));
      }
      batch.problems.push(...faults.map((fault) => ({ line, ...fault })));
      batch.linesWithProblems += faults.length > 0 ? 1 : 0;
      batch.lines += 1;
      batch.lastLine = line;
    }
    if (batch.lines > 0) yield batch;
  }
  return { format, ignored, notes, batches: batches() };
}

const emptyBatch = () => ({
  figures: new Map<string, OfficialFigure>(),
  problems: [] as LineProblem[],
  lines: 0,
  linesWithProblems: 0,
  lastLine: 0,
});
