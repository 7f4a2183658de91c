// May mail leave in the name of the trust's domain?
// Requirement D1: a wave is neither confirmed nor started while the domain's check fails. An administrator may let it leave
// all the same, with a reason that is kept in the audit log; that counts for what was wrong then, and not for what goes
// wrong later. Where mail does not leave this machine there is nothing to check.
import type { Viewer } from '../../domain/alumni/viewer.js';
import {
  failings,
  judgeSendingDomain,
  type DomainAspect,
  type DomainFinding,
} from '../../domain/waves/sending-domain.js';
import type { Tools } from '../tools.js';

/** The last check, and what somebody decided about it. */
export interface DomainCheck {
  /** The domain in From. */
  readonly domain: string;
  readonly at: Date;
  readonly findings: readonly DomainFinding[];
  readonly failing: readonly DomainAspect[];
  /** Somebody let mail leave all the same; null where nobody did, or where something else is wrong now. */
  readonly override: { readonly by: string; readonly at: Date; readonly reason: string } | null;
  readonly mayLeave: boolean;
}

/** `not-applicable`: mail does not leave this machine; `never`: it is checked when a wave is confirmed. */
export type SendingDomainState =
  { readonly kind: 'not-applicable' } | { readonly kind: 'never' } | ({ readonly kind: 'checked' } & DomainCheck);

type DomainTools = Pick<Tools, 'store' | 'clock' | 'sendingDomain'>;

const [checkKey, overrideKey] = ['sending-domain.check', 'sending-domain.override'];
const freshForMs = 15 * 60_000;

interface KeptCheck {
  readonly domain: string;
  readonly at: string;
  readonly findings: readonly DomainFinding[];
}
interface KeptOverride {
  readonly domain: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly failing: readonly DomainAspect[];
}

async function kept<Kept>({ store }: Pick<Tools, 'store'>, key: string): Promise<Kept | null> {
  const text = await store.settings.get(key);
  return text === null ? null : (JSON.parse(text) as Kept); // written here alone
}

/** What is known of the sending domain, without asking anybody. */
export const showSendingDomain = (tools: DomainTools) => async (): Promise<SendingDomainState> => {
  if (tools.sendingDomain === undefined) return { kind: 'not-applicable' };
  const check = await kept<KeptCheck>(tools, checkKey);
  const { from } = tools.sendingDomain.domain;
  if (check === null || check.domain !== from) return { kind: 'never' };
  const failing = failings(check.findings);
  const given = await kept<KeptOverride>(tools, overrideKey);
  const covers = given !== null && given.domain === from && failing.every((what) => given.failing.includes(what));
  const override = covers && failing.length > 0 ? { by: given.by, at: new Date(given.at), reason: given.reason } : null;
  return {
    kind: 'checked',
    ...{ domain: from, at: new Date(check.at), findings: check.findings, failing, override },
    mayLeave: failing.length === 0 || override !== null,
  };
};

/** Asks DNS now and keeps what it says. */
export const checkSendingDomain = (tools: DomainTools) => async (): Promise<SendingDomainState> => {
  const { sendingDomain, store, clock } = tools;
  if (sendingDomain === undefined) return { kind: 'not-applicable' };
  const findings = judgeSendingDomain(sendingDomain.domain, await sendingDomain.lookUp());
  const check: KeptCheck = { domain: sendingDomain.domain.from, at: clock.now().toISOString(), findings };
  await store.settings.set(checkKey, JSON.stringify(check));
  return showSendingDomain(tools)();
};

/** Whether a wave may be confirmed or started now; a check that is older than a quarter of an hour, or failed, is made anew. */
export async function mailMayLeave(tools: DomainTools): Promise<boolean> {
  const known = await showSendingDomain(tools)();
  if (known.kind === 'not-applicable') return true;
  const fresh =
    known.kind === 'checked' &&
    known.failing.length === 0 &&
    tools.clock.now().getTime() - known.at.getTime() < freshForMs;
  const state = fresh ? known : await checkSendingDomain(tools)();
  return state.kind === 'checked' && state.mayLeave;
}

/** Lets mail leave although the last check failed. */
export const overrideSendingDomain =
  (tools: DomainTools & Pick<Tools, 'newId'>) =>
  async (
    viewer: Viewer,
    reason: string,
  ): Promise<{ readonly kind: 'overridden' } | { readonly kind: 'refused'; readonly why: 'nothing-is-wrong' }> => {
    const { store, clock, newId } = tools;
    const state = await showSendingDomain(tools)();
    if (state.kind !== 'checked' || state.failing.length === 0) return { kind: 'refused', why: 'nothing-is-wrong' };
    const at = clock.now();
    // The row first: without it nothing is let through, and a row without its effect does no harm.
    await store.auditEvents.append([
      {
        ...{ id: newId(), at, actor: { kind: 'staff', id: viewer.staffId }, act: 'sending-domain.overridden' },
        ...{ subject: `domain:${state.domain}`, reason },
      },
    ]);
    const override: KeptOverride = {
      ...{ domain: state.domain, by: viewer.staffId, at: at.toISOString(), reason, failing: state.failing },
    };
    await store.settings.set(overrideKey, JSON.stringify(override));
    return { kind: 'overridden' };
  };
