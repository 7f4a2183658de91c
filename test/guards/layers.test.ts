// Do the layers hold, and does each rule bite? One violation of every rule is planted in a copy of the tree's shape
// and the same configuration must name it.
import { describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

const root = process.cwd();
const require = createRequire(import.meta.url);
const configuration = require(path.join(root, '.config/dependency-cruiser.cjs')) as {
  readonly forbidden: readonly { readonly name: string }[];
};

function violations(folder: string, files: readonly string[]): readonly { rule: string; from: string }[] {
  const run = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      path.join(root, '.config/dependency-cruiser.cjs'),
      '--output-type',
      'json',
      ...files,
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const report = JSON.parse(run.stdout) as {
    readonly summary: {
      readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
    };
  };
  return report.summary.violations.map(({ from, rule }) => ({ rule: rule.name, from }));
}

/** For each rule, the file that breaks it and what it imports. */
const planted: Readonly<Record<string, readonly [file: string, imports: string]>> = {
  'no-cycles': ['src/domain/calendar/turning-a.ts', './turning-b.js'],
  'no-dumping-ground': ['src/domain/alumni/tidy.ts', './utils/anything.js'],
  'domain-is-pure': ['src/domain/calendar/reads-disk.ts', 'node:fs'],
  'domain-statistics-looks-left': ['src/domain/statistics/right.ts', '../calendar/target.js'],
  'domain-calendar-looks-left': ['src/domain/calendar/right.ts', '../alumni/target.js'],
  'domain-alumni-looks-left': ['src/domain/alumni/right.ts', '../survey/target.js'],
  'domain-survey-looks-left': ['src/domain/survey/right.ts', '../waves/target.js'],
  'domain-waves-looks-left': ['src/domain/waves/right.ts', '../destinations/target.js'],
  'domain-destinations-looks-left': ['src/domain/destinations/right.ts', '../insight/target.js'],
  'domain-official-looks-left': ['src/domain/official/right.ts', '../insight/target.js'],
  'domain-insight-looks-left': ['src/domain/insight/right.ts', '../nothing-to-the-right/target.js'],
  'store-stands-alone': ['src/store/reaches.ts', '../mail/index.js'],
  'mail-stands-alone': ['src/mail/reaches.ts', '../application/index.js'],
  'texts-stands-alone': ['src/texts/reaches.ts', '../mail/index.js'],
  'files-stands-alone': ['src/files/reaches.ts', '../store/index.js'],
  'reference-stands-alone': ['src/reference/reaches.ts', '../store/index.js'],
  'security-stands-alone': ['src/security/reaches.ts', '../store/index.js'],
  'application-uses-front-doors': ['src/application/back-door.ts', '../store/inside.js'],
  'application-knows-no-way-in': ['src/application/outward.ts', '../web/app.js'],
  'ways-in-use-application': ['src/web/shortcut.ts', '../store/index.js'],
  'jobs-and-web-apart': ['jobs/page.ts', '../src/web/app.js'],
  'web-and-jobs-apart': ['src/web/tick.ts', '../../jobs/job.js'],
  'embedded-knows-nothing-of-onward': ['src/embedded/knows.ts', '../domain/alumni/target.js'],
  'embedded-technology': ['src/embedded/borrows.ts', 'express'],
  'only-main-knows-embedded': ['src/web/database.ts', '../embedded/host.js'],
  'nobody-imports-main': ['src/web/starts.ts', '../main/start.js'],
  'mongoose-only-in-store': ['src/web/queries.ts', 'mongoose'],
  'nodemailer-only-in-mail': ['src/application/posts.ts', 'nodemailer'],
  'express-only-in-web': ['src/store/serves.ts', 'express'],
  'agenda-only-in-runner': ['jobs/second-runner.ts', 'agenda'],
};

/** Files that planted imports lead to. */
const targets = [
  ...['calendar', 'alumni', 'survey', 'waves', 'destinations', 'insight', 'nothing-to-the-right'].map(
    (folder) => `src/domain/${folder}/target.ts`,
  ),
  'src/domain/alumni/utils/anything.ts',
  'src/mail/index.ts',
  'src/store/index.ts',
  'src/store/inside.ts',
  'src/application/index.ts',
  'src/web/app.ts',
  'src/embedded/host.ts',
  'src/main/start.ts',
  'jobs/job.ts',
];

describe('layers', () => {
  it('every rule bites on a planted violation', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'onward-layers-'));
    try {
      const put = (file: string, text: string): void => {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
      };
      for (const file of targets) put(file, 'export const target = 1;\n');
      put('src/domain/calendar/turning-b.ts', "import './turning-a.js';\nexport const b = 1;\n");
      for (const [file, imports] of Object.values(planted))
        put(file, `import '${imports}';\nexport const planted = 1;\n`);
      put('tsconfig.json', '{ "compilerOptions": { "module": "NodeNext", "target": "ES2023" } }');
      put('package.json', '{ "type": "module" }');
      symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
      const found = violations(folder, ['src', 'jobs']);
      const missed = Object.entries(planted)
        .filter(([rule, [file]]) => !found.some((one) => one.rule === rule && one.from === file))
        .map(([rule]) => rule);
      expect(missed).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('every rule of the configuration has a planted violation', () => {
    expect(configuration.forbidden.map((rule) => rule.name).sort()).toEqual(Object.keys(planted).sort());
  });
});
