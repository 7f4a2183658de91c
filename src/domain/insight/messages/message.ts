// A message about destinations to parents or teachers, from primary school upwards (feature 67).
// Who reads it, for which school, and its versions: each saved text with the figures that it rests on as they stood then. Versions are
// added and never changed. Starting texts hold no number of their own: figures come in by their letters.
import type { SchoolId, StaffId } from '../../alumni/ids.js';
import type { PublishedFigure } from './published-figure.js';

export const messageReaders = ['primary-parents', 'lower-parents', 'upper-parents', 'teachers'] as const;
export type MessageReaders = (typeof messageReaders)[number];

export type MessageId = string & { readonly __messageId: true };

/** One saved state of a message. */
export interface MessageVersion {
  /** From 1. */
  readonly version: number;
  readonly title: string;
  readonly text: string;
  /** In the order of their letters. */
  readonly figures: readonly PublishedFigure[];
  /** How many things were to be put right when it was saved. */
  readonly findings: number;
  readonly savedBy: StaffId;
  readonly savedAt: Date;
}

/** One message with all of its versions, the oldest first. */
export interface ParentMessage {
  readonly id: MessageId;
  readonly readers: MessageReaders;
  /** Null for the whole trust. */
  readonly schoolId: SchoolId | null;
  readonly versions: readonly MessageVersion[];
}

interface ReadersFacts {
  readonly text: string;
  /** A title and a text to begin with. */
  readonly title: string;
  readonly start: string;
}

const closing =
  'We know of some and not of others, so each figure says how far it could be off. If you would like to talk about it, please ask your child’s teacher.';

/** Who reads messages, in the order of school years. */
export const readersFacts: Readonly<Record<MessageReaders, ReadersFacts>> = {
  'primary-parents': {
    text: 'Parents of pupils in years 1 to 6',
    title: 'What young people do after school',
    start: `School is a long road, and there are many good ways on from it: university, an apprenticeship, college, work. We ask our former students what they are doing, and this is what they say.\n\nSix months after leaving, {A} were in education, an apprenticeship or work that lasted.\n\nWhat could you talk about at home? Ask your child what they like doing, and tell them about the work that people in your family do.\n\n${closing}`,
  },
  'lower-parents': {
    text: 'Parents of pupils in years 7 to 9',
    title: 'What former students told us',
    start: `Your child chooses subjects before long. We ask our former students what they are doing now, and this is what they say.\n\nSix months after leaving, {A} were in education, an apprenticeship or work that lasted. At university, or on a course or apprenticeship at that level, were {B}.\n\nAsk your child which lessons they look forward to, and which work they would like to see for a day.\n\n${closing}`,
  },
  'upper-parents': {
    text: 'Parents of pupils in years 10 to 13',
    title: 'After school: what former students told us',
    start: `Your child decides soon what comes after school. We ask our former students whether it went as they had planned.\n\nSix months after leaving, {A} were in education, an apprenticeship or work that lasted. That their place was the right one for them, said {B}.\n\nAsk your child what they want to know about a place before they choose it, and whom they would like to ask.\n\n${closing}`,
  },
  teachers: {
    text: 'Teachers',
    title: 'What former students told us, for staff',
    start: `What do we believe about where our students go, and what do they say? This is for a staff meeting.\n\nSix months after leaving, {A} were in education, an apprenticeship or work that lasted. At university, or on a course or apprenticeship at that level, were {B}.\n\nWhat did you expect? Which of it surprises you? Please bring your questions.\n\n${closing}`,
  },
};

/** The last saved state. */
export const latestOf = ({ versions }: ParentMessage): MessageVersion | undefined => versions.at(-1);

/** Whether something was changed since the version. */
export const isSame = (
  before: Pick<MessageVersion, 'title' | 'text' | 'figures'> | undefined,
  next: Pick<MessageVersion, 'title' | 'text' | 'figures'>,
): boolean =>
  before !== undefined &&
  before.title === next.title &&
  before.text === next.text &&
  before.figures.map(({ key, version }) => `${key}@${version}`).join() ===
    next.figures.map(({ key, version }) => `${key}@${version}`).join();

/** The most versions that are kept of one message; a new message begins anew. */
export const mostVersions = 100;
