// How does a page come out of a template? `res.render(view, { layout, … })` renders views/layouts/<layout>.ejs, which
// includes the view. Templates see their locals as plain names; a name that was not passed throws, and what may be
// absent is read as `locals.name`. `<%-` is for include only, so everything else is escaped (requirement W3).
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';
import type { Express } from 'express';
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
  'favicon.svg': path.join(viewsFolder, 'assets/images/favicon.svg'),
};

/** The address of an asset with a mark of its content, so that it may be kept for a year. */
function assetAddress(name: string): string {
  const file = assetFiles[name];
  if (file === undefined) throw new Error(`There is no asset ${name}.`);
  const mark = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 10);
  return `/assets/${name}?v=${mark}`;
}

type Layout = 'staff' | 'survey' | 'plain';

/** Registers the engine and the locals that every template has: `format`, `asset`. */
export function setUpViews(app: Express, options: { readonly production: boolean }): void {
  const addresses = new Map<string, string>();
  const asset = (name: string): string => {
    const known = addresses.get(name);
    if (known !== undefined && options.production) return known;
    const address = assetAddress(name);
    addresses.set(name, address);
    return address;
  };
  Object.assign(app.locals, { format, asset });
  app.set('views', viewsFolder);
  app.set('view engine', 'ejs');
  // Express requires ejs's CommonJS build; this hands it the module that is imported here, with its own cache.
  app.engine('ejs', (file, given, callback) => {
    const locals = given as { readonly layout?: Layout };
    const layout = path.join(viewsFolder, 'layouts', `${locals.layout ?? 'plain'}.ejs`);
    ejs
      .renderFile(
        layout,
        { ...given, page: path.relative(viewsFolder, file) },
        { cache: options.production, views: [viewsFolder] },
      )
      .then(
        (html) => callback(null, html),
        (error: unknown) => callback(error),
      );
  });
}
