// Where a provider tells us something by a signed POST (requirement W9): without a session and without a form token (Q4),
// because the signature over the exact bytes is the proof. The answer says no more than it must.
import express, { Router } from 'express';
import { z } from 'zod';
import { NotFound } from '../../application/errors.js';
import type { DeliveryTaken, SignedEvents } from '../../application/waves/signed-delivery.js';

const mostEvents = 1_000;
const status = { refused: 401, unreadable: 422, taken: 200 } as const;

/** One route that takes in events of one shape. */
export function signedHook<Event>(
  path: string,
  shape: z.ZodType<Event>,
  take: (delivery: SignedEvents<Event>) => Promise<DeliveryTaken>,
): Router {
  const body = z.strictObject({ events: z.array(shape).min(1).max(mostEvents) });
  const parse = (bytes: Buffer): readonly Event[] | null => {
    try {
      const parsed = body.safeParse(JSON.parse(bytes.toString('utf8')));
      return parsed.success ? parsed.data.events : null;
    } catch {
      return null; // no JSON
    }
  };
  const router = Router();
  router.post(path, express.raw({ type: 'application/json', limit: '1mb' }), async (req, res) => {
    const bytes: unknown = req.body;
    const taken = await take({
      timestamp: req.get('Onward-Timestamp') ?? '',
      signature: req.get('Onward-Signature') ?? '',
      body: Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0),
      parse,
    });
    if (taken.kind === 'off') throw new NotFound();
    res.status(status[taken.kind]).json(taken);
  });
  return router;
}
