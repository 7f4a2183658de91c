// Which codes and which words of a returned mail mean what?
// Codes: requirement D5, with RFC 3463 (enhanced status codes) for those that it leaves out. Words: how mail systems put it
// where they give no code, or one that says nothing. Tables only; the order of the tests is in bounce.ts.

/** What a returned mail is (requirement D5). */
export const returnedMailClasses = [
  'hard',
  'soft',
  'full',
  'throttle',
  'policy',
  'content',
  'complaint',
  'auto-reply',
  'unclassified',
] as const;
export type ReturnedMailClass = (typeof returnedMailClasses)[number];

export interface Finding {
  readonly class: ReturnedMailClass;
  /** One word for pages and counts. */
  readonly reason: string;
}

interface Rule extends Finding {
  readonly when: RegExp;
}

/** Codes that decide by themselves. The first that matches; tested against `5.1.1`. */
export const codeRules: readonly Rule[] = [
  { when: /^[45]\.1\.[78]$/, class: 'policy', reason: 'sender-refused' },
  { when: /^5\.1\.(1|3|10|351)$/, class: 'hard', reason: 'no-such-address' },
  { when: /^5\.1\.6$/, class: 'hard', reason: 'moved-away' },
  { when: /^5\.(1\.2|4\.4|4\.310)$/, class: 'hard', reason: 'no-such-domain' },
  { when: /^5\.3\.2$/, class: 'hard', reason: 'takes-no-mail' },
  { when: /^[45]\.2\.2$/, class: 'full', reason: 'mailbox-full' },
  { when: /^5\.(2\.3|3\.4|6\.\d+)$/, class: 'content', reason: 'content-refused' },
  { when: /^4\.7\.\d+$/, class: 'throttle', reason: 'too-fast' },
  { when: /^5\.7\.\d+$/, class: 'policy', reason: 'policy' },
  { when: /^5\.5\.\d+$/, class: 'policy', reason: 'protocol' },
  { when: /^5\.4\.1$/, class: 'policy', reason: 'refused' },
  { when: /^4\.[346]\.\d+$/, class: 'soft', reason: 'not-reached' },
  { when: /^5\.4\.\d+$/, class: 'soft', reason: 'not-reached' },
];

/** Codes that say too little to go before words, and something where there are none. */
export const vagueCodeRules: readonly Rule[] = [
  { when: /^4\.\d+\.\d+$/, class: 'soft', reason: 'not-reached' },
  { when: /^5\.3\.\d+$/, class: 'soft', reason: 'system-fault' },
  { when: /^5\.2\.\d+$/, class: 'soft', reason: 'refused-by-mailbox' },
];

/** Words that outweigh every code, because the codes beside them are often the wrong ones. */
export const strongWords: readonly Rule[] = [
  { when: /malformed or unexpected name server reply/i, class: 'soft', reason: 'not-reached' },
  { when: /receiving mail (?:at a rate|too quickly)/i, class: 'throttle', reason: 'too-fast' },
  {
    when: /(?:mail ?box|mail ?folder|inbox|mail ?drop|maildir|account|quota|storage|user)\b.{0,50}\b(?:full\b|exceed|over ?quota|over (?:its|the|his) |used up|exhausted)|over ?quota|exceed\w*.{0,40}(?:quota|storage|mailbox)|quota exceeded|out of storage|(?:insufficient|not enough|no) (?:mailbox |mail |free )?(?:storage|space (?:in|for))|too much mail data|mailbox.{0,30}(?:size|storage) limit/i,
    class: 'full',
    reason: 'mailbox-full',
  },
  {
    when: /does not accept (?:any )?mail\b(?! from)|no smtp service|null mx|no mx found/i,
    class: 'hard',
    reason: 'takes-no-mail',
  },
];

/** Words that go before the codes 5.2.x, 5.7.x and below, yet not before 5.1.x. */
export const plainWords: readonly Rule[] = [
  {
    when: /(?:account|mailbox|user|recipient|address)\b.{0,60}\b(?:disabled|discontinued|inactive|suspended|locked|not active|deactivated|expired)\b|\bdisabled (?:recipient|user|account|mailbox)|(?:inactive|suspended|blocked) (?:user|account|mailbox|recipient)|no longer (?:active|accepts mail|in use)/i,
    class: 'soft',
    reason: 'account-not-in-use',
  },
  {
    when: /reverse dns|\brdns\b|\bptr\b|dmarc|\bspf\b|\bdkim\b|black ?list|block ?list|dnsbl|\brbl\b|spamhaus|barracuda|spam|\bube\b|junk|reputation|unauthenticated|authentication (?:checks|information|required)|access (?:is )?denied|policy|sender (?:address |domain |host )?(?:was |is )?(?:not )?(?:rejected|denied|refused|verif\w+|blocked|allowed|invalid)|bad sender|domain of sender|(?:sender|from|return[- ]path|envelope)\b.{0,60}(?:domain|address|host)\b.{0,40}(?:not exist|not found|unknown|n't exist|invalid|resolve)|relay(?:ing)? (?:access )?(?:is )?(?:denied|not (?:permitted|allowed)|prohibited)|unable to relay|(?:not|n't|cannot|no) relay|rcpthosts|virus|invalid ip|not allowed to|client host|helo command|cannot find your|your (?:ip|host|hostname|server|domain|network|message|email|e-mail|mail)\b.{0,60}(?:block|bann|reject|refus|list|denied|not allowed)|\b(?:blocked|banned)\b|(?:ip|host|domain|address) (?:is |has been )?(?:banned|listed)|suspicious|not compliant|(?:connection|mail|message)s? (?:from|by) .{0,60}(?:refused|reject|not accept|denied)|does not accept (?:any )?mail from|not accepting (?:mail|messages|connections) from|unacceptable|prohibit|violat/i,
    class: 'policy',
    reason: 'policy',
  },
];

