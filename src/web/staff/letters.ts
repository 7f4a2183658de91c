// Settings → Letters: what each mail says in each language, changed with the mail itself in view. The picture is a frame that shows a mail
// and nothing else; "See how it looks" sends what is typed into that frame, so it works without scripts and saves nothing.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { findCatalogue } from '../../domain/waves/letters/catalogue.js';
import type { LetterCatalogue } from '../../domain/waves/letters/frame.js';
import { letterIds, type LetterId } from '../../domain/waves/letters/letter.js';
import { NotFound } from '../../application/errors.js';
import { mayPost, viewerOf } from '../access.js';
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
  language: z.string().max(20),
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

const read = z.coerce.number().int().min(0).max(1_000_000);
const languageForm = z.strictObject({
  speaker: z.string().trim().min(1, 'Enter the name of who read every letter').max(100, 'Enter a shorter name'),
  sure: z.literal('yes', 'Tick the box if they have read everything as it stands'),
  ...(Object.fromEntries(letterIds.map((id) => [`v-${id}`, read])) as Record<`v-${LetterId}`, typeof read>),
});

/** The language of the address, English where it names none. */
function languageIn(wanted: unknown): LetterCatalogue {
  const catalogue = findCatalogue(typeof wanted === 'string' ? wanted : 'en');
  if (catalogue === null) throw new NotFound();
  return catalogue;
}

/** `?language=ar`; nothing for English, whose addresses are as they were. */
const inLanguage = ({ language }: LetterCatalogue): string => (language === 'en' ? '' : `?language=${language}`);

/** Where a language stands, for the head of its letters. */
function standing({
  name,
  sent,
  pagesConfirmed,
  confirmation,
  unread,
}: Awaited<ReturnType<Waves['listLanguages']>>[number]) {
  const by =
    confirmation === null ? '' : ` ${confirmation.speaker} read it; recorded on ${format.dateTime(confirmation.at)}.`;
  if (!sent && confirmation !== null && !pagesConfirmed) {
    const text = `${by} The pages that these letters lead to wait for a speaker too; until then mail to who reads ${name} is in English.`;
    return { tone: 'careful', tag: 'Not sent', text };
  }
  if (!sent) {
    const text = `Nobody who speaks ${name} has confirmed these words yet. Who reads ${name} is written to in English.`;
    return { tone: 'careful', tag: 'Not sent', text };
  }
  const waiting = unread.map((id) => letterWords[id].name.toLowerCase()).join(', ');
  const newer = unread.length === 0 ? '' : ` Changed since then, and sent as it was read: ${waiting}.`;
  return { tone: 'good', tag: 'Sent', text: `${by}${newer}`.trim() };
}

