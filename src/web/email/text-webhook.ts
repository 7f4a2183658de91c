// Where does the provider of texts tell us what became of them, and what people wrote back? One signed POST (requirement
// W9), without a session and without a form token: the signature over the exact bytes is the proof.
import express, { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { NotFound } from '../../application/errors.js';
import { textEventKinds, type TextEvent } from '../../application/waves/take-in-text-events.js';

const mostEvents = 1_000;
const shape = z.strictObject({
  events: z
    .array(
      z.strictObject({
        event: z.enum(textEventKinds),
        reference: z.string().min(3).max(200).optional(),
        permanent: z.boolean().optional(),
        reason: z.string().max(500).optional(),
        id: z.string().max(200).optional(),
        from: z.string().max(30).optional(),
        text: z.string().max(2_000).optional(),
      }),
    )
    .min(1)
    .max(mostEvents),
});

function eventsIn(body: Buffer): readonly TextEvent[] | null {
  try {
    const parsed = shape.safeParse(JSON.parse(body.toString('utf8')));
    return parsed.success ? parsed.data.events : null;
  } catch {
    return null; // no JSON
  }
}

const status = { refused: 401, unreadable: 422, taken: 200 } as const;

/** `/hooks/texts`. */
export function textWebhook({ waves }: Pick<Application, 'waves'>): Router {
  const router = Router();
  router.post('/hooks/texts', express.raw({ type: 'application/json', limit: '1mb' }), async (req, res) => {
    const body: unknown = req.body;
    const taken = await waves.takeInTextEvents(
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
