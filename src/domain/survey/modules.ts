// Which optional questions can a school or a cohort have asked, and what is asked of somebody who gets some?
// A module is a set of questions of the bank that belongs to no questionnaire, in versions that never change. Which modules
// somebody was asked is recorded in their invitation, so that it is known later what no answer means. Their pages come before
// permissions and staying in touch; "nothing has changed" stays one button, and offers them afterwards (Y10).
import type { PublishedQuestionnaire } from './catalogue.js';
import type { Page } from './definition.js';
import { textsFor } from './questionnaires/bank.en.js';
import { asToldV1, homeAndCaringV1, schoolDidV1, whereTheyLiveV1, workAndPayV1 } from './questionnaires/modules-v1.js';
import type { QuestionnaireTexts } from './texts.js';

/** A module in one version. */
export interface ModuleRef {
  readonly name: string;
  readonly version: number;
}

/** A module as it was published. */
export interface QuestionModule extends ModuleRef {
  /** Its name as staff see it. */
  readonly title: string;
  /** What it shows, for whoever decides whether to ask it. */
  readonly purpose: string;
  readonly pages: readonly Page[];
  /** Names of the questionnaires that it can join. */
  readonly joins: readonly string[];
  readonly texts: { readonly en: QuestionnaireTexts };
  /** SHA-256, hexadecimal, of the JSON of name, version, pages and texts. */
  readonly fingerprint: string;
}

const published = (
  of: ModuleRef & Pick<QuestionModule, 'pages'>,
  about: Pick<QuestionModule, 'title' | 'purpose' | 'joins' | 'fingerprint'>,
): QuestionModule => ({ ...of, ...about, texts: { en: textsFor(of.pages) } });

/** All published modules, in the order in which they are asked. */
export const publishedModules: readonly QuestionModule[] = [
  published(schoolDidV1, {
    title: 'What school did for them',
    purpose: 'Who helped them most, how much school helped, and what it should do or stop.',
    joins: ['arrival-check', 'sustained-check', 'yearly-check', 'situation-check'],
    fingerprint: '8132891986d358429af87a47e7eb5e69b8bf6e635e51f0875d8ae04fce4c8c34',
  }),
  published(asToldV1, {
    title: 'As they had been told',
    purpose:
      'Whether it is as they had been told, who told them, and what surprised them, to tell the next ones better.',
    joins: ['arrival-check', 'sustained-check', 'yearly-check', 'situation-check'],
    fingerprint: '7f101a209029cc9dda755523407b7198f00f42d9379b81466069613f73e79331',
  }),
  published(workAndPayV1, {
    title: 'Work and pay',
    purpose: 'What those who work earn, in bands, and how happy everybody is with what they do.',
    joins: ['sustained-check', 'yearly-check'],
    fingerprint: '1fe4b4a416857b30049107260cd7e5b143843b0c83f914d69b34209127ba2561',
  }),
  published(whereTheyLiveV1, {
    title: 'Where they live',
    purpose: 'The first half of their postcode, to see how far from home they are.',
    joins: ['arrival-check', 'sustained-check', 'yearly-check', 'situation-check'],
    fingerprint: '25ab7be409971be34ee0dc4aa2dec4f8be629287a7d9b3e47d767c55cc6c4252',
  }),
  published(homeAndCaringV1, {
    title: 'Home and caring',
    purpose: 'With whom they live and whether they look after somebody, to see what goes with staying.',
    joins: ['arrival-check', 'sustained-check', 'yearly-check', 'situation-check'],
    fingerprint: '60ec497018ce7bafb4da56b68248925708de1ff2985490bca96a6e5806edb68e',
  }),
];

/** The published module, or undefined when there is none by that name and number. */
export const findModule = ({ name, version }: ModuleRef): QuestionModule | undefined =>
  publishedModules.find((each) => each.name === name && each.version === version);

/** Their titles, as staff read them. */
export const moduleTitles = (modules: readonly ModuleRef[]): string =>
  modules.map((each) => findModule(each)?.title ?? each.name).join(', ');

const questionIds = ({ pages }: Pick<QuestionModule, 'pages'>): readonly string[] =>
  pages.flatMap(({ questions }) => questions.map(({ id }) => id));

/** The newest version of each module. */
export const newestModules: readonly QuestionModule[] = publishedModules.filter((one) =>
  publishedModules.every((other) => other.name !== one.name || other.version <= one.version),
);

/** The modules of these names that can join the questionnaire: it does not ask any of their questions by itself. */
export function modulesFor(
  { questionnaire }: Pick<PublishedQuestionnaire, 'questionnaire'>,
  names: readonly string[],
): readonly ModuleRef[] {
  const asked = questionIds(questionnaire);
  return newestModules
    .filter((module) => names.includes(module.name) && module.joins.includes(questionnaire.name))
    .filter((module) => !questionIds(module).some((id) => asked.includes(id)))
    .map(({ name, version }) => ({ name, version }));
}

/** Where modules come in: before the first question about permissions and staying in touch. */
const afterwards = ['may-link', 'may-chat', 'may-quote', 'keep-in-touch', 'stay-in-touch'];

function join(
  into: PublishedQuestionnaire,
  { name, version, pages, texts, fingerprint }: QuestionModule,
): PublishedQuestionnaire {
  const { questionnaire } = into;
  const at = questionnaire.pages.findIndex(({ id }) => afterwards.includes(id));
  const place = at === -1 ? questionnaire.pages.length : at;
  const joined = pages.map((page) => ({ ...page, module: `${name} ${version}` }));
  const { en } = into.texts;
  return {
    ...into,
    questionnaire: { ...questionnaire, pages: questionnaire.pages.toSpliced(place, 0, ...joined) },
    texts: {
      en: {
        ...en,
        questions: { ...en.questions, ...texts.en.questions },
        problems: { ...texts.en.problems, ...en.problems },
      },
    },
    fingerprint: `${into.fingerprint}+${fingerprint}`,
  };
}

/** Made once each: there are few modules, and every page of every visitor needs one of these. */
const made = new Map<string, PublishedQuestionnaire>();

/** The questionnaire with these modules, as it is asked. Throws RangeError for a module that is not published. */
export function withModules(
  published: PublishedQuestionnaire,
  modules: readonly ModuleRef[] = [],
): PublishedQuestionnaire {
  if (modules.length === 0) return published;
  const found = modules.map((each) => {
    const module = findModule(each);
    if (module === undefined) throw new RangeError(`There is no module ${each.name} ${each.version}.`);
    return module;
  });
  const key = [published, ...found].map(({ fingerprint }) => fingerprint).join('+');
  const joined = made.get(key) ?? found.reduce(join, published);
  made.set(key, joined);
  return joined;
}

/** The questionnaire with every module that can join it: what staff look codes up in. */
export const withEveryModule = (published: PublishedQuestionnaire): PublishedQuestionnaire =>
  withModules(
    published,
    modulesFor(
      published,
      newestModules.map(({ name }) => name),
    ),
  );
