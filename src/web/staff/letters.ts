// Settings → Letters: what each mail says, changed with the mail itself in view. The picture is a frame that shows a mail
// and nothing else; "See how it looks" sends what is typed into that frame, so it works without scripts and saves nothing.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { letterCatalogues } from '../../domain/waves/letters/catalogue.js';
import { letterIds, type LetterId } from '../../domain/waves/letters/letter.js';
import { NotFound } from '../../application/errors.js';
import { viewerOf } from '../access.js';
import { NotOurForm, readForm, type FieldErrors, type Typed } from '../form.js';
import { format } from '../format.js';
import { goWithNotice } from '../session.js';
import { sendMailFrame } from './mail-frame.js';
import { figures, letterErrors, letterWords, variableWords } from './letter-words.js';

const text = z.string().max(10_000);
const letterForm = z.strictObject({
  subject: text,
  body: text,
  version: z.coerce.number().int().min(0),
  person: z.string().max(60),
  part: z.enum(['html', 'text']).optional(),
});

type Waves = Application['waves'];
type Version = Awaited<ReturnType<Waves['showLetter']>>['current'];

const place = { layout: 'staff', place: 'settings' } as const;
const whoAndWhen = ({ savedAt, byName }: Version): string =>
  savedAt === null ? 'came with Onward' : `${byName ?? 'somebody who has left'}, ${format.dateTime(savedAt)}`;

function known(name: unknown): LetterId {
  const id = letterIds.find((each) => each === name);
  if (id === undefined) throw new NotFound();
  return id;
}

/** `/staff/settings/letters`. */
export function letterPages({ waves, alumni }: Pick<Application, 'waves' | 'alumni'>): Router {
  const router = Router();

  router.get('/staff/settings/letters', async (_req, res) => {
    const letters = await waves.listLetters();
    res.render('staff/settings/letters', {
      ...{ title: 'Letters', ...place },
      rows: letters.map((letter) => [
        { text: letterWords[letter.id].name, href: `/staff/settings/letters/${letter.id}` },
        letterWords[letter.id].when,
        letter.subject,
        letter.version,
        whoAndWhen(letter),
      ]),
    });
  });

  async function render(
    req: Request,
    res: Response,
    page: { errors?: FieldErrors; typed?: Typed; other?: Version | undefined },
  ): Promise<void> {
    const id = known(req.params['id']);
    const { current, versions } = await waves.showLetter(id);
    const wanted = versions.find(({ version }) => String(version) === req.query['from']) ?? current;
    const { people } = await alumni.listPeople(viewerOf(res), {});
    const own = `/staff/settings/letters/${id}`;
    const typed = page.typed ?? { ...wanted, version: String(current.version), person: '' };
    res.render('staff/settings/letter', {
      ...{ title: letterWords[id].name, ...place, ...letterWords[id], own, errors: page.errors ?? {}, typed },
      ...{ current, next: Number(typed['version']) + 1, other: page.other ?? null, variables: variableWords },
      otherBy: page.other === undefined ? '' : whoAndWhen(page.other),
      from: wanted === current || page.typed !== undefined ? null : wanted.version,
      people: [
        { value: '', text: 'An invented person' },
        ...people.map((person) => ({
          value: person.id,
          text: `${person.name.toUse ?? person.name.given} ${person.name.family}`,
        })),
      ],
      versions: versions.map((version) => ({
        ...{ version: version.version, subject: version.subject, by: whoAndWhen(version) },
        current: version.version === current.version,
      })),
      languages: letterCatalogues
        .filter(({ language }) => language !== 'en')
        .map(({ language, name, confirmed }) => ({ language, name, confirmed: confirmed !== null })),
    });
  }

  router.get('/staff/settings/letters/:id', (req, res) => render(req as Request, res, {}));

  router.post('/staff/settings/letters/:id', async (req, res) => {
    const form = readForm(letterForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const id = known(req.params.id);
    const { subject, body, version } = form.value;
    const saved = await waves.saveLetter(viewerOf(res), { letter: id, subject, body, basedOn: version });
    if (saved.kind === 'saved') {
      const notice = `Saved as version ${saved.version}. Waves that are confirmed from now on use it.`;
      goWithNotice(req as Request, res, `/staff/settings/letters/${id}`, notice);
      return;
    }
    if (saved.kind === 'same') {
      goWithNotice(req as Request, res, `/staff/settings/letters/${id}`, 'It says this already; nothing was saved.');
      return;
    }
    res.status(saved.kind === 'refused' ? 422 : 409);
    if (saved.kind === 'refused') {
      await render(req as Request, res, { errors: letterErrors(saved.checked.problems), typed: form.typed });
      return;
    }
    const errors = { '': 'Somebody else saved this letter meanwhile. Nothing of yours was saved over it' };
    const typed = { ...form.typed, version: String(saved.current.version) };
    await render(req as Request, res, { errors, typed, other: saved.current });
  });

  router.get('/staff/settings/letters/:id/mail', async (req, res) => {
    const id = known(req.params.id);
    const { version, language, part } = req.query;
    const { current } = await waves.showLetter(id);
    const preview = await waves.previewLetter(viewerOf(res), {
      letter: id,
      of: typeof version === 'string' && /^\d{1,6}$/.test(version) ? Number(version) : current.version,
      ...(typeof language === 'string' ? { language } : {}),
    });
    sendMailFrame(res, preview.mail, part === 'text' ? 'text' : 'html');
  });

  router.post('/staff/settings/letters/:id/mail', async (req, res) => {
    const form = readForm(letterForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const { subject, body, person, part } = form.value;
    const { mail } = await waves.previewLetter(viewerOf(res), {
      letter: known(req.params.id),
      of: { subject, body },
      ...(person === '' ? {} : { personId: person }),
      banner: (checked, shown) =>
        [
          `Subject: ${shown}`,
          figures(checked),
          ...Object.values(letterErrors(checked.problems)).map((problem) => `To put right: ${problem}`),
        ].join('. '),
    });
    sendMailFrame(res, mail, part);
  });

  return router;
}
