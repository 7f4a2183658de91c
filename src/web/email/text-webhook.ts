// What the provider of texts may tell us: what became of them, and what people wrote back.
import type { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { textEventKinds } from '../../application/waves/take-in-text-events.js';
import { signedHook } from './signed-hook.js';

const shape = z.strictObject({
  event: z.enum(textEventKinds),
  reference: z.string().min(3).max(200).optional(),
  permanent: z.boolean().optional(),
  reason: z.string().max(500).optional(),
  id: z.string().max(200).optional(),
  from: z.string().max(30).optional(),
  text: z.string().max(2_000).optional(),
});

/** `/hooks/texts`. */
export const textWebhook = ({ waves }: Pick<Application, 'waves'>): Router =>
  signedHook('/hooks/texts', shape, waves.takeInTextEvents);
