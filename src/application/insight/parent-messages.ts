// Messages to parents and teachers: begun from a text for their readers, saved in versions, looked at by the linter, and printed only
// once nothing is left to be put right (moonshot M4, feature 67). A version keeps its figures as they stood.
import type { School } from '../../domain/alumni/alumnus.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import { covers, type Viewer } from '../../domain/alumni/viewer.js';
import { lintMessage, type Linted } from '../../domain/insight/messages/lint.js';
import {
  isSame,
  latestOf,
  mostVersions,
  readersFacts,
  type MessageId,
  type MessageReaders,
  type MessageVersion,
  type ParentMessage,
} from '../../domain/insight/messages/message.js';
import { figureLetters, type PublishedFigure } from '../../domain/insight/messages/published-figure.js';
import { readingAge } from '../../domain/waves/letters/reading-age.js';
import { withFigures } from '../../domain/insight/messages/sentences.js';
import type { ListedParentMessage } from '../../store/index.js';
import { NotAllowed, NotFound } from '../errors.js';
import type { Tools } from '../tools.js';
import { publishedFigures } from './published-figures.js';

const mostListed = 200;

type Typed = Pick<MessageVersion, 'title' | 'text'> & {
  /** Keys of the chosen figures, in the order of their letters. */
  readonly figures: readonly string[];
};

/** A text with what is to be put right in it. */
export interface LookedAt extends Linted {
  readonly figures: readonly PublishedFigure[];
  /** The text with its figures in place. */
  readonly reads: string;
  readonly readingAge: number;
}

/** A message as its page shows it. */
export interface ShownMessage {
  readonly message: ParentMessage;
  readonly school: School | null;
  readonly shown: MessageVersion;
  readonly looked: LookedAt;
  /** Every figure that may be chosen. */
  readonly choices: readonly PublishedFigure[];
  /** Names of who saved, by id. */
  readonly names: ReadonlyMap<string, string>;
}

const lookedAt = (
  { title, text }: Pick<MessageVersion, 'title' | 'text'>,
  figures: readonly PublishedFigure[],
  now: ReadonlyMap<string, PublishedFigure>,
): LookedAt => {
  const reads = withFigures(text, figures);
  return { ...lintMessage({ title, text }, figures, now), figures, reads, readingAge: readingAge(reads) };
};

const byKey = (figures: readonly PublishedFigure[]): ReadonlyMap<string, PublishedFigure> =>
  new Map(figures.map((figure) => [figure.key, figure]));

async function schoolsOf({ store }: Pick<Tools, 'store'>, viewer: Viewer): Promise<readonly School[]> {
  return (await store.schools.all()).filter(({ id }) => covers(viewer.schools, id));
}

/** The school, or null for the trust; throws NotFound outside the viewer's. */
async function schoolAsked(
  { store }: Pick<Tools, 'store'>,
  viewer: Viewer,
  schoolId: SchoolId | null,
): Promise<School | null> {
  if (schoolId === null) return null;
  const school = (await schoolsOf({ store }, viewer)).find(({ id }) => id === schoolId);
  if (school === undefined) throw new NotFound();
  return school;
}

/** The messages of the trust and of the viewer's schools, the newest first, and the schools that one may be written for. */
export const listMessages =
  ({ store }: Pick<Tools, 'store'>) =>
  async (
    viewer: Viewer,
  ): Promise<{ readonly messages: readonly ListedParentMessage[]; readonly schools: readonly School[] }> => ({
    messages: await store.parentMessages.list(viewer.schools, mostListed),
    schools: await schoolsOf({ store }, viewer),
  });

/** The figures that the starting text asks for: the latest of the trust or school, one a measure. */
function startingFigures(readers: MessageReaders, choices: readonly PublishedFigure[], schoolId: SchoolId | null) {
  const wanted =
    readers === 'upper-parents'
      ? ['sustained', 'fit']
      : readers === 'primary-parents'
        ? ['sustained']
        : ['sustained', 'level'];
  return wanted.flatMap(
    (measure) =>
      choices.find(({ key }) => key.startsWith(`own:${schoolId ?? 'trust'}:${measure}:`)) ??
      choices.find(({ key }) => key.startsWith(`own:trust:${measure}:`)) ??
      [],
  );
}

