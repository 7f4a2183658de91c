// Our form parts are the design system's: for every fixture that its package publishes and whose options our parts know,
// the HTML is the same, element by element and attribute by attribute. What we do otherwise is named in `ownWays`.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ejs from 'ejs';
import { english } from '../../src/domain/survey/languages/languages.js';
import { format } from '../../src/web/format.js';

const views = path.join(process.cwd(), 'views');
const components = path.join(
  path.dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')),
  'dist/govuk/components',
);

interface Texts {
  readonly text?: string;
  readonly html?: string;
  readonly classes?: string;
  readonly isPageHeading?: boolean;
}
interface Item extends Texts {
  readonly value?: string | number;
  readonly hint?: Texts;
  readonly checked?: boolean;
  readonly selected?: boolean;
  readonly href?: string;
}
interface Row {
  readonly key: Texts;
  readonly value: Texts;
  readonly actions?: { readonly items: readonly (Item & { readonly visuallyHiddenText?: string })[] };
}
interface Options extends Texts {
  readonly name?: string;
  readonly id?: string;
  readonly idPrefix?: string;
  readonly label?: Texts;
  readonly fieldset?: { readonly legend?: Texts };
  readonly hint?: Texts;
  readonly errorMessage?: Texts;
  readonly items?: readonly Item[];
  readonly rows?: readonly Row[] | number;
  readonly errorList?: readonly Item[];
  readonly titleText?: string;
  readonly value?: string | number;
  readonly values?: readonly string[];
  readonly type?: string;
  readonly inputmode?: string;
  readonly autocomplete?: string;
  readonly spellcheck?: boolean;
  readonly href?: string;
}
interface Fixture {
  readonly name: string;
  readonly options: Options;
  readonly html: string;
}

const fixturesOf = (component: string): readonly Fixture[] =>
  (JSON.parse(readFileSync(path.join(components, component, 'fixtures.json'), 'utf8')) as { fixtures: Fixture[] })
    .fixtures;

/** What is left out on both sides: hooks of a script that we do not use, and what we say beside it. */
const ownWays = [
  ...['data-module', 'data-error-summary', 'tabindex', 'aria-invalid', 'autocapitalize', 'role="button"', 'draggable'],
  // What people write may run from right to left.
  ...['value=""', 'autocomplete="off"', 'dir'],
];

/** The HTML as a list of tags with sorted attributes, and of texts. */
function normal(html: string): readonly string[] {
  return [...html.matchAll(/<!--[\s\S]*?-->|<(\/?)([a-z0-9]+)([^>]*)>|([^<]+)/gi)].flatMap(
    ([, end = '', tag, attributes = '', text]) => {
      if (text !== undefined) {
        const words = text.replace(/\s+/g, ' ').trim().replaceAll('&#39;', "'").replaceAll('&#34;', '"');
        return words === '' ? [] : [words];
      }
      if (tag === undefined) return [];
      const kept = [...attributes.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)]
        .map(([whole, name, value = '']) => ({
          whole,
          written: `${name ?? ''}="${value.replace(/\s+/g, ' ').trim().replaceAll('&#39;', "'")}"`,
        }))
        .filter(({ whole, written }) => !ownWays.some((own) => whole === own || written.startsWith(`${own}=`)))
        .map(({ written }) => written);
      return [`<${end}${tag}${kept.length > 0 ? ` ${kept.toSorted().join(' ')}` : ''}>`];
    },
  );
}

/** The HTML without its heading: a question that is the page's heading reads otherwise alone in that. */
const withoutHeading = (html: string): string =>
  html
    .replace(/<\/?(?:h1|bdi)[^>]*>/g, '')
    .replace(/<span class="govuk-visually-hidden">\s*<\/span>/g, '')
    .replace(/ govuk-(?:label|fieldset__legend)--[a-z]+/g, '');

const onlyHas = (options: object | null, ...known: readonly string[]): boolean =>
  options !== null && Object.keys(options).every((key) => known.includes(key));
const isPlain = (texts: Texts | undefined): boolean => texts === undefined || onlyHas(texts, 'text');
const nameOf = ({ id, idPrefix, name }: Options): string => id ?? idPrefix ?? name ?? '';
const errorsOf = (options: Options) =>
  options.errorMessage?.text === undefined ? {} : { [nameOf(options)]: options.errorMessage.text };
const field = (options: Options) => ({
  name: nameOf(options),
  ...(options.label?.text !== undefined && { label: options.label.text }),
  ...(options.hint?.text !== undefined && { hint: options.hint.text }),
  ...(options.value !== undefined && { value: String(options.value) }),
  errors: errorsOf(options),
});
const plainField = ({ label, hint, errorMessage }: Options): boolean =>
  isPlain(hint) &&
  isPlain(errorMessage) &&
  label?.html === undefined &&
  label?.text !== undefined &&
  onlyHas(label, 'text', 'classes', 'isPageHeading');
