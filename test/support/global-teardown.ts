// After all tests: stops the database that the global set-up started and removes its folder.
const tearDown = async (): Promise<void> => {
  const { [Symbol.for('onward.test.tear-down')]: stop } = globalThis as {
    [key: symbol]: (() => Promise<void>) | undefined;
  };
  await stop?.();
};

export default tearDown;
