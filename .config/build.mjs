// Builds what Node runs: every TypeScript file of src and jobs to dist (swc, no type check), and the stylesheets.
// Does nothing when dist is newer than every source, so that each command may call it first.
import { execPath } from 'node:process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const stamp = path.join(root, 'dist/.built');
const quiet = process.argv.includes('--quiet');

const filesUnder = (folder, ending) =>
  existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder), { recursive: true })
        .filter((name) => name.endsWith(ending))
        .map((name) => path.join(folder, name))
    : [];

const sources = [...filesUnder('src', '.ts'), ...filesUnder('jobs', '.ts')];
const styles = filesUnder('views/assets/styles', '.scss');
const newest = Math.max(
  ...[...sources, ...styles, 'package.json', '.config/build.mjs'].map((file) => statSync(path.join(root, file)).mtimeMs),
);
const counted = `${sources.length} ${styles.length}`;
const { readFileSync } = await import('node:fs');
if (existsSync(stamp) && statSync(stamp).mtimeMs >= newest && readFileSync(stamp, 'utf8') === counted) process.exit(0);

let swc;
let sass;
try {
  swc = await import('@swc/core');
  sass = await import('sass');
} catch {
  if (existsSync(stamp)) process.exit(0); // installed without development packages: run what was built before
  console.error('Nothing is built and the build tools are not installed. Run "npm ci" and "npm run build" first.');
  process.exit(1);
}

const began = Date.now();
rmSync(path.join(root, 'dist'), { recursive: true, force: true });
for (const file of sources) {
  const { code, map } = await swc.transformFile(path.join(root, file), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
    sourceMaps: true,
  });
  const target = path.join(root, 'dist', file.replace(/\.ts$/, '.js'));
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
  writeFileSync(`${target}.map`, map);
}
for (const file of styles.filter((name) => !path.basename(name).startsWith('_'))) {
  const { css } = sass.compile(path.join(root, file), {
    style: 'compressed',
    loadPaths: [path.join(root, 'node_modules')],
    quietDeps: true,
  });
  const target = path.join(root, 'dist/assets', path.basename(file).replace(/\.scss$/, '.css'));
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, css);
}
mkdirSync(path.dirname(stamp), { recursive: true });
writeFileSync(stamp, counted);
if (!quiet) console.log(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s (node ${path.basename(execPath)} ${process.version}).`);
