// Pages of a phone without scripting, looked at through a second page with scripting on, because the checks are scripts: findings of
// accessibility, sideways scrolling at 320 px (which is 1,280 px at 400 %), and targets under 48 px.
import { expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { axeFindings } from './page-faults.js';

/** Expects the page as it stands to be fit for everybody; `name` says which one it was. */
export type Look = (page: Page, name: string) => Promise<void>;

/** `targets`: the selector of what is touched. */
export async function openGlass(chromium: Browser, origin: string, targets: string): Promise<Look> {
  const glass = await (await chromium.newContext({ viewport: { width: 320, height: 640 } })).newPage();
  await glass.goto(origin);
  return async (page, name) => {
    await glass.setContent(await page.content());
    const findings = await axeFindings(glass);
    const width = await glass.evaluate<number>('document.documentElement.scrollWidth');
    const boxes = await Promise.all((await glass.locator(targets).all()).map((target) => target.boundingBox()));
    expect({
      name,
      findings,
      scrollsSideways: width > 320,
      smallTargets: boxes.filter((box) => box !== null && Math.round(box.height) < 48).length,
    }).toEqual({ name, findings: [], scrollsSideways: false, smallTargets: 0 });
  };
}
