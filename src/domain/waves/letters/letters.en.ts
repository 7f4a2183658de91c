// Version 0 of every letter, in English: what a trust sends before it writes anything of its own.
// For somebody of nineteen on a phone: short, warm, no scolding (look.md, sections 3 and 6).
import { frameOf, type LetterCatalogue } from './frame.js';

export const lettersEn: LetterCatalogue = {
  language: 'en',
  direction: 'ltr',
  name: 'English',
  confirmed: { by: 'the makers of Onward', on: '2026-11-25' },
  frame: frameOf({
    held: 'Still so?',
    same: 'Nothing has changed',
    changed: 'Something has changed',
    openLink: 'Or open this link:',
    why: 'Why you? We write to everyone who left with you. The link is yours alone and works until {last day}.',
    once: 'You get this once, because you answered us.',
    stop: 'Stop these messages',
    stopByReply: 'Or answer this mail with the word stop. A person reads the replies.',
    stopOnlyByReply: 'To stop our messages, answer this mail with the word stop. A person reads the replies.',
    privacy: 'How we use what you tell us',
  }),
  letters: {
    invitation: {
      subject: 'One minute: how are things going?',
      body: `Hello {first name},

How are things going since you left {school}? Tell us what you are doing now, and whether it is what you planned. It takes about a minute.

[Tell us how things are going]

What you tell us helps us prepare the students who come after you. Answer only what you want to.`,
    },
    reminder: {
      subject: 'How are things going? It takes a minute',
      body: `Hello {first name},

We would still like to hear how things are going since you left {school}. It takes about a minute, whatever you are doing now.

[Tell us how things are going]`,
    },
    started: {
      subject: 'Your place is kept: about a minute to go',
      body: `Hello {first name},

You opened our questions the other day, and your place is kept. The rest takes about a minute. Skip what you do not want to answer.

[Go on with the questions]`,
    },
    'other-address': {
      subject: 'Is this a better address for you?',
      body: `Hello {first name},

We wrote to another address that you gave us, and the mail came back. So we are trying this one.

How are things going since you left {school}? It takes about a minute, and anything you have told us is kept.

[Tell us how things are going]`,
    },
    last: {
      subject: 'Our last message: how are things going?',
      body: `Hello {first name},

This is our last message about this. If you have about a minute, we would be glad to hear how things are going since you left {school}. If not, that is fine.

[Tell us how things are going]`,
    },
    'keep-in-touch': {
      subject: 'Can we still reach you here?',
      body: `Hello {first name},

Is this still the best address for you? Tell us what you are doing now in one answer, and where we can write to you. It takes less than a minute.

[Check my address]`,
    },
    'thank-you': {
      subject: 'Thank you: your answers have arrived',
      body: `Hello {first name},

Thank you. Your answers have arrived. They help us and the students who come after you at {school}.

If you want to correct something, use the link that we sent you. It works until {last day}.`,
    },
  },
};
