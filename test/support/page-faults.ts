// What is wrong with a page as it stands: accessibility findings on a phone, a tablet and a laptop, sideways scrolling at
// 320 px (which is 1,280 px at 400 %), and a title that does not say what it should.
import { AxeBuilder } from '@axe-core/playwright';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { full } from './fault-report.js';

interface Only {
  readonly type: 'rule' | 'tag';
  readonly values: readonly string[];
}
const ofWcag: Only = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] };
const byPlace = ['target-size', 'scrollable-region-focusable'];
/**
 * The rules that are asked again at a width after all were asked on the phone: where things lie changes with it. Colours hang on it
 * in so few places that only a full run asks for them again.
 */
export const rulesAgain: Only = {
  type: 'rule',
  values: full ? ['color-contrast', 'link-in-text-block', ...byPlace] : byPlace,
};

/** What axe finds on a page without frames, by these rules or tags or by all: the rule and the first place of each. */
export async function axeFindings(page: Page, only: Only | null = null): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  const runOnly = only === null ? {} : { runOnly: only };
  return page.evaluate<string[]>(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...runOnly })}).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + (nodes[0]?.html ?? '')))`,
  );
}

/** The same where frames stand in the page, which takes longer. */
async function findingsInFrames(page: Page, { type, values }: Only): Promise<readonly string[]> {
  const asks = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (type === 'tag' ? asks.withTags([...values]) : asks.withRules([...values])).analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
}

/** The faults, each with the page's name; empty when there is none. */
export async function pageFaults(page: Page, name: string, title = /^(?!Error)/): Promise<readonly string[]> {
  const found: string[] = [];
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const only = width === 360 ? ofWcag : rulesAgain;
    const findings = await (page.frames().length > 1 ? findingsInFrames(page, only) : axeFindings(page, only));
    for (const finding of findings) found.push(`${name} ${width}: ${finding}`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  if (wide > 320) {
    const furthest = await page.evaluate<string>(
      "[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > 320).at(-1)?.outerHTML.slice(0, 120)",
    );
    found.push(`${name}: ${wide} px wide at 320: ${furthest}`);
  }
  if (!title.test(await page.title())) found.push(`${name}: its title is ${await page.title()}`);
  return found;
}
