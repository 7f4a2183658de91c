// D1: no wave is confirmed while the sending domain's check fails, unless an administrator says why it should leave all the
// same; and that counts only for what was wrong then. Asked of a name server of this machine.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StaffId } from '../../src/domain/alumni/ids.js';
import { createApplication, type Application, type Tools } from '../../src/application/index.js';
import { domainLookup } from '../../src/mail/index.js';
import { aLeaver, confirmedWave, keepTrust } from '../support/a-trust.js';
import { startNameServer, type NameServer } from '../support/name-server.js';
import { openTestTools } from '../support/tools.js';

const administrator = { staffId: 'ada' as StaffId, role: 'administrator', schools: 'every-school' } as const;
const scheduler = { staffId: 'sam' as StaffId, role: 'scheduler', schools: 'every-school' } as const;
const key = 'MIGfMA0GCSqGSIb3';
const good = {
  'bounce.trust.org.uk': ['v=spf1 include:relay.example -all', 'another text'],
  'onward._domainkey.trust.org.uk': [`v=DKIM1; k=rsa; p=${key}`],
  '_dmarc.trust.org.uk': ['v=DMARC1; p=reject; rua=mailto:reports@trust.org.uk'],
};

let server: NameServer;
let opened: Awaited<ReturnType<typeof openTestTools>>;
let tools: Tools;
let application: Application;

const check = async () => {
  const state = await application.waves.checkSendingDomain();
  if (state.kind !== 'checked') throw new Error('it was not checked');
  return state;
};
const saysOf = async (what: string): Promise<string> =>
  (await check()).findings.find((finding) => finding.what === what)?.says ?? '';

beforeAll(async () => {
  server = await startNameServer();
  opened = await openTestTools();
  const domain = {
    from: 'trust.org.uk',
    returnPath: 'bounce.trust.org.uk',
    dkim: { domain: 'trust.org.uk', selector: 'onward', publicKey: key },
  };
  tools = { ...opened.tools, sendingDomain: domainLookup(domain, [server.address]) };
  application = createApplication(tools);
});
afterAll(async () => {
  await server.close();
  await opened.close();
});
beforeEach(() => server.serve(good));

describe('the check of the sending domain', () => {
  it('is in order when SPF, DKIM and DMARC are there and speak for the domain in From', async () => {
    expect(await application.waves.showSendingDomain()).toEqual({ kind: 'never' });
    const state = await check();
    expect(state).toMatchObject({ domain: 'trust.org.uk', failing: [], override: null, mayLeave: true });
    expect(state.findings.map(({ what, ok }) => [what, ok])).toEqual([
      ['spf', true],
      ['dkim', true],
      ['dmarc', true],
      ['alignment', true],
    ]);
    expect(await application.waves.showSendingDomain()).toEqual(state);
  });

  it.each([
    ['no SPF', { 'bounce.trust.org.uk': [] }, 'spf', 'has no SPF record'],
    ['two SPF records', { 'bounce.trust.org.uk': ['v=spf1 -all', 'v=spf1 ~all'] }, 'spf', '2 SPF records'],
    ['an SPF record for everybody', { 'bounce.trust.org.uk': ['v=spf1 +all'] }, 'spf', 'lets everybody send'],
    ['no DKIM key', { 'onward._domainkey.trust.org.uk': [] }, 'dkim', 'no DKIM key'],
    ['a DKIM key taken back', { 'onward._domainkey.trust.org.uk': ['v=DKIM1; p='] }, 'dkim', 'withdrawn'],
    ['another DKIM key', { 'onward._domainkey.trust.org.uk': ['v=DKIM1; p=AAAA'] }, 'dkim', 'is not that of'],
    ['no DMARC', { '_dmarc.trust.org.uk': [] }, 'dmarc', 'has no DMARC policy'],
    ['two DMARC policies', { '_dmarc.trust.org.uk': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }, 'dmarc', '2 DMARC'],
    ['a DMARC record without a policy', { '_dmarc.trust.org.uk': ['v=DMARC1; rua=x'] }, 'dmarc', 'has no p='],
  ])('fails for %s', async (_what, changes, what, says) => {
    server.serve({ ...good, ...changes });
    const state = await check();
    expect(state.failing).toContain(what);
    expect(state.mayLeave).toBe(false);
    expect(state.findings.find((finding) => finding.what === what)?.says).toContain(says);
  });

  it('tells nobody who answers from nothing that is there', async () => {
    server.serve(good, { broken: ['bounce.trust.org.uk'] });
    expect(await saysOf('spf')).toContain('No name server answered');
    server.serve({ ...good, '_dmarc.trust.org.uk': ['v=DMARC1; p=none'] });
    expect(await saysOf('dmarc')).toContain('The goal is p=reject');
  });

  it('reads a key that DNS gives in pieces, and the policy of the domain above', async () => {
    const long = 'A'.repeat(700);
    const domain = {
      from: 'mail.trust.org.uk',
      returnPath: 'mail.trust.org.uk',
      dkim: { domain: 'trust.org.uk', selector: 'onward', publicKey: long },
    };
    server.serve({
      'mail.trust.org.uk': ['v=spf1 -all'],
      'onward._domainkey.trust.org.uk': [`v=DKIM1; k=rsa; p=${long}`],
      '_dmarc.trust.org.uk': ['v=DMARC1; p=none; adkim=s; aspf=s'],
    });
    const other = createApplication({ ...tools, sendingDomain: domainLookup(domain, [server.address]) });
    const state = await other.waves.checkSendingDomain();
    expect(state).toMatchObject({ failing: [], findings: expect.anything() as unknown });
    expect(JSON.stringify(state)).toContain('SPF speaks for mail.trust.org.uk');
  });

  it.each([
    ['beside it', 'mail.trust.org.uk', 'news.trust.org.uk', 'r', true],
    ['beside it, where the policy is strict', 'mail.trust.org.uk', 'news.trust.org.uk', 's', false],
    ['above it', 'mail.trust.org.uk', 'trust.org.uk', 'r', true],
    ['of another trust', 'trust.org.uk', 'other.org.uk', 'r', false],
    ['that nobody can own', 'trust.org.uk', 'org.uk', 'r', false],
    ['of another school of the county', 'high.kent.sch.uk', 'low.kent.sch.uk', 'r', false],
    ['of the county', 'high.kent.sch.uk', 'kent.sch.uk', 'r', false],
    ['below the school’s own', 'high.kent.sch.uk', 'mail.high.kent.sch.uk', 'r', true],
  ])('believes mail returned to a domain %s: %s, %s, %s', async (_where, from, returnPath, mode, ok) => {
    server.serve({ [returnPath]: ['v=spf1 -all'], [`_dmarc.${from}`]: [`v=DMARC1; p=reject; rua=x; aspf=${mode}`] });
    const domain = { from, returnPath, dkim: null };
    const other = createApplication({ ...tools, sendingDomain: domainLookup(domain, [server.address]) });
    const state = await other.waves.checkSendingDomain();
    expect(state.kind === 'checked' && !state.failing.includes('alignment')).toBe(ok);
  });

  it('looks for the policy at the organisation’s domain, and at nothing that everybody shares', async () => {
    const policyOf = async (from: string): Promise<boolean> => {
      const domain = { from, returnPath: from, dkim: null };
      const other = createApplication({ ...tools, sendingDomain: domainLookup(domain, [server.address]) });
      const state = await other.waves.checkSendingDomain();
      return state.kind === 'checked' && !state.failing.includes('dmarc');
    };
    const policy = ['v=DMARC1; p=reject; rua=x'];
    server.serve({ '_dmarc.trust.org.uk': policy, '_dmarc.org.uk': policy, '_dmarc.kent.sch.uk': policy });
    expect(await policyOf('a.b.trust.org.uk')).toBe(true);
    expect(await policyOf('other.org.uk')).toBe(false);
    expect(await policyOf('high.kent.sch.uk')).toBe(false);
    server.serve({ '_dmarc.b.trust.org.uk': policy });
    expect(await policyOf('a.b.trust.org.uk')).toBe(false);
  });

  it('is not there to be made where mail does not leave this machine', async () => {
    const here = createApplication(opened.tools);
    expect(await here.waves.checkSendingDomain()).toEqual({ kind: 'not-applicable' });
    expect(await here.waves.overrideSendingDomain(administrator, 'x')).toMatchObject({ kind: 'refused' });
  });
});

