// What does DNS say of the sending domain? Asked of the machine's own name servers, or of those that the settings name;
// no answer is told from "there is nothing", because only the second says something about the domain. Which part of a name
// somebody owns is told by the list of public suffixes that comes with the program.
import { Resolver } from 'node:dns/promises';
import { getDomain } from 'tldts';
import type { DnsTexts, DomainFacts, SendingDomain } from '../domain/waves/sending-domain.js';

/** The sending domain, and how to look it up. */
export interface DomainLookup {
  readonly domain: SendingDomain;
  /** Never throws; takes some seconds where no name server answers. */
  readonly lookUp: () => Promise<DomainFacts>;
}

const patience = { timeout: 2_000, tries: 2 };
const nothing = new Set(['ENOTFOUND', 'ENODATA']);

/** What somebody owns of the name: one label below a public suffix (RFC 7489, section 3.2); all of it where that is not known. */
const organisationOf = (name: string): string => getDomain(name, { allowPrivateDomains: true }) ?? name;

/** @param servers `address` or `address:port`; the machine's own where there are none */
export function domainLookup(domain: SendingDomain, servers: readonly string[]): DomainLookup {
  const textsAt = async (resolver: Resolver, name: string): Promise<DnsTexts> => {
    try {
      const found = await resolver.resolveTxt(name);
      return found.length === 0 ? { kind: 'none' } : { kind: 'found', texts: found.map((parts) => parts.join('')) };
    } catch (error) {
      return { kind: nothing.has((error as NodeJS.ErrnoException).code ?? '') ? 'none' : 'failed' };
    }
  };
  const policyOf = async (resolver: Resolver): Promise<DnsTexts> => {
    for (const name of new Set([domain.from, organisationOf(domain.from)])) {
      const texts = await textsAt(resolver, `_dmarc.${name}`);
      if (texts.kind !== 'none') return texts;
    }
    return { kind: 'none' };
  };
  return {
    domain,
    lookUp: async () => {
      const resolver = new Resolver(patience);
      if (servers.length > 0) resolver.setServers(servers);
      const { dkim } = domain;
      const [spf, key, dmarc] = await Promise.all([
        textsAt(resolver, domain.returnPath),
        dkim === null ? ({ kind: 'none' } as const) : textsAt(resolver, `${dkim.selector}._domainkey.${dkim.domain}`),
        policyOf(resolver),
      ]);
      return { spf, dkim: key, dmarc, organisationOf };
    },
  };
}