/** `/staff/settings/letters`. */
export function letterPages({ waves, alumni }: Pick<Application, 'waves' | 'alumni'>): Router {
  const router = Router();

  async function renderList(req: Request, res: Response, errors: FieldErrors = {}, typed: Typed = {}): Promise<void> {
    const catalogue = languageIn(req.params['language'] ?? req.query['language']);
    const { language, name, direction } = catalogue;
    const [letters, languages] = await Promise.all([waves.listLetters(language), waves.listLanguages()]);
    const own = languages.find((each) => each.language === language);
    res.render('staff/settings/letters', {
      ...{ title: 'Letters', ...place, errors, typed, language, name, direction },
      chips: languages.map((each) => ({
        text: each.name,
        href: `/staff/settings/letters${each.isEnglish ? '' : `?language=${each.language}`}`,
        current: each.language === language,
      })),
      standing: own === undefined || own.isEnglish ? null : standing(own),
      mayConfirm: own?.isEnglish === false && mayPost(viewerOf(res), `/staff/settings/languages/${language}`),
      versions: letters.map(({ id, version }) => [`v-${id}`, version]),
      rows: letters.map((letter) => [
        { text: letterWords[letter.id].name, href: `/staff/settings/letters/${letter.id}${inLanguage(catalogue)}` },
        letterWords[letter.id].when,
        letter.subject,
        letter.version,
        whoAndWhen(letter),
      ]),
    });
  }

  router.get('/staff/settings/letters', (req, res) => renderList(req, res));

  router.post('/staff/settings/languages/:language', async (req, res) => {
    const { language } = languageIn(req.params.language);
    if (language === 'en') throw new NotFound();
    const form = readForm(languageForm, req.body);
    if (!form.ok) {
      await renderList(req as Request, res.status(422), form.errors, form.typed);
      return;
    }
    const { speaker, sure: _sure, ...seen } = form.value;
    const versions = Object.fromEntries(letterIds.map((id) => [id, seen[`v-${id}`]]));
    const result = await waves.confirmLanguage(viewerOf(res), { language, speaker, versions });
    if (result === 'changed-meanwhile') {
      const errors = { sure: 'A letter was changed since this page was shown. Have it read as it stands now' };
      await renderList(req as Request, res.status(409), errors, { speaker });
      return;
    }
    const notice = 'Recorded. Waves that are confirmed from now on write in it to those who read it.';
    goWithNotice(req as Request, res, `/staff/settings/letters?language=${language}`, notice);
  });

  async function render(
    req: Request,
    res: Response,
    page: { errors?: FieldErrors; typed?: Typed; other?: Version | undefined },
  ): Promise<void> {
    const id = known(req.params['id']);
    const catalogue = languageIn(page.typed?.['language'] ?? req.query['language']);
    const { language, direction } = catalogue;
    const { current, versions } = await waves.showLetter(id, language);
    const wanted = versions.find(({ version }) => String(version) === req.query['from']) ?? current;
    const { people } = await alumni.listPeople(viewerOf(res), {});
    const own = `/staff/settings/letters/${id}`;
    const same = language === 'en' ? '' : `&language=${language}`;
    const typed = page.typed ?? {
      subject: wanted.subject,
      body: wanted.body,
      version: String(current.version),
      person: '',
    };
    res.render('staff/settings/letter', {
      ...{ title: letterWords[id].name, ...place, ...letterWords[id], own, errors: page.errors ?? {}, typed },
      mayChange: mayPost(viewerOf(res), own),
      ...{ current, next: Number(typed['version']) + 1, other: page.other ?? null, variables: variableWords },
      ...{
        language,
        direction,
        same,
        languageName: catalogue.name,
        back: `/staff/settings/letters${inLanguage(catalogue)}`,
      },
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
      languages: (await waves.listLanguages()).map((each) => ({
        text: each.name,
        href: `${own}${each.isEnglish ? '' : `?language=${each.language}`}`,
        current: each.language === language,
      })),
      notSent: (await waves.listLanguages()).some((each) => each.language === language && !each.sent),
    });
  }

  router.get('/staff/settings/letters/:id', (req, res) => render(req as Request, res, {}));

  router.post('/staff/settings/letters/:id', async (req, res) => {
    const form = readForm(letterForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const id = known(req.params.id);
    const { subject, body, version, language } = form.value;
    const own = `/staff/settings/letters/${id}${inLanguage(languageIn(language))}`;
    const saved = await waves.saveLetter(viewerOf(res), { letter: id, language, subject, body, basedOn: version });
    if (saved.kind === 'saved') {
      const from =
        language === 'en' ? 'Waves that are confirmed from now on use it.' : 'It is sent once a speaker has read it.';
      goWithNotice(req as Request, res, own, `Saved as version ${saved.version}. ${from}`);
      return;
    }
    if (saved.kind === 'same') {
      goWithNotice(req as Request, res, own, 'It says this already; nothing was saved.');
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
    const { version, part } = req.query;
    const { language } = languageIn(req.query['language']);
    const { current } = await waves.showLetter(id, language);
    const preview = await waves.previewLetter(viewerOf(res), {
      letter: id,
      of: typeof version === 'string' && /^\d{1,6}$/.test(version) ? Number(version) : current.version,
      language,
    });
    sendMailFrame(res, preview.mail, part === 'text' ? 'text' : 'html');
  });

  router.post('/staff/settings/letters/:id/mail', async (req, res) => {
    const form = readForm(letterForm, req.body);
    if (!form.ok) throw new NotOurForm();
    const { subject, body, person, part, language } = form.value;
    const { mail } = await waves.previewLetter(viewerOf(res), {
      letter: known(req.params.id),
      of: { subject, body },
      language,
      ...(person === '' ? {} : { personId: person }),
      banner: (checked, shown) =>
        [
          `Subject: ${shown}`,
          figures(checked, language === 'en'),
          ...Object.values(letterErrors(checked.problems)).map((problem) => `To put right: ${problem}`),
        ].join('. '),
    });
    sendMailFrame(res, mail, part);
  });

  return router;
}
