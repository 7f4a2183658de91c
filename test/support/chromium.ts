// A browser for tests that need one. Where none is installed, those tests are skipped and their names say why.
import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);

/** A group of tests in a browser. */
export function describeInBrowser(name: string, tests: () => void): void {
  const group = executable === undefined ? describe.skip : describe; // needs Chromium
  group(executable === undefined ? `${name} (not run: no Chromium is installed)` : name, tests);
}

/** Starts it, without a window. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: executable ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
