// What does a person's answer to our mail say in their own words, and does it say "stop"?
// Y3: people answer the mail itself. What they quote of ours is left out. "Stop" is understood by plain rules: the word
// alone or nearly so, never a word within a longer text, because "I had to stop my course" is no wish to be left alone.

/** What staff made of a reply. */
export const replyOutcomes = [
  'told',
  'address',
  'stop',
  'not-theirs',
  'has-died',
  'call',
  'answered',
  'nothing',
] as const;
export type ReplyOutcome = (typeof replyOutcomes)[number];

/** Where somebody else's mail begins within a reply. */
const quoteBegins =
  /^(?:[ \t]*(?:-{2,}|_{5,})[ \t]*(?:original message|forwarded message|ursprüngliche nachricht)?.*|on .{5,200} wrote:|am .{5,200} schrieb.*:|le .{5,200} a écrit.*:|from: .{3,200}|sent from my .{2,40})$/im;

/** The person's own words: without quoted lines and without what stands below "On … wrote:". */
export function ownWords(text: string): string {
  const cut = quoteBegins.exec(text);
  const above = (cut === null ? text : text.slice(0, cut.index)).trim();
  // Some answer below what they quote: then what is left of the whole without the quoted lines is theirs.
  const source = above === '' ? text : above;
  return source
    .split('\n')
    .filter((line) => !/^\s*>/.test(line) && !(above === '' && quoteBegins.test(line)))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const politeness = /\b(?:please|pls|thanks?|thank you|thx|hi|hello|now|kind regards|regards|you|many)\b/g;
const stops =
  /^(?:stop|stop it|unsubscribe(?: me)?|opt[- ]?out|no more(?: e?-?mails?| messages)?|stop (?:all )?(?:e?-?mailing|writing|contacting|messaging)(?: to)?(?: me)?|stop (?:sending )?(?:me )?(?:these |the |your |all )?(?:e?-?mails?|messages)|(?:take|remove) me (?:off|from)(?: (?:the|your|this))?(?: (?:mailing )?list)?|remove me|do not (?:contact|e?-?mail|write to) me(?: again)?|don't (?:contact|e?-?mail|write to) me(?: again)?)$/;

const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(politeness, ' ')
    .replace(/[^a-z' -]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * Whether the reply says nothing but "stop". The subject counts when it is not ours sent back ("Re: …"): mail programs
 * unsubscribe by a mail with the subject "stop" and the signed name of our message.
 *
 * @example asksToStop('Re: How are things going?', 'STOP, please.') is true; 'I had to stop my course' is not
 */
export function asksToStop(subject: string, words: string): boolean {
  const said = bare(words.slice(0, 400));
  if (said.length <= 60 && stops.test(said)) return true;
  const title = bare(subject.replace(/\S+@\S+/g, ' '));
  return said.length <= 60 && (said === '' || stops.test(said)) && stops.test(title);
}
