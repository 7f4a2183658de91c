// How test files are run: as Node itself runs the program, from what `build.mjs --tests` built. Jest's own way is a sandbox for
// each test file, in which every module is loaded anew and runs cold; that took more than half of the suite's time. Here a
// worker loads the program once, as a running Onward does. Nothing is mocked, so no test file needs modules of its own.
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { default: Runtime } = require('jest-runtime');

const keptByFramework = ['JEST_STATE_SYMBOL', 'EVENT_HANDLERS'];

module.exports = class NativeRuntime extends Runtime {
  /** Jest's framework, without what the test file before this one described. */
  requireInternalModule(file, inside) {
    if (inside !== undefined) return super.requireInternalModule(file, inside);
    for (const name of Object.getOwnPropertySymbols(globalThis)) {
      if (keptByFramework.includes(name.description)) delete globalThis[name];
    }
    delete require.cache[file];
    return require(file);
  }

  setGlobalsForRuntime(words) {
    globalThis[Symbol.for('onward.test.words')] = words;
  }

  unstable_importModule(testFile) {
    const { rootDir } = this._config;
    const built = path.join(rootDir, 'dist', path.relative(rootDir, testFile).replace(/\.ts$/, '.js'));
    return import(pathToFileURL(built).href);
  }
};
