import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { callersFolder } from '../package-root.js';
import { commandLine, InputProblem, withApplication, type DataOptions } from './open.js';

interface ImportOptions extends DataOptions {
  readonly preview: boolean;
  readonly json?: boolean;
}

/** `onward import leavers`: the same rules as the page (decision R18); problems are named by line, field and remedy. */
export async function importLeavers(file: string, options: ImportOptions): Promise<void> {
  const source = path.resolve(callersFolder, file);
  if (!existsSync(source)) throw new InputProblem(`There is no file ${source}.`);
  await withApplication(options, async (application) => {
    const summary = await application.alumni.importLeavers({
      viewer: commandLine,
      stream: createReadStream(source),
      fileName: path.basename(source),
      commit: !options.preview,
    });
    process.stdout.write(
      options.json === true ? `${JSON.stringify(summary)}\n` : `${JSON.stringify(summary, null, 2)}\n`,
    );
  });
}
