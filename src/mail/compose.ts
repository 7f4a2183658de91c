// How does a template become the subject, text and HTML of one mail?
// The text part is written, not stripped from the HTML. Every field must be there and hold something, or composing
// throws: a mail with a gap in it is worse than one that is late. The same fields give the same mail, byte for byte.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import { english } from '../domain/survey/languages/languages.js';
import type { Speech } from '../domain/survey/languages/speech.js';
import type { MailFields, MailTemplate } from './templates.js';
import { mailTemplates } from './templates.js';

export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

function viewsFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return path.join(folder, 'views');
}

type Render = (given: object) => string;
const compiled = new Map<string, Render>();

/** The template of that name in views/emails, such as `letter.html`, compiled once; a name that it is not given throws. */
export function emailTemplate(name: string): Render {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const views = viewsFolder();
  const filename = path.join(views, 'emails', `${name}.ejs`);
  const render = ejs.compile(readFileSync(filename, 'utf8'), {
    filename,
    views: [views],
    cache: true, // or every part that is included would be read and compiled again for every mail
    ...(name.endsWith('.text') ? { escape: (value: unknown) => String(value) } : {}),
  });
  compiled.set(name, render);
  return render;
}

/** A text of several paragraphs; in HTML it is escaped as well. */
const paragraphs = (value: string): string =>
  value
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]+/gu, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
/** In text a field is one run of words; in HTML it is escaped as well. */
export const tidy = (value: string): string => value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/**
 * One mail, ready to be sent; what goes to alumni speaks their language.
 *
 * @throws RangeError naming the fields that are missing or empty
 * @example composeMail('answer-code', { code: '314159', validFor: '15 minutes', trust, sender, postalAddress }).subject
 */
export function composeMail<T extends MailTemplate>(
  template: T,
  fields: MailFields<T>,
  { say, lang, direction }: Speech = english.speech,
): ComposedMail {
  const typed: Readonly<Record<string, string | undefined>> = fields;
  const names = mailTemplates[template].fields;
  const values = Object.fromEntries(
    names.map((name) => [name, (name === 'answer' ? paragraphs : tidy)(typed[name] ?? '')]),
  );
  const missing = names.filter((name) => values[name] === '');
  if (missing.length > 0) throw new RangeError(`the mail "${template}" lacks ${missing.join(', ')}`);
  const { subject } = mailTemplates[template];
  const title = typeof subject === 'string' ? subject : say(subject.says);
  const given = { ...values, say, title, language: lang, direction };
  return {
    subject: title,
    text: emailTemplate(`${template}.text`)(given),
    html: emailTemplate(`${template}.html`)(given),
  };
}
