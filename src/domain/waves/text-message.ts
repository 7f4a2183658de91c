// What does a text message say, and how long is it?
// At most one segment of 160 characters where that can be: the name, then the words, give way first, never the link nor how
// to stop. Only a first name stands in it, nothing else that we hold (Y2). Segments by 3GPP TS 23.038: 160 characters of
// the GSM alphabet (153 each where there are several), 70 (67) of any other; some signs of the alphabet count twice.

const gsm = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const gsmTwice = new Set('^{}\\[~]|€');

/** Characters that the text takes, and in how many segments it is sent. */
export function textLength(text: string): { readonly characters: number; readonly segments: number } {
  const signs = Array.from(text); // code points: the alphabet has no sign of two
  const isGsm = signs.every((sign) => gsm.has(sign) || gsmTwice.has(sign));
  const characters = isGsm ? signs.reduce((sum, sign) => sum + (gsmTwice.has(sign) ? 2 : 1), 0) : text.length;
  const [alone, each] = isGsm ? [160, 153] : [70, 67];
  return { characters, segments: characters <= alone ? 1 : Math.ceil(characters / each) };
}

/** The longest link that leaves room for everything else. */
export const longestTextLink = 60;

/** The words of a text: the fullest that fits one segment, else the shortest. */
export function textWords({
  firstName,
  trust,
  link,
}: {
  readonly firstName: string;
  readonly trust: string;
  readonly link: string;
}): string {
  const ask = 'how are things since school?';
  const stop = 'Reply STOP to end.';
  const choices = [
    `Hello ${firstName}, ${trust}: ${ask} One minute: ${link} ${stop}`,
    `Hello, ${trust}: ${ask} One minute: ${link} ${stop}`,
    `${trust}: ${ask} ${link} ${stop}`,
  ];
  return choices.find((words) => textLength(words).segments === 1) ?? choices[2] ?? '';
}

/** Whether a reply asks us to stop: `text` at this number, `all` of everything; null where it says something else. */
export function stopIn(reply: string): 'text' | 'all' | null {
  const words = reply
    .trim()
    .toUpperCase()
    .replace(/[^A-Z ]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (/^STOP ?ALL\b/.test(words)) return 'all';
  return /^(STOP|UNSUBSCRIBE|END|QUIT|CANCEL)\b/.test(words) ? 'text' : null;
}