/** Words that count where no telling code stands. */
export const weakWords: readonly Rule[] = [
  {
    when: /(?:host|domain|hostname|domain name)(?: \S+)? (?:is |was )?(?:unknown|not found|invalid)|unknown (?:host|domain)|no such (?:host|domain)|(?:domain|host)\b.{0,40} (?:does not|doesn't) exist|unrout(?:e)?able|couldn't find (?:a mail exchanger|any host)|can't find.{0,30}(?:host|domain)|no route to domain|name or service not known|name service error|dns (?:hard )?error|nxdomain|non-?existent (?:host|domain)|illegal host|no valid hosts|lookup fail/i,
    class: 'hard',
    reason: 'no-such-domain',
  },
  {
    when: /(?:message|mail).{0,20}(?:too (?:large|big|long)|exceeds.{0,30}(?:size|length))|size limit|(?:message|mail) size|headers? too large|content rejected|message content|malformed|syntax/i,
    class: 'content',
    reason: 'content-refused',
  },
  {
    when: /rate limit|too many (?:connections|messages|recipients|concurrent|invalid)|gr[ae]y ?list|unexpected volume|temporarily deferred|too fast|throttl|slow down/i,
    class: 'throttle',
    reason: 'too-fast',
  },
  {
    when: /expired|tim(?:ed?)? ?out|delivered for (?:too long|\d)|too many hops|hop count|\bloop|connection (?:was )?(?:refused|reset|lost|dropped|closed)|lost connection|not reach|unreachable|unable to (?:connect|contact|reach)|(?:could not|cannot|couldn't) (?:connect|be reached)|requests to connect|not respond|no route to host|establish an smtp connection|queue too long|temporary failure|try again|retr(?:y|ied)|disk space|no space left|mail(?:er)? error|system error|internal error|unavailable|configuration error|pipe to \||command (?:died|failed|output)|temporar(?:y|ily)|deferred|been delayed|failed \d+ attempts|duplicated message/i,
    class: 'soft',
    reason: 'not-reached',
  },
  { when: /groups\.google\.com/i, class: 'policy', reason: 'closed-group' },
  {
    when: /reject|refuse|denied|not (?:allowed|permitted|authori[sz]ed)|not accept|restrict/i,
    class: 'policy',
    reason: 'refused',
  },
];

/** That nobody has this address. Words alone do not settle it: filters say so too, after they read the mail. */
export const nobodyThere =
  /(?:user|recipient|mailbox|account|address|addressee|id|name)\b.{0,40}(?:unknown|not found|not exist|n't exist|not known|not recogni[sz]ed|not listed|no longer|invalid|n't have an? |unbekannt|inconnu|desconocid)|(?:unknown|no such|invalid|bad|nonexist\w*|non-exist\w*|not a (?:valid|registered|known)) (?:\w+ )?(?:\w+ )?(?:user|recipient|mailbox|account|address|userid|local|addressee|destination|person|alias)|no mailbox here|no account by|not our customer|recipient address rejected(?:: user|\W{0,3}(?:\(|$))|undeliverable address|(?:user|recipient) not|n'existe pas|existiert nicht|no existe/i;

/** The refusal came while the address was being named. */
export const refusedAddress =
  /in reply to RCPT|after RCPT|RCPT (?:TO )?command|in RCPT TO|\[RCPT_TO\]|SMTP:RCPT|our RCPT TO|>>> ?RCPT TO|does not like recipient|has rejected address|RCPT TO:</i;

/** The refusal came once the mail itself was known. */
export const refusedMail =
  /end of (?:the )?data|after DATA|(?:our )?final DATA|did not like our DATA|in reply to DATA|>>> ?DATA|SMTP command\s+DATA|failed after I sent the message/i;

/** The refusal was of the sender, before any address was named. */
export const refusedSender =
  /in reply to (?:end of )?MAIL FROM|after MAIL FROM|our MAIL FROM|>>> ?MAIL FROM|sender was rejected|after initial connection|refused to talk to me/i;

/** Words that one mail system always uses for an address that is not there. */
export const surelyNobody = /000C05A6|invalid final delivery userid|user not exist|recipient no longer on server/i;

/** Where the owner of the domain writes the replies, so that any code may mean a filter: the receiving side of a cloud. */
export const filterRules = /^dns; *inbound-smtp\.[a-z0-9-]+\.amazonaws\.com/i;
