// The watched folder: what came, what became of it, and what the headings of a school's files are (Y22).
import { Router, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { PlaceView } from '../../application/alumni/keep-headings.js';
import type { Dropped, DroppedState } from '../../domain/alumni/dropped-file.js';
import { plain } from '../../domain/alumni/leaver-cells.js';
import { folderFields, placeKey, type FolderKind, type OwnHeading } from '../../domain/alumni/own-headings.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readForm } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';

const home = '/staff/import-folder';
const kindWords: Readonly<Record<FolderKind, string>> = { leavers: 'Leavers', plans: 'Plans and results' };
const states = {
  taken: { tone: 'note', text: 'Being read' },
  headings: { tone: 'careful', text: 'Waits for its headings' },
  read: { tone: 'careful', text: 'Waits for you' },
  written: { tone: 'good', text: 'Written' },
  refused: { tone: 'wrong', text: 'Refused' },
} as const satisfies Readonly<Record<DroppedState, { readonly tone: string; readonly text: string }>>;

const text = z.string().max(100);
const several = z.union([text, z.array(text).max(60)]).default([]);
const headingsForm = z.strictObject({ revision: z.coerce.number().int().min(0), heading: several, field: several });

const nameOf = ({ place, schoolName }: PlaceView): string =>
  `${schoolName ?? 'The whole trust'}: ${kindWords[place.of].toLowerCase()}`;

/** Every heading that there is something to say of: what was said, and what is not known in files that wait. */
function headingsOf({ remembered, waiting }: PlaceView): readonly OwnHeading[] {
  const said = new Map(remembered.headings.map((one) => [plain(one.heading), one]));
  for (const heading of waiting.flatMap(({ unknown = [] }) => unknown)) {
    if (!said.has(plain(heading))) said.set(plain(heading), { heading, field: '' });
  }
  return [...said.values()];
}

interface Shown {
  readonly typed?: readonly OwnHeading[];
  readonly wrong?: { readonly heading: string; readonly why: string };
  readonly changed?: boolean;
}

function renderPlace(res: Response, view: PlaceView, { typed, wrong, changed = false }: Shown = {}): void {
  const headings = typed ?? headingsOf(view);
  const at = wrong === undefined ? -1 : headings.findIndex(({ heading }) => heading === wrong.heading);
  res.render('staff/imports/headings', {
    ...{ title: nameOf(view), layout: 'staff', place: 'import' },
    back: { href: home, text: 'Watched folder' },
    path: `${home}/${placeKey(view.place)}`,
    revision: view.remembered.revision,
    changed,
    errors: wrong === undefined || at < 0 ? {} : { [`field-${at}`]: wrong.why },
    missing: [...new Set(view.waiting.flatMap(({ missing = [] }) => missing))],
    headings,
    fields: [
      { value: '', text: 'Leave it aside' },
      ...Object.entries(folderFields[view.place.of]).map(([value, name]) => ({ value, text: name })),
    ],
  });
}

/** `/staff/import-folder` and the headings of each folder in it. */
export function importFolderPages({ alumni }: Pick<Application, 'alumni'>): Router {
  const router = Router();

  router.get(home, async (_req, res) => {
    const { places, latest, ...rest } = await alumni.listDropped(viewerOf(res));
    const names = new Map(places.map((view) => [placeKey(view.place), nameOf(view)]));
    const row = ({ place, fileName, takenAt, state, why, importId }: Dropped) => [
      state === 'read' || state === 'written' ? { text: fileName, href: `/staff/imports/${importId}` } : fileName,
      names.get(placeKey(place)) ?? placeKey(place),
      format.dateTime(takenAt),
      states[state],
      why ?? '',
    ];
    res.render('staff/imports/folder', {
      ...{ title: 'Watched folder', layout: 'staff', place: 'import', errors: {} },
      ...rest,
      rows: latest.map(row),
      placeRows: places.map((view) => [
        { text: nameOf(view), href: `${home}/${placeKey(view.place)}` },
        placeKey(view.place),
        view.waiting.length > 0
          ? { tone: 'careful', text: format.countOf(view.waiting.length, 'file waits', 'files wait') }
          : format.countOf(view.remembered.headings.length, 'heading remembered', 'headings remembered'),
      ]),
    });
  });

  router.get(`${home}/:school/:of`, async (req, res) => {
    const { school, of } = req.params;
    renderPlace(res, await alumni.showPlace(viewerOf(res), `${school}/${of}`));
  });

  router.post(`${home}/:school/:of`, async (req, res) => {
    const { school, of } = req.params;
    const key = `${school}/${of}`;
    const form = readForm(headingsForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const fields = [form.value.field].flat();
    const said = [form.value.heading].flat().map((heading, place) => ({ heading, field: fields[place] ?? '' }));
    const kept = await alumni.keepHeadings(viewerOf(res), key, said, form.value.revision);
    if (kept.kind === 'kept') {
      goWithNotice(req, res, home, 'The headings are remembered. Files that wait for them are read within a minute.');
      return;
    }
    const view = await alumni.showPlace(viewerOf(res), key);
    if (kept.kind === 'changed-meanwhile') renderPlace(res.status(409), view, { changed: true });
    else renderPlace(res.status(422), view, { typed: said, wrong: kept });
  });

  return router;
}
