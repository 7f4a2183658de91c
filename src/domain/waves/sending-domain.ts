// Will receivers believe that mail from the trust's domain is the trust's?
// Requirement D1: SPF, a DKIM selector and DMARC must be published, and one of the first two must align with the domain in
// From (RFC 7489: the same domain, or in the relaxed mode the same organisational one, which is what a public suffix list
// says somebody can own). What the large providers ask of senders is in reliability.md, section 2.1. Whether the relay itself
// signs and is named by SPF only a sent message can show.

/** The texts that stand at a name in DNS; `failed` when nobody could be asked. */
export type DnsTexts =
  | { readonly kind: 'found'; readonly texts: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed' };

/** Whose mail it is. */
export interface SendingDomain {
  /** The domain in From. */
  readonly from: string;
  /** The domain of the envelope sender, to which mail is returned. */
  readonly returnPath: string;
  /** Where the public half of the signing key stands; null where no selector was set. */
  readonly dkim: { readonly domain: string; readonly selector: string; readonly publicKey: string | null } | null;
}

/** What DNS says, and the list of public suffixes. */
export interface DomainFacts {
  readonly spf: DnsTexts;
  readonly dkim: DnsTexts;
  /** The policy of the From domain, or of its organisational domain where it has none itself. */
  readonly dmarc: DnsTexts;
  /** The organisational domain of a name: `trust.org.uk` of `mail.trust.org.uk`; the name itself where it has none. */
  readonly organisationOf: (name: string) => string;
}

export const domainAspects = ['spf', 'dkim', 'dmarc', 'alignment'] as const;
export type DomainAspect = (typeof domainAspects)[number];

/** One thing that was looked at. */
export interface DomainFinding {
  readonly what: DomainAspect;
  readonly ok: boolean;
  /** What is there, and where it is wrong what to do about it; sentences. */
  readonly says: string;
}

/** `user=value; …` as SPF, DKIM and DMARC write it; names in lower case. */
const tagsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(';').flatMap((tag): [string, string][] => {
      const at = tag.indexOf('=');
      return at === -1 ? [] : [[tag.slice(0, at).trim().toLowerCase(), tag.slice(at + 1).trim()]];
    }),
  );

const unreachable = 'No name server answered. Look at the network, and check again.';

function spfOf({ returnPath }: SendingDomain, facts: DnsTexts): DomainFinding {
  const finding = (ok: boolean, says: string): DomainFinding => ({ what: 'spf', ok, says });
  if (facts.kind === 'failed') return finding(false, unreachable);
  const records = facts.kind === 'none' ? [] : facts.texts.filter((text) => /^v=spf1(?: |$)/i.test(text));
  const [record] = records;
  if (record === undefined) {
    return finding(
      false,
      `${returnPath} has no SPF record. Add a TXT record that names your relay, as its provider says.`,
    );
  }
  if (records.length > 1) {
    return finding(
      false,
      `${returnPath} has ${records.length} SPF records, and receivers then believe none. Keep one.`,
    );
  }
  if (/(?:^| )\+?all(?: |$)/i.test(record)) {
    return finding(false, `The SPF record of ${returnPath} lets everybody send. End it with ~all or -all.`);
  }
  return finding(true, `${returnPath} says who sends for it: ${record}`);
}

function dkimOf({ dkim }: SendingDomain, facts: DnsTexts): DomainFinding {
  const finding = (ok: boolean, says: string): DomainFinding => ({ what: 'dkim', ok, says });
  if (dkim === null) {
    return finding(false, 'No DKIM selector is set. Set MAIL_DKIM_SELECTOR to the one that your relay signs with.');
  }
  if (facts.kind === 'failed') return finding(false, unreachable);
  const name = `${dkim.selector}._domainkey.${dkim.domain}`;
  const texts = facts.kind === 'none' ? [] : facts.texts;
  const keys = texts.map(tagsOf).filter((tags) => tags.has('p') && (tags.get('v') ?? 'DKIM1') === 'DKIM1');
  const [tags] = keys;
  if (tags === undefined)
    return finding(false, `There is no DKIM key at ${name}. Add the record that your relay gives.`);
  const published = (tags.get('p') ?? '').replace(/\s+/g, '');
  if (published === '') return finding(false, `The DKIM key at ${name} has been withdrawn. Publish a new one.`);
  if (dkim.publicKey !== null && published !== dkim.publicKey) {
    return finding(
      false,
      `The DKIM key at ${name} is not that of MAIL_DKIM_KEY_FILE. Publish: v=DKIM1; k=rsa; p=${dkim.publicKey}`,
    );
  }
  return finding(true, `A DKIM key stands at ${name}.`);
}