const plainItems = (items: readonly Item[] | undefined, ...more: readonly string[]): boolean =>
  items !== undefined &&
  items.every((item) => typeof item === 'object' && onlyHas(item, 'value', 'text', ...more) && isPlain(item.hint));
const chosenIn = ({ items = [], values, value }: Options): readonly string[] => [
  ...(values ?? (value === undefined ? [] : [String(value)])),
  ...items.filter((item) => item.checked === true || item.selected === true).map((item) => String(item.value)),
];
const itemsOf = ({ items = [] }: Options) =>
  items.map((item) => ({
    value: String(item.value),
    text: item.text ?? '',
    ...(item.hint?.text !== undefined && { hint: item.hint.text }),
  }));
const choices = (options: Options, known: readonly string[]) =>
  onlyHas(options, 'name', 'idPrefix', 'fieldset', 'hint', 'errorMessage', 'items', 'classes', ...known) &&
  options.fieldset?.legend !== undefined &&
  onlyHas(options.fieldset, 'legend') &&
  onlyHas(options.fieldset.legend, 'text', 'classes', 'isPageHeading') &&
  isPlain(options.hint) &&
  isPlain(options.errorMessage) &&
  plainItems(options.items, 'hint', 'checked') &&
  /^$|^govuk-(?:radios|checkboxes)--inline$/.test(options.classes ?? '')
    ? {
        ...field(options),
        legend: options.fieldset.legend.text ?? '',
        items: itemsOf(options),
        inline: options.classes !== undefined,
      }
    : null;

/** Our part for a component, and what it is given for a fixture; null where our part does not know its options. */
const parts: Readonly<Record<string, readonly [part: string, given: (options: Options) => object | null]>> = {
  input: [
    'partials/text-input',
    (options) => {
      const [, width] = /^govuk-input--width-(\d+)$/.exec(options.classes ?? '') ?? [];
      const known = ['label', 'hint', 'errorMessage', 'id', 'name', 'value', 'type', 'inputmode', 'autocomplete'];
      return onlyHas(options, ...known, 'classes', 'spellcheck') &&
        plainField(options) &&
        options.spellcheck !== true &&
        (options.classes === undefined || width !== undefined)
        ? {
            ...field(options),
            heading: options.label?.isPageHeading === true,
            ...(width !== undefined && { width }),
            ...(options.type !== undefined && { type: options.type }),
            ...(options.inputmode !== undefined && { inputmode: options.inputmode }),
            ...(options.autocomplete !== undefined && { autocomplete: options.autocomplete }),
            ...(options.spellcheck !== undefined && { spellcheck: options.spellcheck }),
          }
        : null;
    },
  ],
  textarea: [
    'partials/textarea',
    (options) =>
      onlyHas(options, 'label', 'hint', 'errorMessage', 'id', 'name', 'value', 'rows') && plainField(options)
        ? {
            ...field(options),
            heading: options.label?.isPageHeading === true,
            ...(typeof options.rows === 'number' && { rows: options.rows }),
          }
        : null,
  ],
  select: [
    'partials/select',
    (options) =>
      onlyHas(options, 'label', 'hint', 'errorMessage', 'id', 'name', 'value', 'items') &&
      plainField(options) &&
      options.label?.isPageHeading !== true &&
      plainItems(options.items, 'selected') &&
      options.items?.every(
        ({ value, selected }) => value !== undefined && !(selected === false && options.value === value),
      ) === true
        ? { ...field(options), items: itemsOf(options), value: chosenIn(options)[0] }
        : null,
  ],
  radios: [
    'partials/radios',
    (options) => {
      const given = choices(options, ['value']);
      return given === null ? null : { ...given, value: chosenIn(options)[0] };
    },
  ],
  checkboxes: [
    'partials/checkboxes',
    (options) => {
      const given = choices(options, ['values']);
      return given === null ? null : { ...given, value: chosenIn(options) };
    },
  ],
  'error-message': [
    'partials/error-message',
    (options) =>
      onlyHas(options, 'id', 'text') && options.id !== undefined ? { id: options.id, message: options.text } : null,
  ],
  'error-summary': [
    'partials/error-summary',
    (options) =>
      onlyHas(options, 'titleText', 'errorList') &&
      options.errorList?.every((item) => onlyHas(item, 'text', 'href') && item.href?.startsWith('#')) === true
        ? {
            errors: Object.fromEntries<unknown>(
              options.errorList.map((item) => [item.href?.slice(1) ?? '', item.text]),
            ),
          }
        : null,
  ],
  button: [
    'partials/button',
    (options) => {
      const [, tone] = /^govuk-button--(secondary|warning)$/.exec(options.classes ?? '') ?? [];
      return onlyHas(options, 'text', 'href', 'classes', 'name', 'value') &&
        (options.classes === undefined || tone !== undefined) &&
        (options.name === undefined) === (options.value === undefined)
        ? { ...options, ...(tone !== undefined && { tone }) }
        : null;
    },
  ],
  'back-link': [
    'partials/back-link',
    (options) => (onlyHas(options, 'text', 'href') ? { href: '#', ...options } : null),
  ],
  breadcrumbs: [
    'partials/breadcrumbs',
    ({ items, ...options }) =>
      onlyHas(options) && items?.every((item) => onlyHas(item, 'text', 'href')) === true ? { items } : null,
  ],
  'summary-list': [
    'partials/summary-list',
    ({ rows, ...options }) =>
      onlyHas(options) &&
      Array.isArray(rows) &&
      (rows as readonly (Row | null)[]).every(
        (row) =>
          row !== null &&
          typeof row === 'object' &&
          onlyHas(row, 'key', 'value', 'actions') &&
          isPlain(row.key) &&
          isPlain(row.value) &&
          (row.actions === undefined ||
            (onlyHas(row.actions, 'items') &&
              row.actions.items.length === 1 &&
              row.actions.items.every((item) => onlyHas(item, 'text', 'href', 'visuallyHiddenText')))),
      )
        ? {
            rows: (rows as readonly Row[]).map(({ key, value, actions }) => {
              const [action] = actions?.items ?? [];
              return {
                key: key.text,
                value: value.text,
                ...(action !== undefined && {
                  action: { text: action.text, href: action.href, about: action.visuallyHiddenText ?? '' },
                }),
              };
            }),
          }
        : null,
  ],
};