describe('a wave', () => {
  const afterDays = (days: number): Date => new Date(Date.parse('2026-11-03T10:00:00Z') + days * 86_400_000);

  it('is neither confirmed nor started late while the check fails, and both as soon as it does not', async () => {
    await keepTrust(tools, [aLeaver(1), aLeaver(2)]);
    server.serve({ ...good, '_dmarc.trust.org.uk': [] });
    await expect(confirmedWave(application)).rejects.toThrow('sending-domain');
    server.serve(good);
    const waveId = await confirmedWave(application);
    opened.setClock(afterDays(2)); // it should have started, and the last check is old
    const { wave, waitsForStart } = await application.waves.showWave(scheduler, waveId);
    expect(waitsForStart).toBe(true);
    server.serve({ ...good, 'bounce.trust.org.uk': [] });
    expect(await application.waves.startLate(scheduler, { waveId, revision: wave.revision })).toEqual({
      ...{ kind: 'refused', why: 'sending-domain' },
    });
    expect((await application.waves.showWave(scheduler, waveId)).wave.armedAt).toBeUndefined();
    server.serve(good);
    expect(await application.waves.startLate(scheduler, { waveId, revision: wave.revision })).toEqual({
      kind: 'started',
    });
    opened.setClock(afterDays(0));
  });
});

describe('letting mail leave all the same', () => {
  it('is for an administrator, with a reason that is kept, and for what was wrong then alone', async () => {
    expect(await application.waves.overrideSendingDomain(administrator, 'early')).toMatchObject({ kind: 'refused' });
    server.serve({ ...good, '_dmarc.trust.org.uk': [] });
    await check();
    expect(await application.waves.overrideSendingDomain(administrator, 'The policy comes on Monday')).toEqual({
      kind: 'overridden',
    });
    expect(await check()).toMatchObject({
      ...{ failing: ['dmarc'], mayLeave: true, override: { by: 'ada', reason: 'The policy comes on Monday' } },
    });
    expect(await tools.store.auditEvents.about('domain:trust.org.uk')).toMatchObject([
      { act: 'sending-domain.overridden', reason: 'The policy comes on Monday', actor: { kind: 'staff', id: 'ada' } },
    ]);
    server.serve({ ...good, '_dmarc.trust.org.uk': [], 'bounce.trust.org.uk': [] });
    expect(await check()).toMatchObject({ failing: ['spf', 'dmarc'], mayLeave: false, override: null });
  });
});
