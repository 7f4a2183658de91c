// Nothing reaches a page unescaped: `<%-` occurs only with include. No template carries script or style of its own, which
// the browser would refuse (requirement W3), and each renders with all its locals given, and throws when one is missing.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ejs from 'ejs';
import { english } from '../../src/domain/survey/languages/languages.js';
import { format } from '../../src/web/format.js';

const views = path.join(process.cwd(), 'views');
const templates = readdirSync(views, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ejs'))
  .sort();
const pages = templates.filter((name) => !name.startsWith('emails'));
const textOf = (name: string): string => readFileSync(path.join(views, name), 'utf8');

/** What in a template would put text on the page unescaped. */
const rawOutputs = (text: string): readonly string[] =>
  [...text.matchAll(/<%-[\s\S]*?%>/g)].map(([tag]) => tag).filter((tag) => !/^<%-\s*include\(/.test(tag));

describe('templates', () => {
  it.each(templates)('%s writes nothing unescaped but what it includes', (name) => {
    expect(rawOutputs(textOf(name))).toEqual([]);
  });

  it('are told apart from one that does', () => {
    expect(rawOutputs("<p><%- include('partials/button', { text }) %><%- name %></p>")).toEqual(['<%- name %>']);
  });

  it.each(pages)('%s has no script, style, handler or javascript: address of its own', (name) => {
    expect(textOf(name)).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)/i);
  });

  it.each(pages)('%s posts staff forms with the form token', (name) => {
    const forms = textOf(name).match(/<form[^>]*method="post"[\s\S]*?<\/form>/gi) ?? [];
    const staff = name.startsWith('staff') || name === path.join('layouts', 'staff.ejs');
    expect(staff ? forms.filter((form) => !form.includes("include('partials/form-token')")) : []).toEqual([]);
  });

  it.each(templates)('%s compiles', (name) => {
    expect(typeof ejs.compile(textOf(name), { filename: path.join(views, name), views: [views] })).toBe('function');
  });
});

