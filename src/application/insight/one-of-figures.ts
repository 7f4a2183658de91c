// One place, one pack of a place and one sheet of guesses as figures by name: what the address of their page names is a filter here, so
// that they leave through the same gate as all others. Names of people, codes and what somebody wrote stay on the page.
import type { Viewer } from '../../domain/alumni/viewer.js';
import { CannotAsk, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { askedFor } from './asked-for.js';
import { showPack, showPacks } from './partner-packs.js';
import { showFit, showPlaceFit, type AskedFit } from './show-fit.js';
import { showGuesses, showGuessSheet } from './show-guesses.js';

interface AskedPlace extends AskedFit {
  /** UKPRN. */
  readonly place?: string | undefined;
  /** The number of a pack of the place. */
  readonly pack?: string | undefined;
}

/** What the pages of places, of one place, or of one of its packs show. */
export const fitFigure = (tools: Pick<Tools, 'store' | 'clock' | 'vault' | 'newId'>) => {
  const [all, one] = [showFit(tools), showPlaceFit(tools)];
  return async (viewer: Viewer, { place, pack, ...asked }: AskedPlace): Promise<object> => {
    if (place === undefined || place === '') {
      askedFor('pack', pack, [], null);
      return all(viewer, asked);
    }
    const found = await one(viewer, place, asked).catch(async (error: unknown) => {
      if (!(error instanceof NotFound) || error instanceof CannotAsk) throw error;
      const { places } = await all(viewer, asked);
      throw new CannotAsk(
        'place',
        place,
        places.flatMap(({ name }) => (name === '' ? [] : [name])),
      );
    });
    if (pack === undefined || pack === '') {
      const { people, agreed } = found.there;
      return { ...found, there: { people, agreed } };
    }
    const { packs } = await showPacks(tools)(viewer, place, asked.kind);
    const version = askedFor(
      'pack',
      pack,
      packs.map((each) => String(each.version)),
      null,
    );
    const { ukprn, title, asOf, figures } = await showPack(tools)(viewer, place, Number(version));
    return { ukprn, title, version: Number(version), asOf, figures };
  };
};

/** What the page of guesses, or of one sheet, shows. */
export const guessesFigure = (tools: Pick<Tools, 'store'>) => {
  const [all, one] = [showGuesses(tools), showGuessSheet(tools)];
  return async (viewer: Viewer, asked: { readonly sheet?: string | undefined }): Promise<object> => {
    const register = await all(viewer);
    const id = askedFor(
      'sheet',
      asked.sheet,
      register.sheets.map((sheet) => sheet.id as string),
      null,
    );
    if (id === null) return register;
    const { code: _code, mayKeep: _mayKeep, ...sheet } = await one(viewer, id);
    return sheet;
  };
};
