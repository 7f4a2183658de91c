// What a mail provider may tell us: what became of our messages.
import type { Router } from 'express';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { providerEventKinds } from '../../application/waves/take-in-delivery.js';
import { signedHook } from './signed-hook.js';

const shape = z.strictObject({
  event: z.enum(providerEventKinds),
  messageId: z.string().min(3).max(998),
  recipient: z.string().max(320).optional(),
  status: z
    .string()
    .regex(/^[245]\.\d{1,3}\.\d{1,3}$/)
    .optional(),
  diagnostic: z.string().max(2_000).optional(),
});

/** `/hooks/mail`. */
export const providerWebhook = ({ waves }: Pick<Application, 'waves'>): Router =>
  signedHook('/hooks/mail', shape, waves.takeInDelivery);
