// Beside every box in which somebody writes in their own words stand the help lines and the sentence that nobody reads it
// straight away (Y8): on each page of each published questionnaire with its optional modules, the leaving form too, in every
// language and in easy read, and in every template that has such a box.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ejs from 'ejs';
import type { ShownPage } from '../../src/application/survey/show-page.js';
import { publishedQuestionnaires } from '../../src/domain/survey/catalogue.js';
import { withEveryModule } from '../../src/domain/survey/modules.js';
import { surveyLanguages } from '../../src/domain/survey/languages/languages.js';
import { fieldsOf } from '../../src/web/survey/fields.js';

const views = path.join(process.cwd(), 'views');
const boxes = publishedQuestionnaires.map(withEveryModule).flatMap((published) =>
  published.questionnaire.pages
    .filter(({ questions }) => questions.some(({ kind }) => kind === 'long-text'))
    .flatMap((page) =>
      surveyLanguages.flatMap((language) =>
        [false, true].map((easy) => ({
          ...{ published, page, language, easy },
          title: `${published.questionnaire.name} ${published.questionnaire.version}, ${page.id}, ${language.language}${easy ? ', easy' : ''}`,
        })),
      ),
    ),
);

/** What the page's template shows of the box. */
async function rendered({ published, page, language, easy }: (typeof boxes)[number]): Promise<string> {
  const shown: ShownPage = {
    ...{ kind: 'page', published, page, number: 1, answers: {}, filledIn: {}, knownOn: null, quickMonths: [] },
    ...{ orders: {}, back: null, left: 0, refused: null, reading: {}, offers: {}, worried: false, formToken: '' },
  };
  const { speech } = language;
  const fields = fieldsOf(shown, language.textsOf(published, { easy }), {}, speech);
  const field = fields.find(({ kind }) => kind === 'long-text');
  const file = path.join(views, 'survey/parts/text.ejs');
  return ejs.renderFile(file, { field, say: speech.say }, { views: [views] });
}

describe('help lines', () => {
  it('are looked for on every page with a box, of the leaving form too', () => {
    expect(boxes.length).toBeGreaterThan(surveyLanguages.length * 2 * 10);
    expect(boxes.filter(({ published }) => published.atSchool === true).length).toBeGreaterThan(0);
  });

  it.each(boxes.map((box) => [box.title, box] as const))('stand beside the box of %s', async (_title, box) => {
    const html = await rendered(box);
    const { say } = box.language.speech;
    for (const there of [say('help.not-read'), 'tel:116123', 'sms:85258', 'tel:08001111']) {
      expect(html).toContain(there);
    }
    expect(say('help.not-read')).toContain('999');
    const help = /<div class="onward-help" id="([^"]+)"/.exec(html)?.[1] ?? '';
    const described = /<textarea[^>]*aria-describedby="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(described.split(' ')).toContain(help);
    expect(html.indexOf('onward-help')).toBeLessThan(html.indexOf('<textarea'));
  });

  const templates = readdirSync(path.join(views, 'survey'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ejs'));
  const withBox = templates.filter((name) =>
    /<textarea|partials\/textarea/.test(readFileSync(path.join(views, 'survey', name), 'utf8')),
  );

  it('stand in every template of alumni pages that has a box', () => {
    expect(withBox).toContain(path.join('parts', 'text.ejs'));
    const without = withBox.filter(
      (name) => !readFileSync(path.join(views, 'survey', name), 'utf8').includes('survey/parts/help-lines'),
    );
    expect(without).toEqual([]);
  });
});
