// Official files: bringing one, reading what it holds and whether it adds up, confirming it, and which version is shown
// (decision R18). Everything works by reload; a refused file is answered with 422 and what to do about it.
import { Readable } from 'node:stream';
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { faultOf } from '../../application/fault.js';
import type { Application, Log } from '../../application/index.js';
import { keptForPage } from '../../domain/alumni/import.js';
import { parseLocalDate } from '../../domain/calendar/local-date.js';
import { signSource, signWords } from '../../domain/official/cell.js';
import { differenceSentences } from '../../domain/official/difference.js';
import { readYear } from '../../domain/official/figure.js';
import { officialFormats, formatId } from '../../domain/official/formats/catalogue.js';
import { identityNames, identityWords } from '../../domain/official/identities.js';
import { measureFacts } from '../../domain/official/measure.js';
import { placeKindWords } from '../../domain/official/place.js';
import type { OfficialImportId } from '../../domain/official/versions.js';
import { mayPost, viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { capital, format } from '../format.js';
import { goWithNotice } from '../session.js';
import { uploadOf } from '../upload.js';
import { changeRow, sliceWords, standTag } from './official-words.js';

const home = '/staff/official';
const decision = z.strictObject({ revision: z.string().regex(/^\d{1,9}$/) });
const uploadForm = z.strictObject({
  published: z
    .string()
    .trim()
    .max(10)
    .default('')
    .refine(
      (text) => text === '' || parseLocalDate(text) !== null,
      'Enter the day of publication, for example 2026-10-15',
    ),
  leavers: z
    .string()
    .trim()
    .max(9)
    .default('')
    .refine((text) => text === '' || readYear(text) !== null, 'Enter two years, for example 2023/24'),
});

/** `/staff/official` and the page of each file. */
export function officialFilePages({ official }: Pick<Application, 'official'>, log: Log): Router {
  const router = Router();

  async function renderList(res: Response, errors: FieldErrors, typed: Typed): Promise<void> {
    const files = await official.listOfficial();
    res.render('staff/official/index', {
      ...{ title: 'Official files', layout: 'staff', place: 'import', errors, typed },
      mayChange: mayPost(viewerOf(res), home),
      layouts: officialFormats.map((one) => [
        one.title,
        one.source,
        one.unverified === '' ? null : `Unverified: ${one.unverified}`,
      ]),
      rows: files.map((listed) => {
        const { id, fileName, measure, uploadedAt, found, publishedOn } = listed.import;
        return [
          { text: fileName, href: `${home}/${id}` },
          measureFacts[measure].title,
          publishedOn === undefined ? null : format.date(publishedOn),
          format.day(uploadedAt),
          standTag(listed),
          found.figures,
          found.problems,
        ];
      }),
    });
  }

  const revisionOf = (body: unknown): number => {
    const form = readForm(decision, body);
    if (!form.ok) throw new NotOurForm();
    return Number(form.value.revision);
  };
  const idOf = (req: Request): OfficialImportId => String(req.params['id']) as OfficialImportId;

  router.get(home, (_req, res) => renderList(res, {}, {}));

  router.post(home, async (req, res) => {
    const refuse = async (errors: FieldErrors, typed: Typed): Promise<void> => {
      res.status(422);
      await renderList(res, errors, typed);
    };
    const form = readForm(uploadForm, req.body);
    if (!form.ok) return refuse(form.errors, form.typed);
    const upload = uploadOf(res);
    if (upload === null) return refuse({ file: 'Choose a file first' }, form.typed);
    if (upload.bytes === null) {
      return refuse(
        { file: 'This file is larger than 10 MB. Import it from the command line: onward import dfe.' },
        form.typed,
      );
    }
    const uploaded = await official.uploadOfficial(viewerOf(res), {
      stream: Readable.from(upload.bytes),
      fileName: upload.filename,
      from: 'browser',
      publishedOn: parseLocalDate(form.value.published) ?? undefined,
      leaversGiven: readYear(form.value.leavers) ?? undefined,
    });
    if (uploaded.kind === 'refused') return refuse({ file: uploaded.why }, form.typed);
    res.redirect(303, `${home}/${uploaded.importId}`);
  });

  router.get(`${home}/:id`, async (req, res) => {
    const view = await official.showOfficial(idOf(req));
    const found = view.import;
    const layout = officialFormats.find((one) => formatId(one) === found.format);
    res.render('staff/official/file', {
      ...{ title: found.fileName, layout: 'staff', place: 'import', back: { href: home, text: 'All official files' } },
      mayChange: mayPost(viewerOf(res), `${home}/${found.id}/confirm`),
      file: found,
      tag: standTag(view),
      shown: view.shown,
      versionsRevision: view.versions.revision,
      measure: measureFacts[found.measure],
      layoutWords: `${layout?.title ?? found.format} (${found.format})`,
      unverified: layout?.unverified ?? '',
      slices: found.slices.map(({ kind, leavers, release, figures }) => [
        placeKindWords[kind],
        sliceWords(leavers, release),
        figures,
      ]),
      identities: identityNames.flatMap((name) => {
        const counts = found.identities[name];
        return counts === undefined ? [] : [[identityWords[name], counts.holds, counts.broken, counts.notCheckable]];
      }),
      broken: found.broken.map(({ line, name, identity, sum, total }) => [
        `Line ${line}`,
        name === '' ? null : name,
        identityWords[identity],
        `${format.number(sum)} against ${format.number(total)}`,
      ]),
      signs: found.signs.map(({ sign, times }) => [
        sign === '' ? 'blank' : sign,
        signWords(sign),
        times,
        signSource(sign),
      ]),
      sentences: found.difference === null ? null : differenceSentences(found.difference).join(' '),
      ours: (found.difference?.ours ?? []).map(changeRow),
      first: (found.difference?.first ?? []).map(changeRow),
      problems: found.problems.map(({ line, field, why, remedy }) => [
        `Line ${line}`,
        field === '' ? null : field,
        capital(`${why}; ${remedy}.`),
      ]),
      keptForPage,
    });
  });

  router.post(`${home}/:id/confirm`, async (req, res) => {
    const id = idOf(req);
    await official.confirmOfficial(viewerOf(res), id, revisionOf(req.body));
    // The page is answered at once; if this process dies, the recurring job goes on at the stored position.
    official.resumeOfficial().catch((error: unknown) => {
      log.error('an official file stopped and will be taken up again', { import: id, why: faultOf(error) });
    });
    goWithNotice(req, res, `${home}/${id}`, 'Confirmed. Its figures are shown as soon as all of them are written.');
  });

  router.post(`${home}/:id/discard`, async (req, res) => {
    await official.discardOfficial(viewerOf(res), idOf(req), revisionOf(req.body));
    goWithNotice(req, res, home, 'Discarded. Nothing of the file was saved.');
  });

  router.post(`${home}/:id/show`, async (req, res) => {
    await official.showVersion(viewerOf(res), idOf(req), revisionOf(req.body));
    goWithNotice(req, res, `${home}/${idOf(req)}`, 'This version is shown now.');
  });

  router.post(`${home}/:id/take-back`, async (req, res) => {
    await official.takeBackVersion(viewerOf(res), idOf(req), revisionOf(req.body));
    goWithNotice(req, res, `${home}/${idOf(req)}`, 'Taken back. What it had replaced is shown again.');
  });

  return router;
}
