// What is this returned mail, and what follows from it?
// Order of the tests: requirement D4 (complaint, automatic answer, delivery report, words, else a person looks). What
// follows: D5 and D6. Words for "nobody there" suppress an address only with a telling code or when the refusal came as
// the address was named; after the mail was read, filters use the same words, and so do full or closed accounts.
import {
  codeRules,
  filterRules,
  nobodyThere,
  plainWords,
  refusedAddress,
  refusedMail,
  refusedSender,
  strongWords,
  surelyNobody,
  vagueCodeRules,
  weakWords,
  type Finding,
  type ReturnedMailClass,
} from './bounce-rules.js';

/** What a returned mail says, read and taken apart. */
export interface ReturnedMail {
  /** Feedback-Type of an abuse report (RFC 5965), in lower case; null when it is none. */
  readonly feedbackType: string | null;
  /** It bears the marks of a holiday note or another answer by a machine, and none of a mail system's report. */
  readonly automaticAnswer: boolean;
  /** It comes from a mail system, or says of itself that it reports on a delivery. */
  readonly fromMailSystem: boolean;
  /** Fields of the first recipient that failed (RFC 3464); empty strings where a field is missing. */
  readonly report: {
    readonly action: string;
    readonly status: string;
    readonly diagnostic: string;
    /** Reporting-MTA. */
    readonly reporter: string;
  } | null;
  /** What the mail system says in words, without the mail that it returns. */
  readonly notice: string;
}

/** What is to be done about it. */
export type ReturnedMailConsequence =
  /** The address is not written to again (count 1). */
  | 'suppress-address'
  /** Counted; three in two waves, 72 hours apart, and the address is taken as bounced. */
  | 'count'
  /** Nothing is written to this person again. */
  | 'suppress-person'
  /** Our own fault, never the person's: those who run it are told. */
  | 'tell-operators'
  /** Kept beside the message and nothing more. */
  | 'note'
  | 'ask-a-person';

export interface Judgement extends Finding {
  /** The code that decided or stood beside the words, such as `5.1.1` or `550`. */
  readonly code: string | null;
  readonly consequence: ReturnedMailConsequence;
}

const consequenceOf: Readonly<Record<ReturnedMailClass, ReturnedMailConsequence>> = {
  hard: 'suppress-address',
  soft: 'count',
  full: 'count',
  throttle: 'note',
  policy: 'tell-operators',
  content: 'tell-operators',
  complaint: 'suppress-person',
  'auto-reply': 'note',
  unclassified: 'ask-a-person',
};

const enhanced = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)/g;
const codesIn = (text: string): readonly string[] => [...text.matchAll(enhanced)].map((match) => match[1] ?? '');
const saysNothing = (code: string): boolean => /^[245]\.0\.0$/.test(code);
const first = (rules: readonly (Finding & { readonly when: RegExp })[], text: string): Finding | null => {
  const rule = rules.find(({ when }) => when.test(text));
  return rule === undefined ? null : { class: rule.class, reason: rule.reason };
};

/** The words of the refusal, and what the codes beside them are. `stage` is where to look for when it came. */
function byWords(words: string, codes: readonly string[], stage: string): Finding | null {
  const telling = codes.find((code) => !saysNothing(code) && first(codeRules, code) !== null);
  const strong = first(strongWords, words);
  if (strong !== null) return strong;
  const nobody = nobodyThere.test(words) || surelyNobody.test(words);
  if (telling?.startsWith('5.1.') === true) {
    // One provider passes on "nobody there" of any kind under a code of its own; with no address named, it was a filter.
    if (telling === '5.1.351' && /-> ?550 ?: /.test(words)) return { class: 'soft', reason: 'refused-by-mailbox' };
    return first(codeRules, telling);
  }
  const afterMail = refusedMail.test(stage);
  if (nobody && codes.includes('5.2.1')) {
    const sure = refusedAddress.test(stage) && !afterMail;
    return sure ? { class: 'hard', reason: 'no-such-address' } : { class: 'soft', reason: 'refused-by-mailbox' };
  }
  const plain = first(plainWords, words);
  if (plain !== null && !(plain.class === 'policy' && /^4\./.test(telling ?? ''))) return plain;
  if (telling !== undefined) return first(codeRules, telling);
  if (refusedSender.test(stage) && !refusedAddress.test(stage)) return { class: 'policy', reason: 'sender-refused' };
  const weak = first(weakWords, words);
  if (weak?.class === 'hard' && !afterMail) return weak;
  if (surelyNobody.test(words)) return { class: 'hard', reason: 'no-such-address' };
  if (nobody) {
    const sure = refusedAddress.test(stage) && !afterMail;
    return sure ? { class: 'hard', reason: 'no-such-address' } : { class: 'soft', reason: 'refused-by-mailbox' };
  }
  return weak;
}

