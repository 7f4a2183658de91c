// Signing in and out, and setting a password at a one-time link. The link's GET is one constant page that reads nothing
// (as decision R11 rules for alumni's links); every refusal at the door reads the same (requirement W10).
import { Router, type Response } from 'express';
import rateLimit from 'express-rate-limit';
import { z } from 'zod';
import type { Application } from '../../application/index.js';
import { accessEntryFor } from '../access.js';
import { readForm, type FieldErrors } from '../form.js';
import { endSession, goWithNotice, startSession } from '../session.js';

const signInForm = z.strictObject({
  email: z.string().trim().min(1, 'Enter your email address').max(254, 'Enter your email address'),
  password: z.string().min(1, 'Enter your password').max(1_000, 'Enter your password'),
  next: z.string().max(300).optional(),
});
const passwordForm = z.strictObject({
  password: z.string().min(1, 'Enter a password').max(1_000, 'Enter a shorter password'),
});

const passwordAdvice = {
  'too-short': 'Enter a password of at least 15 characters',
  'too-long': 'Enter a password of at most 128 characters',
  'too-common': 'Many people use this password. Enter one that only you would think of',
  'names-you': 'Enter a password that is not made of your name, your address or the name of the trust',
} as const;

/** Failed attempts from one address of the network: 30 in 15 minutes, and none that succeed are counted. */
const fewFailures = () =>
  rateLimit({
    windowMs: 15 * 60_000,
    limit: 30,
    skipSuccessfulRequests: true,
    standardHeaders: false,
    legacyHeaders: false,
    handler: (_req, res) => {
      res.status(429).set('Retry-After', '900');
      renderSignIn(res, {
        errors: { '': 'Too many attempts from here. Try again in 15 minutes' },
        email: '',
        next: '',
      });
    },
  });

function renderSignIn(
  res: Response,
  page: { readonly errors: FieldErrors; readonly email: string; readonly next: string },
): void {
  res.render('staff/sign-in', { title: 'Sign in', layout: 'plain', ...page });
}

function renderWelcome(res: Response, errors: FieldErrors): void {
  res.render('staff/welcome', { title: 'Set your password', layout: 'plain', errors });
}

const one = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Only to a page of the staff, never to another site. */
const safeNext = (next: string): string =>
  /^\/staff(\/[A-Za-z0-9._~:-]+)*$/.test(next) && Array.isArray(accessEntryFor('GET', next)?.[2]) ? next : '/staff';

export function signInPages(application: Application): Router {
  const { signIn, acceptStaffInvitation } = application.governance;
  const router = Router();
  const limit = fewFailures();

  router.get('/staff/sign-in', (req, res) => {
    renderSignIn(res, { errors: {}, email: '', next: one(req.query['next']) });
  });

  router.post('/staff/sign-in', limit, async (req, res) => {
    const form = readForm(signInForm, req.body);
    const again = { email: one(form.typed['email']), next: one(form.typed['next']) };
    if (!form.ok) {
      res.status(422);
      renderSignIn(res, { ...again, errors: form.errors });
      return;
    }
    const result = await signIn(form.value.email, form.value.password);
    if (result.kind === 'refused') {
      const errors = {
        email: 'Check your address and password. After several tries you may have to wait a few minutes',
      };
      res.status(422);
      renderSignIn(res, { ...again, errors });
      return;
    }
    await startSession(req, { id: result.staffId, credential: result.credential, since: result.at });
    res.redirect(303, safeNext(again.next));
  });

  router.post('/staff/sign-out', async (req, res) => {
    await endSession(req);
    goWithNotice(req, res, '/staff/sign-in', 'You have signed out.');
  });

  router.get('/staff/welcome/:token', (_req, res) => renderWelcome(res, {}));

  router.post<'/staff/welcome/:token', { token: string }>('/staff/welcome/:token', limit, async (req, res) => {
    const form = readForm(passwordForm, req.body);
    if (!form.ok) {
      res.status(422);
      renderWelcome(res, form.errors);
      return;
    }
    const result = await acceptStaffInvitation(req.params.token, form.value.password);
    if (result.kind === 'accepted') {
      goWithNotice(req, res, '/staff/sign-in', 'Your password is set. Sign in with it.');
    } else if (result.why === 'link-closed') {
      res.status(404).render('staff/link-closed', { title: 'This link has closed', layout: 'plain' });
    } else {
      res.status(422);
      renderWelcome(res, { password: passwordAdvice[result.why] });
    }
  });

  return router;
}