describe('pages and parts', () => {
  const sources = readdirSync(path.join(views, '../src/web'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(path.join(views, '../src/web', name), 'utf8'))
    .join('\n');
  const named = new Set(
    [...sources.matchAll(/'((?:staff|survey|email|errors|guess)\/[a-z/-]+|home)'/g)].map(([, name]) => name ?? ''),
  );
  const included = (text: string): readonly string[] =>
    [...text.matchAll(/include\(['`]([a-z./-]+)(\$\{)?/g)].map(([, name = '']) => name);

  it('that the routers render are there', () => {
    const rendered = [...sources.matchAll(/\.render\(\s*'([^']+)'/g)].map(([, name = '']) => `${name}.ejs`);
    expect(rendered.length).toBeGreaterThan(5);
    expect(rendered.filter((name) => !templates.includes(name))).toEqual([]);
  });

  it('are all used', () => {
    const all = pages.flatMap((name) => included(textOf(name)).map((one) => [path.dirname(name), one] as const));
    const isIncluded = (name: string): boolean =>
      all.some(([folder, one]) => {
        const bare = name.replace(/\.ejs$/, '');
        const fits = (given: string): boolean => bare === given || (given.endsWith('/') && bare.startsWith(given));
        return fits(one) || fits(path.join(folder, one));
      });
    const orphans = pages.filter(
      (name) => !name.startsWith('layouts') && !named.has(name.replace(/\.ejs$/, '')) && !isIncluded(name),
    );
    expect(orphans).toEqual([]);
  });
});

/** For each partial, everything it may be given, and the least of it. */
const parts: Readonly<Record<string, { readonly full: object; readonly least: readonly string[] }>> = {
  'back-link': { full: { href: '/staff', text: 'Today' }, least: ['href'] },
  breadcrumbs: { full: { items: [{ text: 'Waves', href: '/staff/waves' }, { text: 'One' }] }, least: ['items'] },
  button: { full: { text: 'Continue', tone: 'secondary', name: 'go', value: '1' }, least: ['text'] },
  checkboxes: {
    full: {
      name: 'a',
      legend: 'Which?',
      items: [
        { value: '1', text: 'One', hint: 'h' },
        { value: '2', text: 'None', apart: true },
      ],
      value: ['1'],
      hint: 'h',
      errors: { a: 'Choose one' },
      heading: true,
    },
    least: ['name', 'legend', 'items'],
  },
  cell: { full: { cell: { text: 'Ada', href: '/staff' } }, least: ['cell'] },
  'date-input': {
    full: {
      ...{ name: 'a', legend: 'Born', hint: 'h', errors: { a: 'Enter a day' }, shared: true },
      typed: { 'a-day': '1', 'a-month': '2', 'a-year': '2008' },
      labels: { day: 'Day', month: 'Month', year: 'Year' },
    },
    least: ['name', 'legend', 'typed', 'labels'],
  },
  'error-message': { full: { id: 'a-error', message: 'Enter a' }, least: ['id', 'message'] },
  'error-summary': { full: { errors: { a: 'Enter a', '': 'Not now' } }, least: [] },
  'file-input': {
    full: { name: 'a', label: 'File', hint: 'h', errors: { a: 'Choose a file' }, accept: '.csv' },
    least: ['name', 'label'],
  },
  'filter-chips': {
    full: { label: 'State', chips: [{ text: 'All', href: '?', count: 3, current: true }] },
    least: ['label', 'chips'],
  },
  'form-token': { full: { csrfToken: 'abc' }, least: ['csrfToken'] },
  mark: { full: {}, least: [] },
  'month-strip': {
    full: {
      label: 'Months',
      rows: [{ text: 'Leeds', months: [{ month: '2026-10', kind: 'university', text: 'at university' }] }],
    },
    least: ['label', 'rows'],
  },
  notice: { full: { text: 'Saved.' }, least: ['text'] },
  'page-head': {
    full: { heading: 'Waves', purpose: 'p', caption: 'c', action: { text: 'New', href: '/staff' } },
    least: ['heading'],
  },
  pagination: { full: { previous: '?before=1', next: '?after=2', previousText: 'Back', nextText: 'On' }, least: [] },
  'progress-bar': {
    full: { id: 'p', label: 'North', value: 3, max: 9, text: '3 of 9' },
    least: ['id', 'label', 'value', 'max'],
  },
  radios: {
    full: {
      name: 'a',
      legend: 'Which?',
      items: [
        { value: '1', text: 'One', hint: 'h' },
        { value: '2', text: 'None', apart: true },
      ],
      value: '1',
      hint: 'h',
      errors: { a: 'Choose one' },
      inline: true,
    },
    least: ['name', 'legend', 'items'],
  },
  select: {
    full: {
      name: 'a',
      label: 'Which?',
      items: [{ value: '1', text: 'One' }],
      value: '1',
      hint: 'h',
      errors: { a: 'Choose one' },
    },
    least: ['name', 'label', 'items'],
  },
  'response-table': {
    full: {
      ...{ caption: 'Schools', head: 'School', target: 60 },
      rows: [{ name: 'Northgate', completed: 3, invited: 5, share: 60, against: 'reached' }],
    },
    least: ['caption', 'head', 'target', 'rows'],
  },
  'status-tag': { full: { tone: 'good', text: 'Running' }, least: ['tone', 'text'] },
  'summary-list': {
    full: { rows: [{ key: 'Name', value: 'Ada', action: { text: 'Change', href: '/staff', about: 'name' } }] },
    least: ['rows'],
  },
  table: {
    full: {
      caption: 'People',
      showCaption: true,
      columns: [
        { text: 'Name', href: '?', sorted: 'ascending' },
        { text: 'Answers', numeric: true },
      ],
      rows: [
        [{ text: 'Ada', href: '/staff' }, 1_204],
        [{ text: 'Running', tone: 'good' }, null],
      ],
      empty: { text: 'Nobody yet.', href: '/staff', link: 'Begin' },
    },
    least: ['caption', 'columns', 'rows'],
  },
  tabs: {
    full: {
      label: 'Parts',
      tabs: [
        { text: 'Record', href: '/staff', current: true, inside: [{ text: 'Now', href: '/staff', current: true }] },
      ],
    },
    least: ['label', 'tabs'],
  },
  textarea: {
    full: { name: 'a', label: 'Why?', hint: 'h', value: 'v', errors: { a: 'Enter why' }, rows: 3, heading: true },
    least: ['name', 'label'],
  },
  'text-input': {
    full: {
      name: 'a',
      label: 'Name',
      hint: 'h',
      value: 'v',
      errors: { a: 'Enter a' },
      type: 'text',
      inputmode: 'numeric',
      autocomplete: 'off',
      spellcheck: false,
      width: 4,
      heading: true,
    },
    least: ['name', 'label'],
  },
  'whole-trust': { full: {}, least: [] },
};

describe('partials', () => {
  const { speech } = english;
  const render = (name: string, locals: object): Promise<string> =>
    ejs.renderFile(
      path.join(views, 'partials', `${name}.ejs`),
      { say: speech.say, speech, ...locals },
      { views: [views] },
    );
  const some = (full: object, names: readonly string[]): object =>
    Object.fromEntries(Object.entries(full).filter(([name]) => names.includes(name)));

  it.each(Object.entries(parts))(
    '%s renders with all and with the least, and misses what it needs',
    async (name, { full, least }) => {
      expect(await render(name, { ...full, format })).toMatch(/^<|^\s*</);
      await render(name, { ...some(full, least), format });
      for (const missing of least) {
        const without = some(
          full,
          least.filter((one) => one !== missing),
        );
        await expect(render(name, { ...without, format })).rejects.toThrow(`${missing} is not defined`);
      }
    },
  );

  it('are all in the table above, but the head of a page', () => {
    const there = templates
      .filter((name) => path.dirname(name) === 'partials')
      .map((name) => path.basename(name, '.ejs'))
      .filter((name) => name !== 'head');
    expect(Object.keys(parts).sort()).toEqual(there.sort());
  });

  it('show an error beside its field, linked from the summary', async () => {
    const given = { name: 'since', label: 'Since when?', errors: { since: 'Enter the month you started' } };
    expect(await render('text-input', given)).toContain('aria-describedby="since-error" aria-invalid="true"');
    expect(await render('error-summary', given)).toContain('<a href="#since">Enter the month you started</a>');
  });

  it('escape what they are given', async () => {
    const html = await render('text-input', { name: 'a', label: '<b>', value: '"><script>' });
    expect(html).not.toContain('<script>');
    expect(html).toContain('value="&#34;&gt;&lt;script&gt;"');
  });
});
