// Builds what Node runs: every TypeScript file of src and jobs to dist (swc, no type check), and the stylesheets.
// Only what is older than its source is built, each file put in place whole, so every command may call this first
// and two at once do no harm. Without the development packages it keeps what was built before. With --tests it also
// builds test, whose files find what they import as `@jest/globals` in jest-globals.mjs.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logical } from './logical-css.mjs';

const root = path.join(import.meta.dirname, '..');
const began = Date.now();

const filesUnder = (folder, ending) =>
  existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder), { recursive: true })
        .filter((name) => name.endsWith(ending) && !name.endsWith('.d.ts'))
        .map((name) => path.join(folder, name))
    : [];
const changedAt = (file) => (existsSync(path.join(root, file)) ? statSync(path.join(root, file)).mtimeMs : 0);
const put = (file, text) => {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(`${target}.${process.pid}`, text);
  renameSync(`${target}.${process.pid}`, target);
};

const folders = ['src', 'jobs', ...(process.argv.includes('--tests') ? ['test'] : [])];
const code = new Map(
  folders
    .flatMap((folder) => filesUnder(folder, '.ts'))
    .map((file) => [path.join('dist', file.replace(/\.ts$/, '.js')), file]),
);
const styles = filesUnder('views/assets/styles', '.scss');
const newestStyle = Math.max(0, ...[...styles, 'package.json', '.config/logical-css.mjs'].map(changedAt));
const sheets = new Map(
  styles
    .filter((file) => !path.basename(file).startsWith('_'))
    .map((file) => [path.join('dist/assets', path.basename(file).replace(/\.scss$/, '.css')), file]),
);

const newer = ([target, source]) => changedAt(source) >= changedAt(target);
const staleCode = [...code].filter(newer);
const staleSheets = [...sheets].filter(([target]) => newestStyle >= changedAt(target));

if (staleCode.length + staleSheets.length > 0) {
  let swc;
  let sass;
  try {
    swc = await import('@swc/core');
    sass = await import('sass');
  } catch {
    if ([...code.keys()].every((target) => changedAt(target) > 0)) process.exit(0);
    console.error('Onward is not built, and the build tools are not installed. Run "npm ci" and "npm run build" first.');
    process.exit(1);
  }
  for (const [target, source] of staleCode) {
    const { code: text, map } = await swc.transformFile(path.join(root, source), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
      sourceMaps: true,
    });
    put(`${target}.map`, map);
    put(target, `${text}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
  }
  for (const [target, source] of staleSheets) {
    const { css } = sass.compile(path.join(root, source), {
      style: 'compressed',
      loadPaths: [path.join(root, 'node_modules')],
      quietDeps: true,
    });
    put(target, logical(css));
  }
}
for (const target of folders.flatMap((folder) => filesUnder(path.join('dist', folder), '.js'))) {
  if (!code.has(target)) rmSync(path.join(root, target), { force: true });
}
if (folders.includes('test')) {
  const globals = 'dist/test/node_modules/@jest/globals';
  put(`${globals}/package.json`, '{ "type": "module", "exports": "./index.mjs" }\n');
  put(`${globals}/index.mjs`, readFileSync(path.join(root, '.config/jest-globals.mjs'), 'utf8'));
}
if (!process.argv.includes('--quiet')) {
  const version = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;
  console.log(`Onward ${version} built in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
}
