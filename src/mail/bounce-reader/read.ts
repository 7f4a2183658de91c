// What does a returned mail say: about whom, about which message, and in which fields?
// Fields of delivery reports (RFC 3464) and abuse reports (RFC 5965) wherever they stand, the notice in words without the
// mail that it returns, and every return address and Message-ID in it. What that means is judged in
// src/domain/waves/bounce.ts; whether a name is really ours, by whoever holds the keys.
import type { ReturnedMail } from '../../domain/waves/bounce.js';
import { withoutMarkup } from './decode.js';
import { fieldOf, headersOf, partsOf, type Header, type PartedMail } from './parts.js';

export interface ReadMail extends ReturnedMail {
  /** Address of the first recipient that failed, as the report gives it; null where it gives none. */
  readonly address: string | null;
  /** Addresses and Message-IDs in it that have the form of ours; which of them are is for the signer to say. */
  readonly names: readonly string[];
  /** Message-IDs of any form in it, in lower case with angle brackets: a mail server may have given the mail another one. */
  readonly messageIds: readonly string[];
  /** Message-ID of the mail that was returned, with angle brackets. */
  readonly originalMessageId: string | null;
  readonly subject: string;
  readonly from: string;
}

const mostNotice = 12_000;
const mostNames = 20;

/** Where a notice ends and the mail that it returns begins. */
const originalBegins =
  /^(?:[ \t>|*_=-]{0,80}(?:original message(?: follows| headers)?|(?:this is|below (?:is|this line is)|included is) a copy of|below this line is a copy|message headers? follow|the header of the original|unsent message follows|returned message|copy of the (?:original )?message|message text follows|original mail (?:info|as follows))|(?:return-path|received|x-originating-ip|dkim-signature|x-google-smtp-source) ?:).*$/im;

