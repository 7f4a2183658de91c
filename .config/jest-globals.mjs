// What test files import as `@jest/globals`, once they are built: Jest's words as native-runtime.cjs keeps them for the test file
// that runs now. A word is looked up when it is used, because files in test/support are loaded once for many test files.
const words = () => globalThis[Symbol.for('onward.test.words')];
const wordOf = (find) =>
  new Proxy(() => undefined, {
    get: (_target, name) => wordOf(() => find()[name]), // such as `skip` and `each`
    apply: (_target, _self, given) => find()(...given),
  });

export const [afterAll, afterEach, beforeAll, beforeEach, describe, it] = [
  ...['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'it'],
].map((name) => wordOf(() => words()[name]));
export const { expect } = words(); // the same one for every file
