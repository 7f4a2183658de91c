// Somebody in a browser of their own who answers by the use cases, without the web.
import type { Application } from '../../src/application/index.js';
import type { Typed } from '../../src/domain/survey/typed.js';
import { destinationCheckV1 } from '../../src/domain/survey/questionnaires/destination-check-v1.js';

export const nothing: Typed = { codes: [], text: '', month: '', year: '', about: false };
export const chosen = (...codes: string[]): Typed => ({ ...nothing, codes });
export const said = (text: string): Typed => ({ ...nothing, text });
export const inMonth = (year: number, month: number, about = false): Typed => ({
  ...nothing,
  year: String(year),
  month: String(month),
  about,
});
export const numberOf = (question: string): number =>
  destinationCheckV1.pages.findIndex((page) => page.id === question) + 1;

/** Somebody in a browser of their own. */
export async function visitor(application: Application, token: string) {
  const started = await application.survey.startAnswering(token);
  if (started.kind !== 'started') throw new Error('The link is closed.');
  const cookie = started.cookie.value;
  const formToken = application.survey.formToken(cookie) ?? '';
  const save = (question: string, typed: Typed, more: { skip?: boolean; fromCheck?: boolean } = {}) =>
    application.survey.savePage(cookie, {
      formToken,
      number: numberOf(question),
      typed: { [question]: typed },
      skip: false,
      fromCheck: false,
      ...more,
    });
  return {
    cookie,
    formToken,
    save,
    /** Saves and gives the page that follows. */
    next: async (question: string, typed: Typed): Promise<string> => {
      const saved = await save(question, typed);
      if (saved.kind !== 'saved') throw new Error(`${question}: ${JSON.stringify(saved)}`);
      return saved.next === 'check' ? 'check' : (destinationCheckV1.pages[saved.next - 1]?.id ?? '');
    },
    where: () => application.survey.whereToGoOn(cookie),
    show: (question: string) => application.survey.showPage(cookie, numberOf(question)),
    check: async () => {
      const view = await application.survey.checkAnswers(cookie);
      if (view.kind !== 'check') throw new Error(view.kind);
      return view;
    },
    send: () => application.survey.sendAnswers(cookie, formToken),
  };
}
export type Visitor = Awaited<ReturnType<typeof visitor>>;
