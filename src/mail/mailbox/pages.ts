// What do the pages of the built-in mailbox look like? Small, calm, readable on a phone, without scripts.
// Each is a whole document; everything that came by mail is escaped.
import type { Letter } from './letter.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** Escaped text with its http and https addresses made into links. */
const linked = (text: string): string =>
  text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
    .map((part, place) => (place % 2 === 1 ? `<a href="${escape(part)}">${escape(part)}</a>` : escape(part)))
    .join('');

export const mailboxStyles = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f4f6f8; color: #12263a; font: 17px/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
a { color: #0b5d5b; }
a:focus-visible, input:focus-visible, button:focus-visible, summary:focus-visible, iframe:focus-visible { outline: 3px solid #f2b134; outline-offset: 2px; box-shadow: 0 0 0 2px #12263a; }
header { background: #12263a; }
header a { display: block; padding: 12px 16px; color: #fff; font-weight: 600; text-decoration: none; }
.note { margin: 0; background: #fff4dd; color: #5c3d00; padding: 8px 16px; border-bottom: 1px solid #e6cf9c; }
main { max-width: 760px; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 8px 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 24px 0 8px; }
form { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; margin: 0 0 16px; }
label { display: block; font-weight: 600; }
input { font: inherit; padding: 10px; border: 2px solid #12263a; border-radius: 4px; min-width: 0; width: 18rem; max-width: 100%; }
button { font: inherit; font-weight: 600; padding: 11px 18px; border: 0; border-radius: 4px; background: #0b5d5b; color: #fff; }
ol { list-style: none; margin: 0; padding: 0; background: #fff; border: 1px solid #c9d1d9; border-radius: 6px; }
li + li { border-top: 1px solid #c9d1d9; }
li a { display: block; padding: 12px 16px; min-height: 48px; text-decoration: none; }
li a:hover strong { text-decoration: underline; }
li span { display: block; color: #46586a; font-size: 15px; overflow-wrap: anywhere; }
nav { display: flex; gap: 24px; margin: 16px 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; margin: 0 0 16px; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
pre { background: #fff; border: 1px solid #c9d1d9; border-radius: 6px; padding: 16px; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
pre.exact { font: 14px/1.45 ui-monospace, monospace; }
iframe { width: 100%; height: 44rem; border: 1px solid #c9d1d9; border-radius: 6px; background: #fff; }
summary { padding: 12px 0; font-weight: 600; }
`;

const page = (title: string, main: string): string => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><link rel="stylesheet" href="/mailbox.css"></head>
<body><header><a href="/">Mailbox</a><p class="note">Invented mailbox: nothing leaves this machine.</p></header>
<main>${main}</main></body></html>`;

const time = new Intl.DateTimeFormat('en-GB', {
  ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  timeZone: 'Europe/London',
});

export interface ListedLetter {
  readonly name: string;
  readonly to: string;
  readonly subject: string;
  readonly at: Date;
}

export interface ListPage {
  readonly letters: readonly ListedLetter[];
  readonly address: string;
  readonly number: number;
  readonly pages: number;
  readonly held: number;
  readonly most: number;
}

/** The newest messages first, a page at a time, those to one address where asked for. */
export function listPage({ letters, address, number, pages, held, most }: ListPage): string {
  const to = (page: number): string => `/?to=${encodeURIComponent(address)}&amp;page=${page}`;
  const rows = letters
    .map(
      ({ name, to: person, subject, at }) =>
        `<li><a href="/message/${name}"><strong>${escape(subject)}</strong><span>${escape(person)}</span><span>${time.format(at)}</span></a></li>`,
    )
    .join('');
  const nothing = address === '' ? 'No message has arrived yet.' : 'No message to such an address.';
  return page(
    'Mailbox',
    `<h1>Messages</h1>
<form action="/" method="get"><div><label for="to">Address or part of it</label><input id="to" name="to" value="${escape(address)}" autocomplete="off" inputmode="email"></div><button>Find</button></form>
${rows === '' ? `<p>${nothing} <a href="/">Look again</a></p>` : `<ol>${rows}</ol>`}
<nav aria-label="Pages">${number > 1 ? `<a href="${to(number - 1)}">Newer</a>` : ''}${pages > 1 ? `<span>Page ${number} of ${pages}</span>` : ''}${number < pages ? `<a href="${to(number + 1)}">Older</a>` : ''}</nav>
<p>It holds ${held.toLocaleString('en-GB')} messages and takes at most ${most.toLocaleString('en-GB')}.</p>`,
  );
}

/** One message: as a mail program shows it, its text part with links that can be pressed, its headers, the file. */
export function letterPage(name: string, at: Date, letter: Letter): string {
  return page(
    letter.subject,
    `<p><a href="/">All messages</a></p><h1>${escape(letter.subject)}</h1>
<dl><dt>From</dt><dd>${escape(letter.from)}</dd><dt>To</dt><dd>${escape(letter.to)}</dd><dt>Replies to</dt><dd>${escape(letter.replyTo)}</dd><dt>Arrived</dt><dd>${time.format(at)}</dd></dl>
<h2>The message</h2><iframe src="/message/${name}/html" title="The message as a mail program shows it" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"></iframe>
<h2>Its text part</h2><pre>${linked(letter.text)}</pre>
<details><summary>Its headers</summary><pre class="exact">${escape(letter.headers)}</pre></details>
<p><a href="/message/${name}/raw" download>Download the message as it arrived</a></p>`,
  );
}

/** The HTML part alone, for the frame; its links leave the frame. */
export const framed = (html: string): string =>
  html.includes('<head>') ? html.replace('<head>', '<head><base target="_top">') : `<base target="_top">${html}`;

export const missingPage = (): string =>
  page('No such message', '<h1>No such message</h1><p><a href="/">All messages</a></p>');