function dmarcOf(
  { from }: SendingDomain,
  facts: DnsTexts,
): { finding: DomainFinding; tags: ReadonlyMap<string, string> } {
  const finding = (ok: boolean, says: string): DomainFinding => ({ what: 'dmarc', ok, says });
  const none: ReadonlyMap<string, string> = new Map();
  if (facts.kind === 'failed') return { finding: finding(false, unreachable), tags: none };
  const records = facts.kind === 'none' ? [] : facts.texts.filter((text) => /^v=DMARC1\s*(?:;|$)/.test(text));
  const [record] = records;
  if (record === undefined || records.length > 1) {
    const says =
      record === undefined
        ? `${from} has no DMARC policy. Add a TXT record at _dmarc.${from}, at first: v=DMARC1; p=none; rua=mailto:…`
        : `${from} has ${records.length} DMARC policies, and receivers then obey none. Keep one.`;
    return { finding: finding(false, says), tags: none };
  }
  const tags = tagsOf(record);
  const policy = (tags.get('p') ?? '').toLowerCase();
  if (!['none', 'quarantine', 'reject'].includes(policy)) {
    return { finding: finding(false, `The DMARC policy of ${from} has no p=none, quarantine or reject.`), tags };
  }
  const goal =
    policy === 'reject' && tags.has('rua')
      ? ''
      : ' The goal is p=reject with an address for reports (rua), once the reports show that all your mail aligns.';
  return { finding: finding(true, `The DMARC policy of ${from} is ${policy}.${goal}`), tags };
}

/** Everything that was looked at, in order; mail may leave when all of it is in order. */
export function judgeSendingDomain(domain: SendingDomain, facts: DomainFacts): readonly DomainFinding[] {
  const spf = spfOf(domain, facts.spf);
  const dkim = dkimOf(domain, facts.dkim);
  const { finding: dmarc, tags } = dmarcOf(domain, facts.dmarc);
  /** Whether the name is the domain of From, or in the relaxed mode of the same organisation. */
  const aligned = (name: string, mode: 'aspf' | 'adkim'): boolean => {
    const [one, other] = [name.toLowerCase(), domain.from.toLowerCase()];
    if (one === other) return true;
    return tags.get(mode)?.toLowerCase() !== 's' && facts.organisationOf(one) === facts.organisationOf(other);
  };
  const ways = [
    ...(spf.ok && aligned(domain.returnPath, 'aspf') ? ['SPF'] : []),
    ...(dkim.ok && domain.dkim !== null && aligned(domain.dkim.domain, 'adkim') ? ['DKIM'] : []),
  ];
  const alignment: DomainFinding = {
    what: 'alignment',
    ok: ways.length > 0,
    says:
      ways.length > 0
        ? `${ways.join(' and ')} ${ways.length > 1 ? 'speak' : 'speaks'} for ${domain.from}, the domain in From.`
        : `Neither SPF nor DKIM speaks for ${domain.from}, the domain in From. Sign with that domain, or have mail returned to it.`,
  };
  return [spf, dkim, dmarc, alignment];
}

/** What is wrong, without what is in order. */
export const failings = (findings: readonly DomainFinding[]): readonly DomainAspect[] =>
  findings.filter(({ ok }) => !ok).map(({ what }) => what);

const reserved = /(?:^|\.)(?:example|test|invalid|localhost)$|(?:^|\.)example\.(?:com|net|org)$/;

/** Whether nobody can own the domain (RFC 2606), so that mail from it is for trying out only. */
export const isReservedDomain = (domain: string): boolean => reserved.test(domain.toLowerCase());
