// How does a page come out of a template? `res.render(view, { layout, … })` renders views/layouts/<layout>.ejs, which
// includes the view. Templates see their locals as plain names; a name that was not passed throws, and what may be
// absent is read as `locals.name`. `<%-` is for include only, so everything else is escaped (requirement W3). What is included
// from views/partials sees what it is given and the frame of the page, not the page's locals.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';
import type { Express } from 'express';
import { english } from '../domain/survey/languages/languages.js';
import { format } from './format.js';

/** The folder of the nearest package.json above this file: the same from the sources and from dist (decision R22). */
function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

const root = packageRoot();
const viewsFolder = path.join(root, 'views');

/** What the browser may fetch, by its name in `/assets/`: own files only, no fonts, no third party. */
export const assetFiles: Readonly<Record<string, string>> = {
  'onward.css': path.join(root, 'dist/assets/onward.css'),
  'onward.js': path.join(viewsFolder, 'assets/scripts/onward.js'),
  'names.js': path.join(viewsFolder, 'assets/scripts/names.js'),
  'rows.js': path.join(viewsFolder, 'assets/scripts/rows.js'),
  'favicon.svg': path.join(viewsFolder, 'assets/images/favicon.svg'),
};

/** The address of an asset with a mark of its content, so that it may be kept for a year. */
function assetAddress(name: string): string {
  const file = assetFiles[name];
  if (file === undefined) throw new Error(`There is no asset ${name}.`);
  const mark = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 10);
  return `/assets/${name}?v=${mark}`;
}

/** `bare` is the view alone, for a part of a page that is sent by itself. */
type Layout = 'staff' | 'survey' | 'plain' | 'bare';

type Locals = Readonly<Record<string, unknown>>;
type Include = (name: string, given?: Locals) => string;

/** What partials see beside what they are given: what stands around every page. */
const frame = ['format', 'say', 'speech', 'asset', 'trustName', 'privacyNoticeUrl', 'places', 'csrfToken'] as const;

// A partial reads what it may leave out as `locals.hint`. Were the page's own locals there too, a page with a hint of its
// own would change every field on it; so a partial begins with the frame alone.
const frameOf = (locals: Locals): Locals =>
  Object.fromEntries(frame.filter((name) => Object.hasOwn(locals, name)).map((name) => [name, locals[name]]));

/**
 * A template for locals of these names. Those that it speaks of become variables of its function: EJS's own `with` looks each name
 * up anew, also those of the template's own functions. A block of its own lets the template declare a name again.
 */
function compile(file: string, names: readonly string[]): ejs.TemplateFunction {
  const text = readFileSync(file, 'utf8');
  const options: ejs.Options & { async: false; client: false; unsafePrototypeLocals: true } = {
    ...{ async: false, client: false },
    filename: file,
    _with: false,
    destructuredLocals: names.filter((name) => name !== 'locals' && text.includes(name)),
    unsafePrototypeLocals: true, // takes the locals as they are: objects made below, of own names, need no further copy
  };
  return ejs.compile(`<%{%>${text}<%}%>`, options);
}

/** A template with the names it was made for, and what it has included so far. */
interface Compiled {
  readonly template: ejs.TemplateFunction;
  readonly inside: Map<string, Compiled>;
}

/** Renders the template of that name, such as `partials/button`; what it includes goes through here again. */
function templates(options: { readonly production: boolean }): (name: string, locals: Locals) => string {
  const all = new Map<string, Compiled>();
  const compiledFor = (name: string, locals: Locals): Compiled => {
    const names = Object.keys(locals);
    const key = `${name} ${names.join(' ')}`;
    const known = options.production ? all.get(key) : undefined;
    if (known !== undefined) return known;
    const made = { template: compile(path.join(viewsFolder, `${name}.ejs`), names), inside: new Map() };
    all.set(key, made);
    return made;
  };
  const run = ({ template, inside }: Compiled, given: Locals): string => {
    // Stands in front of ejs's own, which would hand on everything.
    const include: Include = (child, more = {}) => {
      const own = { ...(child.startsWith('partials/') ? frameOf(locals) : locals), ...more, include: undefined };
      const key = `${child} ${Object.keys(more).join(' ')}`; // the rest is the same whenever this template includes it
      const compiled = inside.get(key) ?? compiledFor(child, own);
      if (options.production) inside.set(key, compiled);
      return run(compiled, own);
    };
    const locals = Object.assign(given, { include });
    return template(locals);
  };
  return (name, given) => {
    const locals = { ...given, include: undefined };
    return run(compiledFor(name, locals), locals);
  };
}

/** Registers the engine and the locals that every template has: `format`, `asset`, and English to speak until a page says another. */
export function setUpViews(app: Express, options: { readonly production: boolean }): void {
  const addresses = new Map<string, string>();
  const asset = (name: string): string => {
    const known = addresses.get(name);
    if (known !== undefined && options.production) return known;
    const address = assetAddress(name);
    addresses.set(name, address);
    return address;
  };
  Object.assign(app.locals, { format, asset, say: english.speech.say, speech: english.speech });
  app.set('views', viewsFolder);
  app.set('view engine', 'ejs');
  app.set('view cache', options.production);
  const render = templates(options);
  app.engine('ejs', (file, given, callback) => {
    const locals = given as Locals & { readonly layout?: Layout };
    const page = path.relative(viewsFolder, file).replace(/\.ejs$/, '');
    let html: string;
    try {
      html = render(`layouts/${locals.layout ?? 'plain'}`, { ...locals, page });
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, html);
  });
}
