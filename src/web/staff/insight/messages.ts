// Insight → Messages: texts about destinations for parents and teachers, each claim tied to a published figure (moonshot M4, feature 67).
// Saving keeps what is typed, whatever is to be put right; the sheet opens only when nothing is. Works without scripts.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../../application/index.js';
import type { LookedAt, ShownMessage } from '../../../application/insight/parent-messages.js';
import type { SchoolId } from '../../../domain/alumni/ids.js';
import { covers } from '../../../domain/alumni/viewer.js';
import { messageReaders, readersFacts, type MessageId } from '../../../domain/insight/messages/message.js';
import {
  couldBe,
  figureLetters,
  shareWords,
  type PublishedFigure,
} from '../../../domain/insight/messages/published-figure.js';
import { paragraphsOf } from '../../../domain/insight/messages/sentences.js';
import { viewerOf } from '../../access.js';
import { NotOurForm, readForm, type FieldErrors } from '../../form.js';
import { format } from '../../format.js';
import { goWithNotice } from '../../session.js';
import { ruleWords } from './message-words.js';
import { insightTabs, rangeWords } from './words.js';

const home = '/staff/insight/messages';
const place = { layout: 'staff', place: 'insight' } as const;
const newForm = z.strictObject({
  readers: z.enum(messageReaders, 'Choose who reads it'),
  school: z.string().max(60).default(''),
});
const figureField = z.string().max(200).default('');
const figureNames = figureLetters.map((letter) => `figure-${letter}` as const);
const textForm = z.strictObject({
  version: z.string().regex(/^\d{1,4}$/),
  title: z.string().trim().min(1, 'Enter a title').max(100, 'Say it in at most 100 characters'),
  text: z.string().trim().min(1, 'Enter the text').max(8_000, 'Say it in at most 8,000 characters'),
  action: z.enum(['look', 'save']),
  ...(Object.fromEntries(figureNames.map((name) => [name, figureField])) as Record<
    (typeof figureNames)[number],
    typeof figureField
  >),
});
type TextForm = z.output<typeof textForm>;

/** Keys in the order of their letters. */
const keysIn = (form: TextForm): readonly string[] => figureNames.map((name) => form[name]).filter((key) => key !== '');

/** A letter without a figure before one that has: what is typed for later letters would speak of other figures. */
function gapIn(form: TextForm): FieldErrors {
  const last = figureNames.findLastIndex((name) => form[name] !== '');
  const gap = figureNames.find((name, at) => at < last && form[name] === '');
  return gap === undefined ? {} : { [gap]: 'Choose a figure here, or move those of later letters up' };
}

const choiceWords = (figure: PublishedFigure): string =>
  `${figure.title}: ${shareWords(figure.share)} (${rangeWords(couldBe(figure))})`;

const sourceWords = ({ source, version, asOf }: PublishedFigure): string =>
  `${source}, ${version}, as of ${format.date(asOf)}`;

/** What the sentences rest on, a row a figure. */
const restsOn = ({ claims }: Pick<LookedAt, 'claims'>) =>
  claims.flatMap(({ sentence, figures }) =>
    figures.map((figure) => [
      sentence,
      `${figure.title}: ${shareWords(figure.share)}`,
      rangeWords(couldBe(figure)),
      figure.people,
      sourceWords(figure),
    ]),
  );

const findingsOf = ({ findings }: Pick<LookedAt, 'findings'>) =>
  findings.map(({ place: at, sentence, rule, words, remedy }) => ({
    ...{ at, sentence, words, remedy },
    what: ruleWords[rule],
  }));

interface Typed {
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
  readonly looked?: LookedAt;
  readonly meanwhile?: boolean;
}