/** A reply's own three digits, where there is nothing else. */
function byReplyCode(text: string): Finding | null {
  const code = /(?<![\d.])([45]\d\d)(?=[ -])/.exec(text)?.[1];
  if (code === undefined) return null;
  if (code === '421' || code === '451') return { class: 'throttle', reason: 'too-fast' };
  return code.startsWith('4') ? { class: 'soft', reason: 'not-reached' } : null;
}

function ofReport(mail: ReturnedMail): Finding {
  const { report, notice } = mail;
  const diagnostic = report?.diagnostic ?? '';
  const stage = `${diagnostic}\n${notice}`;
  const own = codesIn(report?.status ?? '');
  const inWords = codesIn(diagnostic);
  const codes = [...inWords, ...own];
  return (
    (diagnostic === '' ? null : byWords(diagnostic, codes, stage)) ??
    (own.some((code) => !saysNothing(code)) ? byWords('', own, stage) : null) ??
    first(vagueCodeRules, codes.find((code) => !saysNothing(code)) ?? '') ??
    byWords(notice, codesIn(notice), stage) ??
    byReplyCode(diagnostic) ??
    first(vagueCodeRules, [...codesIn(notice), ...codes].find((code) => code !== '5.0.0') ?? '') ??
    byReplyCode(notice) ?? { class: 'unclassified', reason: 'no-code' }
  );
}

const judged = (finding: Finding, code: string | null, consequence = consequenceOf[finding.class]): Judgement => ({
  ...finding,
  code,
  consequence,
});

/**
 * Judges a returned mail. A report that a mail was delivered, or is only late, is a note; so is "this is not spam".
 *
 * @example a report with status `5.1.1` is `hard`, `no-such-address`, and the address is suppressed
 */
export function judgeReturnedMail(mail: ReturnedMail): Judgement {
  const { feedbackType, report, notice } = mail;
  if (feedbackType === 'auth-failure' || feedbackType === 'dmarc') {
    return judged({ class: 'policy', reason: 'authentication' }, null);
  }
  if (feedbackType !== null) {
    const finding = { class: 'complaint', reason: feedbackType } as const;
    return judged(finding, null, feedbackType === 'not-spam' ? 'note' : undefined);
  }
  if (mail.automaticAnswer) return judged({ class: 'auto-reply', reason: 'automatic-answer' }, null);
  if (!mail.fromMailSystem) return judged({ class: 'unclassified', reason: 'not-a-report' }, null);
  const action = report?.action ?? '';
  if (['delivered', 'relayed', 'expanded'].includes(action) || /"notificationType\\?" ?: ?\\?"Delivery/.test(notice)) {
    return judged({ class: 'unclassified', reason: 'delivered' }, null, 'note');
  }
  const found = ofReport(mail);
  const byFilter = found.reason === 'no-such-address' && filterRules.test(report?.reporter ?? '');
  const finding: Finding = byFilter ? { class: 'soft', reason: 'refused-by-mailbox' } : found;
  const code = codesIn(`${report?.diagnostic ?? ''} ${report?.status ?? ''} ${notice}`).find(
    (each) => !saysNothing(each),
  );
  return judged(finding, code ?? null, action === 'delayed' ? 'note' : undefined);
}

/**
 * Judges a permanent refusal in the conversation with the mail server by the same rules. 5.2.1 is a closed mailbox: in the
 * reply to a named address it is the person's (requirement D5), whatever a later report means by it.
 *
 * @param named the refusal answered the naming of the address, and not the mail itself
 * @example `550 5.1.1 no such user` is `hard`; `552 5.2.2 over quota` is `full`; `554 5.7.1 policy` is ours
 */
export function judgeRefusal(code: number, text: string, named: boolean): Finding {
  const diagnostic = `smtp; ${code} ${text} ${named ? '(in reply to RCPT TO command)' : '(in reply to end of DATA command)'}`;
  const report = { action: 'failed', status: '', diagnostic, reporter: '' };
  const found = ofReport({ feedbackType: null, automaticAnswer: false, fromMailSystem: true, report, notice: '' });
  const closed = named && found.class === 'soft' && codesIn(text).includes('5.2.1');
  return closed ? { class: 'hard', reason: 'account-not-in-use' } : found;
}
