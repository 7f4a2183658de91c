// How does a token sign in to a relay?
// By XOAUTH2: one line in base 64. A relay that turns the token down says why in a 334, wants an empty line, and then
// answers 535; the token may have been taken back before its time, so it is asked for once more, and only once.
import type { SMTPConnectionCustomAuthHandler } from 'nodemailer/lib/smtp-connection';
import type { AccessTokens } from './access-tokens.js';

/** The line itself; the same for SMTP and IMAP. */
const xoauth2Line = (user: string, token: string): string =>
  Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`).toString('base64');

/** By this name the library calls what follows; under XOAUTH2 itself it would insist on a token client of its own. */
export const tokenMethod = 'BY-TOKEN';

/** What the library does in place of a sign-in by password. */
export const signInByToken =
  (tokens: AccessTokens): SMTPConnectionCustomAuthHandler =>
  async (conversation) => {
    for (let attempt = 1; ; attempt += 1) {
      const token = await tokens.get();
      let reply = await conversation.sendCommand(`AUTH XOAUTH2 ${xoauth2Line(tokens.user, token)}`);
      if (reply.status === 334) reply = await conversation.sendCommand('');
      if (reply.status >= 200 && reply.status < 300) return;
      if (reply.status === 535) tokens.forget(token);
      if (reply.status !== 535 || attempt === 2) throw new Error(`the sign-in by token was refused: ${reply.response}`);
    }
  };
