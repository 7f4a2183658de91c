// Before all tests: everything is built, and one database is there for everybody (decision R23). Each test file uses a database
// name of its own. With MONGODB_URI set, that server is used instead and nothing is started.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from 'jest';

/** Where the teardown finds what to do: both run in jest's own process, as two separate modules. */
const TEAR_DOWN = Symbol.for('onward.test.tear-down');

const setUp = async ({ rootDir: root = process.cwd() }: Pick<Config, 'rootDir'>): Promise<void> => {
  const build = [path.join(root, '.config/build.mjs'), '--quiet', '--tests'];
  if (spawnSync(process.execPath, build, { stdio: 'inherit' }).status !== 0) throw new Error('The build failed.');
  const given = process.env['MONGODB_URI'];
  if (given !== undefined && given !== '') {
    process.env['ONWARD_TEST_MONGODB_URI'] = given.endsWith('/') ? given : `${given}/`;
    return;
  }
  // Jest reads this file outside its module system, where only built files can be imported.
  const host = path.join(root, 'dist/src/embedded/host.js');
  const { openEmbedded } = (await import(host)) as typeof import('../../src/embedded/host.js');
  const folder = mkdtempSync(path.join(tmpdir(), 'onward-test-'));
  const server = await openEmbedded({ dataFolder: folder, sweepEveryMs: 500 });
  process.env['ONWARD_TEST_MONGODB_URI'] = server.uri;
  Object.assign(globalThis, {
    [TEAR_DOWN]: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  });
};

export default setUp;