const spoken = { format, speech: english.speech, say: english.speech.say };

/** Words of ours in place of theirs, and names that are ids with us. */
const theirs = ({ options, html }: Fixture): string =>
  withoutHeading(html)
    .replaceAll(`name="${options.name ?? ''}"`, `name="${nameOf(options)}"`)
    .replace(options.titleText ?? ' none ', 'There is something to put right')
    .replace('aria-label="Breadcrumb"', 'aria-label="You are here"')
    .replace('<span class="govuk-visually-hidden"> </span>', '');

const render = async (part: string, given: object): Promise<string> =>
  withoutHeading(await ejs.renderFile(path.join(views, `${part}.ejs`), { ...given, ...spoken }, { views: [views] }));

const compared = Object.entries(parts).flatMap(([component, [part, given]]) =>
  fixturesOf(component).flatMap((fixture) => {
    const locals = given(fixture.options);
    return locals === null ? [] : [{ name: `${part}: ${fixture.name}`, component, part, locals, fixture }];
  }),
);

describe('the design system’s own fixtures', () => {
  it.each(compared.map((each) => [each.name, each] as const))('%s', async (_name, { part, locals, fixture }) => {
    expect(normal(await render(part, locals))).toEqual(normal(theirs(fixture)));
  });

  it('are compared for each of our parts that it has, by several where there are', () => {
    const counts = Object.fromEntries(
      Object.keys(parts).map((component) => [
        component,
        compared.filter((each) => each.component === component).length,
      ]),
    );
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
    expect(compared.length).toBeGreaterThanOrEqual(40);
  });

  it('would not hold for a part that is made otherwise', async () => {
    const [input] = fixturesOf('input');
    if (input === undefined) throw new Error('No fixture.');
    const ours = await render('partials/text-input', { ...field(input.options), hint: 'One more' });
    expect(normal(ours)).not.toEqual(normal(theirs(input)));
  });
});

describe('the survey’s own parts', () => {
  const shown = (kind: string, options: Options, more: object = {}) => ({
    field: {
      ...{ name: nameOf(options), kind, heading: options.fieldset?.legend?.text ?? options.label?.text ?? '' },
      ...{ hint: options.hint?.text ?? null, why: [], doubts: [], error: options.errorMessage?.text ?? null },
      items: itemsOf(options).map((item) => ({ ...item, apart: false })),
      typed: { codes: chosenIn(options), text: String(options.value ?? '') },
      ...more,
    },
  });
  const cases = [
    ['radios', 'single', 'survey/parts/choices'],
    ['checkboxes', 'multiple', 'survey/parts/choices'],
    ['input', 'short-text', 'survey/parts/text'],
  ] as const;
  const same = cases.flatMap(([component, kind, part]) =>
    compared
      .filter((each) => each.component === component)
      .filter(({ fixture: { options } }) =>
        onlyHas(
          options,
          ...['label', 'fieldset', 'hint', 'errorMessage', 'id', 'idPrefix', 'name', 'items', 'value', 'values'],
        ),
      )
      .filter(({ fixture: { options } }) => options.items?.every((item) => item.hint === undefined) ?? true)
      .map(({ fixture }) => ({ name: `${part}: ${component}, ${fixture.name}`, part, kind, fixture })),
  );

  it.each(same.map((each) => [each.name, each] as const))('%s', async (_name, { part, kind, fixture }) => {
    expect(normal(await render(part, shown(kind, fixture.options)))).toEqual(normal(theirs(fixture)));
  });

  it('are compared at all', () => {
    expect(cases.map(([, , part]) => same.some((each) => each.part === part))).toEqual(cases.map(() => true));
  });
});