/** Begins a message from the text for its readers. Throws NotFound for a school outside the viewer's, NotAllowed for the trust's. */
export const beginMessage =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (
    viewer: Viewer,
    { readers, schoolId }: { readonly readers: MessageReaders; readonly schoolId: SchoolId | null },
  ): Promise<MessageId> => {
    await schoolAsked({ store }, viewer, schoolId);
    if (!covers(viewer.schools, schoolId)) throw new NotAllowed();
    const choices = await publishedFigures({ store }, viewer, schoolId);
    const figures = startingFigures(readers, choices, schoolId);
    const { title, start } = readersFacts[readers];
    const at = clock.now();
    const id = newId() as MessageId;
    const version: MessageVersion = {
      ...{ version: 1, title, text: start, figures, savedBy: viewer.staffId, savedAt: at },
      findings: lintMessage({ title, text: start }, figures).findings.length,
    };
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const audit = { id: newId(), at, actor, act: 'message.begun', subject: `message:${id}` };
    await store.parentMessages.insert({ id, readers, schoolId }, version, audit);
    return id;
  };

async function messageOf({ store }: Pick<Tools, 'store'>, viewer: Viewer, id: MessageId) {
  const message = await store.parentMessages.find(id);
  if (message === null) throw new NotFound();
  const school = await schoolAsked({ store }, viewer, message.schoolId);
  return { message, school };
}

/** The message at a version, the last where none is named. Throws NotFound. */
export const showMessage =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: MessageId, wanted?: number): Promise<ShownMessage> => {
    const { message, school } = await messageOf({ store }, viewer, id);
    const shown = wanted === undefined ? latestOf(message) : message.versions.find(({ version }) => version === wanted);
    if (shown === undefined) throw new NotFound();
    const choices = await publishedFigures({ store }, viewer, message.schoolId);
    const staff = await store.staff.list('every-school');
    return {
      ...{ message, school, shown, choices },
      looked: lookedAt(shown, shown.figures, byKey(choices)),
      names: new Map(staff.map((member) => [member.id, member.name])),
    };
  };

/** Looks at what is typed and saves nothing; figures are taken as they stand today. Throws NotFound. */
export const lookAtMessage =
  ({ store }: Pick<Tools, 'store'>) =>
  async (viewer: Viewer, id: MessageId, { title, text, figures: keys }: Typed): Promise<LookedAt> => {
    const { message } = await messageOf({ store }, viewer, id);
    const now = byKey(await publishedFigures({ store }, viewer, message.schoolId));
    const kept = byKey(latestOf(message)?.figures ?? []);
    const figures = keys.slice(0, figureLetters.length).flatMap((key) => now.get(key) ?? kept.get(key) ?? []);
    return lookedAt({ title, text }, figures, now);
  };

/** `meanwhile`: somebody else saved since the page was opened. */
export type MessageSaved =
  | { readonly kind: 'saved'; readonly version: number; readonly findings: number }
  | { readonly kind: 'same' | 'meanwhile' | 'too-many' };

/** Saves what is typed as a version after the one that was on the page, whatever is still to be put right. Throws NotFound, NotAllowed. */
export const saveMessage =
  ({ store, clock, newId }: Pick<Tools, 'store' | 'clock' | 'newId'>) =>
  async (viewer: Viewer, id: MessageId, basedOn: number, typed: Typed): Promise<MessageSaved> => {
    const { message } = await messageOf({ store }, viewer, id);
    if (!covers(viewer.schools, message.schoolId)) throw new NotAllowed();
    const last = latestOf(message);
    if (last?.version !== basedOn) return { kind: 'meanwhile' };
    const { figures, findings } = await lookAtMessage({ store })(viewer, id, typed);
    const { title, text } = typed;
    if (isSame(last, { title, text, figures })) return { kind: 'same' };
    if (basedOn >= mostVersions) return { kind: 'too-many' };
    const at = clock.now();
    const next: MessageVersion = {
      ...{ version: basedOn + 1, title, text, figures, findings: findings.length },
      ...{ savedBy: viewer.staffId, savedAt: at },
    };
    const actor = { kind: 'staff', id: viewer.staffId } as const;
    const audit = {
      id: newId(),
      at,
      actor,
      act: 'message.saved',
      subject: `message:${id}`,
      reason: `version ${next.version}`,
    };
    if (!(await store.parentMessages.addVersion(id, next, audit))) return { kind: 'meanwhile' };
    return { kind: 'saved', version: next.version, findings: findings.length };
  };