function noticeOf({ parts, raw, headers }: PartedMail): { readonly notice: string; readonly rest: string } {
  const own = parts.filter(({ original }) => !original);
  const plain = own.filter(({ type }) => type === 'text/plain' || !/^(?:text|message|multipart|image)\//.test(type));
  const texts = plain.filter(({ type }) => type === 'text/plain').map(({ text }) => text);
  const pages = own.filter(({ type }) => type === 'text/html').map(({ text }) => withoutMarkup(text));
  const said = texts.some((text) => /\S.{20}/.test(text)) ? texts : [...texts, ...pages];
  // Where the parts could not be told apart, everything after the header is taken.
  const text = said.join('\n').trim() === '' ? raw.slice(raw.indexOf('\n\n') + 1) : said.join('\n');
  const cut = originalBegins.exec(text);
  const notice = firstRecipient(cut === null ? text : text.slice(0, cut.index));
  const quoted = parts.filter(({ original }) => original).map((part) => part.text);
  const failed = fieldOf(headers, 'x-failed-recipients');
  return {
    notice: `${failed === '' ? '' : `${failed}\n`}${notice}`.slice(0, mostNotice),
    rest: [cut === null ? '' : text.slice(cut.index), ...quoted].join('\n'),
  };
}

/** What is said about the first of several recipients, each begun by `<address>:` on a line. */
function firstRecipient(notice: string): string {
  const [before = '', one, ...others] = notice.split(/^(?=<[^\s<>]{1,64}@[^\s<>]{1,254}>:[ \t]{0,5}$)/m);
  return one === undefined || others.length === 0 ? notice : before + one;
}

const reportTypes = /^message\/(?:global-)?delivery-status$/;

/** Groups of fields, parted by blank lines (RFC 3464, section 2.1). */
const groupsOf = (text: string): readonly (readonly Header[])[] =>
  text.split(/\n[ \t]*\n/).map((group) => headersOf(group.split('\n')));

/** `rfc822; name@example.org` without its kind, brackets and route. */
function addressIn(value: string): string | null {
  const found = /([^\s<>;:,"']{1,64}@[^\s<>;:,"'()]{1,254})/.exec(value.slice(value.indexOf(';') + 1));
  return found?.[1]?.replace(/[.>)]+$/, '').toLowerCase() ?? null;
}

function reportIn(mail: PartedMail, notice: string) {
  const reports = mail.parts.filter(({ type, original }) => reportTypes.test(type) && !original);
  const source = reports.length > 0 ? reports.map(({ text }) => text).join('\n\n') : notice;
  const groups = groupsOf(source).filter((group) =>
    group.some(({ name }) => /^(?:final-recipient|original-recipient|action|status|diagnostic-code)$/.test(name)),
  );
  const telling = (group: readonly Header[]): boolean => fieldOf(group, 'action') + fieldOf(group, 'status') !== '';
  const failed = groups.find((group) => /fail|expired/i.test(fieldOf(group, 'action'))) ?? groups.find(telling);
  const group = failed ?? (reports.length > 0 ? groups[0] : undefined);
  if (group === undefined) {
    // Where the fields were lost, one mail system gives the other side's words apart from its own.
    const reason = /^ {4}\(reason: (\d{3}[^\n]{1,1000})\)$/m.exec(notice)?.[1];
    if (reason === undefined) return null;
    return { address: null, fields: { action: 'failed', status: '', diagnostic: reason, reporter: '' } };
  }
  const recipient = ['final-recipient', 'x-actual-recipient', 'original-recipient']
    .map((name) => addressIn(fieldOf(group, name)))
    .find((address) => address !== null);
  return {
    address: recipient ?? null,
    fields: {
      action: fieldOf(group, 'action').toLowerCase(),
      status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(fieldOf(group, 'status'))?.[0] ?? '',
      diagnostic: fieldOf(group, 'diagnostic-code')
        .replace(/^[\w-]+ *; */, '')
        .replace(/^\d{1,3}$/, '') // the exit code of a program
        .slice(0, 2_000),
      reporter:
        groupsOf(source)
          .map((each) => fieldOf(each, 'reporting-mta'))
          .find((value) => value !== '') ?? '',
    },
  };
}

function feedbackIn(mail: PartedMail): readonly Header[] | null {
  const part = mail.parts.find(({ type, original }) => type === 'message/feedback-report' && !original);
  if (part !== undefined) return headersOf(part.text.split('\n'));
  // Large receivers report complaints and wishes to leave in forms of their own.
  if (/^x-hmxmroriginalrecipient:/im.test(mail.raw)) return [{ name: 'feedback-type', value: 'abuse' }];
  if (/"notificationType\\?" ?: ?\\?"Complaint/.test(mail.raw)) return [{ name: 'feedback-type', value: 'abuse' }];
  if (/sent this email to unsubscribe from/i.test(mail.raw)) return [{ name: 'feedback-type', value: 'opt-out' }];
  if (!/report-type="?feedback-report/i.test(fieldOf(mail.headers, 'content-type'))) return null;
  return headersOf(mail.raw.split('\n').filter((line) => /^[A-Za-z-]+:/.test(line)));
}

const automaticSubject =
  /^(?:re: *|aw: *)?(?:auto(?:matic|mated|)[ -]?(?:reply|response|antwort|matische antwort)|autoreply|auto:|out of (?:the )?office|away (?:until|from)|vacation|abwesen|réponse automatique|on (?:holiday|leave))/i;

/** Whether it is the answer of a holiday note or the like (requirement D4; RFC 3834). */
function isAutomaticAnswer(headers: readonly Header[]): boolean {
  const submitted = fieldOf(headers, 'auto-submitted').toLowerCase();
  if (submitted !== '' && !submitted.startsWith('no')) return true;
  if (['x-autoreply', 'x-autorespond', 'x-autoresponder'].some((name) => fieldOf(headers, name) !== '')) return true;
  if (/auto[_-]?reply/i.test(fieldOf(headers, 'precedence'))) return true;
  return automaticSubject.test(fieldOf(headers, 'subject'));
}

const mailSystem =
  /mailer-?daemon|p(?:oo|o)st_?master|mail delivery|mail deliver system|delivery (?:sub)?system|mail administrator|system administrator|no-reply@sns\.amazonaws/i;
const reportSubject =
  /undeliver|non[- ]?(?:remis|deliver)|deliver(?:y|ed)? (?:status|fail|notif|report|problem)|returned (?:mail|to sender)|returning message|failure notice|mail (?:system )?(?:error|failure|failed)|delivery status|unzustellbar|bounce|loop alert|mail failed/i;

/** Reads a returned mail. Never throws, whatever the bytes are. A report that a gateway passed on whole is the one read. */
export function readReturnedMail(bytes: Buffer): ReadMail {
  const outer = readOne(partsOf(bytes));
  const { rest } = outer;
  const passedOn =
    outer.report === null &&
    outer.feedbackType === null &&
    outer.fromMailSystem &&
    (/^final-recipient:/im.test(rest) || /^from: .*mailer-daemon/im.test(rest));
  if (!passedOn) return withoutRest(outer);
  const inner = readOne(
    partsOf(Buffer.from(rest.slice(rest.search(/^(?:return-path|received|from|date):/im)), 'latin1')),
  );
  const { names, messageIds, subject, from } = outer;
  return { ...withoutRest(inner), names, messageIds, subject, from };
}

const withoutRest = ({ rest: _rest, ...read }: ReadMail & { readonly rest: string }): ReadMail => read;

function readOne(mail: PartedMail): ReadMail & { readonly rest: string } {
  const { headers, raw } = mail;
  const { notice, rest } = noticeOf(mail);
  const report = reportIn(mail, notice);
  const feedback = feedbackIn(mail);
  const subject = fieldOf(headers, 'subject');
  const from = fieldOf(headers, 'from');
  const isReport =
    report !== null ||
    fieldOf(headers, 'x-failed-recipients') !== '' ||
    /report-type="?delivery-status/i.test(fieldOf(headers, 'content-type'));
  const fromMailSystem =
    isReport || mailSystem.test(from) || (!isAutomaticAnswer(headers) && reportSubject.test(subject));
  const returned = feedback === null ? null : addressIn(fieldOf(feedback, 'original-rcpt-to'));
  return {
    feedbackType: feedback === null ? null : fieldOf(feedback, 'feedback-type').toLowerCase() || 'abuse',
    automaticAnswer: !fromMailSystem && isAutomaticAnswer(headers),
    fromMailSystem,
    report: report?.fields ?? null,
    notice,
    address:
      returned ?? report?.address ?? addressIn(/[^\s<>;:"'()]{1,64}@[^\s<>;:"'()]{1,254}/.exec(notice)?.[0] ?? ''),
    names: namesIn(raw, mail),
    messageIds: messageIdsIn(raw, mail),
    originalMessageId: /^message-id: *\n?[ \t]*(<[^<>\s]{1,250}>)/im.exec(rest)?.[1] ?? null,
    subject,
    from,
    rest,
  };
}

/** What stands in fields that name mails, of the mail itself, of what it returns and of what it answers. */
function messageIdsIn(raw: string, { parts }: PartedMail): readonly string[] {
  const ids = new Set<string>();
  const fields =
    /^(?:message-id|in-reply-to|references|original-message-id):((?:[^\n]{0,1000}\n[ \t]){0,20}[^\n]{0,1000})/gim;
  for (const text of [raw, ...parts.map((part) => part.text)]) {
    for (const [, value = ''] of text.matchAll(fields)) {
      for (const [id] of value.matchAll(/<[^<>\s@]{1,250}@[^<>\s@]{1,250}>/g)) {
        if (ids.size < mostNames) ids.add(id.toLowerCase());
      }
    }
  }
  return [...ids];
}

/** Everything of the form `<name>.<17 letters>@`, as it stands and in the decoded parts. */
function namesIn(raw: string, { parts }: PartedMail): readonly string[] {
  const names = new Set<string>();
  for (const text of [raw, ...parts.map((part) => part.text)]) {
    for (const found of text.matchAll(/\.[a-z2-7]{17}@[a-z0-9.-]{1,253}/gi)) {
      const before = /(?:b\+)?[a-z0-9_-]{1,64}$/i.exec(text.slice(Math.max(0, found.index - 66), found.index))?.[0];
      if (before === undefined || names.size >= mostNames) continue;
      names.add(`${before}${found[0]}`.toLowerCase());
    }
  }
  return [...names];
}
