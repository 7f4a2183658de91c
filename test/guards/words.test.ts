// What alumni read stands in the catalogues and nowhere else: templates and routers say texts by their keys, every text is
// said somewhere, and the English ones can be read at eleven.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formsOf } from '../../src/domain/survey/languages/text.js';
import { wordsEn, type WordKey } from '../../src/domain/survey/languages/words.en.js';
import { readingAge, tooLong, wholeSentences } from '../support/readability.js';

const root = process.cwd();
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const under = (folder: string, ending: string): readonly string[] =>
  readdirSync(path.join(root, folder), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name))
    .sort();

/** Staff read these beside the questions that they ask on the telephone. */
const forStaff = new Set([
  'views/survey/parts/for-caller.ejs',
  'views/emails/relay-test',
  'views/emails/safety-flag',
  'views/emails/help-request',
  'views/emails/staff-invitation',
]);
const isForStaff = (file: string): boolean => [...forStaff].some((each) => file.startsWith(each));
const templates = [
  ...under('views/survey', '.ejs'),
  ...under('views/email', '.ejs'),
  ...under('views/emails', '.ejs'),
  ...['home', 'layouts/survey', 'layouts/plain', 'partials/head', 'partials/error-summary'].map(
    (n) => `views/${n}.ejs`,
  ),
  ...['partials/error-message', 'partials/back-link', 'partials/summary-list', 'partials/date-input'].map(
    (n) => `views/${n}.ejs`,
  ),
].filter((file) => !isForStaff(file));
const routers = [
  ...under('src/web/survey', '.ts'),
  ...under('src/web/leaving', '.ts'),
  'src/web/email/unsubscribe.ts',
  'src/web/email/test-mail.ts',
];

/** Words that stand in a template as they are. */
function literals(template: string): readonly string[] {
  const code = template.replace(/<%[\s\S]*?%>/g, '\u0000').replace(/<style>[\s\S]*?<\/style>/g, '');
  const attributes = [...code.matchAll(/\s(?:aria-label|title|alt|placeholder)="([^"]*)"/g)].map(
    ([, value = '']) => value,
  );
  const between = code.replace(/<[^>]*>/g, '\n').replace(/https?:\S+|\bico\.org\.uk\S*/g, '');
  return [...attributes, ...between.split('\n')].filter((text) => /\p{L}{2}/u.test(text)).map((text) => text.trim());
}

const keys = Object.keys(wordsEn) as WordKey[];
const sources = [
  ...templates,
  ...under('src/web', '.ts'),
  ...under('src/application', '.ts'),
  ...under('src/mail', '.ts'),
];
const said = sources.map(textOf).join('\n');
const named = [...said.matchAll(/say\(\s*'([a-z0-9.-]+)'/g)].map(([, key = '']) => key);
/** Keys that are put together: a beginning, something, an end. */
const patterns = [...said.matchAll(/say\(`([^`]*)`/g)].map(
  ([, made = '']) => new RegExp(`^${made.replace(/[.]/g, '\\.').replace(/\$\{[^}]*\}/g, '[a-z0-9.-]+')}$`),
);

describe('texts', () => {
  it.each(templates)('%s says nothing but by the catalogue', (file) => expect(literals(textOf(file))).toEqual([]));

  it.each(routers)('%s words no page by itself', (file) => {
    const worded = [...textOf(file).matchAll(/\b(?:title|text|label|hint|legend|advice):\s*(['"`][A-Z][^\n]*)/g)];
    expect(worded.map(([, words]) => words)).toEqual([]);
  });

  it('are found where a template holds some', () => {
    expect(literals('<p class="x">Hello <b>you</b><%= name %></p><nav aria-label="Back"></nav>')).toEqual([
      ...['Back', 'Hello', 'you'],
    ]);
  });

  it('that are said are there, and those that are there are said', () => {
    expect(named.filter((key) => !keys.includes(key as WordKey))).toEqual([]);
    const isSaid = (key: string): boolean => said.includes(`'${key}'`) || patterns.some((pattern) => pattern.test(key));
    expect(keys.filter((key) => !isSaid(key))).toEqual([]);
  });

  it('can be read at eleven, labels and buttons left out, and none is too long', () => {
    const parts = [...new Set(keys.map((key) => key.split('.')[0] ?? ''))];
    const texts = (part: string): readonly string[] =>
      keys
        .filter((key) => part === '' || key.startsWith(`${part}.`))
        .flatMap((key) => formsOf(wordsEn[key]))
        .map((text) => text.replace(/\{[a-z]+\}/gi, 'this'));
    const ages = ['', ...parts].flatMap((part) => {
      const sentences = wholeSentences(texts(part));
      return sentences.length === 0 ? [] : [[part, readingAge(sentences)] as const];
    });
    expect(ages.filter(([, age]) => age > 11)).toEqual([]);
    expect(tooLong(texts(''))).toEqual([]);
    const hard = ['Yes', 'Dissatisfied individuals may communicate representations concerning processing.'];
    expect([readingAge(wholeSentences(hard)) > 16, readingAge(hard) < readingAge(wholeSentences(hard))]).toEqual([
      true,
      true,
    ]);
  });
});
