// Where does a mail provider tell us what became of our messages? One signed POST (requirement W9), without a session and
// without a form token (Q4): the signature over the exact bytes is the proof. The answer says no more than it must.
import express, { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { NotFound } from '../../application/errors.js';
import { providerEventKinds, type ProviderEvent } from '../../application/waves/take-in-delivery.js';

const mostEvents = 1_000;
const deliveryShape = z.strictObject({
  events: z
    .array(
      z.strictObject({
        event: z.enum(providerEventKinds),
        messageId: z.string().min(3).max(998),
        recipient: z.string().max(320).optional(),
        status: z
          .string()
          .regex(/^[245]\.\d{1,3}\.\d{1,3}$/)
          .optional(),
        diagnostic: z.string().max(2_000).optional(),
      }),
    )
    .min(1)
    .max(mostEvents),
});

function eventsIn(body: Buffer): readonly ProviderEvent[] | null {
  try {
    const parsed = deliveryShape.safeParse(JSON.parse(body.toString('utf8')));
    return parsed.success ? parsed.data.events : null;
  } catch {
    return null; // no JSON
  }
}

const status = { refused: 401, unreadable: 422, taken: 200 } as const;

/** `/hooks/mail`. */
export function providerWebhook({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();
  router.post('/hooks/mail', express.raw({ type: 'application/json', limit: '1mb' }), async (req, res) => {
    const body: unknown = req.body;
    const taken = await waves.takeInDelivery(
      {
        timestamp: req.get('Onward-Timestamp') ?? '',
        signature: req.get('Onward-Signature') ?? '',
        body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      },
      eventsIn,
    );
    if (taken.kind === 'off') throw new NotFound();
    res.status(status[taken.kind]).json(taken);
  });
  return router;
}
