import process from 'node:process';

/** Where lines are counted, Jest must load the sources itself. */
const sandbox = process.argv.includes('--coverage');

/** @type {import('jest').Config} */
export default {
  rootDir: '..',
  ...(sandbox ? {} : { runtime: '<rootDir>/.config/native-runtime.cjs' }),
  injectGlobals: false,
  roots: ['<rootDir>/test', '<rootDir>/src', '<rootDir>/jobs'], // all three, or coverage leaves untested files out silently
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/test/bench/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  collectCoverageFrom: ['src/**/*.ts', 'jobs/**/*.ts'],
  coverageProvider: 'v8',
  workerIdleMemoryLimit: '2GB', // what test files leave behind adds up; a worker that began anew loads the program anew
  maxWorkers: 2,
  testTimeout: 60_000, // a machine with others on it may need three times as long as an idle one
};
