// Sending: what stands in the way of mail just now, and what somebody can do about it (requirements E10, E11, D5).
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import type { DomainAspect } from '../../domain/waves/sending-domain.js';
import type { GuardReason } from '../../domain/waves/restore-guard.js';
import { mayPost, viewerOf } from '../access.js';
import { readButton, readForm, type FieldErrors, type Typed } from '../form.js';
import { goWithNotice } from '../session.js';
import { laneWords, usedUpWords } from './wave-words.js';

const page = '/staff/sending';
const armForm = z.strictObject({
  restored: z.enum(['yes', 'no'], 'Choose which it is'),
  reason: z.string().trim().min(1, 'Say why, in a few words').max(200, 'Say it in at most 200 characters'),
});
const laneForm = z.strictObject({ lane: z.string().min(1).max(255) });

const overrideForm = z.strictObject({
  why: z.string().trim().min(1, 'Say why, in a few words').max(200, 'Say it in at most 200 characters'),
});
const domainWords: Readonly<Record<DomainAspect, string>> = {
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  alignment: 'Alignment',
};

const guardWords: Readonly<Record<GuardReason, string>> = {
  'no-memory': 'has not sent for this database before',
  'other-database': 'sent for another database before',
  behind: 'remembers more than this database knows, so it is a copy from earlier',
};

export function sendingPages({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();

  async function render(res: Response, errors: FieldErrors = {}, typed: Typed = {}): Promise<void> {
    const { relay, lanes, machines } = await waves.showSending();
    const domain = await waves.showSendingDomain();
    const viewer = viewerOf(res);
    res.render('staff/sending', {
      ...{ title: 'Sending', layout: 'staff', place: 'waves', errors, typed, relay },
      ...{ domain, domainWords, override: mayPost(viewer, `${page}/domain/override`) },
      change: mayPost(viewer, `${page}/arm`),
      usedUp: (await waves.usedUpToday()).map(usedUpWords),
      machines: machines.map(({ name, why, since }) => ({ name, why: guardWords[why], since })),
      stopped: lanes.flatMap(({ name, stopped }) =>
        stopped === undefined ? [] : [{ name, shown: laneWords[name] ?? name, ...stopped }],
      ),
      resting: lanes
        .filter(({ stopped }) => stopped === undefined)
        .map(({ name, restsUntil }) => ({ shown: laneWords[name] ?? name, until: restsUntil })),
    });
  }

  router.get(page, async (_req, res) => render(res));

  router.post(`${page}/domain/check`, async (req: Request, res) => {
    readButton(req.body);
    await waves.checkSendingDomain();
    goWithNotice(req, res, page, 'The sending domain was checked just now.');
  });

  router.post(`${page}/domain/override`, async (req: Request, res) => {
    const form = readForm(overrideForm, req.body);
    if (!form.ok) {
      res.status(422);
      await render(res, form.errors, form.typed);
      return;
    }
    const result = await waves.overrideSendingDomain(viewerOf(res), form.value.why);
    const notice =
      result.kind === 'overridden'
        ? 'Mail may leave, for what is wrong now.'
        : 'Nothing was wrong when the domain was last checked.';
    goWithNotice(req, res, page, notice);
  });

  router.post(`${page}/arm`, async (req: Request, res) => {
    const form = readForm(armForm, req.body);
    if (!form.ok) {
      res.status(422);
      await render(res, form.errors, form.typed);
      return;
    }
    const restored = form.value.restored === 'yes';
    const { unsure } = await waves.armSending(viewerOf(res), { restored, reason: form.value.reason });
    const kept =
      unsure === 0 ? '' : ` ${unsure} waiting messages are of unknown fate now and are not sent by themselves.`;
    goWithNotice(req, res, page, `Sending goes on.${kept}`);
  });

  router.post(`${page}/lane`, async (req: Request, res) => {
    const form = readForm(laneForm, req.body);
    if (form.ok) await waves.letLaneGo(viewerOf(res), form.value.lane);
    goWithNotice(req, res, page, 'Mail goes there again.');
  });

  return router;
}