/** `/staff/insight/messages`, and a message's page and sheet. */
export function insightMessagePages({ insight }: Pick<Application, 'insight'>): Router {
  const router = Router();

  async function renderList(res: Response, errors: FieldErrors = {}, typed: Readonly<Record<string, unknown>> = {}) {
    const viewer = viewerOf(res);
    const { messages, schools } = await insight.listMessages(viewer);
    const nameOf = (id: SchoolId | null): string =>
      id === null ? 'The whole trust' : (schools.find((school) => school.id === id)?.name ?? '');
    res.render('staff/insight/messages', {
      ...{ title: 'Messages to parents and teachers', ...place, errors, typed },
      tabs: insightTabs(viewer.role, 'messages', ''),
      readers: messageReaders.map((value) => ({ value, text: readersFacts[value].text })),
      schools: [
        ...(covers(viewer.schools, null) ? [{ value: '', text: 'The whole trust' }] : []),
        ...schools.map(({ id, name }) => ({ value: id, text: name })),
      ],
      rows: messages.map(({ id, readers, schoolId, latest }) => [
        { text: latest.title, href: `${home}/${id}` },
        readersFacts[readers].text,
        nameOf(schoolId),
        latest.version,
        latest.findings === 0
          ? { tone: 'good', text: 'Nothing to put right' }
          : { tone: 'careful', text: `${format.count(latest.findings)} to put right` },
        format.dateTime(latest.savedAt),
      ]),
    });
  }

  router.get(home, (_req, res) => renderList(res));

  router.post(home, async (req, res) => {
    const form = readForm(newForm, req.body);
    if (!form.ok) {
      await renderList(res.status(422), form.errors, form.typed);
      return;
    }
    const { readers, school } = form.value;
    const id = await insight.beginMessage(viewerOf(res), {
      readers,
      schoolId: school === '' ? null : (school as SchoolId),
    });
    goWithNotice(req, res, `${home}/${id}`, 'The message was begun. Change it as you like.');
  });

  function render(res: Response, shown: ShownMessage, page: Typed = {}): void {
    const { message, school, choices, names } = shown;
    const viewer = viewerOf(res);
    const last = message.versions.at(-1) ?? shown.shown;
    const looked = page.looked ?? shown.looked;
    const figures = looked.figures;
    const typed = page.typed ?? {
      ...{ title: shown.shown.title, text: shown.shown.text, version: String(last.version) },
      ...Object.fromEntries(figureNames.map((name, at) => [name, figures[at]?.key ?? ''])),
    };
    // A figure that is not published any more can still be seen in its place.
    const kept = figures.filter(({ key }) => !choices.some((one) => one.key === key));
    res.render('staff/insight/message', {
      ...{ title: last.title, ...place, errors: page.errors ?? {}, typed, meanwhile: page.meanwhile ?? false },
      tabs: insightTabs(viewer.role, 'messages', ''),
      own: `${home}/${message.id}`,
      caption: `${readersFacts[message.readers].text}; ${school?.name ?? 'the whole trust'}`,
      older: shown.shown.version === last.version || page.typed !== undefined ? null : shown.shown.version,
      next: last.version + 1,
      mayChange: covers(viewer.schools, message.schoolId),
      letters: figureLetters.map((letter, at) => ({
        ...{ letter, name: figureNames[at] ?? '' },
        about: figures[at] === undefined ? '' : sourceWords(figures[at]),
      })),
      items: [
        { value: '', text: 'None' },
        ...[...choices, ...kept].map((figure) => ({ value: figure.key, text: choiceWords(figure) })),
      ],
      findings: findingsOf(looked),
      saved: page.looked === undefined,
      printable: page.looked === undefined && looked.findings.length === 0 && shown.shown.version === last.version,
      reads: paragraphsOf(looked.reads),
      readingAge: looked.readingAge,
      restsOn: restsOn(looked),
      versions: message.versions
        .toReversed()
        .map((one) => [
          one.version === last.version
            ? `Version ${one.version}`
            : { text: `Version ${one.version}`, href: `${home}/${message.id}?version=${one.version}` },
          one.title,
          one.findings === 0 ? 'Nothing to put right' : `${format.count(one.findings)} to put right`,
          `${names.get(one.savedBy) ?? 'somebody who has left'}, ${format.dateTime(one.savedAt)}`,
        ]),
    });
  }

  const wantedVersion = z.object({ version: z.coerce.number().int().min(1).max(1_000).optional().catch(undefined) });

  router.get(`${home}/:id`, async (req, res) => {
    const { version } = wantedVersion.parse(req.query);
    render(res, await insight.showMessage(viewerOf(res), req.params['id'] as MessageId, version));
  });

  router.post(`${home}/:id`, async (req: Request, res) => {
    const form = readForm(textForm, req.body);
    const id = req.params['id'] as MessageId;
    const viewer = viewerOf(res);
    const errors = form.ok ? gapIn(form.value) : form.errors;
    if (!form.ok || Object.keys(errors).length > 0) {
      if (errors['version'] !== undefined || errors['action'] !== undefined) throw new NotOurForm();
      const typed = Object.fromEntries(Object.entries(form.typed).map(([name, value]) => [name, String(value)]));
      render(res.status(422), await insight.showMessage(viewer, id), { errors, typed });
      return;
    }
    const { title, text, version, action } = form.value;
    const keys = keysIn(form.value);
    const given = { title, text, figures: keys };
    if (action === 'save') {
      const saved = await insight.saveMessage(viewer, id, Number(version), given);
      if (saved.kind === 'saved') {
        const left =
          saved.findings === 0
            ? 'Nothing is to be put right; it can be printed.'
            : `${format.capital(format.countOf(saved.findings, 'thing is', 'things are'))} to be put right before it can be printed.`;
        goWithNotice(req, res, `${home}/${id}`, `Saved as version ${saved.version}. ${left}`);
        return;
      }
      if (saved.kind === 'same') {
        goWithNotice(req, res, `${home}/${id}`, 'It says this already; nothing was saved.');
        return;
      }
      if (saved.kind === 'too-many') {
        const full = { text: 'This message has as many versions as are kept. Begin a new one.' };
        const typed = typedFrom(given, version);
        render(res.status(422), await insight.showMessage(viewer, id), { errors: full, typed });
        return;
      }
    }
    const looked = await insight.lookAtMessage(viewer, id, given);
    const shown = await insight.showMessage(viewer, id);
    const meanwhile = action === 'save';
    const basedOn = meanwhile ? String(shown.message.versions.at(-1)?.version ?? version) : version;
    render(meanwhile ? res.status(409) : res, shown, { looked, typed: typedFrom(given, basedOn), meanwhile });
  });

  router.get(`${home}/:id/sheet`, async (req, res) => {
    const viewer = viewerOf(res);
    const shown = await insight.showMessage(viewer, req.params['id'] as MessageId);
    const { looked, message, school } = shown;
    if (looked.findings.length > 0) {
      render(res.status(409), shown);
      return;
    }
    res.render('staff/insight/message-sheet', {
      ...{ title: shown.shown.title, layout: 'staff', place: 'insight' },
      back: { href: `${home}/${message.id}`, text: 'The message' },
      school: school?.name ?? null,
      paragraphs: paragraphsOf(looked.reads),
      figures: [
        ...new Map(looked.claims.flatMap(({ figures }) => figures).map((figure) => [figure.key, figure])).values(),
      ].map((figure) => `${choiceWords(figure)}. ${figure.definition} ${sourceWords(figure)}.`),
      version: shown.shown.version,
      savedOn: format.day(shown.shown.savedAt),
    });
  });

  return router;
}

/** What stands in the form again; letters close up as they are read. */
const typedFrom = (
  given: { readonly title: string; readonly text: string; readonly figures: readonly string[] },
  version: string,
): Readonly<Record<string, string>> => ({
  ...{ title: given.title, text: given.text, version },
  ...Object.fromEntries(figureNames.map((name, at) => [name, given.figures[at] ?? ''])),
});
