// What does the built-in telephone look like? The texts as they came, the newest first, each with a way to reply STOP.
// Small, without scripts; everything that came is escaped.

/** A text as the telephone keeps it. */
export interface KeptText {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly reference: string;
  readonly at: string;
  /** How often it was asked for. */
  readonly times?: number;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
const linked = (text: string): string =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, place) => (place % 2 === 1 ? `<a href="${escape(part)}">${escape(part)}</a>` : escape(part)))
    .join('');

const styles = `
body { margin: 0; background: #f4f6f8; color: #12263a; font: 17px/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
header { background: #12263a; color: #fff; padding: 12px 16px; font-weight: 600; }
.note { margin: 0; background: #fff4dd; color: #5c3d00; padding: 8px 16px; }
main { max-width: 30rem; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.4rem; } a { color: #0b5d5b; }
a:focus-visible, button:focus-visible { outline: 3px solid #f2b134; outline-offset: 2px; box-shadow: 0 0 0 2px #12263a; }
ol { list-style: none; margin: 0; padding: 0; }
li { margin: 0 0 24px; overflow-wrap: anywhere; }
li p { margin: 0; background: #fff; border: 1px solid #c9d1d9; border-radius: 4px 18px 18px 18px; padding: 12px 16px; white-space: pre-line; }
.who { margin: 0 0 4px; color: #46586a; font-size: 15px; }
form { margin: 8px 0 0; text-align: right; }
button { font: inherit; padding: 8px 16px; border: 2px solid #0b5d5b; border-radius: 18px; background: #fff; color: #0b5d5b; min-height: 44px; cursor: pointer; }
button:hover { background: #0b5d5b; color: #fff; }`;

const shown = 100;

/** The page; `canReply` where somebody hears the replies. */
export function telephonePage(
  texts: readonly KeptText[],
  { canReply, replied }: { readonly canReply: boolean; readonly replied: boolean },
): string {
  const rows = texts.slice(0, shown).map(
    ({
      to,
      from,
      text,
      at,
    }) => `<li><div class="who">To ${escape(to)} from ${escape(from)}, ${escape(at.slice(0, 16).replace('T', ' '))}</div><p>${linked(text)}</p>
${canReply ? `<form method="post" action="/reply"><input type="hidden" name="from" value="${escape(to)}"><input type="hidden" name="text" value="STOP"><button aria-label="Reply STOP to the text to ${escape(to)}">Reply STOP</button></form>` : ''}</li>`,
  );
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Telephone</title><style>${styles}</style></head>
<body><header>Telephone</header><p class="note">Invented telephone: nothing leaves this machine.</p>
<main><h1>Texts</h1>${replied ? '<p role="status">The reply is sent.</p>' : ''}
${rows.length === 0 ? '<p>No text has arrived yet. <a href="/">Look again</a></p>' : `<ol>${rows.join('')}</ol>`}</main></body></html>`;
}
